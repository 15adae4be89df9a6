"""Flowing regions drawn before the motion brush keep flowing."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import LivingPortrait
from generation.ground.reading import read_ground


@pytest.mark.django_db
def test_an_old_region_becomes_a_drawing(ready_work: Artwork) -> None:
    image = ready_work.images.get()
    old = {"polygon": [[0, 0.6], [1, 0.6], [1, 1], [0, 1]], "direction": [1.0, 0.12]}
    told = LivingPortrait.objects.create(artwork=ready_work, image=image, ground=old, seed=7)
    import_module("exhibits.migrations.0005_ground").redraw(apps, None)
    told.refresh_from_db()
    plan = read_ground(told.ground, (image.width, image.height))
    (flow,) = plan.flow
    assert flow.motion == "water" and flow.arrows[0][2] > flow.arrows[0][0]
    import_module("exhibits.migrations.0005_ground").redraw(apps, None)
    told.refresh_from_db()
    assert read_ground(told.ground, (image.width, image.height)) == plan, "once is enough"

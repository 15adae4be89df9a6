"""Real pictures drawn for the studio: faces found and corrected, moments laid side by side."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image

from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.snapshot import save_version
from tests.exhibits.fayum import curator, portrait
from tests.exhibits.test_workshop_draft import at, patch, post

__all__ = ["curator", "portrait"]  # fixtures
pytestmark = pytest.mark.django_db


def still(client: Client, portrait: LivingPortrait, which: object, moment: str) -> Any:
    response = client.get(reverse("studio-still", args=[portrait.pk, which, moment]))
    assert response.status_code == 200 and response.headers["Content-Type"] == "image/jpeg"
    return np.asarray(Image.open(io.BytesIO(response.content)), np.float32)


def test_a_found_face_is_corrected_and_what_changed_is_drawn(
    portrait: LivingPortrait, curator: Client
) -> None:
    told = curator.get(at("faces", portrait)).json()
    [face] = told["faces"]
    assert face["doubtful"] == [] and "mesh" not in str(told)
    x, y = face["points"]["mouth_left"]
    points = face["points"] | {"mouth_left": [x + 6, y]}
    moved = post(curator, at("faces", portrait), points=points).json()
    here, there = (np.array(f["outline"]["right_eye"]) for f in (face, moved))
    assert np.abs(here - there).max() < 2, "a corner of the mouth leaves the eyes alone"
    assert [x + 6, y] in moved["outline"]["lips"]

    version = save_version(portrait, User.objects.get(username="the curator"))
    assert (
        patch(curator, portrait, 0, options={"pose": {"blink_r": 1.0, "blink_l": 1.0}}).status_code
        == 200
    )
    open_, shut = (still(curator, portrait, which, "rest") for which in (version.pk, "draft"))
    assert open_.shape == shut.shape
    apart = np.abs(open_ - shut).mean(2)
    eyes = face["points"]["right_eye_outer"], face["points"]["left_eye_outer"]
    scale = open_.shape[1] / 480
    left, right, row = (round(v * scale) for v in (eyes[0][0], eyes[1][0], eyes[0][1]))
    assert apart[row - 8 : row + 8, left:right].mean() > 8 > 1 > apart[:60].mean()
    turned = still(curator, portrait, version.pk, "turned")
    assert np.abs(turned - open_).mean() > 1


def test_only_the_axes_of_a_scene_are_offered(portrait: LivingPortrait, curator: Client) -> None:
    told = curator.get(at("axes", portrait)).json()
    axes = {axis["axis"]: axis for part in told["parts"] for axis in part["axes"]}
    assert told["face"] and axes["yaw"]["low"] < 0 < axes["yaw"]["high"] <= 12
    assert axes["zoom"]["rest"] == 1 and axes["jaw"]["label"] == "jaw"
    assert [part["name"] for part in told["parts"]][:2] == ["Head", "Eyes and brows"]


def test_a_draft_leaves_no_scenes_behind(portrait: LivingPortrait, curator: Client) -> None:
    from django.conf import settings

    curator.get(at("axes", portrait))
    patch(curator, portrait, 0, beard=0.5)
    curator.get(at("axes", portrait))
    assert list(Path(settings.SCENES_DIR).glob("*.npz")) == []

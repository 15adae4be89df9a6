"""Stages draw on LIVE_DEVICE, everything else on JOBS_DEVICE."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from exhibits import studio
from exhibits.studio import Recipe
from generation import GenerationError, Planes
from generation.fast.specimen import specimen_scene
from generation.media.yuv import empty_planes
from generation.types import NO_CUE

RECIPE = Recipe(Path("nowhere.png"), options={"renderer": "cuda"})


def drawn(**more: Any) -> Planes:
    scene = specimen_scene()
    performer, out = studio.open_performer(RECIPE, scene, **more), empty_planes(*scene.size)
    performer.frame(0.0, NO_CUE, out)
    return out


@pytest.mark.skipif(torch.cuda.is_available(), reason="a GPU is here")
def test_stages_and_jobs_have_devices_of_their_own(settings: Any) -> None:
    settings.LIVE_DEVICE, settings.JOBS_DEVICE = "cuda:7", "cpu"
    assert drawn().y.std() > 5
    with pytest.raises(GenerationError, match="no cuda:7 here"):
        drawn(live=True)
    settings.GENERATION = {"default": {"ENGINE": "rig", "OPTIONS": {"device": "cpu"}}}
    assert drawn(live=True).y.std() > 5, "an engine's own option goes first"

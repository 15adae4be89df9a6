"""What is hatched of a face that a network draws: every pixel it may have drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from generation.engines.liveportrait import LivePortraitEngine, LivePortraitOptions
from generation.liveportrait.touching import face_redrawn
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.scene.model import Scene
from generation.tratteggio.touched import touched
from generation.types import NO_CUE
from tests.tiny_weights import write_weights


def test_what_the_network_draws_is_hatched(
    face_scene: Callable[[str], Scene], tmp_path: Path
) -> None:
    scene = face_scene("lady")
    found, rig = face_redrawn(scene, None, ()), touched(scene, None, ())
    assert 15 < found.shares.invented < 60 and rig.shares.invented < 5
    assert (found.invented >= rig.invented).all() and (found.moved == rig.moved).all()
    own = LivePortraitOptions(weights=str(write_weights(tmp_path)), device="cpu")
    performer, out = LivePortraitEngine(own).prepare(scene, seed=1), empty_planes(*scene.size)
    for n in range(30):
        performer.frame(n / 5, NO_CUE, out)
    away = np.abs(out.y.astype(int) - planes_from_rgb(scene.rgb).y)
    hatched = (found.invented > 0) | (found.moved > 0)
    assert away[~hatched].max() <= 3 and away[found.invented > 200].mean() > 10

"""Who stands in for which engine: the rig on the processor, or the painting; nobody for some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from generation.casting import cast_performer
from generation.engines.rig import RigPerformer
from generation.errors import OptionsRefused
from generation.live.understudy import Understudied
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.presenter.poster import Painting
from generation.scene.model import Scene
from generation.types import NO_CUE

Faces = Callable[[str], Scene]
TABLE: dict[str, dict[str, Any]] = {
    "default": {"ENGINE": "rig", "OPTIONS": {"finish": "painting"}},
    "still": {"ENGINE": "still"},
    "on a GPU": {"ENGINE": "rig", "OPTIONS": {"renderer": "cuda", "device": "cuda:7"}},
    "neural": {"ENGINE": "liveportrait", "OPTIONS": {"weights": "/nowhere", "device": "cpu"}},
    "film": {"ENGINE": "film", "OPTIONS": {"film": "0" * 64, "folder": "/nowhere"}},
}


def cast(alias: str, scene: Scene, **options: Any) -> Any:
    return cast_performer(TABLE, alias, options, scene, seed=2)


def test_what_cannot_fail_needs_nobody(face_scene: Faces) -> None:
    scene = face_scene("lady")
    assert isinstance(cast("default", scene), RigPerformer)
    assert isinstance(cast("still", scene), Painting)


@pytest.mark.parametrize(
    ("alias", "who"), [("on a GPU", "rig"), ("neural", "rig"), ("film", "painting")]
)
def test_who_stands_in_where_the_engine_is_not_there(
    face_scene: Faces, alias: str, who: str
) -> None:
    scene = face_scene("lady")
    performer = cast(alias, scene)
    assert isinstance(performer, Understudied) and performer.size == scene.size
    out, seen = empty_planes(*scene.size), []
    for n in range(30):
        performer.frame(n / 15, NO_CUE, out)
        seen.append(out.y.copy())
    standing = performer.standing
    assert standing and standing.who == who and standing.why.ru and standing.why.en
    painting = planes_from_rgb(scene.rgb).y
    assert np.array_equal(seen[0], painting), "at rest it is the painting"
    assert (seen[-1] != painting).any() is np.bool_(who == "rig")


def test_a_mistake_in_the_settings_is_told_at_once(face_scene: Faces) -> None:
    scene = face_scene("lady")
    for alias, options in (("nobody", {}), ("neural", {"steps": 3}), ("default", {"luma": "x"})):
        with pytest.raises(OptionsRefused):
            cast(alias, scene, **options)

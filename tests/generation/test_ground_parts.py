"""What the brush must not touch: a sitter's outlines, and still paint that stays where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from generation.ground.areas import shape_mask
from generation.ground.painted import PaintedGround
from generation.ground.parts import parts_of
from generation.ground.reading import read_ground
from generation.ground.suggest import suggest_flow
from generation.media.yuv import planes_from_rgb
from generation.scene.model import Scene

SceneOf = Callable[[str], Scene]


def _pixels(scene: Scene, line: tuple[tuple[float, float], ...]) -> list[list[float]]:
    return [[x * scene.size[0], y * scene.size[1]] for x, y in line]


def test_face_and_sitter_are_outlined_and_a_landscape_has_neither(face_scene: SceneOf) -> None:
    lady = face_scene("lady")
    parts = parts_of(lady)
    (face,) = parts["face"]
    masks = {
        name: np.any([shape_mask(line, (1, 1), lady.size) for line in lines], 0)
        for name, lines in parts.items()
        if lines
    }
    assert lady.head
    for x, y in lady.head.landmarks.points[:, :2]:
        inside = masks["face"][min(int(y), lady.size[1] - 1), min(int(x), lady.size[0] - 1)]
        assert inside, "every point of the face"
    assert (masks["face"] & ~masks["sitter"]).sum() < 0.02 * masks["face"].sum()
    assert 0.03 < masks["face"].mean() < masks["sitter"].mean() < 0.95
    assert len(face) < 100
    assert parts_of(replace(lady, head=None)) == {}


def test_a_brushed_thing_neither_covers_nor_uncovers_what_is_still(face_scene: SceneOf) -> None:
    lady = face_scene("lady")
    face = _pixels(lady, parts_of(lady)["face"][0])
    x, y = np.mean(face, 0)
    wide, high = np.ptp(face, 0)
    beside = [[x - wide, y - high / 5], [x + wide, y - high / 5], [x + wide, y], [x - wide, y]]
    told = {
        "brush": [{"polygon": beside, "path": [[0, 0], [30, 6]], "matte": "drawn"}],
        "still": [face],
    }
    ground = PaintedGround(lady, read_ground(told, lady.size), fast=False)
    painting = planes_from_rgb(lady.rgb)
    kept = shape_mask(tuple(map(tuple, face)), lady.size, lady.size)  # type: ignore[arg-type]
    kept &= np.roll(kept, 1, 0) & np.roll(kept, -1, 0) & np.roll(kept, 1, 1) & np.roll(kept, -1, 1)
    changed = 0
    for along in (0.02, 0.2, 0.6, 1.0):
        out = planes_from_rgb(lady.rgb)
        ground.draw(0.0, {"brush_1": along}, out)
        differs = out[0] != painting[0]
        changed = max(changed, int(differs.sum()))
        assert not differs[kept].any(), along
    assert changed > 500, "and it does move"


def test_a_flow_on_the_sitter_has_nothing_to_propose_until_it_is_allowed(
    face_scene: SceneOf,
) -> None:
    lady = face_scene("lady")
    width, height = lady.size
    dress = [
        [width * x, height * y] for x, y in ((0.4, 0.85), (0.6, 0.85), (0.6, 0.97), (0.4, 0.97))
    ]
    assert suggest_flow(lady, {"polygon": dress}, lady.size) is None
    found = suggest_flow(lady, {"polygon": dress, "on_sitter": True}, lady.size)
    assert found and found.why.ru and found.seconds > 0

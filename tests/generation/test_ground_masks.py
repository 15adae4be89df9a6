"""Parts corrected by hand: what is nobody's lies still, and what is taken back leaves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.errors import BrushRefused
from generation.fast.renderer import FastRenderer
from generation.ground.masks import MOST_STROKES, draw_masks, read_masks
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.preparing import Survey, parts_of_survey, scene_of_survey, survey_picture
from generation.scene.model import Scene
from generation.scene.recipe import SceneRecipe
from generation.types import Bytes2D, Planes, Pose

SIZE = (360, 480)
PICTURE = (480, 640)
BAND = [[30, 470], [450, 470], [450, 560], [30, 560]]  # across shoulders and chest
CHEEK = {"as": "away", "stroke": [[190, 330], [190, 360]], "width": 40}
PLAIN = SceneRecipe(size=SIZE)


@pytest.fixture(scope="module")
def survey(house: Callable[[str, int], Bytes2D], models_dir: Path) -> Survey:
    rgb = house("fayum", 640)
    assert (rgb.shape[1], rgb.shape[0]) == PICTURE
    return survey_picture(rgb, SIZE, models_dir)


def masks(**parts: Any) -> dict[str, Any]:
    return {"version": 1, "picture": list(PICTURE), **parts}


def built(survey: Survey, **parts: Any) -> Scene:
    recipe = replace(PLAIN, masks=masks(**parts)) if parts else PLAIN
    return scene_of_survey(survey, "0" * 64, recipe)


def drawn(scene: Scene, **pose: float) -> Planes:
    """Draw a pose as far into its limits as asked, 1 the whole way."""
    ends = {axis: scene.limits[axis] for axis in pose}
    axes = {a: share * (ends[a][1] if share > 0 else -ends[a][0]) for a, share in pose.items()}
    out = empty_planes(*scene.size)
    FastRenderer(scene).render(Pose(**axes), out)
    return out


def inside(polygon: list[list[int]]) -> tuple[slice, slice]:
    """Return the pixels of the scene well inside an upright rectangle of the picture."""
    (left, top), (right, bottom) = polygon[0], polygon[2]
    scale = SIZE[0] / PICTURE[0]
    return slice(round(top * scale), round(bottom * scale)), slice(
        round(left * scale), round(right * scale)
    )


MOVES = [
    {"breath": 1.0}, {"sway_a": 1.0}, {"sway_b": -1.0}, {"yaw": 1.0}, {"pitch": -1.0},
    {"roll": 1.0, "breath": 1.0, "sway_a": -1.0}, {"brow_r": 1.0, "brow_l": 1.0, "shift_y": 1.0},
]  # fmt: skip


def test_what_is_not_the_sitter_is_the_painting_bit_for_bit(survey: Survey) -> None:
    found = built(survey)
    corrected = built(survey, sitter=[{"as": "away", "polygon": BAND}])
    painting, (rows, columns) = planes_from_rgb(found.rgb), inside(BAND)
    assert all(np.array_equal(drawn(s).y, painting.y) for s in (found, corrected))
    moved = [
        float(np.abs(drawn(found, **pose).y[rows, columns] - painting.y[rows, columns]).max())
        for pose in MOVES
    ]
    assert sum(most > 0 for most in moved) >= 4, "without the correction breath and head move it"
    for pose in MOVES:
        now = drawn(corrected, **pose)
        assert np.array_equal(now.y[rows, columns], painting.y[rows, columns]), pose
        half = (
            slice(rows.start // 2 + 1, rows.stop // 2),
            slice(columns.start // 2 + 1, columns.stop // 2),
        )
        assert np.array_equal(now.u[half], painting.u[half]), pose
    assert not np.array_equal(drawn(corrected, yaw=1.0).y, painting.y), "the head still turns"


def test_taken_back_every_frame_is_as_before(survey: Survey) -> None:
    away = {"as": "away", "polygon": BAND}
    back = built(survey, sitter=[away, {"as": "found", "stroke": [[0, 515], [480, 515]],
                                        "width": 300}], head=[], hair=[])  # fmt: skip
    found = built(survey)
    assert found.limits == back.limits
    for pose in MOVES:
        for one, other in zip(drawn(found, **pose), drawn(back, **pose), strict=True):
            assert np.array_equal(one, other)


def test_a_part_is_added_to_and_folds_nothing(survey: Survey) -> None:
    hat = [[170, 20], [310, 20], [310, 130], [170, 130]]
    plain, more = built(survey), built(survey, head=[{"as": "add", "polygon": hat}])
    rows, columns = inside(hat)
    share = more.limits["roll"][1] / plain.limits["roll"][1]
    assert 0.4 < share <= 1.0, "a steeper edge leaves less room, but some"
    reach = [drawn(s, roll=r).y[rows, columns] for s, r in ((plain, share), (more, 1.0))]
    still = planes_from_rgb(plain.rgb).y[rows, columns]
    one, other = (float(np.abs(r.astype(float) - still).mean()) for r in reach)
    assert other > one
    for scene in (more, built(survey, head=[CHEEK], hair=[{**CHEEK, "as": "add"}])):
        assert scene.min_jacobian >= 0.3
        corners = product(*(scene.limits[axis] for axis in ("yaw", "pitch", "roll")))
        assert all(np.isfinite(ends).all() for ends in corners)


def test_a_place_beside_the_head_takes_its_lean_not_its_turn(survey: Survey) -> None:
    line = [[360, 60], [460, 60], [460, 250], [390, 280]]
    corner = built(survey, head=[{"as": "away", "stroke": line, "width": 60}])
    assert corner.limits["yaw"][0] < -3 and corner.limits["yaw"][1] > 3
    assert corner.min_jacobian >= 0.3


def test_what_lies_over_a_mouth_keeps_it_still(survey: Survey) -> None:
    scene = built(survey)
    assert scene.head
    lips = scene.head.landmarks.points[[61, 291, 0, 17], :2] * (PICTURE[0] / SIZE[0])
    (left, top), (right, bottom) = lips.min(0) - 4, lips.max(0) + 4
    hand = [[left, top], [right, top], [right, bottom], [left, bottom]]
    over = built(survey, head=[{"as": "away", "polygon": [[float(v) for v in at] for at in hand]}])
    assert not {"jaw", "smile", "pucker"} & over.limits.keys()
    assert {"blink_r", "gaze_x", "yaw", "brow_l"} <= over.limits.keys()
    assert over.limits.keys() < scene.limits.keys()


def test_the_parts_are_shown_as_corrected(survey: Survey) -> None:
    plain = parts_of_survey(survey, PLAIN)
    assert set(plain) == {"sitter", "head", "hair"}
    away = parts_of_survey(
        survey, replace(PLAIN, masks=masks(sitter=[{"as": "away", "polygon": BAND}]))
    )
    rows, columns = (slice(s.start // 4 + 1, s.stop // 4 - 1) for s in inside(BAND))
    for part in plain:
        assert plain[part].shape == (120, 90)
        assert not away[part][rows, columns].any()
    assert plain["sitter"][rows, columns].mean() > 0.5
    assert np.array_equal(away["head"][:40], plain["head"][:40])


def test_another_size_of_the_picture_is_the_same_drawing() -> None:
    told = masks(head=[CHEEK, {"as": "add", "polygon": BAND}])
    small = draw_masks(read_masks(told, PICTURE), SIZE, 4, 12.0, 20.0)
    twice = {**told, "picture": [960, 1280], "head": [
        {"as": "away", "stroke": [[380, 660], [380, 720]], "width": 80},
        {"as": "add", "polygon": [[2 * x, 2 * y] for x, y in BAND]},
    ]}  # fmt: skip
    large = draw_masks(read_masks(twice, PICTURE), SIZE, 4, 12.0, 20.0)
    assert np.array_equal(small.foreign, large.foreign) and small.foreign.any()
    assert np.array_equal(small.head.added, large.head.added)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"beard": []}, "unknown: beard"),
        ({"version": 2}, "version 2"),
        ({"picture": [640, 480]}, "proportions"),
        ({"head": [{"as": "away"}]}, "mask of the head, stroke 1"),
        ({"head": [CHEEK, {**CHEEK, "as": "perhaps"}]}, "stroke 2: as: 'perhaps'"),
        ({"hair": [{**CHEEK, "stroke": [[9000, 1]]}]}, "outside the picture"),
        ({"sitter": [{**CHEEK, "width": 0}]}, "width is 0"),
        ({"sitter": [CHEEK] * (MOST_STROKES + 1)}, "at most 200"),
        ({"sitter": [CHEEK] * 150, "head": [CHEEK] * 51}, "201 strokes"),
        ({"sitter": [{**CHEEK, "stroke": [[1, 1]] * 1900}] * 11}, "20900 points"),
    ],
)
def test_what_cannot_be_is_refused_in_words(told: dict[str, Any], words: str) -> None:
    with pytest.raises(BrushRefused) as refusal:
        read_masks({"picture": list(PICTURE)} | told, PICTURE)
    assert words in refusal.value.for_people.en and refusal.value.for_people.ru

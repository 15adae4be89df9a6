"""A picture looked at once gives the very scenes that looking again gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from generation.errors import PointsRefused
from generation.landmarks.find import Found
from generation.landmarks.hand_points import corrected, landmarks_from_points
from generation.landmarks.outline import doubtful_points, outline_of, twelve_of
from generation.preparing import Survey, scene_of, scene_of_survey
from generation.scene.build import fit_picture
from generation.scene.model import Scene
from generation.scene.recipe import SceneRecipe
from generation.types import Bytes2D, Landmarks

SIZE = (300, 400)
FACE = {
    "right_eye_outer": [236, 316], "right_eye_inner": [278, 318], "left_eye_inner": [326, 318],
    "left_eye_outer": [370, 316], "nose_tip": [300, 382], "mouth_right": [266, 416],
    "mouth_left": [338, 416], "upper_lip": [302, 408], "lower_lip": [302, 432],
    "chin": [302, 482], "right_cheek": [214, 340], "left_cheek": [392, 340],
}  # fmt: skip


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other))
    if hasattr(one, "__dataclass_fields__"):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


@pytest.mark.parametrize("points", [FACE, None])
@pytest.mark.parametrize("share", [0.4, 0.001])
def test_a_scene_of_a_survey_is_the_scene(
    house: Callable[[str, int], Bytes2D], points: Any, share: float
) -> None:
    rgb = house("fayum", 600)
    mask = np.zeros((rgb.shape[0], rgb.shape[1]), np.float32)
    mask[int(len(mask) * (1 - share)) :] = 1
    found = Found((), (), mask)
    recipe = SceneRecipe(size=SIZE, points=points, beard=0.3)
    directly = scene_of(rgb, "0" * 64, found, recipe)
    emptied = replace(found, person_mask=np.zeros((0, 0), np.float32))
    survey = Survey(emptied, fit_picture(rgb, mask, SIZE))
    again: Scene = scene_of_survey(survey, "0" * 64, recipe)
    assert (directly.head is None) is (points is None)
    assert same(directly, again)


def test_a_point_that_does_not_fit_the_others_is_doubtful() -> None:
    found = landmarks_from_points(FACE)
    told = twelve_of(found)
    assert doubtful_points(told) == []
    for name, by in (("mouth_left", (14, -8)), ("right_eye_inner", (-16, 6)), ("chin", (0, 40))):
        pulled = told | {name: [told[name][0] + by[0], told[name][1] + by[1]]}
        assert name in doubtful_points(pulled)
    with pytest.raises(PointsRefused, match="chin"):
        doubtful_points({name: at for name, at in told.items() if name != "chin"})


def test_the_outline_closes_and_follows_the_points() -> None:
    lines = outline_of(landmarks_from_points(FACE))
    for name in ("oval", "lips", "left_eye", "right_eye"):
        assert lines[name][0] == lines[name][-1]
    assert max(y for _, y in lines["oval"]) == pytest.approx(482, abs=12)
    assert {tuple(at) for at in lines["right_brow"]}.isdisjoint(map(tuple, lines["left_brow"]))


def test_a_corrected_point_moves_its_surroundings_and_leaves_the_rest() -> None:
    found = landmarks_from_points(FACE)
    mesh = found.points.copy()
    mesh[[468, 473], :2] += (5, 0)  # the machine saw where it looks; twelve points do not say
    face = Landmarks(mesh, 0.97)
    told = twelve_of(face)
    assert corrected([face], told).points == pytest.approx(face.points, abs=0.1)
    moved = corrected([face], told | {"mouth_left": [told["mouth_left"][0] + 6, 412]})
    assert moved.points[291, 0] == pytest.approx(told["mouth_left"][0] + 6, abs=0.1)
    assert np.abs(moved.points[[468, 473], :2] - mesh[[468, 473], :2]).max() < 2.5
    elsewhere = Landmarks(mesh + np.array([400, 0, 0], np.float32), 0.9)
    assert np.array_equal(corrected([elsewhere], FACE).points, found.points)

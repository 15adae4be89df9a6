"""Faces in pictures: all found, in the right place, and refused in words when not trusted."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from generation.errors import WeightsMissing
from generation.landmarks.find import find_faces
from generation.landmarks.mesh import yaw_of

PORTRAITS = ("fayum", "dutch", "lady", "modern")


def places(points: np.ndarray, *indices: int) -> np.ndarray:
    return points[list(indices), :2]


@pytest.mark.parametrize("name", PORTRAITS)
def test_every_house_portrait_is_found_and_believed(name, house, models_dir) -> None:
    rgb = house(name)
    found = find_faces(rgb, models_dir)
    assert len(found.faces) == 1
    assert not found.refused
    face = found.faces[0]
    assert face.points.shape == (478, 3) and face.points.dtype == np.float32
    assert face.confidence > 0.99 and face.source == "model"
    assert_face_is_laid_out_like_one(face.points)
    assert found.person_mask.shape == rgb.shape[:2]
    inside = places(face.points, 1, 50, 280).astype(int)
    assert found.person_mask[inside[:, 1], inside[:, 0]].min() > 0.8
    # The top corners of all four are background.
    assert np.abs(found.person_mask[:30, [0, -1]]).max() < 0.4


def assert_face_is_laid_out_like_one(points: np.ndarray) -> None:
    for iris, left, right, top, bottom in ((468, 33, 133, 159, 145), (473, 362, 263, 386, 374)):
        a, b = places(points, left, right)
        along = (points[iris, :2] - a) @ (b - a) / ((b - a) @ (b - a))
        assert 0.25 < along < 0.75
        assert points[top, 1] < points[iris, 1] + 3 and points[bottom, 1] > points[iris, 1] - 3
        radius = np.linalg.norm(points[iris + 1 : iris + 5, :2] - points[iris, :2], axis=1)
        assert 0.12 < radius.mean() / np.linalg.norm(b - a) < 0.3
    # The nose tip comes toward the viewer: smaller z than the cheeks.
    assert points[1, 2] < points[[234, 454], 2].min()


def test_turns_have_the_right_sign(house, models_dir) -> None:
    yaws = {n: yaw_of(find_faces(house(n), models_dir).faces[0].points) for n in PORTRAITS}
    assert yaws["dutch"] > 10 and yaws["lady"] < -10
    mirrored = find_faces(np.ascontiguousarray(house("dutch")[:, ::-1]), models_dir).faces[0]
    # The network itself is 6° apart on this picture and its mirror image.
    assert abs(yaw_of(mirrored.points) + yaws["dutch"]) < 8


@pytest.mark.parametrize("angle", [-40, 25])
def test_leaning_heads_are_followed(angle, house, models_dir) -> None:
    rgb = house("fayum")
    height, width = rgb.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    leaning = cv2.warpAffine(rgb, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    upright, found = (find_faces(p, models_dir).faces[0].points for p in (rgb, leaning))
    expected = upright[:, :2] @ turn[:, :2].T + turn[:, 2]
    eyes = np.linalg.norm(np.subtract(*places(upright, 33, 263)))
    assert np.linalg.norm(found[:, :2] - expected, axis=1).mean() / eyes < 0.06


def test_all_faces_come_largest_first_even_small_ones(house, models_dir) -> None:
    """Three sitters on one wall, the smallest face 1/50 of its width."""
    wall = np.full((1600, 2000, 3), 90, np.uint8)
    wall[100:1060, 80:800] = house("fayum", 960)
    wall[900:1380, 1100:1460] = house("lady", 480)
    wall[200:360, 1700:1820] = house("dutch", 160)
    faces = find_faces(wall, models_dir).faces
    assert len(faces) == 3
    widths = [float(np.ptp(f.points[:468, 0])) for f in faces]
    assert widths == sorted(widths, reverse=True)
    centres = [f.points[:468, :2].mean(0) for f in faces]
    assert centres[0][0] < 800 and 1100 < centres[1][0] < 1460 and 1700 < centres[2][0] < 1820


def test_a_big_scan_gives_the_same_face_in_its_own_pixels(house, models_dir) -> None:
    small = house("fayum", 800)
    big = cv2.resize(small, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    one, four = (find_faces(p, models_dir) for p in (small, big))
    gap = np.linalg.norm(four.faces[0].points / 4 - one.faces[0].points, axis=1)
    eyes = np.linalg.norm(np.subtract(*places(one.faces[0].points, 33, 263)))
    assert gap.mean() / eyes < 0.05
    assert four.person_mask.shape == big.shape[:2]


@pytest.mark.parametrize("name", ["sea", "dusk"])
def test_landscapes_hold_no_one(name, house, models_dir) -> None:
    found = find_faces(house(name, 1200), models_dir)
    assert found.faces == ()
    # Lit windows may look like eyes, but nothing is taken for the picture's subject.
    assert not any(refused.sure for refused in found.refused)
    assert found.person_mask.mean() < 0.3


def test_a_tiny_face_is_refused_in_words(house, models_dir) -> None:
    wall = np.full((400, 400, 3), 90, np.uint8)
    wall[140:236, 160:232] = house("fayum", 96)
    found = find_faces(wall, models_dir)
    assert found.faces == ()
    assert "too small" in found.refused[0].reason.en
    assert "мелкое" in found.refused[0].reason.ru


def test_a_distorted_face_is_not_trusted(house, models_dir) -> None:
    """Eyes and mouth of a portrait painted over: something is there, but not to animate."""
    rgb = house("fayum").copy()
    points = find_faces(rgb, models_dir).faces[0].points
    low, high = points[:468, :2].min(0).astype(int), points[:468, :2].max(0).astype(int)
    rgb[low[1] : high[1], low[0] : high[0]] = cv2.blur(
        rgb[low[1] : high[1], low[0] : high[0]], (121, 121)
    )
    found = find_faces(rgb, models_dir)
    assert found.faces == ()


def test_missing_weights_say_how_to_get_them(tmp_path, house) -> None:
    with pytest.raises(WeightsMissing, match="make setup"):
        find_faces(house("fayum"), tmp_path)

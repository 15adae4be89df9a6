"""The crop of a face and its way back: right where it was, and nothing touched outside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from generation.landmarks.crop import Square
from generation.liveportrait.pasting import (
    FADE,
    crop_of,
    face_square,
    faded,
    patch_of,
    weight_of,
    within,
)
from generation.media.yuv import planes_from_rgb
from generation.scene.model import Scene
from generation.types import Planes

Faces = Callable[[str], Scene]
SIDE = 512


def copied(planes: Planes) -> Planes:
    return Planes(*(plane.copy() for plane in planes))


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / np.mean((a.astype(float) - b) ** 2)))


@pytest.mark.parametrize("name", ["lady", "fayum"])
def test_a_crop_laid_back_unchanged_is_the_painting_again(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    assert scene.head is not None
    square = face_square(scene.head.landmarks)
    patch = patch_of(square, SIDE, scene.size)
    painting = planes_from_rgb(scene.rgb)
    out = copied(painting)
    patch.paste(planes_from_rgb(crop_of(scene.rgb, square, SIDE)), 1.0, painting, out)
    for plane, own in zip(out, painting, strict=True):
        part = within(patch.box, own, painting)
        assert psnr(plane[part], own[part]) > 36
    assert psnr(out.y, painting.y) > 38


def test_nothing_outside_the_mask_is_touched(face_scene: Faces) -> None:
    scene = face_scene("lady")
    assert scene.head is not None
    patch = patch_of(face_square(scene.head.landmarks), SIDE, scene.size)
    painting = planes_from_rgb(scene.rgb)
    bright = np.zeros((SIDE, SIDE, 3), np.uint8)
    bright[..., 1] = 255
    green = planes_from_rgb(bright)
    for weight in (1.0, 0.3):
        out = copied(painting)
        patch.paste(green, weight, painting, out)
        luma, chroma = patch.masks
        for plane, own, mask in zip(out, painting, (luma, chroma, chroma), strict=True):
            seen = np.zeros(own.shape, bool)
            seen[within(patch.box, own, painting)] = mask > 0
            assert (plane != own).any() and (plane[~seen] == own[~seen]).all()
            middle = mask == 256
            part = plane[within(patch.box, own, painting)][middle]
            assert weight < 1 or np.ptp(part) == 0, "inside it is what was drawn"
    out = copied(painting)
    patch.paste(green, 0.0, painting, out)
    assert all(np.array_equal(a, b) for a, b in zip(out, painting, strict=True))


def test_the_square_holds_the_head_and_leans_with_it(face_scene: Faces) -> None:
    scene = face_scene("lady")
    assert scene.head is not None
    face = scene.head.landmarks
    square = face_square(face)
    assert 2.0 < square.side / scene.head.face_width < 3.2
    assert abs(square.x - face.points[:468, 0].mean()) < 0.1 * square.side
    turn = np.radians(20)
    c, s = np.cos(turn), np.sin(turn)
    points = face.points.copy()
    points[:, :2] = points[:, :2] @ np.array([[c, s], [-s, c]], np.float32)
    leant = face_square(type(face)(points, 1.0))
    assert leant.lean - square.lean == pytest.approx(turn, abs=1e-4)
    assert leant.side == pytest.approx(square.side, rel=1e-4)


def test_a_square_beyond_the_picture_repeats_its_edge_and_stays_inside() -> None:
    rgb = np.full((60, 80, 3), 200, np.uint8)
    square = Square(70.0, 10.0, 90.0, 0.3)
    assert crop_of(rgb, square, 64).min() == 200
    patch = patch_of(square, 64, (80, 60))
    assert 0 <= patch.box.left < patch.box.right <= 80
    assert 0 <= patch.box.top < patch.box.bottom <= 60
    assert not any(side % 2 for side in patch.box)
    assert patch.masks[0].shape == (
        patch.box.bottom - patch.box.top,
        patch.box.right - patch.box.left,
    )


def test_the_drawn_face_comes_in_and_goes_out_without_a_step() -> None:
    share, weights = 0.0, []
    for moves in [False] * 3 + [True] * 15 + [False] * 15:
        share = faded(share, moves, 1 / 30)
        weights.append(weight_of(share))
    assert weights[:3] == [0, 0, 0] and max(weights) == 1 and weights[-1] == 0
    assert np.abs(np.diff(weights)).max() <= 1.5 / 30 / FADE + 1e-9

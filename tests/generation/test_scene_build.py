"""The whole picture becomes the scene, at its own aspect, with or without a face."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from generation.scene.build import build_scene
from generation.scene.crop import fit, scene_size
from generation.scene.model import Scene
from generation.types import Bytes2D

Faces = Callable[[str], Scene]
House = Callable[[str, int], Bytes2D]


@pytest.mark.parametrize(
    ("picture", "bounds", "expected"),
    [
        ((1200, 1600), (720, 960), (720, 960)),
        ((1600, 1200), (720, 960), (720, 540)),
        ((600, 700), (720, 960), (600, 700)),
        ((601, 701), (720, 960), (602, 702)),
        ((300, 240), (720, 960), (600, 480)),
        ((2000, 500), (1080, 1440), (1920, 480)),
        ((3000, 4000), (9000, 9000), (1080, 1440)),
    ],
)
def test_size_keeps_the_aspect_inside_the_bounds(
    picture: tuple[int, int], bounds: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert scene_size(picture, bounds) == expected


def test_a_picture_that_fits_keeps_every_pixel() -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (481, 601, 3), dtype=np.uint8)
    grown = fit(rgb, scene_size((601, 481), (720, 960)))
    assert grown.shape == (482, 602, 3)
    assert np.array_equal(grown[:481, :601], rgb)
    assert np.array_equal(grown[481, :601], rgb[480])


def test_landmarks_move_with_the_picture(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    assert scene.size == (360, 480) and scene.head is not None
    for eye in scene.head.eyes:
        x, y = eye.centre + eye.iris[0] * eye.across + eye.iris[1] * eye.down
        patch = scene.rgb[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3]
        assert patch.mean() < 0.6 * scene.rgb.mean(), "the iris of this painting is dark"


def test_what_a_face_scene_holds(face_scene: Faces) -> None:
    scene = face_scene("dutch")
    assert scene.base_axes == ("brow_r", "brow_l", "breath", "sway_a", "sway_b")
    assert scene.depth.min() >= 0 and scene.depth.max() <= 1
    assert scene.head is not None
    weight = scene.head.weight
    assert weight.max() == 1
    assert max(weight[0].max(), weight[-1].max(), weight[:, 0].max(), weight[:, -1].max()) == 0
    assert scene.head.offset[2].min() >= 0, "nothing lies behind the rim of the head"
    assert scene.bases.dtype == scene.depth.dtype == np.float32


def test_a_picture_without_a_face_has_a_camera_alone(house: House) -> None:
    scene = build_scene(house("sea", 640), "0" * 64, None, None, (640, 480))
    assert scene.head is None and scene.base_axes == ()
    assert "yaw" not in scene.limits and scene.limits["orbit_x"][1] > 0.02


def test_an_empty_person_mask_does_not_flatten_a_landscape(house: House) -> None:
    picture = house("sea")
    nobody = np.zeros(picture.shape[:2], np.float32)
    nobody[:4, :4] = 1
    without = build_scene(picture, "0" * 64, None, None, (360, 480))
    assert np.array_equal(
        build_scene(picture, "0" * 64, None, nobody, (360, 480)).depth, without.depth
    )
    assert np.ptp(without.depth) > 0.5

"""What a finish does to each frame: the fast pass is the readable one, and stillness is still."""

from __future__ import annotations

import numpy as np
import pytest

from generation.fast.exposing import FastExposure
from generation.fast.specimen import specimen_scene
from generation.finish.focusing import LASTS, SLOT, softness
from generation.finish.model import Finish
from generation.finish.optics import falloff
from generation.finish.output import LONGEST, Smear, expose, smear_of, softened
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.scene.model import Scene
from generation.types import Floats, Planes
from tests.generation.test_fast_agrees import agreement
from tests.generation.test_fast_renderer import same


def turning(scene: Scene, px: float) -> Floats:
    """Return a map that moves the middle of the picture by so many px, the edges not at all."""
    rows, columns = scene.depth.shape
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    bump = np.clip(1 - x**2 - y**2, 0, 1)
    return np.stack([px * bump, -0.6 * px * bump]).astype(np.float32)


@pytest.mark.parametrize("size", [(120, 148, 4), (188, 226, 5)])
@pytest.mark.parametrize("vignette", [0.0, 0.6])
@pytest.mark.parametrize("px", [0.0, 1.0, 5.0, 40.0])
def test_the_fast_pass_is_the_readable_one(
    size: tuple[int, int, int], vignette: float, px: float
) -> None:
    scene = specimen_scene(*size)
    painting, fall = planes_from_rgb(scene.rgb), falloff(scene.size, Finish(vignette=vignette))
    fast, out, wanted = FastExposure(scene, fall), *(empty_planes(*scene.size) for _ in range(2))
    for into, plane in zip(fast.frame, painting, strict=True):
        into[:] = plane
    smear = smear_of(np.zeros_like(turning(scene, 0)), turning(scene, px), 1.0)
    assert (smear is None) == (px < 0.5)
    fast.expose(0.0, smear, out)
    expose(painting, scene.step, smear, fall, wanted)
    assert agreement(out, wanted) >= 50.0
    if not px and not vignette:
        assert same(out, painting)


def test_a_smear_is_as_long_as_the_exposure_and_never_endless() -> None:
    scene = specimen_scene()
    still, now = turning(scene, 0), turning(scene, 8)
    half = smear_of(still, now, 0.5)
    assert half is not None and half.x.max() == pytest.approx(4.0, rel=0.01) and half.taps == 3
    far = smear_of(still, turning(scene, 300), 1.0)
    assert far is not None and np.hypot(far.x, far.y).max() <= LONGEST + 1e-3


def test_a_smear_blurs_along_the_motion_and_not_across_it() -> None:
    width, height = 120, 148
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.repeat((127 + 90 * np.sin(x) * np.sin(y))[..., None], 3, 2).astype(np.uint8)
    planes, out = planes_from_rgb(rgb), empty_planes(width, height)
    right = np.full((38, 31), 4.0, np.float32)
    expose(planes, 4, Smear(right, right * 0, 5), None, out)
    inner = np.s_[10:-10, 10:-10]
    before, after = (p.y[inner].astype(float) for p in (planes, out))
    assert np.abs(np.diff(after, axis=1)).mean() < 0.5 * np.abs(np.diff(before, axis=1)).mean()
    shape = np.corrcoef(after.std(1), before.std(1))[0, 1]
    assert shape > 0.99


def test_a_soft_moment_leaves_flat_colour_and_lowers_detail() -> None:
    scene = specimen_scene()
    luma = planes_from_rgb(scene.rgb).y
    flat = np.full_like(luma, 90)
    assert np.array_equal(softened(flat, 1.0), flat)
    assert softened(luma, 0.0) is luma
    assert (
        np.diff(softened(luma, 1.0).astype(float)).std() < 0.8 * np.diff(luma.astype(float)).std()
    )


def test_the_hand_hunts_now_and_then_and_is_exactly_still_between() -> None:
    moments = np.arange(0, 20 * SLOT, 1 / 30)
    soft = np.array([softness(0.7, 5, t) for t in moments])
    assert soft.min() == 0.0 and 0.35 < soft.max() <= 0.7
    assert 0.02 < (soft > 0).mean() < LASTS / SLOT
    assert np.abs(np.diff(soft)).max() < 0.2
    assert [softness(0.7, 5, t) for t in moments[:90]] == list(soft[:90])
    assert softness(0.0, 5, 3.0) == 0.0


def test_planes_with_padded_rows_keep_their_padding() -> None:
    scene = specimen_scene()
    wide = empty_planes(scene.size[0] + 16, scene.size[1])
    for plane in wide:
        plane[:] = 5
    out = Planes(wide.y[:, :120], wide.u[:, :60], wide.v[:, :60])
    FastExposure(scene, None).expose(0.0, None, out)
    assert (wide.y[:, 120:] == 5).all() and (out.y == 0).all()

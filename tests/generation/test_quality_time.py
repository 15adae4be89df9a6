"""Flicker, fine detail over time and loop seams, each against a planted amount."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from generation.quality.flicker import Flicker, FlickerMeter
from generation.quality.loop import Loop, LoopMeter
from generation.quality.reader import ClipFrame
from generation.quality.sharpness import Sharpness, SharpnessMeter
from generation.types import Words
from tests.generation.planted_clips import FPS, shifted


def run(meter, frames):
    for i, luma in enumerate(frames):
        meter.see(ClipFrame(i, i / FPS, luma, np.repeat(luma[..., None], 3, 2)))
    return meter.result()


@pytest.fixture(scope="module")
def grey(house) -> np.ndarray:
    return cv2.cvtColor(house("lady", 320), cv2.COLOR_RGB2GRAY)


@pytest.mark.parametrize("amount", [0, 1, 3, 20])
def test_alternation_by_so_many_levels_reads_so_many(amount: int) -> None:
    flat = np.full((48, 64), 120, np.uint8)
    found = run(FlickerMeter(), [flat + amount, flat - amount] * 10)
    assert isinstance(found, Flicker)
    assert found.levels == pytest.approx(amount) and found.static == 1


def test_noise_reads_half_its_sigma_and_still_counts_as_still() -> None:
    rng = np.random.default_rng(1)
    frames = [np.rint(120 + rng.normal(0, 8, (48, 64))).astype(np.uint8) for _ in range(40)]
    found = run(FlickerMeter(), frames)
    assert isinstance(found, Flicker)
    assert found.levels == pytest.approx(8 * 1.954 / 4, rel=0.03) and found.static > 0.98


def test_motion_is_not_flicker(grey) -> None:
    """The left half slides, the right half trembles by one level."""
    half = grey.shape[1] // 2
    frames = []
    for i in range(40):
        frame = shifted(grey, i).copy()
        frame[:, half:] = 100 + i % 2 * 2
        frames.append(frame)
    found = run(FlickerMeter(), frames)
    assert isinstance(found, Flicker)
    assert found.levels == pytest.approx(1, abs=0.15)
    assert 0.5 <= found.static < 0.75  # the sliding background is flat in places


def test_a_short_clip_has_no_flicker_figure() -> None:
    found = run(FlickerMeter(), [np.zeros((8, 8), np.uint8)] * 8)
    assert isinstance(found, Words) and "8" in found.ru


def test_a_still_clip_keeps_its_detail(grey) -> None:
    assert run(SharpnessMeter(), [grey] * 4) == Sharpness(1, 1, 0, None, None)


def test_detail_is_measured_in_amplitude(grey) -> None:
    """A picture with 0.8 of the contrast has 0.8 of the detail."""
    flat = np.rint(128 + 0.8 * (grey.astype(np.float32) - 128)).astype(np.uint8)
    found = run(SharpnessMeter(), [grey, flat, grey])
    assert isinstance(found, Sharpness)
    assert found.lowest == pytest.approx(0.8, abs=0.02)
    assert found.highest == 1 and found.pop == pytest.approx(1 - found.lowest)


def test_softness_of_a_small_moving_part_shows_where_it_moves(grey) -> None:
    soft = grey.copy()
    part = (slice(64, 160), slice(64, 160))
    soft[part] = cv2.GaussianBlur(shifted(grey, 4), (0, 0), 2)[part]
    found = run(SharpnessMeter(), [grey, soft, soft])
    assert isinstance(found, Sharpness)
    assert found.moving_lowest is not None and found.moving_highest is not None
    assert found.moving_lowest < 0.3 < 0.8 < found.lowest
    assert found.moving_highest == found.moving_lowest


def test_a_flat_picture_has_no_detail_to_lose() -> None:
    assert isinstance(run(SharpnessMeter(), [np.full((40, 40), 9, np.uint8)] * 3), Words)


def test_a_true_loop_closes_and_a_cut_one_shows(grey) -> None:
    tile = grey[:, :60]  # rolls round in 20 steps of 3 px
    turn = [shifted(tile, 3 * i) for i in range(20)]
    whole, cut = run(LoopMeter(), turn), run(LoopMeter(), turn[:12])
    assert isinstance(whole, Loop) and isinstance(cut, Loop)
    assert whole.seam == pytest.approx(1, abs=0.01) and whole.pulse < 0.01
    assert cut.seam > 1.5 and cut.pulse > 0.5


def test_uneven_motion_is_a_pulse(grey) -> None:
    steps = [0, 1, 2, 3, 7, 8, 9, 10]
    found = run(LoopMeter(), [shifted(grey, s) for s in steps])
    assert isinstance(found, Loop) and found.pulse > 0.5


@pytest.mark.parametrize("count", [1, 2, 5])
def test_what_does_not_move_has_no_seam(grey, count: int) -> None:
    assert isinstance(run(LoopMeter(), [grey] * count), Words)

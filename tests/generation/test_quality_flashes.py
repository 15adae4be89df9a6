"""Photosensitive flashes: planted ones are found, calm and small and slow ones pass."""

from __future__ import annotations

import numpy as np
import pytest

from generation.quality.flashes import Flashes, FlashMeter
from generation.quality.measure import Wanted, measure_clip
from generation.quality.reader import ClipFrame
from generation.quality.transitions import Transitions
from tests.generation.planted_clips import FPS, square_wave, write_clip

HALF = 2  # clips of half the criterion's 1024×768; sizes below are in its pixels
WIDE = (768, 1024)
SECONDS = 1.4


def seen(frames, fps: float = FPS) -> Flashes:
    meter = FlashMeter()
    for i, rgb in enumerate(frames):
        meter.see(ClipFrame(i, i / fps, rgb[..., 0], rgb))
    return meter.result()


def patch(colour, size, ground=(40, 40, 40), at=(100, 100), screen=WIDE) -> np.ndarray:
    rgb = np.full((screen[0] // HALF, screen[1] // HALF, 3), ground, np.uint8)
    (left, top), (width, height) = ((v[0] // HALF, v[1] // HALF) for v in (at, size))
    rgb[top : top + height, left : left + width] = colour
    return rgb


def blinking(hertz, colour, size, ground=(40, 40, 40), **where) -> list[np.ndarray]:
    off, on = patch(ground, size, ground, **where), patch(colour, size, ground, **where)
    return [on if up else off for up in square_wave(hertz, SECONDS)]


@pytest.mark.parametrize(
    ("hertz", "safe"), [(1, True), (2, True), (3, True), (4, False), (8, False), (12.5, False)]
)
def test_three_flashes_a_second_is_the_limit(hertz: float, safe: bool) -> None:
    found = seen(blinking(hertz, (200, 200, 200), (200, 200)))
    assert found.safe is safe
    assert found.general == pytest.approx(hertz, abs=0.5)
    assert found.red == 0
    if not safe:
        assert found.fails_at is not None and found.fails_at < 1.1


@pytest.mark.parametrize(("share", "safe"), [(0.22, True), (0.28, False)])
def test_a_quarter_of_a_field_is_the_limit(share: float, safe: bool) -> None:
    side = round((share * 341 * 256) ** 0.5)
    assert seen(blinking(5, (220, 220, 220), (side, side))).safe is safe


def test_two_small_places_in_different_fields_pass_and_in_one_field_fail() -> None:
    def two(apart: int) -> Flashes:
        first = blinking(5, (220, 220, 220), (120, 120))
        second = blinking(5, (220, 220, 220), (120, 120), at=(100 + apart, 100))
        return seen(np.maximum(a, b) for a, b in zip(first, second, strict=True))

    assert two(600).safe
    assert not two(140).safe


@pytest.mark.parametrize(
    ("low", "high", "safe"),
    [
        (40, 96, True),  # linear 0.021 -> 0.117: under 10 %
        (40, 104, False),  # 0.021 -> 0.138
        (232, 255, True),  # 0.807 -> 1: the darker state is not below 0.80
        (225, 255, False),  # 0.753 -> 1
    ],
)
def test_luminance_thresholds(low: int, high: int, safe: bool) -> None:
    assert seen(blinking(5, (high,) * 3, (300, 300), (low,) * 3)).safe is safe


def test_slow_swell_is_no_flash_and_fast_swell_is() -> None:
    def swell(hertz: float) -> Flashes:
        wave = (np.sin(2 * np.pi * hertz * np.arange(SECONDS * FPS) / FPS) + 1) / 2
        return seen(patch((40 + round(180 * w),) * 3, (300, 300)) for w in wave)

    assert swell(1.5).safe
    assert not swell(4).safe


def test_red_flashes_are_found_where_luminance_alone_passes() -> None:
    red = seen(blinking(4, (150, 0, 0), (300, 300), (0, 0, 0)))  # luminance 0.06 only
    assert red.general == 0 and red.red == pytest.approx(4, abs=0.5) and not red.safe
    assert seen(blinking(2, (150, 0, 0), (300, 300), (0, 0, 0))).safe
    # The same step in unsaturated red passes: R/(R+G+B) is 0.45.
    assert seen(blinking(4, (150, 112, 112), (300, 300), (0, 0, 0))).red == 0


def test_a_fine_balanced_pattern_passes() -> None:
    board = np.indices(WIDE).sum(0) % 2 * 255
    one = np.repeat(board[..., None], 3, 2).astype(np.uint8)
    assert seen([one, 255 - one] * FPS).safe


def test_a_coarse_pattern_that_reverses_is_found() -> None:
    board = np.kron(np.indices((12, 16)).sum(0) % 2, np.ones((32, 32))) * 255
    one = np.repeat(board[..., None], 3, 2).astype(np.uint8)
    reversing = [255 - one if up else one for up in square_wave(4, SECONDS)]
    assert seen(reversing).general == pytest.approx(4, abs=0.5)


def test_flashes_that_change_place_within_a_field_are_counted_together() -> None:
    """Two lamps at 2.5 Hz, one after the other: five flashes in every second."""
    here, there = patch((220,) * 3, (160, 160)), patch((220,) * 3, (160, 160), at=(260, 100))
    dark = patch((40,) * 3, (1, 1))
    frames = [(here, dark, there, dark)[i * 10 // FPS % 4] for i in range(35)]
    found = seen(frames)
    assert not found.safe and found.general == pytest.approx(5, abs=0.5)


def test_a_trembling_and_a_passing_picture_do_not_flash(house) -> None:
    """Places rise while others fall: the field as a whole does not flash."""
    rgb = house("lady", 480)
    trembling = [np.roll(rgb, round(3 * np.sin(1.7 * i)), 1) for i in range(35)]
    passing = [np.roll(rgb, 3 * i, 1) for i in range(35)]
    assert seen(trembling).safe and seen(passing).safe


def test_an_upright_clip_is_seen_on_an_upright_screen() -> None:
    # A third of a 3:4 clip's width is 256 of the upright screen's 768 px, or 192 of 576.
    frames = blinking(5, (220, 220, 220), (256, 100), screen=(1024, 768))
    assert not seen(frames).safe
    assert seen(np.rot90(rgb) for rgb in blinking(5, (220, 220, 220), (200, 100))).safe


def test_planted_flashes_are_found_in_a_coded_painting(house, tmp_path) -> None:
    rgb = house("dusk", 340)
    dark = (rgb * 0.45).astype(np.uint8)
    calm = [np.roll(rgb, i // 5, 1) for i in range(2 * FPS)]
    for name, frames, safe in (
        ("calm", calm, True),
        ("two", [rgb if up else dark for up in square_wave(2)], True),
        ("four", [rgb if up else dark for up in square_wave(4)], False),
    ):
        path = write_clip(tmp_path / f"{name}.mp4", frames)
        found = measure_clip(path, Wanted()).flashes
        assert found is not None and found.safe is safe, name


def test_transitions_are_counted_from_peak_to_valley() -> None:
    transitions = Transitions(0.1)
    signal = [0.5, 0.55, 0.61, 0.7, 0.65, 0.61, 0.59, 0.3, 0.39, 0.41]
    marked = np.ones((1, 1), np.bool_)
    turned = [bool(transitions.see(np.full((1, 1), v, np.float32), marked)[0, 0]) for v in signal]
    assert [i for i, t in enumerate(turned) if t] == [2, 6, 9]

"""Loudness is EBU R 128's; mixing never clicks, clips or loses time; music makes way."""

from __future__ import annotations

import numpy as np
import pytest

from generation.sound.level import faded, levelled, limited, loudness, measured
from generation.sound.mix import ducked, looped, mixed
from generation.types import Sound

RATE = 48_000


def tone(seconds: float, level: float = 0.1, hertz: float = 997.0, rate: int = RATE) -> Sound:
    t = np.arange(round(seconds * rate)) / rate
    return Sound((level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)[:, None], rate)


def test_loudness_is_that_of_the_standards_own_test_tone() -> None:
    # EBU Tech 3341, case 1: a stereo 1 kHz sine at -23 dBFS reads -23 LUFS, ±0.1.
    level = 10 ** (-23 / 20)
    stereo = Sound(np.repeat(tone(4, level, 1000).samples, 2, 1), RATE)
    assert loudness(stereo) == pytest.approx(-23.0, abs=0.1)


def test_levelled_arrives_and_keeps_true_peaks_down() -> None:
    assert loudness(levelled(tone(2, 0.9))) == pytest.approx(-23, abs=0.1)
    assert loudness(levelled(tone(0.2, 0.01))) == pytest.approx(-23, abs=0.5)
    clicks = np.random.default_rng(3).normal(0, 0.02, (RATE * 2, 1)).astype(np.float32)
    clicks[::9_600] = 0.9
    assert measured(levelled(Sound(clicks, RATE), -16)).peak <= -1.0
    silence = Sound(np.zeros((100, 1), np.float32), RATE)
    assert levelled(silence) is silence


def test_the_limiter_sees_peaks_between_samples() -> None:
    # A quarter of the rate, 45 degrees off: samples at 0.707, the wave itself at 1.
    n = np.arange(RATE)
    wave = (0.99 * np.sin(np.pi * n / 2 + np.pi / 4)).astype(np.float32)[:, None]
    between = Sound(faded(wave, RATE, 0.01, 0.01), RATE)
    assert measured(between).peak > -0.2
    assert measured(limited(between)).peak <= -1.0


def test_parts_begin_when_told_and_the_whole_is_as_long_as_told() -> None:
    whole = mixed([(0.5, tone(0.25, rate=22_050)), (-0.1, tone(0.2)), (1.9, tone(1))], 2.0)
    assert len(whole.samples) == 2 * RATE
    loud = np.abs(whole.samples[:, 0]) > 0.02
    assert loud[: RATE // 10].any() and not loud[RATE // 10 + 100 : RATE // 2 - 10].any()
    assert not loud[RATE * 3 // 4 + 100 : int(1.9 * RATE) - 10].any() and loud[-4000:].any()


def test_a_cut_does_not_click() -> None:
    cosine = Sound(tone(1).samples[12:], RATE)  # begins and ends away from zero
    whole = mixed([(0.3, cosine)], 1.0)
    steepest = np.abs(np.diff(tone(1).samples[:, 0])).max()
    assert np.abs(np.diff(whole.samples[:, 0])).max() <= 1.1 * steepest
    assert abs(whole.samples[-1, 0]) < 1e-3


def test_a_loud_mix_is_limited_not_clipped() -> None:
    whole = mixed([(0, tone(1, 0.8)), (0, tone(1, 0.8))], 1.0)
    assert measured(whole).peak <= -0.9
    assert np.abs(whole.samples[RATE // 2 :]).max() > 0.8


def test_music_makes_way_before_the_words_and_comes_back() -> None:
    speech = mixed([(3.0, tone(2, 0.2, 300))], 9.0)
    bed = ducked(tone(1.3, 0.2, 200), speech, depth=12, fade_in=0.5, fade_out=0.5)
    assert bed.seconds == pytest.approx(9.0, abs=0.01)
    level = np.sqrt(np.square(bed.samples[:, 0]).reshape(-1, RATE // 20).mean(1))  # 50 ms
    rest, low = level[38:44].mean(), level[70:90].mean()
    assert 20 * np.log10(low / rest) == pytest.approx(-12, abs=1.5)
    assert level[59] < 0.6 * rest  # down already when the word begins
    assert level[125] == pytest.approx(rest, rel=0.4)
    steps = np.abs(np.diff(20 * np.log10(level[20:160])))
    assert steps.max() < 7  # dB in 50 ms: no pumping edge


def test_without_speech_the_music_stays_up() -> None:
    silence = Sound(np.zeros((3 * RATE, 1), np.float32), RATE)
    bed = ducked(tone(5), silence, fade_in=0, fade_out=0)
    assert np.array_equal(bed.samples, tone(3).samples)


def test_a_loop_has_no_step_at_its_seam() -> None:
    again = looped(tone(1, hertz=200.3), 5.0)
    assert len(again.samples) == 5 * RATE
    steepest = np.abs(np.diff(tone(1, hertz=200.3).samples[:, 0])).max()
    assert np.abs(np.diff(again.samples[:, 0])).max() <= 1.6 * steepest

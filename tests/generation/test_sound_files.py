"""Recordings are read in every format, and what is not a recording is refused with a reason."""

from __future__ import annotations

import numpy as np
import pytest

from generation.errors import EncoderFailed, SoundRefused
from generation.sound.encode import FORMATS, encode_sound
from generation.sound.read import read_sound
from generation.sound.resample import HOUSE_RATE, resampled
from generation.types import Sound


def tone(seconds: float = 1.5, rate: int = 22_050, hertz: float = 440.0) -> Sound:
    """A tone with a hole in its middle, so that a shift in time shows."""
    t = np.arange(round(seconds * rate)) / rate
    wave = 0.3 * np.sin(2 * np.pi * hertz * t) * (np.abs(t - seconds / 2) > 0.1)
    return Sound(wave.astype(np.float32)[:, None], rate)


@pytest.mark.parametrize("fmt", sorted(FORMATS))
def test_a_file_says_again_what_was_written_and_when(fmt: str) -> None:
    wanted = resampled(tone()).samples[:, 0]
    got = read_sound(encode_sound(tone(), fmt), longest=10)
    assert got.rate == HOUSE_RATE
    assert abs(got.seconds - 1.5) < 0.06  # codecs fill their last block
    middle = slice(12_000, 60_000)
    shifts = range(-400, 401)
    products = [
        float(wanted[middle] @ got.samples[middle.start + k : middle.stop + k, 0]) for k in shifts
    ]
    assert abs(shifts[int(np.argmax(products))]) <= 48  # 1 ms


def test_stereo_stays_stereo() -> None:
    both = Sound(np.concatenate([tone().samples, tone(hertz=300).samples], 1), 22_050)
    back = read_sound(encode_sound(both, "flac"), longest=10)
    assert back.samples.shape[1] == 2
    assert not np.allclose(back.samples[:, 0], back.samples[:, 1])


def broken_flac() -> bytes:
    noise = np.random.default_rng(1).normal(0, 0.1, (48_000 * 3, 1)).astype(np.float32)
    whole = encode_sound(Sound(noise, HOUSE_RATE), "flac")
    return whole[: len(whole) // 2]


def unknown_codec() -> bytes:
    """A WAV whose format tag nobody ever used."""
    whole = bytearray(encode_sound(tone(), "wav"))
    whole[20:22] = b"\x77\x77"
    return bytes(whole)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"this is a letter, not a song" * 40, "no sound"),
        (b"#EXTM3U\n#EXTINF:9,\nfile:///etc/hostname\n", "no sound"),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", "no sound"),
        (encode_sound(Sound(np.zeros((9_000, 1), np.float32), 8_000), "wav"), "silent"),
        (encode_sound(tone(seconds=2.5), "mp3"), "longer than 2 s"),
        (broken_flac(), "damaged"),
        (unknown_codec(), "no sound"),
        (b"RIFF" + b"\0" * 9_999_999, "larger than"),
    ],
)
def test_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(SoundRefused, match=reason) as caught:
        read_sound(data, longest=2)
    assert "Запись не взять" in caught.value.for_people.ru


def test_unknown_format_is_named() -> None:
    with pytest.raises(EncoderFailed, match="'wma'"):
        encode_sound(tone(), "wma")


@pytest.mark.parametrize(("start", "rate"), [(22_050, 48_000), (44_100, 48_000), (48_000, 16_000)])
def test_resampling_keeps_time_and_pitch(start: int, rate: int) -> None:
    got = resampled(tone(rate=start), rate)
    t = np.arange(len(got.samples)) / rate
    wanted = 0.3 * np.sin(2 * np.pi * 440 * t)
    quiet = np.abs(t - 0.75) < 0.13
    inner = (t > 0.05) & (t < 1.45) & ~quiet
    assert len(got.samples) == round(1.5 * rate)
    assert np.abs(got.samples[inner, 0] - wanted[inner]).max() < 0.01

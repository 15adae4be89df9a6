"""A recording drives the lips in step with its sound; its text finds its words in it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from generation.errors import TextRefused
from generation.quality.lips import correlation
from generation.quality.sound import BIN, RATE, Envelope
from generation.sound.encode import encode_sound
from generation.sound.level import loudness
from generation.sound.read import read_sound
from generation.sound.resample import mono, resampled
from generation.speech.align import warped
from generation.speech.captions import captions_of
from generation.speech.espeak_voice import EspeakOptions, EspeakVoice
from generation.speech.marks import read_utterance
from generation.speech.model import Spoken
from generation.speech.recording import recording_spoken, recording_tracks
from generation.types import TRACK_RATE, Floats, Sound

TEXTS = {
    "ru": "Меня зовут Лиза, и я жду вас уже пятьсот лет. Подойдите поближе, я расскажу.",
    "en": "I have been waiting for five hundred years. Come closer, and I will tell you.",
}
SPEAKERS = {"mp3": ("woman", 1.25), "flac": ("old-man", 0.9), "ogg": ("woman-high", 1.4)}
LEAD_IN = 0.7  # s of room noise before the first word


@cache
def recorded(language: str, fmt: str) -> tuple[Sound, Spoken]:
    """Someone else, at another tempo, in a noisy room, through a codec; and the truth."""
    speaker, rate = SPEAKERS[fmt]
    voice = EspeakVoice(EspeakOptions(speaker=speaker, rate=rate))
    truth = voice.speak(read_utterance(TEXTS[language], language))
    lead = np.zeros((int(LEAD_IN * 48_000), 1), np.float32)
    whole = np.concatenate([lead, truth.sound.samples])
    whole += np.random.default_rng(1).normal(0, 0.003, whole.shape).astype(np.float32)
    return read_sound(encode_sound(Sound(whole, 48_000), fmt), longest=60), truth


def together(jaw: Floats, sound: Sound) -> tuple[float, int]:
    """Best correlation of the jaw with the sound's envelope at 25 fps, and its offset."""
    samples = mono(resampled(sound, RATE))
    energy = np.square(samples[: len(samples) // BIN * BIN]).reshape(-1, BIN).mean(1)
    times = np.arange(int(sound.seconds * 25)) / 25
    level = Envelope(0.0, energy).at(times)
    moved = np.interp(times, np.arange(len(jaw)) / TRACK_RATE, jaw)
    by_offset = {k: correlation(moved, level, k) for k in range(-5, 6)}
    best = max(by_offset, key=lambda k: by_offset[k])
    return by_offset[best], best


@pytest.mark.parametrize("fmt", SPEAKERS)
@pytest.mark.parametrize("language", TEXTS)
def test_lips_keep_time_with_the_sound(language: str, fmt: str) -> None:
    sound, _ = recorded(language, fmt)
    for spoken in (None, recording_spoken(sound, TEXTS[language], language)):
        tracks = recording_tracks(sound, spoken)
        r, offset = together(tracks["jaw"], sound)
        assert r >= 0.6 and abs(offset) <= 1, (spoken is None, r, offset)
        assert all(len(t) == round(sound.seconds * TRACK_RATE) + 1 for t in tracks.values())
        assert tracks["jaw"][: int((LEAD_IN - 0.15) * TRACK_RATE)].max() < 0.12


@pytest.mark.parametrize("fmt", SPEAKERS)
@pytest.mark.parametrize("language", TEXTS)
def test_words_are_found_where_they_were_said(language: str, fmt: str) -> None:
    sound, truth = recorded(language, fmt)
    spoken = recording_spoken(sound, TEXTS[language], language)
    assert [w.text for w in spoken.words] == [w.text for w in truth.words]
    off = [abs(a.start - b.start - LEAD_IN) for a, b in zip(spoken.words, truth.words, strict=True)]
    assert np.median(off) < 0.03 and np.percentile(off, 85) < 0.12
    assert len(spoken.phones) > 0.9 * len(truth.phones)
    assert loudness(spoken.sound) == pytest.approx(-23, abs=0.3)


def test_shapes_come_from_the_vowels_not_only_the_loudness() -> None:
    voice = EspeakVoice(EspeakOptions())
    spoken = voice.speak(read_utterance("сила [pause 0.5] сила [pause 0.5] луна", "ru"))
    tracks = recording_tracks(spoken.sound)
    i = next(p for p in spoken.phones if p.ipa == "i")
    u = next(p for p in spoken.phones if p.ipa.startswith("u"))
    a = next(p for p in spoken.phones if p.ipa == "ɑ")
    shape = {
        p.ipa: {k: float(t[round((p.start + p.end) * 50)]) for k, t in tracks.items()}
        for p in (i, u, a)
    }
    assert shape["i"]["wide"] > shape[u.ipa]["wide"] + 0.08
    assert shape[u.ipa]["pucker"] > shape["i"]["pucker"] + 0.08
    assert shape["ɑ"]["jaw"] > shape["i"]["jaw"] + 0.08


def test_a_text_that_cannot_be_this_recording_is_refused() -> None:
    sound, _ = recorded("ru", "mp3")
    with pytest.raises(TextRefused, match="belong together"):
        recording_spoken(sound, "Да.", "ru")


def test_warping_long_recordings_goes_the_same_way_as_short_ones() -> None:
    rng = np.random.default_rng(2)
    reference = np.cumsum(rng.normal(0, 1, (5_000, 4)), axis=0)
    true = np.sort(rng.integers(0, 5_000, 7_000))
    true = np.minimum.accumulate(np.minimum(true, np.arange(7_000) * 3)[::-1])[::-1]
    path = warped(reference[true] + rng.normal(0, 0.05, (7_000, 4)), reference)
    assert (np.diff(path) >= 0).all()
    assert np.percentile(np.abs(path - true), 95) <= 3


def test_captions_are_short_in_order_and_on_time() -> None:
    text = (
        "Мой художник любил воду, горы и тихий свет, который лежит на всём, и он, как "
        "говорят, никогда не расставался с этой тополевой доской до самой смерти. Да! Я жду."
    )
    spoken = EspeakVoice(EspeakOptions()).speak(read_utterance(text, "ru"))
    captions = captions_of(spoken, text, "ru")
    assert " ".join(c.text.replace("\n", " ") for c in captions) == text
    for caption in captions:
        lines = caption.text.split("\n")
        assert len(lines) <= 2 and max(map(len, lines)) <= 42
        assert 1.0 <= caption.end - caption.start <= 7.5
    assert all(a.end <= b.start for a, b in pairwise(captions))
    first = spoken.words[len(captions[0].text.split())]
    assert captions[1].start == first.start


def test_captions_of_a_recording_without_times_are_spread_over_it() -> None:
    sound = Sound(np.zeros((48_000 * 9, 1), np.float32), 48_000)
    silent = Spoken(sound, (), ())
    assert captions_of(silent, None, "ru") == ()
    captions = captions_of(silent, "За\u0301мок стоит. [smile] Он очень старый.", "ru")
    assert "Замок" in captions[0].text and captions[-1].end <= 9.7

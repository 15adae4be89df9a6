"""An answer by hand: a click is heard where the picture is to flash, once a second."""

from __future__ import annotations

import numpy as np

from generation.types import TRACK_RATE, Caption, Sound, Timeline

RATE = 48_000
FIRST, EVERY, FLASH = 0.5, 1.0, 0.2  # seconds
WORDS = {"ru": "щелчок", "en": "click"}


def clicks(seconds: float = 6.0, language: str = "ru") -> Timeline:
    """Return ``seconds`` of clicks: 5 ms of 1 kHz as ``jaw`` goes to 1 for ``FLASH``."""
    moments = np.arange(FIRST, seconds, EVERY)
    tracks = np.zeros(int(seconds * TRACK_RATE), np.float32)
    samples = np.zeros((int(seconds * RATE), 1), np.float32)
    tone = 0.8 * np.sin(2 * np.pi * 1000 * np.arange(RATE // 200) / RATE)
    for moment in moments:
        tracks[round(moment * TRACK_RATE) : round((moment + FLASH) * TRACK_RATE)] = 1
        begin = round(moment * RATE)
        samples[begin : begin + tone.size, 0] = tone
    captions = tuple(
        Caption(float(moment), float(moment) + 0.9, f"{WORDS[language]} {n + 1}", language)
        for n, moment in enumerate(moments)
    )
    return Timeline(seconds, {"jaw": tracks}, Sound(samples, RATE), captions)

"""What speech costs: each step in milliseconds a second of speech, and times espeak alone."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.record import append
from generation.sound.encode import encode_sound
from generation.sound.level import levelled
from generation.sound.read import read_sound
from generation.speech.captions import captions_of
from generation.speech.espeak import Manner, synthesised
from generation.speech.espeak_voice import EspeakOptions, EspeakVoice
from generation.speech.marks import read_utterance
from generation.speech.model import Spoken
from generation.speech.mouth import mouth_tracks
from generation.speech.recording import recording_spoken, recording_tracks

TEXTS = {
    "ru": "Меня зовут Лиза, и я жду вас уже пятьсот лет. Мой художник любил воду, горы и "
    "тихий свет. Подойдите поближе, я расскажу. ",
    "en": "I have been waiting for you for five hundred years. My painter loved water, "
    "mountains and quiet light. Come closer, and I will tell you. ",
}
SENTENCES = 4  # times the text: half a minute
ROUNDS = 5


def steps(language: str) -> tuple[Spoken, dict[str, Callable[[], object]]]:
    """Return something spoken, and the work of each step on it; the first is the floor."""
    text = TEXTS[language] * SENTENCES
    utterance = read_utterance(text, language)
    voice = EspeakVoice(EspeakOptions())
    spoken = voice.speak(utterance)
    file = encode_sound(spoken.sound, "mp3")
    return spoken, {
        "espeak alone": lambda: synthesised(text, voice.name(language), Manner()),
        "speak": lambda: voice.speak(utterance),
        "mouth": lambda: mouth_tracks(spoken.phones, spoken.sound.seconds),
        "captions": lambda: captions_of(spoken, text, language),
        "level": lambda: levelled(spoken.sound, -20.0),
        "encode m4a": lambda: encode_sound(spoken.sound, "m4a"),
        "read mp3": lambda: read_sound(file, longest=600),
        "lips by ear": lambda: recording_tracks(spoken.sound),
        "align text": lambda: recording_spoken(spoken.sound, text, language),
    }


def measure(language: str) -> dict[str, Any]:
    """Time every step turn about; print and return ms a second of speech and times espeak."""
    spoken, works = steps(language)
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            times[name].append((time.perf_counter() - start) * 1e3 / spoken.sound.seconds)
    floor = statistics.median(times["espeak alone"])
    found = {
        name: {"ms_a_second": round(statistics.median(ms), 2),
               "times_espeak": round(statistics.median(ms) / floor, 2)}
        for name, ms in times.items()
    }  # fmt: skip
    print(f"{language}: {spoken.sound.seconds:.0f} s of speech")
    for name, row in found.items():
        print(f"  {name:14s} {row['ms_a_second']:7.2f} ms/s  {row['times_espeak']:6.2f}x")
    return {"seconds": round(spoken.sound.seconds, 1), "steps": found}


def main() -> None:
    """Measure both languages and append the figures."""
    print("median of rounds; ms for one second of speech, and times espeak's own synthesis")
    append("speech", {"rounds": ROUNDS, **{lang: measure(lang) for lang in TEXTS}})


if __name__ == "__main__":
    main()

"""Singing against the floor: WORLD taking the spoken words apart and putting them together."""

from __future__ import annotations

import time

import numpy as np
import pyworld

from bench.record import append
from generation.song.reading import read_melody
from generation.song.singing import FRAME, RATE, SLOWLY, sing, taken_apart
from generation.song.syllables import lyrics_of
from generation.speech.espeak_voice import EspeakOptions, EspeakVoice
from generation.speech.model import Text, Utterance

TUNE = (
    "K:G Q:1/4=100 D G G/2A/2 | B2 B A/2A/2 | G A B G | D4 "
    "w: Во по-ле бе-рё-за сто-я-ла во по-ле сто-"
)
ROUNDS = 7


def main() -> None:
    """Print and keep the least times of interleaved rounds."""
    melody, voice = read_melody(TUNE), EspeakVoice(EspeakOptions(speaker="woman"))
    words = Utterance((Text(lyrics_of(melody.parts[0]), rate=SLOWLY),), "ru")
    times: dict[str, list[float]] = {"speak": [], "floor": [], "sing": []}
    for _ in range(ROUNDS):
        began = time.perf_counter()
        spoken = voice.speak(words)
        spoke = time.perf_counter()
        speech = taken_apart(spoken.sound)
        pyworld.synthesize(*speech, RATE, FRAME * 1000)
        floor = time.perf_counter()
        sung = sing(melody, voice)
        times["speak"].append(spoke - began)
        times["floor"].append(floor - spoke)
        times["sing"].append(time.perf_counter() - floor)
    least = {name: float(np.min(taken)) for name, taken in times.items()}
    over = least["sing"] / (least["speak"] + least["floor"])
    seconds = sung.sound.seconds
    print(f"speak {least['speak']:.2f} s, WORLD alone {least['floor']:.2f} s, "
          f"sing {least['sing']:.2f} s for {seconds:.1f} s of song")  # fmt: skip
    print(f"{over:.2f}× speaking and WORLD alone; {least['sing'] / seconds:.3f} of real time")
    append("song", {**least, "song_seconds": seconds, "over_floor": over})


if __name__ == "__main__":
    main()

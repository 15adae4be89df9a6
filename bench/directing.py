"""Scripts: what compiling one costs beside speaking its words alone, and what a pose costs
with a script beside one without."""

from __future__ import annotations

import time
from pathlib import Path

from bench.record import append
from generation import Cue, SceneRecipe, compile_script, open_picture, prepare_scene, read_script
from generation.rig.director import Director
from generation.speech.marks import read_utterance
from generation.speech.voices import open_voice
from generation.types import Timeline

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "exhibits/catalogue/house_collection/lady.jpg"
VOICES = {"default": {"ENGINE": "espeak", "OPTIONS": {}}}
PARAGRAPH = (
    "[smile] Здравствуйте, дорогие гости нашего музея. [/smile] Сегодня я расскажу вам о горах, "
    "о реке и о старом за́мке, которого не видно. [pause 0.4] Посмотрите [look left] сюда, а "
    "потом [look right] туда. [nod] Правда, красиво?"
)
PARAGRAPHS, POSES, FPS, ROUNDS = 12, 3000, 30, 3


def spoken() -> float:
    """Return the seconds it takes to speak the words, and nothing else."""
    voice, utterance = open_voice(VOICES), read_utterance(PARAGRAPH, "ru")
    began = time.perf_counter()
    for _ in range(PARAGRAPHS):
        voice.speak(utterance)
    return time.perf_counter() - began


def posed(director: Director, timeline: Timeline | None) -> float:
    """Return microseconds a pose."""
    began = time.perf_counter()
    for n in range(POSES):
        director.pose(n / FPS, Cue(timeline=timeline, position=n / FPS if timeline else 0.0))
    return (time.perf_counter() - began) / POSES * 1e6


def main() -> None:
    """Print and keep the figures."""
    picture = open_picture(PICTURE)
    recipe = SceneRecipe(size=(720, 960))
    scene = prepare_scene(picture.rgb, picture.sha256, recipe, ROOT / "var/models/mediapipe").scene
    script = read_script("\n\n".join(["[language ru]", *[PARAGRAPH] * PARAGRAPHS]))
    compile_script(read_script("Раз."), scene, VOICES)  # libraries load once
    voice = spoken()
    began = time.perf_counter()
    timeline = compile_script(script, scene, VOICES)
    whole = time.perf_counter() - began
    idle, performing = (
        posed(Director(scene, seed=1), None),
        posed(Director(scene, seed=1), timeline),
    )
    found = {
        "script_seconds": round(timeline.duration, 1),
        "compile_seconds": round(whole, 2),
        "times_the_voice_alone": round(whole / voice, 2),
        "times_real_time": round(timeline.duration / whole, 1),
        "pose_us_idle": round(idle, 1),
        "pose_us_performing": round(performing, 1),
        "pose_ratio": round(performing / idle, 2),
    }
    for name, value in found.items():
        print(f"{name:24} {value}")
    append("directing", found)


if __name__ == "__main__":
    main()

"""The voice table: name → (label, dotted path), imported on first use; and how to open one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.speech.model import Voice
from generation.table import Settings, Table
from generation.types import Words

VOICES: dict[str, tuple[Words, str]] = {
    "espeak": (
        Words("Встроенный голос espeak", "The embedded espeak voice"),
        "generation.speech.espeak_voice.EspeakVoice",
    ),
    "piper": (
        Words("Нейронный голос Piper из файла", "A neural Piper voice from a file"),
        "generation.speech.piper_voice.PiperVoice",
    ),
    "vits": (
        Words("Нейронный голос VITS из папки", "A neural VITS voice from a folder"),
        "generation.speech.vits_voice.VitsVoice",
    ),
}


_TABLE = Table(VOICES, "голос", "голоса", "voice")


def open_voice(
    table: Settings, alias: str = "default", options: Mapping[str, Any] | None = None
) -> Voice:
    """Return the voice behind an alias of ``settings.VOICES``. See Table.open.

    Raises WeightsMissing where model files are not there.
    """
    voice: Voice = _TABLE.open(table, alias, options)
    return voice


def voice_class(name: str) -> Any:
    """Return the class of a voice engine by its table name. Raises OptionsRefused."""
    return _TABLE.found(name)


def local_voices(folder: Path) -> dict[str, dict[str, Any]]:
    """Return a table of the neural voices that lie in a folder, by their file's name.

    A Piper voice is an ``.onnx`` file with its ``.onnx.json``; a VITS voice is a folder with
    a ``model.safetensors``. Nothing is loaded.
    """
    piper = {
        path.stem: {"ENGINE": "piper", "OPTIONS": {"model": str(path)}}
        for path in sorted(folder.glob("*.onnx"))
        if path.with_name(path.name + ".json").is_file()
    }
    vits = {
        path.parent.name: {"ENGINE": "vits", "OPTIONS": {"folder": str(path.parent)}}
        for path in sorted(folder.glob("*/model.safetensors"))
    }
    return piper | vits

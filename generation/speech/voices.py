"""The voice table: name → (label, dotted path), imported on first use; and how to open one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

from generation.errors import OptionsRefused
from generation.speech.model import Voice
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


def open_voice(
    table: Mapping[str, Mapping[str, Any]],
    alias: str = "default",
    options: Mapping[str, Any] | None = None,
) -> Voice:
    """Return the voice behind an alias of ``settings.VOICES``.

    ``options`` are laid over the alias's own OPTIONS. Raises OptionsRefused for an unknown
    alias, engine or option, WeightsMissing where model files are not there.
    """
    if alias not in table:
        known = ", ".join(sorted(table))
        raise OptionsRefused(
            Words(f"Голоса «{alias}» нет. Есть: {known}.", f"No voice {alias!r}. Known: {known}.")
        )
    found = voice_class(table[alias]["ENGINE"])
    given = {**table[alias].get("OPTIONS", {}), **(options or {})}
    allowed = {field.name for field in fields(found.Options)}
    if unknown := sorted(set(given) - allowed):
        names = ", ".join(unknown)
        raise OptionsRefused(
            Words(
                f"Голос «{alias}» не знает настроек: {names}. Есть: {', '.join(sorted(allowed))}.",
                f"Voice {alias!r} has no option {names}. Known: {', '.join(sorted(allowed))}.",
            )
        )
    voice: Voice = found(found.Options(**given))
    return voice


def voice_class(name: str) -> Any:
    """Return the class of a voice engine by its table name. Raises OptionsRefused."""
    if name not in VOICES:
        known = ", ".join(sorted(VOICES))
        raise OptionsRefused(
            Words(
                f"Движка голоса «{name}» нет. Есть: {known}.",
                f"There is no voice engine {name!r}. Known: {known}.",
            )
        )
    module, _, attribute = VOICES[name][1].rpartition(".")
    return getattr(import_module(module), attribute)


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

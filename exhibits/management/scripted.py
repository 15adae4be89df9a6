"""What ``animate --script`` needs around the performing: the script's text, voice and layout."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from exhibits import studio
from exhibits.management.speaking import unclear
from generation import Layout, Script, files_beside, read_layout

LARGEST = 4_000_000  # bytes of a script's file
Files = Callable[[str], bytes]


def read_text(named: str) -> tuple[str, Files]:
    """Return a script's text and a reader of the files beside it; ``-`` is standard input.

    Raises GenerationError.
    """
    if named == "-":
        return _decoded(sys.stdin.buffer.read(LARGEST + 1), named), files_beside(Path.cwd())
    try:
        with Path(named).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise unclear(
            f"--script {named}: файл не читается.", f"--script {named}: the file cannot be read."
        ) from error
    return _decoded(data, named), files_beside(Path(named).parent)


def with_voice(script: Script, voice: str | None) -> Script:
    """Return the script in another voice: an alias of VOICES, a speaker, or alias:speaker."""
    if voice is None:
        return script
    engine, _, speaker = voice.rpartition(":")
    if not engine:
        engine, speaker = (voice, "") if voice in studio.voices() else ("default", voice)
    return replace(script, voice=replace(script.voice, engine=engine, speaker=speaker))


def layout_of(script: Script, named: str | None, files: Files, language: str) -> Layout | None:
    """Return the layout asked for: a format's name or a JSON file; else the script's own.

    Raises GenerationError, LayoutRefused.
    """
    told: Any = script.layout
    if named is not None:
        told = _layout_file(Path(named)) if named.endswith(".json") else named
        files = files_beside(Path(named).parent)
    if told is None:
        return None
    told = {"format": told} if isinstance(told, str) else dict(told)
    ground = told.get("ground")
    picture = ground.get("picture") if isinstance(ground, dict) else None
    pictures = {picture: files(picture)} if isinstance(picture, str) else {}
    return read_layout({"language": language} | told, pictures)


def _layout_file(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise unclear(
            f"--layout {path}: файл не читается как JSON.",
            f"--layout {path}: the file cannot be read as JSON.",
        ) from error
    if not isinstance(told, dict):
        raise unclear(f"--layout {path}: нужен объект {{ }}.", f"--layout {path}: needs {{ }}.")
    return told


def _decoded(data: bytes, named: str) -> str:
    if len(data) > LARGEST:
        raise unclear(f"--script {named}: файл слишком велик.", f"--script {named}: too large.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unclear(
            f"--script {named}: это не текст в UTF-8.", f"--script {named}: not text in UTF-8."
        ) from error

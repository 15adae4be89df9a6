"""What takes part in a living portrait besides the program: voices, and files of weights."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from generation.landmarks.weights import FILES
from generation.script.model import Recording, Say, Script, Sing

Weights = tuple[tuple[str, str], ...]  # (name, SHA-256)
# Voice engines whose sound a neural network makes → the option that names the weights.
_NEURAL = {"piper": "model", "vits": "folder"}
_VITS_FILE = "model.safetensors"


class Heard(NamedTuple):
    """Whose voice is heard, "" for none. Where there are several it is what must be said of
    them all: made by a network, else made by a program, else recorded."""

    voice: Literal["", "synthetic", "recorded"]
    neural: bool
    weights: Weights


def face_weights() -> Weights:
    """Return the files that find faces and people in a picture; they draw nothing."""
    return tuple((name, sha) for name, (_, sha) in FILES.items() if name.endswith(".tflite"))


def heard_in(scripts: Iterable[Script], table: Mapping[str, Mapping[str, Any]]) -> Heard:
    """Return whose voice scripts are spoken with; ``table``: of voices, as settings.VOICES.

    Weights that are not on this disk are left out. Reads a file once.
    """
    recorded, engines = False, set[str]()
    for script in scripts:
        for event in script.events:
            recorded |= isinstance(event, Recording)
            if isinstance(event, Say | Sing):
                engines.add((event.voice or script.voice).engine)
    entries = [table[alias] for alias in sorted(engines) if alias in table]
    neural = any(entry["ENGINE"] in _NEURAL for entry in entries)
    if engines:
        return Heard("synthetic", neural, tuple(_weights(entries)))
    return Heard("recorded" if recorded else "", False, ())


def _weights(entries: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if option := _NEURAL.get(entry["ENGINE"]):
            path = Path(entry.get("OPTIONS", {}).get(option, ""))
            path = path / _VITS_FILE if entry["ENGINE"] == "vits" else path
            if path.is_file():
                yield f"{path.parent.name}/{path.name}", _digest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _digest(path: Path, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

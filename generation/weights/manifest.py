"""Which weights are registered here: one JSON manifest a set, and how other rooms ask for them.

Under MODELS_DIR/weights lie ``NAME.json`` and, unless the files stay elsewhere, ``NAME/``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from generation.errors import WeightsMissing
from generation.types import Words
from generation.weights.known import known

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
WEIGHTS = frozenset({".safetensors", ".pth", ".pt", ".bin", ".ckpt", ".onnx", ".tflite", ".gguf"})
_VERSION = 1


class Seen(NamedTuple):
    """What a file was when it was registered."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Registered:
    """A set of weights. files: path inside ``folder``, with slashes → what it was.

    added: the day, ISO-8601. engine: the row of the engine table that can use it, "" where that
    is not known. ours: whether the files lie under MODELS_DIR/weights.
    """

    name: str
    folder: Path
    files: Mapping[str, Seen]
    added: str = ""
    licence: str = ""
    engine: str = ""
    ours: bool = True


def models_dir() -> Path:
    """Return where model files live: the environment's MODELS_DIR, else ``var/models``."""
    return Path(os.environ.get("MODELS_DIR") or "var/models")


def weights_dir(name: str, models: Path | None = None) -> Path:
    """Return the folder of a registered set, all its files there and as long as they were.

    Hashes are checked by ``verify_weights``: minutes for large sets. Raises WeightsMissing.
    """
    found = read_weights(name, models)
    for path, seen in found.files.items():
        file = found.folder / path
        if not file.is_file() or file.stat().st_size != seen.bytes:
            raise WeightsMissing(
                Words(
                    f"Веса «{name}» изменились: {path} нет или он другой. Выполните "
                    f"«manage.py models verify {name}», верните файлы или добавьте веса заново.",
                    f"The weights {name!r} have changed: {path} is absent or another. Run "
                    f"“manage.py models verify {name}”, restore the files or add the set again.",
                )
            )
    return found.folder


def hashes(name: str, models: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Return (name/path, SHA-256) of every weight file of a set, as registered; quick.

    Raises WeightsMissing.
    """
    files = read_weights(name, models).files
    return tuple(
        (f"{name}/{path}", seen.sha256)
        for path, seen in files.items()
        if Path(path).suffix.lower() in WEIGHTS
    )


def weights_names(models: Path | None = None) -> tuple[str, ...]:
    """Return the names of all registered sets, whether or not their manifests can be read."""
    folder = (models or models_dir()) / "weights"
    return tuple(sorted(one.stem for one in folder.glob("*.json") if NAME.fullmatch(one.stem)))


def read_weights(name: str, models: Path | None = None) -> Registered:
    """Return a set from its manifest. Raises WeightsMissing where none can be read."""
    path = manifest_path(name, models)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise _absent(name) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsMissing(
            Words(
                f"Опись весов {path} не читается ({error}). Добавьте веса заново: "
                f"«manage.py models add {name} ПАПКА».",
                f"The list of weights {path} cannot be read ({error}). Add them again: "
                f"“manage.py models add {name} FOLDER”.",
            )
        ) from error


def write(found: Registered, models: Path | None = None) -> None:
    """Write a manifest so that it appears whole or not at all. Raises OSError."""
    path = manifest_path(found.name, models)
    told = {
        "version": _VERSION,
        "folder": None if found.ours else str(found.folder),
        "added": found.added,
        "licence": found.licence,
        "engine": found.engine,
        "files": {name: seen._asdict() for name, seen in sorted(found.files.items())},
    }
    part = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        part.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def manifest_path(name: str, models: Path | None = None) -> Path:
    """Return where the manifest of a set lies. Raises WeightsMissing for a name that cannot be."""
    if not NAME.fullmatch(name):
        raise WeightsMissing(
            Words(
                f"Весов «{name}» быть не может: имя пишут латинскими строчными буквами, "
                "цифрами, точкой, дефисом, не длиннее 64 знаков.",
                f"There can be no weights {name!r}: write a name of small Latin letters, digits, "
                "dots and hyphens, at most 64 signs.",
            )
        )
    return (models or models_dir()) / "weights" / f"{name}.json"


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Registered:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if told["version"] != _VERSION:
        raise ValueError(f"version {told['version']}")
    return Registered(
        path.stem,
        Path(told["folder"] or path.with_suffix("")),
        {
            name: Seen(str(seen["sha256"]), int(seen["bytes"]))
            for name, seen in told["files"].items()
        },
        str(told["added"]),
        str(told["licence"]),
        str(told["engine"]),
        told["folder"] is None,
    )


def _absent(name: str) -> WeightsMissing:
    found = known(name)
    ru, en = "Скачайте их сами", "Download them yourself"
    if found:
        ru, en = f"{ru} ({found.published})", f"{en} ({found.published})"
    return WeightsMissing(
        Words(
            f"Весов «{name}» здесь нет. {ru} и выполните «manage.py models add {name} ПАПКА».",
            f"The weights {name!r} are not here. {en} and run "
            f"“manage.py models add {name} FOLDER”.",
        )
    )

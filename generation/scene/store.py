"""Scenes on disk: one .npz a scene, written whole or not at all, ignored when not ours."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from generation.scene.model import SCENE_VERSION, Eye, Head, Mouth, Scene
from generation.types import Box, Landmarks

PLAIN = "plain.json"
PARTS: dict[str, type] = {
    "head": Head, "mouth": Mouth, "landmarks": Landmarks, "eye_r": Eye, "eye_l": Eye,
}  # fmt: skip


def save_scene(scene: Scene, path: Path) -> None:
    """Write a scene; a reader sees the old file or the new one, never a part."""
    plain: dict[str, Any] = {}
    arrays: dict[str, Any] = {}
    _flatten(scene, "", plain, arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".npz")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays, **{PLAIN: np.array(json.dumps(plain))})
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def load_scene(path: Path) -> Scene | None:
    """Read a scene; None when there is none, it is damaged or of another version."""
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as file:
            plain = json.loads(str(file[PLAIN]))
            if plain.get("version") != SCENE_VERSION:
                return None
            arrays = {name: file[name] for name in file.files if name != PLAIN}
            return _scene(plain, arrays)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def _flatten(part: Any, prefix: str, plain: dict[str, Any], arrays: dict[str, Any]) -> None:
    for item in fields(part):
        value, key = getattr(part, item.name), prefix + item.name
        if isinstance(value, np.ndarray):
            arrays[key] = value
        elif is_dataclass(value):
            _flatten(value, key + ".", plain, arrays)
        elif item.name == "eyes":
            for name, eye in zip(("eye_r", "eye_l"), value, strict=True):
                _flatten(eye, f"{prefix}{name}.", plain, arrays)
        else:
            plain[key] = value


def _part(kind: type, prefix: str, values: dict[str, Any]) -> Any:
    """Build a dataclass from every value under a prefix."""
    own: dict[str, Any] = {}
    for item in fields(kind):
        key = prefix + item.name
        if item.name in PARTS and any(name.startswith(f"{key}.") for name in values):
            own[item.name] = _part(PARTS[item.name], key + ".", values)
        elif item.name == "eyes":
            own["eyes"] = tuple(_part(Eye, f"{prefix}{e}.", values) for e in ("eye_r", "eye_l"))
        elif item.name == "box":
            own["box"] = Box(*values[key])
        else:
            own[item.name] = values[key]
    return kind(**own)


def _scene(plain: dict[str, Any], arrays: dict[str, Any]) -> Scene:
    values = plain | arrays
    values["base_axes"] = tuple(plain["base_axes"])
    values["focus"] = tuple(plain["focus"])
    values["limits"] = {axis: (low, high) for axis, (low, high) in plain["limits"].items()}
    scene: Scene = _part(Scene, "", values)
    return scene

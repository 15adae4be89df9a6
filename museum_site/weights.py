"""Engines that registered weights bring: each set becomes an engine of its own name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NAMED_BY = {"liveportrait": "weights", "diffusers": "folder"}  # the option that takes a set


def engines_of(models_dir: Path) -> dict[str, dict[str, Any]]:
    """Return rows for GENERATION: name of the set → the engine that can use it, told the set.

    A manifest that cannot be read brings none; ``manage.py models list`` says what is wrong.
    """
    rows = {}
    for path in sorted((models_dir / "weights").glob("*.json")):
        engine = _engine(path)
        if option := NAMED_BY.get(engine):
            rows[path.stem] = {"ENGINE": engine, "OPTIONS": {option: path.stem}}
    return rows


def _engine(manifest: Path) -> str:
    try:
        told = json.loads(manifest.read_bytes())
    except (OSError, ValueError):
        return ""
    return str(told.get("engine", "")) if isinstance(told, dict) else ""

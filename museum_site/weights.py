"""Engines that registered weights bring: each set becomes an engine of its own name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generation import GenerationError, read_weights, weights_names

NAMED_BY = {"liveportrait": "weights", "diffusers": "folder"}  # the option that takes a set


def engines_of(models_dir: Path) -> dict[str, dict[str, Any]]:
    """Return rows for GENERATION: name of the set → the engine that can use it, told the set."""
    rows = {}
    for name in weights_names(models_dir):
        try:
            engine = read_weights(name, models_dir).engine
        except GenerationError:  # it brings none; ``manage.py models list`` says what is wrong
            continue
        if option := NAMED_BY.get(engine):
            rows[name] = {"ENGINE": engine, "OPTIONS": {option: name}}
    return rows

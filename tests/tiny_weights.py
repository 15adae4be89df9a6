"""Weights for tests of LivePortrait: the published layout, tiny and random."""

from __future__ import annotations

from pathlib import Path

from generation.liveportrait.checkpoint import save
from generation.liveportrait.seeding import random_parts
from generation.liveportrait.sizes import TINY


def write_weights(folder: Path, seed: int = 5) -> Path:
    """Write them; return the folder."""
    save(random_parts(seed, TINY), TINY, folder)
    return folder

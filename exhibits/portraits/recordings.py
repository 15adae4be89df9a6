"""Recordings of answers as we keep them: checked, decoded, written anew."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import generation

LONGEST = 300.0  # seconds


class Recorded(NamedTuple):
    """A recording as FLAC, and its fingerprint."""

    flac: bytes
    sha256: str


def read_recording(data: bytes) -> Recorded:
    """Return somebody's upload as we keep it. Raises SoundRefused."""
    flac = generation.encode_sound(generation.read_sound(data, longest=LONGEST), "flac")
    return Recorded(flac, hashlib.sha256(flac).hexdigest())

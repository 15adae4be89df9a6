"""A QR code as one SVG path, so that a page draws it without any third party."""

from __future__ import annotations

from functools import lru_cache
from typing import TypedDict

import segno


class Square(TypedDict):
    """A QR code: ``d`` of an SVG path in a viewBox of ``side`` × ``side``."""

    side: int
    path: str


@lru_cache(maxsize=256)
def qr_square(text: str) -> Square:
    """Return the QR code of a text; the reader's quiet zone is the page's padding."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length + 1
    return {"side": len(rows), "path": "".join(runs)}

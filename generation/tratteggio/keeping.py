"""A touched picture on disk: its mask as a PNG, and beside it what is told of it."""

from __future__ import annotations

import json
from pathlib import Path

from generation.media.clip import write_whole
from generation.tratteggio.encode import encode_mask
from generation.tratteggio.touched import Touched

DIGITS = 2  # of a percentage: a catchlight is a hundredth


def keep_touched(touched: Touched, path: Path) -> None:
    """Write ``path``, the mask, and before it ``path``.json: shares in percent, and the parts.

    Each appears whole or not at all; where there is a mask, there is its JSON. Raises
    EncoderFailed.
    """
    told = {
        **{name: round(share, DIGITS) for name, share in touched.shares._asdict().items()},
        "parts": touched.parts,
    }
    write_whole(path.with_suffix(".json"), json.dumps(told).encode())
    write_whole(path, encode_mask(touched))

"""A touched picture as a PNG that a page lays over the painting as a mask."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from generation.tratteggio.touched import Touched

LEVELS = 16  # of alpha: four bits a pixel, and the file stays small
STEP = 255 / (LEVELS - 1)


def encode_mask(touched: Touched) -> bytes:
    """Return a PNG twice as wide as the scene: invented on the left, moved on the right.

    White with 16 levels of alpha, so that CSS ``mask-image`` takes either half by
    ``mask-size: 200% 100%`` and ``mask-position: 0`` or ``100%``. What is invented is left out
    of what moved. The same picture gives the same bytes.
    """
    moved = np.where(touched.invented > touched.moved, 0, touched.moved - touched.invented)
    both = np.concatenate([touched.invented, moved.astype(np.uint8)], axis=1)
    levels = np.rint(both / STEP).astype(np.uint8)
    image = Image.fromarray(levels, "P")
    image.putpalette(bytes([255]) * 3 * LEVELS)
    alphas = bytes(round(n * STEP) for n in range(LEVELS))
    file = io.BytesIO()
    image.save(file, "PNG", bits=4, transparency=alphas, optimize=True)
    return file.getvalue()

"""The parts of a sitter as the draft's corrections leave them, for the brush to show."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from exhibits import studio
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.performing import recipe_of


def tell_masks(portrait: LivingPortrait) -> dict[str, Any]:
    """Return {"size": [w, h], "parts": {name: base64 of w × h bytes, 255 moves in full}}.

    "sitter", "head" and "hair"; without a face at most the first. Raises GenerationError.
    """
    parts = {
        name: np.rint(part * 255).clip(0, 255).astype(np.uint8)
        for name, part in studio.parts_for(recipe_of(portrait)).items()
    }
    high, wide = next(iter(parts.values())).shape if parts else (0, 0)
    return {
        "size": [wide, high],
        "parts": {name: base64.b64encode(part.tobytes()).decode() for name, part in parts.items()},
    }

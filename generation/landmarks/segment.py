"""Tell people from background in a picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from generation.landmarks.litert import Model
from generation.landmarks.weights import PERSON, weight
from generation.types import Bytes2D, Floats


def person_mask(rgb: Bytes2D, models_dir: Path) -> Floats:
    """Return (H, W) float32, 1 where people are, 0 elsewhere. Raises WeightsMissing.

    The network sees 256×256 whatever the picture's shape, as it was trained to.
    """
    model = Model(weight(models_dir, PERSON))
    small = cv2.resize(rgb, (model.side, model.side), interpolation=cv2.INTER_AREA)
    mask = model(small / np.float32(255))[0][..., 0]
    full = cv2.resize(mask, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(full, 0, 1).astype(np.float32)

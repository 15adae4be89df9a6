"""JPEG straight from the planes: no trip through RGB."""

from __future__ import annotations

import cv2
import numpy as np
import simplejpeg

from generation.errors import EncoderFailed
from generation.media.encode import Canvas, Encoded
from generation.types import Bytes2D, Planes, Words

QUALITY = 80

# JFIF is full range: 16..235 and 16..240 are stretched to 0..255.
_LEVELS = np.arange(256, dtype=np.float32)
_LUMA = np.clip(np.rint((_LEVELS - 16) * 255 / 219), 0, 255).astype(np.uint8)
_CHROMA = np.clip(np.rint((_LEVELS - 128) * 255 / 224 + 128), 0, 255).astype(np.uint8)


def jpeg_from_planes(planes: Planes, quality: int = QUALITY) -> bytes:
    """Return a 4:2:0 JFIF file of limited-range planes. Raises EncoderFailed."""
    stretched: list[Bytes2D] = [
        np.ascontiguousarray(cv2.LUT(plane, table))
        for plane, table in zip(planes, (_LUMA, _CHROMA, _CHROMA), strict=True)
    ]
    try:
        return bytes(simplejpeg.encode_jpeg_yuv_planes(*stretched, quality=quality))
    except ValueError as error:
        raise EncoderFailed(
            Words(f"JPEG не получился: {error}", f"JPEG failed: {error}")
        ) from error


class JPEGEncoder:
    """Every frame a whole picture, for browsers without VideoDecoder."""

    decoder = ""

    def __init__(self, size: tuple[int, int], fps: int) -> None:
        self._size = size

    def encode(self, canvas: Canvas, *, key: bool) -> Encoded:
        """Encode what the canvas shows now. Raises EncoderFailed."""
        return Encoded(jpeg_from_planes(canvas.planes), key=True)

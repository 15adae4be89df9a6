"""One frame of a clip as a small picture, to show where a figure comes from."""

from __future__ import annotations

from pathlib import Path

from generation.media.picture import derivative, encode_clean
from generation.quality.reader import open_clip


def frame_at(path: Path, seconds: float, side: int = 480) -> bytes:
    """Return a JPEG of the frame shown at this second, or of the last one.

    side: of the longest, px; smaller clips are not enlarged. Raises ClipRefused.
    """
    with open_clip(path) as clip:
        found = None
        for frame in clip.frames():
            if found is not None and frame.time > seconds + 1e-3:
                break
            found = frame
    assert found is not None  # a clip without a frame was refused
    return encode_clean(derivative(found.rgb, side), "JPEG")

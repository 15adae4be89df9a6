"""One drawn moment of a performer, without the reference renderer that clips bring along."""

from __future__ import annotations

from generation.media.picture import encode_clean
from generation.media.yuv import empty_planes, rgb_from_planes
from generation.protocols import Performer
from generation.types import NO_CUE


def first_frame(performer: Performer) -> bytes:
    """Return a performer's moment 0 as a JPEG."""
    planes = empty_planes(*performer.size)
    performer.frame(0.0, NO_CUE, planes)
    return encode_clean(rgb_from_planes(planes), "JPEG")

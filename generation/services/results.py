"""What came from a service is opened as carefully as an upload before anybody uses it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av

from generation.errors import ClipRefused, PictureRefused
from generation.media.clip import write_whole
from generation.media.picture import PictureLimits, encode_clean, open_picture
from generation.quality.reader import LONGEST_SIDE, MOST_FRAMES, open_media
from generation.services import refusals

LIMITS = PictureLimits(bytes=64 * 2**20, pixels=40_000_000)


def keep_picture(name: str, raw: Path, target: Path) -> Mapping[str, Any]:
    """Decode what ``name`` sent and write it as a PNG that says nothing but its colours.

    Return ``file`` and ``size`` (width, height). Raises ServiceRefused.
    """
    try:
        rgb = open_picture(raw, LIMITS).rgb
    except PictureRefused as error:
        raise refusals.wrong_kind(name, error.for_people.en) from error
    write_whole(target, encode_clean(rgb))
    return {"file": target.name, "size": [rgb.shape[1], rgb.shape[0]]}


def keep_clip(name: str, raw: Path, target: Path) -> Mapping[str, Any]:
    """Decode every frame of what ``name`` sent; keep the file as it came, if it is H.264 4:2:0.

    Return ``file``, ``size``, ``seconds`` and ``fps``. Raises ServiceRefused.
    """
    try:
        told = _measured(raw)
    except ClipRefused as error:
        raise refusals.wrong_kind(name, error.for_people.en) from error
    except av.FFmpegError as error:
        raise refusals.wrong_kind(name, f"video {error.strerror}") from error
    if told is None:
        raise refusals.wrong_kind(name, "video, not H.264 4:2:0")
    raw.replace(target)
    return {"file": target.name, **told}


def _measured(raw: Path) -> Mapping[str, Any] | None:
    with open_media(raw) as container:
        if not container.streams.video:
            return None
        stream = container.streams.video[0]
        context, fps = stream.codec_context, float(stream.average_rate or 0)
        size = context.width, context.height
        good = context.name == "h264" and context.pix_fmt in ("yuv420p", "yuvj420p")
        if not good or not fps or max(size) > LONGEST_SIDE or any(side % 2 for side in size):
            return None
        frames = 0
        for _ in container.decode(video=0):
            frames += 1
            if frames > MOST_FRAMES:
                return None
    return {"size": list(size), "seconds": frames / fps, "fps": fps} if frames else None

"""What turns frames into bytes here: x264 as we use it, and a GPU's own encoders, if any."""

from __future__ import annotations

import math
import time
from fractions import Fraction
from functools import partial
from typing import Any

import torch

from bench.clock import Clock
from generation.fast.specimen import specimen_picture
from generation.media.yuv import planes_from_rgb


def measure(clock: Clock, small: bool) -> dict[str, Any]:
    """Return ms a frame of every encoder that is here, and why the others are not."""
    size = (120, 160) if small else (720, 960)
    return {
        "size": list(size),
        "x264": _or_why(partial(_x264, size, 10 if small else 90)),
        "nvenc": _or_why(partial(_nvenc, size)),
        "nvjpeg": _or_why(partial(_nvjpeg, clock, size)),
    }


def _or_why(work: Any) -> Any:
    try:
        return work()
    except (
        RuntimeError,
        ImportError,
        ValueError,
        OSError,
    ) as error:  # what is not here is told, not mended
        return f"not here: {type(error).__name__}: {error}"[:200]


def _x264(size: tuple[int, int], frames: int) -> dict[str, float]:
    """Encode a picture that drifts by a pixel a frame, on one core."""
    from generation.media.encode import open_canvas, open_encoder

    canvas, encoder = open_canvas(size), open_encoder("h264", size, 30)
    y, u, v = planes_from_rgb(specimen_picture(size[0] + 2 * frames, size[1]))
    took: list[float] = []
    for n in range(frames):
        canvas.planes.y[:] = y[:, n : n + size[0]]
        for target, plane in zip(canvas.planes[1:], (u, v), strict=True):
            target[:] = plane[:, n // 2 : n // 2 + size[0] // 2]
        began = time.perf_counter()
        encoder.encode(canvas, key=n == 0)
        took.append((time.perf_counter() - began) * 1e3)
    mean = math.fsum(took[1:]) / (frames - 1)
    return {"mean_ms": round(mean, 3), "streams_a_core": round(1000 / 30 / mean, 1)}


def _nvenc(size: tuple[int, int]) -> str:
    import av

    context = av.CodecContext.create("h264_nvenc", "w")
    context.width, context.height = size
    context.pix_fmt, context.time_base = "yuv420p", Fraction(1, 30)
    try:
        context.open()
    except av.FFmpegError as error:
        raise RuntimeError(str(error)) from error
    return "opens"


def _nvjpeg(clock: Clock, size: tuple[int, int]) -> dict[str, Any]:
    if not clock.on_gpu:
        raise RuntimeError("no GPU")
    from torchvision.io import encode_jpeg  # type: ignore[import-not-found]

    picture = torch.from_numpy(specimen_picture(*size)).permute(2, 0, 1).contiguous()
    there = picture.to(clock.device)
    one = clock.wall_ms(lambda: encode_jpeg(there, quality=85))
    many = clock.wall_ms(lambda: encode_jpeg([there] * 8, quality=85))
    return {"one": one, "eight": many, "frames_a_second": round(8000 / many["median_ms"], 1)}

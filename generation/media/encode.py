"""What an encoder is, and the table of those we have; codecs are loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol

from generation.errors import EncoderFailed
from generation.types import Planes, Words

_HOME = {
    "h264": "generation.media.video:H264Encoder",
    "vp9": "generation.media.video:VP9Encoder",
    "jpeg": "generation.media.jpeg:JPEGEncoder",
}
MAX_FPS = {"jpeg": 15.0}  # whole pictures are heavy; video goes at the stage's own rate


class Encoded(NamedTuple):
    """One frame's bytes, and whether they decode alone."""

    data: bytes
    key: bool


class Canvas(Protocol):
    """Planes that a performer draws into and every encoder of a stage reads from."""

    @property
    def planes(self) -> Planes:
        """Return the planes; always the same buffers."""
        ...


class Encoder(Protocol):
    """One codec at one size. Not thread-safe: one stage owns it."""

    @property
    def decoder(self) -> str:
        """Return the WebCodecs codec string, "" where pictures need none.

        For H.264 it is read from the stream: known after the first frame.
        """
        ...

    def encode(self, canvas: Canvas, *, key: bool) -> Encoded:
        """Encode what the canvas shows now, without delay. Raises EncoderFailed."""
        ...


def open_canvas(size: tuple[int, int]) -> Canvas:
    """Return a black canvas of (width, height), both even."""
    found: Canvas = _load("generation.media.video:FrameCanvas")(size)
    return found


def open_encoder(codec: str, size: tuple[int, int], fps: int) -> Encoder:
    """Return a new encoder for frames of (width, height). Raises EncoderFailed."""
    if codec not in _HOME:
        raise EncoderFailed(
            Words(
                f"Кодека {codec!r} нет; есть {', '.join(_HOME)}.",
                f"There is no codec {codec!r}; there are {', '.join(_HOME)}.",
            )
        )
    encoder: Encoder = _load(_HOME[codec])(size, fps)
    return encoder


def _load(path: str) -> type:
    module, name = path.split(":")
    found: type = getattr(import_module(module), name)
    return found

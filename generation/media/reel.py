"""A finished film read frame by frame into planes of any size; it runs round without a seam."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
from av.video.reformatter import Interpolation

from generation.errors import ClipRefused
from generation.media.yuv import empty_planes
from generation.types import Bytes2D, Planes, Words

MOST_FRAMES = 3_600  # two minutes at 30 frames a second
LONGEST_SIDE = 4096  # px
STRETCHED = 0.04  # a film whose aspect differs by less fills the frame: engines round their sizes
SMOOTH = 1.6  # the step from last to first over the usual one: less, and nobody sees a seam
WALL = (35, 130, 126)  # Y, U, V of the wall around a film of another aspect: #14171a
_SMALL = 160  # px across, for measuring the seam
_USUAL_FPS = 25.0


@dataclass(frozen=True, slots=True)
class Film:
    """What a file is. seam: the step from its last frame to its first over the mean step."""

    path: Path
    size: tuple[int, int]  # width, height, px
    fps: float
    frames: int
    seam: float

    @property
    def seconds(self) -> float:
        """Return how long it lasts."""
        return self.frames / self.fps

    @property
    def closes(self) -> bool:
        """Say whether its end runs into its beginning by itself."""
        return self.seam <= SMOOTH


def look_at(path: Path) -> Film:
    """Read a film once. Raises ClipRefused for what is no film, too long or too large."""
    steps: list[float] = []
    first: Bytes2D | None = None
    last: Bytes2D | None = None
    with _opened(path) as container:
        stream = container.streams.video[0]
        size = (stream.codec_context.width, stream.codec_context.height)
        if not 2 <= min(size) <= max(size) <= LONGEST_SIDE:
            raise _refused(path, f"кадр {size[0]}×{size[1]}", f"its frame is {size[0]}×{size[1]}")
        for frame in container.decode(stream):
            small = _small(frame)
            if last is not None:
                steps.append(_step(last, small))
            first, last = small if first is None else first, small
            if len(steps) >= MOST_FRAMES:
                raise _refused(path, f"больше {MOST_FRAMES} кадров", f"over {MOST_FRAMES} frames")
        fps = float(stream.average_rate or _USUAL_FPS)
    if first is None or last is None:
        raise _refused(path, "в нём нет ни одного кадра", "it holds no frame")
    usual = float(np.mean(steps)) if steps else 0.0
    seam = _step(last, first) / usual if usual > 1e-3 else 0.0
    return Film(path, size, fps, len(steps) + 1, seam)


class Reader:
    """Frames of a film in their order, each drawn into planes of one size.

    The film is shown whole: where its aspect differs, the rest is wall.
    """

    def __init__(self, film: Film, size: tuple[int, int]) -> None:
        self._film, self._at = film, -1
        self._planes = empty_planes(*size)
        for plane, wall in zip(self._planes, WALL, strict=True):
            plane[:] = wall
        left, top, width, height = _place(film.size, size)
        self._inner = (width, height)
        self._window = Planes(
            self._planes.y[top : top + height, left : left + width],
            *(
                plane[top // 2 : (top + height) // 2, left // 2 : (left + width) // 2]
                for plane in self._planes[1:]
            ),
        )
        self._container: av.container.InputContainer | None = None
        self._frames: Iterator[av.VideoFrame] = iter(())

    def restart(self) -> None:
        """Begin anew. Opening a file costs as much as ten frames, going back almost nothing."""
        self._at = -1
        if self._container is not None:
            self._container.seek(0)
            self._frames = self._container.decode(video=0)

    def frame(self, index: int) -> Planes:
        """Return frame ``index``, never before the last one asked for; always the same buffers.

        Raises ClipRefused where decoding breaks.
        """
        found: av.VideoFrame | None = None
        with _read(self._film.path):
            if self._container is None:
                self._container = _open(self._film.path)
                self._frames = self._container.decode(video=0)
            while self._at < min(index, self._film.frames - 1):
                found = next(self._frames, None) or found
                self._at += 1
        if found is not None:
            self._draw(found)
        return self._planes

    def _draw(self, frame: av.VideoFrame) -> None:
        small = self._inner[0] < frame.width
        fitted = frame.reformat(
            *self._inner,
            format="yuv420p",
            dst_colorspace="ITU601",
            dst_color_range="MPEG",
            interpolation=Interpolation.AREA if small else Interpolation.BICUBIC,
        )
        for target, plane in zip(self._window, fitted.planes, strict=True):
            rows = np.frombuffer(memoryview(cast(bytes, plane)), np.uint8).reshape(
                -1, plane.line_size
            )
            np.copyto(target, rows[: plane.height, : plane.width])


class Round:
    """A film that runs round for ever: ``fade`` last frames melt into as many first ones.

    At most half of its frames.
    """

    def __init__(self, film: Film, size: tuple[int, int], fade: int) -> None:
        self.fade = fade
        self.period = film.frames - fade
        self._turn, self._reader, self._before = 0, Reader(film, size), Reader(film, size)
        for reader in (self._reader, self._before):
            reader.frame(0)  # opened now, not in the middle of a stage
        self._mixed = empty_planes(*size)

    def frame(self, number: int) -> Planes:
        """Return frame ``number`` since the beginning, never before the last one asked for.

        Raises ClipRefused where decoding breaks.
        """
        turn, index = divmod(number, self.period)
        if turn != self._turn:
            if turn == self._turn + 1:
                self._before, self._reader = self._reader, self._before
            else:
                self._before.restart()
            self._turn = turn
            self._reader.restart()
        shown = self._reader.frame(index)
        if turn == 0 or index >= self.fade:
            return shown
        share = (index + 1) / (self.fade + 1)
        mix(self._before.frame(self.period + index), shown, share, self._mixed)
        return self._mixed


def mix(a: Planes, b: Planes, share: float, out: Planes) -> None:
    """Write ``share`` of b over a, 0..1, into out."""
    for one, other, target in zip(a, b, out, strict=True):
        if 0 < share < 1:
            target[:] = cv2.addWeighted(one, 1 - share, other, share, 0)
        else:
            np.copyto(target, other if share > 0 else one)


def _place(film: tuple[int, int], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return left, top, width and height, all even, where a film lies in a frame."""
    scale = min(size[0] / film[0], size[1] / film[1])
    inner = [film[0] * scale, film[1] * scale]
    if max(abs(side / whole - 1) for side, whole in zip(inner, size, strict=True)) < STRETCHED:
        return 0, 0, *size
    width, height = (max(2, 2 * round(side / 2)) for side in inner)
    left, top = ((whole - side) // 4 * 2 for whole, side in zip(size, (width, height), strict=True))
    return left, top, width, height


def _small(frame: av.VideoFrame) -> Bytes2D:
    width = min(_SMALL, frame.width)
    height = max(round(frame.height * width / frame.width), 1)
    fitted = frame.reformat(width, height, format="gray", interpolation=Interpolation.AREA)
    return np.asarray(fitted.to_ndarray(), np.uint8)


def _step(a: Bytes2D, b: Bytes2D) -> float:
    return float(np.sqrt(cv2.norm(a, b, cv2.NORM_L2SQR) / a.size))


@contextmanager
def _opened(path: Path) -> Iterator[av.container.InputContainer]:
    with _read(path), _open(path) as container:
        yield container


def _open(path: Path) -> av.container.InputContainer:
    """Open a local film; playlists cannot reach the network. Raises ClipRefused."""
    container = av.open(str(path.resolve()), options={"protocol_whitelist": "file"})
    if not container.streams.video:
        raise _refused(path, "в нём нет изображения", "it holds no picture")
    return container


@contextmanager
def _read(path: Path) -> Iterator[None]:
    """Raise ClipRefused for whatever cannot be read."""
    try:
        yield
    except (av.FFmpegError, UnicodeError, OSError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise _refused(path, f"он не читается ({why})", f"it cannot be read ({why})") from error


def _refused(path: Path, ru: str, en: str) -> ClipRefused:
    return ClipRefused(
        Words(
            f"Фильм «{path.name}» показать нельзя: {ru}.",
            f"The film “{path.name}” cannot be shown: {en}.",
        )
    )

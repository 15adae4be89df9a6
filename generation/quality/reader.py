"""Read a clip or a still picture frame by frame; never more than one frame in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from generation.errors import ClipRefused
from generation.types import Bytes2D, Words

LONGEST_SIDE = 4096  # px
MOST_FRAMES = 36_000  # 20 minutes at 30 fps
USUAL_FPS = 25.0  # for files that do not say


@dataclass(frozen=True, slots=True)
class ClipFrame:
    """One decoded frame.

    time: seconds on the file's own clock. luma: (H, W) uint8, BT.601 limited range, exactly
    as coded in an ordinary 4:2:0 clip. rgb: (H, W, 3) uint8.
    """

    index: int
    time: float
    luma: Bytes2D
    rgb: Bytes2D


@dataclass(frozen=True, slots=True)
class Clip:
    """A file opened for measuring."""

    path: Path
    size: tuple[int, int]  # width, height in pixels
    fps: float
    container: av.container.InputContainer

    def frames(self) -> Iterator[ClipFrame]:
        """Yield the frames in order, once. Raises ClipRefused where decoding breaks."""
        index = 0
        try:
            for frame in self.container.decode(video=0):
                if (frame.width, frame.height) != self.size:
                    raise _refused(self.path, "кадры разного размера", "its frames differ in size")
                if index >= MOST_FRAMES:
                    raise _refused(
                        self.path,
                        f"в нём больше {MOST_FRAMES} кадров",
                        f"it has more than {MOST_FRAMES} frames",
                    )
                yield _converted(frame, index, self.fps)
                index += 1
        except FFmpegError as error:
            raise _refused(
                self.path,
                f"кадр № {index} не декодируется ({error.strerror})",
                f"frame {index} cannot be decoded ({error.strerror})",
            ) from error
        if index == 0:
            raise _refused(self.path, "в нём нет ни одного кадра", "it holds no frame")


@contextmanager
def open_clip(path: Path) -> Iterator[Clip]:
    """Open a clip or still picture from a local file. Raises ClipRefused."""
    with open_media(path) as container:
        if not container.streams.video:
            raise _refused(path, "в нём нет изображения", "it holds no picture")
        stream = container.streams.video[0]
        size = (stream.codec_context.width, stream.codec_context.height)
        if not 0 < max(size) <= LONGEST_SIDE:
            raise _refused(
                path,
                f"кадр {size[0]}×{size[1]}, сторона должна быть от 1 до {LONGEST_SIDE} пикс.",
                f"the frame is {size[0]}×{size[1]}, a side must be 1 to {LONGEST_SIDE} px",
            )
        yield Clip(path, size, float(stream.average_rate or USUAL_FPS), container)


@contextmanager
def open_media(path: Path) -> Iterator[av.container.InputContainer]:
    """Open a local media file; playlists cannot reach the network. Raises ClipRefused."""
    if not path.is_file():
        raise _refused(path, "такого файла нет", "there is no such file")
    try:
        container = av.open(str(path.resolve()), options={"protocol_whitelist": "file"})
    except (FFmpegError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise _refused(
            path, f"это не видео и не картинка ({reason})", f"it is no clip or picture ({reason})"
        ) from error
    with container:
        yield container


def _converted(frame: av.VideoFrame, index: int, fps: float) -> ClipFrame:
    limited = frame.reformat(format="yuv420p", dst_colorspace="ITU601", dst_color_range="MPEG")
    plane = limited.planes[0]
    rows = np.frombuffer(bytes(plane), np.uint8).reshape(-1, plane.line_size)
    luma = np.ascontiguousarray(rows[: frame.height, : frame.width])
    rgb = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    return ClipFrame(index, index / fps if frame.time is None else float(frame.time), luma, rgb)


def _refused(path: Path, ru: str, en: str) -> ClipRefused:
    return ClipRefused(
        Words(
            f"Файл «{path.name}» измерить нельзя: {ru}.",
            f"The file “{path.name}” cannot be measured: {en}.",
        )
    )

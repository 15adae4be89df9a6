"""Write an H.264 clip frame by frame; the file appears whole or not at all."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
from av.video.stream import VideoStream

from generation.errors import EncoderFailed
from generation.media.video import FrameCanvas
from generation.types import Planes, Words

# Constant quality, a keyframe every two seconds so that players can seek.
QUALITY = {"preset": "medium", "crf": "16", "tune": "film"}
KEY_SECONDS = 2


class ClipWriter:
    """A ``with`` block: draw into ``planes``, call ``write``, as often as the clip is long.

    MP4, yuv420p, tagged BT.601 limited range, index in front. Leaving the block with an
    exception, Ctrl-C included, leaves nothing behind. Raises EncoderFailed.
    """

    def __init__(self, path: Path, size: tuple[int, int], fps: int) -> None:
        self._path, self._size, self._fps = path, size, fps
        self._canvas = FrameCanvas(size)
        self._count = 0

    @property
    def planes(self) -> Planes:
        """Return the planes of the next frame; always the same buffers."""
        return self._canvas.planes

    def __enter__(self) -> ClipWriter:
        self._part = _empty_file_beside(self._path)
        try:
            self._container = av.open(
                str(self._part), "w", format="mp4", options={"movflags": "+faststart"}
            )
            self._stream = self._open_stream()
        except (av.FFmpegError, ValueError) as error:
            self._part.unlink(missing_ok=True)
            raise _failed(error) from error
        return self

    def write(self) -> None:
        """Append what the planes show now."""
        self._canvas.frame.pts = self._count
        self._mux(self._canvas.frame)
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._mux(None)
            self._container.close()
            if kind is None:
                os.replace(self._part, self._path)
        finally:
            self._part.unlink(missing_ok=True)

    def _open_stream(self) -> VideoStream:
        stream = self._container.add_stream("libx264", rate=self._fps)
        context = stream.codec_context
        context.width, context.height = self._size
        context.pix_fmt = "yuv420p"
        context.time_base = Fraction(1, self._fps)
        context.gop_size = KEY_SECONDS * self._fps
        context.options = {**QUALITY, "x264-params": "chromaloc=1"}
        frame = self._canvas.frame
        context.colorspace, context.color_range = frame.colorspace, frame.color_range
        context.color_primaries, context.color_trc = frame.color_primaries, frame.color_trc
        return stream

    def _mux(self, frame: av.VideoFrame | None) -> None:
        try:
            for packet in self._stream.encode(frame):
                self._container.mux(packet)
        except (av.FFmpegError, ValueError) as error:
            raise _failed(error) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it appears whole or not at all. Raises EncoderFailed."""
    part = _empty_file_beside(path)
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        raise _failed(error) from error
    finally:
        part.unlink(missing_ok=True)


def _empty_file_beside(path: Path) -> Path:
    part = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        part.touch(exist_ok=False)
    except OSError as error:
        raise _failed(error) from error
    return part


def _failed(error: Exception) -> EncoderFailed:
    reason = getattr(error, "strerror", None) or str(error)
    return EncoderFailed(
        Words(f"Не удалось записать файл ({reason}).", f"The file could not be written ({reason}).")
    )

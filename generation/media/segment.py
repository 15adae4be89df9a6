"""A clip's pictures in short pieces, each whole in a file of its own, that join without a seam."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import av
from av.video.stream import VideoStream

from generation.media.clip import not_written
from generation.media.video import FrameCanvas, tag_colours

# A piece begins with a key frame: players can seek to it, and a render that broke off
# continues after the last whole one.
SECONDS, MOST_FRAMES = 2, 60


class Codec(NamedTuple):
    """How pictures are written: FFmpeg's encoder, its options, the container of a piece."""

    name: str
    options: dict[str, str]
    container: str


H264 = Codec(
    "libx264",
    {"preset": "medium", "crf": "16", "tune": "film", "x264-params": "chromaloc=1"},
    "mp4",
)
VP9 = Codec(
    "libvpx-vp9",
    {"deadline": "good", "cpu-used": "4", "row-mt": "1", "crf": "24", "b": "0"},
    "webm",
)
LOSSLESS = Codec("ffv1", {"level": "3", "slices": "4"}, "matroska")


def frames_in_piece(fps: Fraction) -> int:
    """Return how many frames a piece holds."""
    return max(1, min(int(SECONDS * fps), MOST_FRAMES))


class SegmentWriter:
    """A ``with`` block around one file. What an exception leaves behind is the caller's to
    clear away. Raises EncoderFailed."""

    def __init__(self, path: Path, codec: Codec, size: tuple[int, int], fps: Fraction) -> None:
        self._path, self._codec, self._size, self._fps = path, codec, size, fps
        self._count = 0

    def __enter__(self) -> SegmentWriter:
        try:
            self._container = av.open(str(self._path), "w", format=self._codec.container)
            self._stream = self._open_stream()
        except (av.FFmpegError, ValueError) as error:
            raise not_written(error) from error
        return self

    def add(self, canvas: FrameCanvas) -> None:
        """Append what the canvas shows now."""
        canvas.frame.pts = self._count
        canvas.frame.time_base = 1 / self._fps
        self._mux(canvas.frame)
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._mux(None)
        try:
            self._container.close()
        except av.FFmpegError as failed:
            if kind is None:
                raise not_written(failed) from failed

    def _open_stream(self) -> VideoStream:
        stream = self._container.add_stream(self._codec.name, rate=self._fps)
        assert isinstance(stream, VideoStream)
        context = stream.codec_context
        context.width, context.height = self._size
        context.pix_fmt = "yuv420p"
        context.time_base = 1 / self._fps
        context.gop_size = MOST_FRAMES
        context.options = self._codec.options
        tag_colours(context)
        return stream

    def _mux(self, frame: av.VideoFrame | None) -> None:
        try:
            for packet in self._stream.encode(frame):
                self._container.mux(packet)
        except (av.FFmpegError, ValueError) as error:
            raise not_written(error) from error

"""H.264 and VP9 through PyAV, without delay, from planes the performer writes in place."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
from av.video.plane import VideoPlane

from generation.errors import EncoderFailed
from generation.media.bitstream import avc_decoder, vp9_decoder
from generation.media.encode import Canvas, Encoded
from generation.types import Bytes2D, Planes, Words

# ISO/IEC 23091-2 code points. Matrix and range are what media/yuv.py computes.
_BT601, _LIMITED, _BT709_PRIMARIES, _SRGB = 6, 1, 1, 13
_BLACK = (16, 128, 128)
_ENDLESS = 100_000  # frames: the stage decides where key frames go, not the encoder

_X264 = (
    "threads=1:sliced-threads=0:scenecut=0:bframes=0:repeat-headers=1:annexb=1:chromaloc=1"
    f":keyint={_ENDLESS}"
)


class FrameCanvas:
    """A 4:2:0 frame whose planes are writable arrays: nothing is copied on the way."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.frame = av.VideoFrame(*size, "yuv420p")
        tag_colours(self.frame)
        self._planes = Planes(*(_view(plane) for plane in self.frame.planes))
        for plane, black in zip(self._planes, _BLACK, strict=True):
            plane[:] = black

    @property
    def planes(self) -> Planes:
        """Return the planes; always the same buffers."""
        return self._planes


def tag_colours(target: av.VideoFrame | VideoCodecContext) -> None:
    """Say of a frame, or of all that an encoder writes, what its numbers mean."""
    target.colorspace, target.color_range = _BT601, _LIMITED
    target.color_primaries, target.color_trc = _BT709_PRIMARIES, _SRGB


def _view(plane: VideoPlane) -> Bytes2D:
    rows = np.frombuffer(memoryview(cast(bytes, plane)), np.uint8)
    return rows.reshape(-1, plane.line_size)[: plane.height, : plane.width]


class _VideoEncoder:
    """What both codecs share: one frame in, its packet out at once."""

    codec: str
    options: dict[str, str]

    def __init__(self, size: tuple[int, int], fps: int) -> None:
        self._size, self._fps = size, fps
        self._context = self._open()
        self._count = 0

    def _open(self) -> VideoCodecContext:
        try:
            context = cast(VideoCodecContext, av.CodecContext.create(self.codec, "w"))
        except av.FFmpegError as error:
            raise _failed(self.codec, error) from error
        context.width, context.height = self._size
        context.pix_fmt = "yuv420p"
        context.framerate = Fraction(self._fps)
        context.time_base = 1 / context.framerate
        context.thread_count = 1
        context.max_b_frames = 0
        context.gop_size = _ENDLESS
        tag_colours(context)
        context.options = self.options
        return context

    def encode(self, canvas: Canvas, *, key: bool) -> Encoded:
        """Encode what the canvas shows now, without delay. Raises EncoderFailed."""
        if not isinstance(canvas, FrameCanvas):
            raise TypeError("video is encoded from a FrameCanvas")
        frame = canvas.frame
        frame.pts = self._count
        frame.pict_type = PictureType.I if key or not self._count else PictureType.NONE
        try:
            (packet,) = self._context.encode(frame)
        except (av.FFmpegError, ValueError) as error:
            raise _failed(self.codec, error) from error
        self._count += 1
        return Encoded(bytes(packet), packet.is_keyframe)


class H264Encoder(_VideoEncoder):
    """x264 superfast, zero latency: Annex B with the headers before each key frame."""

    codec = "libx264"
    options = {
        "preset": "superfast",
        "tune": "zerolatency",
        "crf": "22",
        "forced-idr": "1",
        "x264-params": _X264,
    }
    decoder = ""

    def encode(self, canvas: Canvas, *, key: bool) -> Encoded:
        """Encode what the canvas shows now, without delay. Raises EncoderFailed."""
        encoded = super().encode(canvas, key=key)
        self.decoder = self.decoder or avc_decoder(encoded.data) or ""
        return encoded


class VP9Encoder(_VideoEncoder):
    """libvpx in its real-time mode, nothing looked ahead."""

    codec = "libvpx-vp9"
    options = {
        "deadline": "realtime",
        "cpu-used": "8",
        "lag-in-frames": "0",
        "auto-alt-ref": "0",
        "row-mt": "0",
        "crf": "30",
        "b": "0",
    }

    @property
    def decoder(self) -> str:
        """Return the WebCodecs codec string."""
        return vp9_decoder(self._size, self._fps)


def _failed(codec: str, error: Exception) -> EncoderFailed:
    return EncoderFailed(
        Words(f"Кодек {codec} не справился: {error}", f"The codec {codec} failed: {error}")
    )

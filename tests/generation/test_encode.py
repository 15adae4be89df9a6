"""What the encoders make is what was drawn: decoded again, measured."""

from __future__ import annotations

import io
import math

import av
import numpy as np
import pytest
from PIL import Image

from generation.errors import EncoderFailed
from generation.media.bitstream import avc_decoder, vp9_decoder
from generation.media.encode import Encoded, open_canvas, open_encoder
from generation.media.yuv import planes_from_rgb, rgb_from_planes
from generation.types import NO_CUE, Bytes2D, Planes
from tests.performers import PATCHES, Drifting, Patches

SIZE = (368, 480)  # a width whose rows are padded in chroma
LEAST_PSNR = {"h264": 38.0, "vp9": 38.0, "jpeg": 36.0}  # dB, luma


class Decoding:
    """Decodes one stream with PyAV."""

    def __init__(self, codec: str) -> None:
        self.context = av.CodecContext.create({"jpeg": "mjpeg"}.get(codec, codec), "r")
        self.context.thread_count = 1

    def planes(self, data: bytes) -> Planes:
        (frame,) = self.context.decode(av.Packet(data))  # no delay: one in, one out
        rows = (np.frombuffer(p, np.uint8).reshape(-1, p.line_size) for p in frame.planes)
        shapes = ((p.height, p.width) for p in frame.planes)
        return Planes(*(r[:h, :w].copy() for r, (h, w) in zip(rows, shapes, strict=True)))


def psnr(one: Bytes2D, other: Bytes2D) -> float:
    error = np.mean((one.astype(float) - other) ** 2)
    return 10 * math.log10(255**2 / max(error, 1e-9))


def rgb_of_jpeg(data: bytes) -> Bytes2D:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


@pytest.mark.parametrize("codec", ["h264", "vp9"])
def test_video_comes_back_at_once_and_looks_the_same(codec: str) -> None:
    performer, canvas = Drifting(SIZE), open_canvas(SIZE)
    encoder, decoding = open_encoder(codec, SIZE, 30), Decoding(codec)
    sizes, keys = [], []
    for n in range(24):
        performer.frame(n / 30, NO_CUE, canvas.planes)
        encoded = encoder.encode(canvas, key=n == 12)
        keys.append(encoded.key)
        sizes.append(len(encoded.data))
        shown = decoding.planes(encoded.data)
        assert psnr(shown.y, canvas.planes.y) > LEAST_PSNR[codec], n
    assert keys == [n in (0, 12) for n in range(24)]
    assert max(sizes[1:12] + sizes[13:]) < min(sizes[0], sizes[12])


@pytest.mark.parametrize("codec", ["h264", "vp9", "jpeg"])
def test_flat_patches_keep_their_colour(codec: str) -> None:
    performer = Patches()
    canvas = open_canvas(performer.size)
    performer.frame(0, NO_CUE, canvas.planes)
    encoded = open_encoder(codec, performer.size, 30).encode(canvas, key=True)
    wanted = rgb_from_planes(canvas.planes)
    if codec == "jpeg":
        shown = rgb_of_jpeg(encoded.data)
    else:
        shown = rgb_from_planes(Decoding(codec).planes(encoded.data))
    for n in range(len(PATCHES)):
        row, column = divmod(n, 2)
        middle = np.s_[row * 48 + 14 : row * 48 + 34, column * 48 + 14 : column * 48 + 34]
        difference = np.abs(shown[middle].astype(int) - wanted[middle])
        assert difference.max() <= 3, PATCHES[n]


def test_jpeg_of_a_picture_measures_well() -> None:
    canvas = open_canvas(SIZE)
    across, down = np.meshgrid(np.linspace(0, 1, SIZE[0]), np.linspace(0, 1, SIZE[1]))
    rgb = np.stack([200 * across, 180 * down, 90 + 80 * np.sin(9 * across * down)], -1)
    for plane, drawn in zip(canvas.planes, planes_from_rgb(rgb.astype(np.uint8)), strict=True):
        plane[:] = drawn
    encoded = open_encoder("jpeg", SIZE, 30).encode(canvas, key=False)
    assert encoded.key
    assert psnr(rgb_of_jpeg(encoded.data), rgb_from_planes(canvas.planes)) > LEAST_PSNR["jpeg"]


def test_two_codecs_read_one_canvas_and_leave_it_alone() -> None:
    performer, canvas = Drifting(SIZE), open_canvas(SIZE)
    performer.frame(0, NO_CUE, canvas.planes)
    before = [plane.copy() for plane in canvas.planes]
    for codec in ("h264", "vp9", "jpeg"):
        open_encoder(codec, SIZE, 30).encode(canvas, key=True)
    assert all(np.array_equal(a, b) for a, b in zip(before, canvas.planes, strict=True))


def first(codec: str, size: tuple[int, int]) -> tuple[str, Encoded]:
    encoder, canvas = open_encoder(codec, size, 30), open_canvas(size)
    encoded = encoder.encode(canvas, key=True)
    return encoder.decoder, encoded


def test_codec_strings_are_read_from_the_stream() -> None:
    string, encoded = first("h264", (720, 960))
    assert string == avc_decoder(encoded.data)
    assert string.startswith("avc1.6400")  # High
    assert int(string[-2:], 16) in (30, 31, 32)  # the level of 720×960 at 30
    assert first("vp9", (720, 960))[0] == "vp09.00.31.08"
    assert vp9_decoder((1080, 1440), 60) == "vp09.00.41.08"
    assert vp9_decoder((16000, 16000), 60) == "vp09.00.52.08"
    assert avc_decoder(b"\0\0\1\x41abc") is None


def test_streams_are_tagged_as_what_they_are() -> None:
    _, encoded = first("h264", SIZE)
    (frame,) = Decoding("h264").context.decode(av.Packet(encoded.data))
    assert (frame.colorspace, frame.color_range, frame.color_primaries, frame.color_trc) == (
        6, 1, 1, 13,
    )  # fmt: skip


def test_an_unknown_codec_is_refused_in_words() -> None:
    with pytest.raises(EncoderFailed) as caught:
        open_encoder("av2", SIZE, 30)
    assert "av2" in caught.value.for_people.en and "av2" in caught.value.for_people.ru

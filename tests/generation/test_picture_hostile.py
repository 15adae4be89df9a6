"""Pictures meant to hurt, or hurt on the way: clear refusals, nothing else."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image

from generation.errors import PictureRefused
from generation.media.picture import open_picture
from tests.generation.test_picture import photo, png, saved

FORMATS = ["JPEG", "PNG", "WebP", "TIFF"]
HEADER = struct.Struct(">IIBBBBB")


def refusal(data: bytes) -> PictureRefused:
    with pytest.raises(PictureRefused) as caught:
        open_picture(data)
    assert caught.value.for_people.ru and caught.value.for_people.en
    return caught.value


@pytest.mark.parametrize("format", FORMATS)
def test_truncated_anywhere_is_refused(format: str) -> None:
    # The last few bytes hold no picture data, only an end mark or a directory.
    whole = saved(Image.fromarray(photo()), format)
    for length in np.linspace(0, len(whole) * 0.9, 60).astype(int):
        refusal(whole[:length])


@pytest.mark.parametrize("format", FORMATS)
def test_random_damage_never_escapes_as_another_error(format: str) -> None:
    rng = np.random.default_rng(11)
    whole = np.frombuffer(saved(Image.fromarray(photo()), format), np.uint8)
    for _ in range(250):
        harmed = whole.copy()
        reach = len(harmed) if rng.random() < 0.5 else min(200, len(harmed))
        spots = rng.integers(0, reach, rng.integers(1, 12))
        harmed[spots] = rng.integers(0, 256, len(spots))
        try:
            picture = open_picture(harmed.tobytes())
        except PictureRefused:
            continue
        assert picture.rgb.dtype == np.uint8 and picture.rgb.ndim == 3


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"GIF89a" + bytes(100), "GIF"),
        (b"%PDF-1.7" + bytes(100), "PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\0\0\0\x20ftypheic" + bytes(100), "HEIC"),
        (b"MZ" + bytes(500), "not a picture"),
        (b"just some words", "not a picture"),
    ],
)
def test_other_things_are_named(data: bytes, word: str) -> None:
    assert word in refusal(data).for_people.en


def test_a_renamed_file_is_refused_by_content(tmp_path) -> None:
    path = tmp_path / "painting.png"
    path.write_text("not a painting at all")
    with pytest.raises(PictureRefused, match=r"painting\.png"):
        open_picture(path)
    with pytest.raises(PictureRefused, match="no such file"):
        open_picture(tmp_path / "absent.png")
    with pytest.raises(PictureRefused, match="a folder"):
        open_picture(tmp_path)


def test_claimed_sizes_are_refused_before_anything_is_reserved() -> None:
    huge = HEADER.pack(60000, 60000, 8, 2, 0, 0, 0)
    claims = [
        png(("IHDR", huge), ("IDAT", zlib.compress(bytes(1000))), ("IEND", b"")),
        webp_claim(16383, 16383),
        tiff_claim(60000, 60000),
        jpeg_claim(65500, 65500),
    ]
    tracemalloc.start()
    for data in claims:
        assert "megapixels" in refusal(data).for_people.en
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6


def test_a_zlib_bomb_is_bounded_by_its_header() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    small = HEADER.pack(64, 64, 8, 2, 0, 0, 0)
    picture = open_picture(png(("IHDR", small), ("IDAT", bomb), ("IEND", b"")))
    assert picture.rgb.shape == (64, 64, 3)
    for chunk in (("zTXt", b"a\0\0" + bomb), ("iCCP", b"p\0\0" + bomb)):
        data = png(("IHDR", small), chunk, ("IDAT", zlib.compress(bytes(64 * 193))), ("IEND", b""))
        refusal(data)


def test_thirty_two_bits_are_refused_with_a_way_out() -> None:
    scan = Image.fromarray(np.zeros((64, 64), np.float32))
    assert "8 or 16 bits" in refusal(saved(scan, "TIFF")).for_people.en


def webp_claim(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_claim(width: int, height: int) -> bytes:
    whole = bytearray(saved(Image.fromarray(photo()), "JPEG"))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(whole)


def tiff_claim(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(photo()).save(out, "TIFF", tiffinfo={})
    whole = bytearray(out.getvalue())
    start = struct.unpack("<I", whole[4:8])[0]
    for k in range(struct.unpack("<H", whole[start : start + 2])[0]):
        entry = start + 2 + 12 * k
        tag = struct.unpack("<H", whole[entry : entry + 2])[0]
        if tag in (256, 257):
            value = struct.pack("<HHII", tag, 4, 1, width if tag == 256 else height)
            whole[entry : entry + 12] = value
    return bytes(whole)

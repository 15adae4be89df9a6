"""Pictures from anyone: what is opened, how it looks, what is refused."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from generation.errors import PictureRefused
from generation.media.picture import PictureLimits, derivative, encode_clean, open_picture

RNG = np.random.default_rng(7)


def photo(width: int = 96, height: int = 64) -> np.ndarray:
    """Smooth colours that differ in every corner."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([255 * x / width, 255 * y / height, 120 + 60 * np.sin(x / 9)], -1).astype(
        np.uint8
    )


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("PNG", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("WebP", {"lossless": True}),
    ],
)
def test_lossless_formats_give_the_pixels_back(format: str, options: dict[str, object]) -> None:
    picture = open_picture(saved(Image.fromarray(photo()), format, **options))
    assert (picture.format, picture.original_size) == (format, (96, 64))
    assert np.array_equal(picture.rgb, photo())


def test_jpeg_is_close_and_the_hash_is_of_the_file() -> None:
    import hashlib

    data = saved(Image.fromarray(photo()), "JPEG", quality=95, subsampling=0)
    picture = open_picture(data)
    assert np.abs(picture.rgb.astype(int) - photo()).mean() < 2
    assert picture.sha256 == hashlib.sha256(data).hexdigest()


def test_the_name_does_not_matter_the_content_does(tmp_path) -> None:
    path = tmp_path / "painting.jpg"
    path.write_bytes(saved(Image.fromarray(photo()), "PNG"))
    assert open_picture(path).format == "PNG"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF", "WebP"])
def test_orientation_is_applied_once(format: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if format == "WebP" else {"quality": 95}
    shown = open_picture(saved(Image.fromarray(photo()), format, exif=exif, **options)).rgb
    turns = {
        1: lambda a: a, 2: np.fliplr, 3: lambda a: np.rot90(a, 2), 4: np.flipud,
        5: lambda a: a.transpose(1, 0, 2), 6: lambda a: np.rot90(a, -1),
        7: lambda a: np.rot90(a, 2).transpose(1, 0, 2), 8: lambda a: np.rot90(a, 1),
    }  # fmt: skip
    expected = turns[orientation](photo())
    assert shown.shape == expected.shape
    assert np.abs(shown.astype(int) - expected).mean() < 3


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "CMYK", "YCbCr", "LAB"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    source = Image.fromarray(photo())
    if mode == "P":
        image = source.quantize(256)
    elif mode == "PA":
        image = source.quantize(256).convert("PA")
    elif mode == "LAB":
        chain = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
        )
        image = chain.apply(source)
    else:
        image = source.convert(mode)
    data = saved(image, "PNG" if mode in ("1", "L", "LA", "P", "RGBA") else "TIFF")
    rgb = open_picture(data).rgb
    grey = mode in ("1", "L", "LA")
    expected = np.asarray(source.convert("L").convert("RGB") if grey else source)
    assert rgb.shape == (64, 96, 3)
    # One bit is noise around the right level; a palette is coarse.
    assert abs(rgb.mean() - expected.mean()) < 6
    if mode != "1":
        assert np.abs(rgb.astype(int) - expected).mean() < 12


def test_sixteen_bits_keep_their_level() -> None:
    wide = np.linspace(0, 65535, 96 * 64).astype(np.uint16).reshape(64, 96)
    for format in ("PNG", "TIFF"):
        rgb = open_picture(saved(Image.fromarray(wide), format)).rgb
        assert np.abs(rgb[..., 0].astype(float) - wide / 257).max() <= 0.51
    raw = np.repeat((photo().astype(np.uint16) * 257)[..., None], 1, -1)[..., 0]
    assert np.array_equal(open_picture(png16(raw)).rgb, photo())


def png16(rgb: np.ndarray) -> bytes:
    """A 16-bit RGB PNG, which Pillow itself cannot write."""
    height, width = rgb.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in rgb)
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return png(("IHDR", header), ("IDAT", zlib.compress(rows)), ("IEND", b""))


def png(*chunks: tuple[str, bytes]) -> bytes:
    parts = [b"\x89PNG\r\n\x1a\n"]
    for name, body in chunks:
        tagged = name.encode() + body
        parts += [struct.pack(">I", len(body)), tagged, struct.pack(">I", zlib.crc32(tagged))]
    return b"".join(parts)


def test_transparency_shows_paper_and_says_so() -> None:
    rgba = np.dstack([photo(), np.zeros((64, 96), np.uint8)])
    picture = open_picture(saved(Image.fromarray(rgba), "PNG"))
    assert (picture.rgb == 255).all()
    assert "white" in picture.notes[0].en


@pytest.mark.parametrize("format", ["TIFF", "PNG", "WebP"])
def test_the_first_of_many_frames_is_taken_and_said(format: str) -> None:
    first, second = Image.fromarray(photo()), Image.fromarray(255 - photo())
    options = {"lossless": True} if format == "WebP" else {}
    data = saved(first, format, save_all=True, append_images=[second], **options)
    picture = open_picture(data)
    assert np.array_equal(picture.rgb, photo())
    assert "first" in picture.notes[-1].en


def test_what_we_write_carries_colours_and_nothing_else() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (55.0, 45.0, 0.0)
    exif[0x010E] = "made by somebody"
    given = saved(Image.fromarray(photo()), "JPEG", exif=exif, comment=b"secret place")
    assert b"somebody" in given
    assert b"secret place" in given
    rgb = open_picture(given).rgb
    for format in ("PNG", "JPEG"):
        clean = encode_clean(rgb, format)
        assert clean == encode_clean(rgb, format)
        again = Image.open(io.BytesIO(clean))
        assert not again.getexif()
        assert b"somebody" not in clean
        assert b"secret place" not in clean
        assert again.info.keys() <= {"srgb", "icc_profile", "jfif", "jfif_version",
                                     "jfif_unit", "jfif_density"}  # fmt: skip
    assert np.array_equal(open_picture(encode_clean(rgb, "PNG")).rgb, rgb)
    close = open_picture(encode_clean(rgb, "JPEG"))
    assert not close.icc_applied
    assert np.abs(close.rgb.astype(int) - rgb).mean() < 2


def test_derivatives_shrink_and_never_grow() -> None:
    rgb = photo(400, 300)
    assert derivative(rgb, 1000) is rgb
    small = derivative(rgb, 100)
    assert small.shape == (75, 100, 3)
    assert np.abs(small.mean((0, 1)) - rgb.mean((0, 1))).max() < 1


def test_limits_are_said_in_two_languages() -> None:
    data = saved(Image.fromarray(photo()), "PNG")
    for limits, word in (
        (PictureLimits(bytes=100), "MB"),
        (PictureLimits(pixels=1000), "megapixels"),
        (PictureLimits(side=65), "too small"),
    ):
        with pytest.raises(PictureRefused) as caught:
            open_picture(data, limits)
        assert word in caught.value.for_people.en
        assert caught.value.for_people.ru != caught.value.for_people.en
        assert caught.value.permanent

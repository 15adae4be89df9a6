"""Bring any decoded picture to 8-bit sRGB, strip by strip."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms

from generation.errors import PictureRefused
from generation.types import Words

PAPER = (255, 255, 255)  # what shows through transparent pixels
SIXTEEN_BIT = ("I;16", "I;16L", "I;16B", "I;16N")
_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab": "LAB"}  # ICC name -> our mode

BROKEN_PROFILE = Words(
    "Цветовой профиль повреждён: цвета приняты за sRGB.",
    "The colour profile is damaged: the colours were taken for sRGB.",
)
NO_CMYK_PROFILE = Words(
    "CMYK без цветового профиля: цвета приблизительны.",
    "CMYK without a colour profile: the colours are approximate.",
)
TRANSPARENT = Words("Прозрачные места показаны белыми.", "Transparent areas are shown white.")


@dataclass(frozen=True, slots=True)
class ToSrgb:
    """How to turn one strip of a picture into 8-bit sRGB, and what to tell about it."""

    convert: Callable[[Image.Image], Image.Image]
    icc_applied: bool
    notes: tuple[Words, ...]


def to_srgb(image: Image.Image) -> ToSrgb:
    """Return the converter for an opened picture. Raises PictureRefused on 32-bit pixels."""
    if image.mode in ("F", "I"):
        raise PictureRefused(
            Words(
                "32-битные пиксели не поддерживаются. Сохраните картину с 8 или 16 битами "
                "на канал.",
                "32-bit pixels are not supported. Save the picture with 8 or 16 bits per channel.",
            )
        )
    notes = [TRANSPARENT] if _has_alpha(image) else []
    plain = _plain(image)
    profile = image.info.get("icc_profile")
    transform = None
    if profile or plain == "LAB":
        transform, broken = _transform(profile, plain)
        notes += [BROKEN_PROFILE] if broken else []
    elif plain == "CMYK":
        notes.append(NO_CMYK_PROFILE)
    return ToSrgb(_chain(image, plain, transform), transform is not None, tuple(notes))


def _chain(
    image: Image.Image, plain: str, transform: ImageCms.ImageCmsTransform | None
) -> Callable[[Image.Image], Image.Image]:
    transparency = image.info.get("transparency")

    def convert(strip: Image.Image) -> Image.Image:
        if transparency is not None:
            strip.info["transparency"] = transparency
        flat = _flatten(strip, plain)
        if transform is not None:
            flat = transform.apply(flat)
        return flat.convert("RGB")

    return convert


def _flatten(strip: Image.Image, plain: str) -> Image.Image:
    """Drop 16 bits, palette and transparency; return a strip in the plain mode."""
    if strip.mode in SIXTEEN_BIT:
        wide = np.asarray(strip).astype(np.uint32)
        return Image.fromarray(((wide * 255 + 32895) >> 16).astype(np.uint8))
    if not _has_alpha(strip):
        return strip if strip.mode == plain else strip.convert(plain)
    clear = strip.convert("RGBA")
    paper = Image.new("RGBA", clear.size, (*PAPER, 255))
    return Image.alpha_composite(paper, clear).convert(plain)


def _has_alpha(image: Image.Image) -> bool:
    return "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "La", "RGBa")


def _plain(image: Image.Image) -> str:
    """Return the mode colours are meant in: L, RGB, CMYK or LAB."""
    if image.mode in ("1", "L", "LA", "La", *SIXTEEN_BIT):
        return "L"
    return image.mode if image.mode in ("CMYK", "LAB") else "RGB"


def _transform(profile: bytes | None, plain: str) -> tuple[ImageCms.ImageCmsTransform | None, bool]:
    """Return (transform or None where it changes nothing, whether the profile is broken)."""
    try:
        source = ImageCms.ImageCmsProfile(
            io.BytesIO(profile) if profile else ImageCms.createProfile("LAB")
        )
        if _SPACES.get(source.profile.xcolor_space.strip()) != plain:
            return None, True
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            plain,
            "RGB",
            renderingIntent=ImageCms.Intent.PERCEPTUAL,
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return None, True
    return (None if _changes_nothing(transform, plain) else transform), False


def _changes_nothing(transform: ImageCms.ImageCmsTransform, plain: str) -> bool:
    """Tell an sRGB profile by what it does: at most one level on a 9×9×9 grid of colours."""
    if plain != "RGB":
        return False
    axis = np.linspace(0, 255, 9).round().astype(np.uint8)
    grid = np.stack(np.meshgrid(axis, axis, axis), -1).reshape(27, 27, 3)
    after = np.asarray(transform.apply(Image.fromarray(grid)), np.int16)
    return bool(np.abs(after - grid).max() <= 1)

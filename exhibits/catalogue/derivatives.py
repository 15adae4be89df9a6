"""Smaller JPEGs of a picture, made once and kept; the original never leaves the house."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

import generation
from exhibits.catalogue.models import ArtworkImage
from exhibits.studio import kept_limits

WIDTHS = (320, 480, 640, 960, 1280, 1440, 1920)
QUALITY = 88
_making = threading.Lock()  # one large picture in memory at a time


def fitting(asked: int, natural: int) -> int:
    """Return the offered width to send: the asked one, or the first that holds all there is."""
    return min([asked, *(width for width in WIDTHS if width >= natural)])


def derivative_file(image: ArtworkImage, asked: int) -> Path:
    """Return the file of a derivative, making it when it is not there.

    ``asked`` must be one of WIDTHS.
    """
    path = folder(image.pk) / f"{fitting(asked, image.width)}.jpg"
    if not path.exists():
        with _making:
            if not path.exists():
                picture = generation.open_picture(Path(image.file.path), kept_limits())
                make_derivatives(image.pk, picture.rgb)
    return path


def make_derivatives(image_id: UUID, rgb: Any) -> None:
    """Write every derivative of (H, W, 3) uint8."""
    height, width = rgb.shape[:2]
    for offered in sorted({fitting(asked, width) for asked in WIDTHS}, reverse=True):
        longest = round(max(height, width) * min(offered, width) / width)
        smaller = generation.derivative(rgb, longest)
        write_atomically(folder(image_id) / f"{offered}.jpg", _jpeg(smaller))
        if offered == WIDTHS[-1]:
            rgb = smaller  # the scan itself is read once


def remove_derivatives(image_id: UUID) -> None:
    """Forget the derivatives of a picture."""
    shutil.rmtree(folder(image_id), ignore_errors=True)


def folder(image_id: UUID) -> Path:
    """Return where a picture's derivatives live."""
    return Path(settings.MEDIA_ROOT) / "derivatives" / image_id.hex[:2] / image_id.hex


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file that is either whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _jpeg(rgb: Any) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(rgb).save(
        out, "JPEG", quality=QUALITY, subsampling=0, optimize=True, progressive=True
    )
    return out.getvalue()

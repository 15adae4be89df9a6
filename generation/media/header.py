"""Look at the first bytes of a file: which kind of picture it is, and its size."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from PIL.Image import DecompressionBombError
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

# What Pillow's plug-ins raise on malformed files, besides OSError.
MALFORMED = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError, KeyError,
    TypeError, OverflowError, AttributeError, NotImplementedError, RuntimeError,
    DecompressionBombError,
)  # fmt: skip

# The classes themselves, not Image.open: its pixel limit is a global that warns and raises
# by its own rules; ours is checked by the caller.
READERS: dict[str, Callable[[io.BytesIO], ImageFile]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WebP": WebPImageFile,
    "TIFF": TiffImageFile,
}
_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def kind_of(data: bytes) -> str | None:
    """Return JPEG, PNG, WebP or TIFF by content, None for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    return "TIFF" if data.startswith(_TIFF_MAGIC) else None


def webp_size(data: bytes) -> tuple[int, int]:
    """Return (width, height) a WebP header claims. Raises ValueError.

    Read by hand because the decoder reserves its whole canvas when it is opened.
    Source: RFC 9649, sections 2.5 to 2.7.
    """
    chunk, body = data[12:16], data[20:30]
    if len(body) < 10:
        raise ValueError("the header is cut short")
    if chunk == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no picture chunk")

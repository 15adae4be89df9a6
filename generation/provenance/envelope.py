"""What C2PA leaves unsigned around its own signature: names of boxes, and a kilobyte of zeros."""

from __future__ import annotations

import re

_NAMES = (b"\x03c2pa\0", b"\x03c2pa.assertions\0", b"\x03c2pa.claim", b"\x03c2pa.signature\0")
_SIGNATURE = _NAMES[-1]
_NEAR = 65_536  # a signature with its certificates is shorter than that
# CBOR: the text "pad", then a byte string whose length takes one, two or four bytes.
_PADDING = re.compile(rb"cpad(?:\x58(.)|\x59(..)|\x5a(....))", re.DOTALL)
# APP11: marker, length, "JP", box number, sequence number, then the box's length and type again.
_JPEG_SEGMENT = re.compile(rb"\xff\xeb..JP.{14}", re.DOTALL)
_GIF_START = b"\x21\xff\x0bC2PA_GIF"
_GIF_AUTHENTICATION = 3


def untouched(data: bytes, mime: str) -> bool:
    """Return whether the names are there and the padding is zeros, as whoever signed left them.

    A changed byte there lies about nothing and c2pa lets it pass; but a file that is called
    unchanged should be. Not seen: a container's own framing (the first box of an MP4, the
    checksum of a PNG's manifest chunk).
    """
    manifest = _joined(data, mime)
    if not all(name in manifest for name in _NAMES):
        return False
    starts = (found.start() for found in re.finditer(re.escape(_SIGNATURE), manifest))
    return all(_zeros(manifest[start : start + _NEAR]) for start in starts)


def _zeros(signature: bytes) -> bool:
    found = _PADDING.search(signature)
    if found is None:
        return True  # others need not pad
    length = int.from_bytes(next(told for told in found.groups() if told is not None))
    return not any(signature[found.end() : found.end() + length])


def _joined(data: bytes, mime: str) -> bytes:
    """Return bytes in which a manifest is in one piece: JPEG and GIF cut it up."""
    if mime == "image/jpeg":
        return _JPEG_SEGMENT.sub(b"", data)
    if mime != "image/gif" or _GIF_START not in data:
        return data
    at = data.index(_GIF_START) + len(_GIF_START) + _GIF_AUTHENTICATION
    pieces = []
    while at < len(data) and data[at]:
        pieces.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(pieces)

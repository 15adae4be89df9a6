"""Put the label into the file's own tags: XMP everywhere, and what players show of a film."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import av

from generation.errors import SigningRefused
from generation.media.clip import not_written
from generation.media.header import webp_size
from generation.media.join import MP4, WEBM, Film
from generation.provenance.xmp import xmp_packet
from generation.types import Words

_MALFORMED = (av.InvalidDataError, av.EOFError, ValueError, IndexError, struct.error)
_MP4_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_JPEG_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PNG, _PNG_XMP = b"\x89PNG\r\n\x1a\n", b"XML:com.adobe.xmp\0"
_GIF_XMP = b"\x21\xff\x0bXMP DataXMP"
_GIF_LOOP, _GIF_LOOP_LENGTH = b"\x21\xff\x0bNETSCAPE2.0", 19
# A GIF reader that knows no XMP skips by block lengths: wherever it lands here, it gets out.
_GIF_RAMP = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
_WEBP_HAS_XMP, _WEBP_HAS_ALPHA = 0x04, 0x10


def write_tagged(source: Path | bytes, target: Path, mime: str, tags: Mapping[str, str]) -> None:
    """Copy a file with its tags; nothing is encoded again. tags: as ``Labels.metadata``.

    mime: JPEG, PNG, GIF, WebP, MP4 or WebM. An XMP packet that was there is replaced.
    Raises SigningRefused when the file is not what ``mime`` says, EncoderFailed when it cannot
    be written.
    """
    packet = xmp_packet(tags)
    try:
        if mime in _FILMS:
            _film(source, target, _FILMS[mime], tags)
        else:
            data = source if isinstance(source, bytes) else source.read_bytes()
            target.write_bytes(_PICTURES[mime](data, packet))
        if mime == "video/mp4":
            with target.open("ab") as file:
                box = _MP4_XMP + packet
                file.write(struct.pack(">I4s", 8 + len(box), b"uuid") + box)
    except _MALFORMED as error:
        raise _not_tagged(mime, error) from error
    except av.FFmpegError as error:
        raise not_written(error) from error


def _film(source: Path | bytes, target: Path, film: Film, tags: Mapping[str, str]) -> None:
    opened = io.BytesIO(source) if isinstance(source, bytes) else str(source)
    with (
        av.open(opened, "r", format=film.container) as given,
        av.open(str(target), "w", format=film.container, options=film.options) as out,
    ):
        streams = {each.index: out.add_stream_from_template(each) for each in given.streams}
        out.metadata.update(tags)
        for packet in given.demux():
            if packet.dts is not None:  # the last of each stream is empty
                packet.stream = streams[packet.stream.index]
                out.mux(packet)


def _jpeg(data: bytes, packet: bytes) -> bytes:
    """APP1 after JFIF's own APP0."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    segments, at = [data[:2]], 2
    while data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if not data.startswith(_JPEG_XMP, at + 4):
            segments.append(data[at:end])
        at = end
    own = struct.pack(">HH", 0xFFE1, 2 + len(_JPEG_XMP) + len(packet)) + _JPEG_XMP + packet
    segments.insert(2 if segments[1][:2] == b"\xff\xe0" else 1, own)
    return b"".join(segments) + data[at:]


def _png(data: bytes, packet: bytes) -> bytes:
    """iTXt after IHDR, uncompressed as XMP asks."""
    if data[:8] != _PNG:
        raise ValueError("no PNG")
    chunks, at = [], 8
    while at < len(data):
        end = at + 12 + struct.unpack_from(">I", data, at)[0]
        if not data.startswith(_PNG_XMP, at + 8):
            chunks.append(data[at:end])
        at = end
    told = b"iTXt" + _PNG_XMP + bytes(4) + packet
    own = struct.pack(">I", len(told) - 4) + told + struct.pack(">I", zlib.crc32(told))
    return b"".join([_PNG, chunks[0], own, *chunks[1:]])


def _gif(data: bytes, packet: bytes) -> bytes:
    """An application extension before the first frame, after the one that says it repeats."""
    if data[:6] != b"GIF89a":
        raise ValueError("no GIF")
    start = data.find(_GIF_XMP)
    if start >= 0:
        data = data[:start] + data[data.index(_GIF_RAMP, start) + len(_GIF_RAMP) :]
    colours = 3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0
    at = 13 + colours
    if data.startswith(_GIF_LOOP, at):
        at += _GIF_LOOP_LENGTH
    return data[:at] + _GIF_XMP + packet + _GIF_RAMP + data[at:]


def _webp(data: bytes, packet: bytes) -> bytes:
    """A chunk at the end, announced in VP8X."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError("no WebP")
    chunks, at = [], 12
    while at + 8 <= len(data):
        end = at + 8 + struct.unpack_from("<I", data, at + 4)[0]
        end += end % 2
        if data[at : at + 4] != b"XMP ":
            chunks.append(data[at:end])
        at = end
    if chunks[0][:4] != b"VP8X":
        width, height = (side - 1 for side in webp_size(data))
        alpha = _WEBP_HAS_ALPHA if chunks[0][:4] == b"VP8L" else 0
        sides = width.to_bytes(3, "little") + height.to_bytes(3, "little")
        chunks.insert(0, struct.pack("<4sII", b"VP8X", 10, alpha) + sides)
    header = bytearray(chunks[0])
    header[8] |= _WEBP_HAS_XMP
    own = struct.pack("<4sI", b"XMP ", len(packet)) + packet + b"\0" * (len(packet) % 2)
    body = b"".join([b"WEBP", bytes(header), *chunks[1:], own])
    return struct.pack("<4sI", b"RIFF", len(body)) + body


_FILMS = {"video/mp4": MP4, "video/webm": WEBM}
_PICTURES = {"image/jpeg": _jpeg, "image/png": _png, "image/gif": _gif, "image/webp": _webp}


def _not_tagged(mime: str, error: Exception) -> SigningRefused:
    return SigningRefused(
        Words(
            f"Файл не подписан: это не {mime} ({error}).",
            f"The file was not signed: it is not {mime} ({error}).",
        )
    )

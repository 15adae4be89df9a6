"""The binary half of the wire format, bytes in and bytes out. Told in docs/wire.md."""

from __future__ import annotations

import hashlib
import math
import struct
from enum import IntEnum, IntFlag
from typing import NamedTuple

VERSION = 1
FARTHEST = 4.0  # picture widths: a pointer may leave the picture, not the room

_HEADER = struct.Struct("<BBHIQII")
_ACK = struct.Struct("<BBHII")
_POINTER = struct.Struct("<BBHIff")
_FLAGS_AT = 1


class WireError(ValueError):
    """The other side sent something that is not in the protocol; the text says what."""


class Kind(IntEnum):
    """First byte of a message from the server."""

    VIDEO = 1  # a packet of the codec named in the config of its epoch
    JPEG = 2  # a whole picture
    BEAT = 3  # no payload: nothing moved, the connection lives


class Flags(IntFlag):
    """Second byte of a message from the server."""

    NONE = 0
    KEY = 1  # decodes without what came before
    DISCONTINUITY = 2  # frames before this one were left out for this viewer
    CATCH_UP = 4  # decode, do not paint


class Phase(IntEnum):
    """Second byte of a pointer."""

    ENTER = 1
    MOVE = 2
    LEAVE = 3


class Header(NamedTuple):
    """The 24 bytes before each payload, little-endian."""

    kind: Kind
    flags: Flags
    epoch: int  # u16: changes with performer, size or codec settings
    seq: int  # u32: one per frame of a stage, never reused within an epoch
    server_us: int  # u64: monotonic clock of the server when the frame was drawn
    touch_id: int  # u32: newest pointer this frame answers, 0 none
    key_seq: int  # u32: seq of the key frame this one builds on


class Ack(NamedTuple):
    """12 bytes: the viewer has painted (or dropped unseen) everything up to ``last_seq``.

    ``painted`` 0 answers a beat. ``stamp`` is the low half of that frame's server_us: it
    can only be known by reading the frame, so nobody is credited for what he never read.
    """

    painted: int  # frames since the last ack
    epoch: int
    last_seq: int
    stamp: int


class Pointer(NamedTuple):
    """16 bytes: where a finger or mouse is, in picture widths and heights."""

    phase: Phase
    touch_id: int
    x: float
    y: float


HEADER_SIZE = _HEADER.size
ACK_SIZE = _ACK.size
POINTER_SIZE = _POINTER.size


def stamp_of(server_us: int) -> int:
    """Return the part of a clock reading that an ack repeats."""
    return server_us & 0xFFFFFFFF


def build_frame(header: Header, payload: bytes = b"") -> bytes:
    """Return one message: header, then payload."""
    return _HEADER.pack(*header) + payload


def parse_frame(message: bytes) -> tuple[Header, bytes]:
    """Take a server's message apart. Raises WireError."""
    if len(message) < HEADER_SIZE:
        raise WireError(f"a frame has at least {HEADER_SIZE} bytes, not {len(message)}")
    kind, flags, *rest = _HEADER.unpack_from(message)
    if kind not in Kind.__members__.values():
        raise WireError(f"unknown kind of frame {kind}")
    if flags & ~7:
        raise WireError(f"unknown flags {flags:#04x}")
    return Header(Kind(kind), Flags(flags), *rest), message[HEADER_SIZE:]


def with_flags(message: bytes, flags: Flags) -> bytes:
    """Return a copy of a built frame with more flags set."""
    both = message[_FLAGS_AT] | flags
    return message[:_FLAGS_AT] + bytes((both,)) + message[_FLAGS_AT + 1 :]


def digest_of(message: bytes) -> bytes:
    """Return the SHA-256 of a built frame; of its flags only *key*, others are one viewer's own."""
    digest = hashlib.sha256(bytes((message[0], message[_FLAGS_AT] & Flags.KEY)))
    digest.update(memoryview(message)[_FLAGS_AT + 1 :])
    return digest.digest()


def build_ack(ack: Ack) -> bytes:
    """Return the 12 bytes of an ack."""
    return _ACK.pack(1, *ack)


def build_pointer(pointer: Pointer) -> bytes:
    """Return the 16 bytes of a pointer."""
    return _POINTER.pack(2, pointer.phase, 0, *pointer[1:])


def parse_from_viewer(message: bytes) -> Ack | Pointer:
    """Take a viewer's binary message apart, trusting nothing. Raises WireError."""
    kind = message[0] if message else 0
    if kind == 1 and len(message) == ACK_SIZE:
        return Ack(*_ACK.unpack(message)[1:])
    if kind == 2 and len(message) == POINTER_SIZE:
        return _pointer(message)
    raise WireError(f"no binary message of kind {kind} has {len(message)} bytes")


def _pointer(message: bytes) -> Pointer:
    _, phase, reserved, touch_id, x, y = _POINTER.unpack(message)
    if phase not in Phase.__members__.values() or reserved or not touch_id:
        raise WireError(f"a pointer has a phase 1 to 3, two zero bytes and an id, not {phase}")
    if not (math.isfinite(x) and math.isfinite(y) and max(abs(x), abs(y)) <= FARTHEST):
        raise WireError(f"a pointer lies within ±{FARTHEST:g} picture sizes")
    return Pointer(Phase(phase), touch_id, x, y)

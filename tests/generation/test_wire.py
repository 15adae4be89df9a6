"""The binary half of the wire format: the worked example, and everything that is refused."""

from __future__ import annotations

import json
import math
import random
import struct
from pathlib import Path
from typing import Any

import pytest

from generation.live.wire import (
    Ack,
    Flags,
    Header,
    Kind,
    Phase,
    Pointer,
    WireError,
    build_ack,
    build_frame,
    build_pointer,
    parse_frame,
    parse_from_viewer,
    stamp_of,
    with_flags,
)

DOCS = Path(__file__).parent.parent.parent / "docs"
HEADER = Header(Kind.VIDEO, Flags.KEY, 3, 9, 12345, 0, 9)


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((DOCS / "wire_example.json").read_text())
    return told


def test_the_worked_frame(example: dict[str, Any]) -> None:
    told = example["frame"]
    header, payload = parse_frame(bytes.fromhex(told["hex"]))
    assert header == Header(
        kind=Kind(told["kind"]),
        flags=Flags.KEY | Flags.DISCONTINUITY,
        epoch=told["epoch"],
        seq=told["seq"],
        server_us=told["server_us"],
        touch_id=told["touch_id"],
        key_seq=told["key_seq"],
    )
    assert payload.hex() == told["payload_hex"]
    assert build_frame(header, payload).hex() == told["hex"]
    assert stamp_of(header.server_us) == example["ack"]["stamp"]


def test_the_worked_ack_and_pointer(example: dict[str, Any]) -> None:
    told = example["ack"]
    ack = Ack(told["painted"], told["epoch"], told["last_seq"], told["stamp"])
    assert parse_from_viewer(bytes.fromhex(told["hex"])) == ack
    assert build_ack(ack).hex() == told["hex"]
    told = example["pointer"]
    pointer = Pointer(Phase(told["phase"]), told["touch_id"], told["x"], told["y"])
    assert parse_from_viewer(bytes.fromhex(told["hex"])) == pointer
    assert build_pointer(pointer).hex() == told["hex"]


def test_the_page_about_it_shows_the_same_bytes(example: dict[str, Any]) -> None:
    page = (DOCS / "wire.md").read_text().replace(" ", "")
    for part in ("frame", "ack", "pointer"):
        assert part + example[part]["hex"] in page


def test_flags_are_added_to_a_copy() -> None:
    message = build_frame(HEADER, b"abc")
    marked = with_flags(message, Flags.CATCH_UP)
    assert parse_frame(marked) == (HEADER._replace(flags=Flags.KEY | Flags.CATCH_UP), b"abc")
    assert parse_frame(message)[0] == HEADER


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x01",
        build_frame(HEADER)[:23],
        b"\x00" + build_frame(HEADER)[1:],
        b"\x04" + build_frame(HEADER)[1:],
        b"\x01\x08" + build_frame(HEADER)[2:],
    ],
)
def test_malformed_frames_are_refused(message: bytes) -> None:
    with pytest.raises(WireError):
        parse_frame(message)


def pointer_bytes(
    phase: int = 2, reserved: int = 0, id: int = 1, x: float = 0, y: float = 0
) -> bytes:
    return struct.pack("<BBHIff", 2, phase, reserved, id, x, y)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x00",
        b"\x01" * 11,
        b"\x01" * 13,
        b"\x02" * 12,
        b"\x01" * 16,
        b"\x03" * 16,
        pointer_bytes(phase=0),
        pointer_bytes(phase=4),
        pointer_bytes(reserved=1),
        pointer_bytes(id=0),
        pointer_bytes(x=math.nan),
        pointer_bytes(y=math.inf),
        pointer_bytes(x=4.01),
        pointer_bytes(y=-1e30),
    ],
)
def test_malformed_messages_of_viewers_are_refused(message: bytes) -> None:
    with pytest.raises(WireError):
        parse_from_viewer(message)


def test_random_bytes_are_parsed_or_refused() -> None:
    chance = random.Random(5)
    understood = 0
    for _ in range(20_000):
        message = chance.randbytes(chance.choice((0, 1, 11, 12, 13, 15, 16, 17, 24, 60)))
        try:
            said = parse_from_viewer(message)
        except WireError:
            continue
        understood += 1
        assert isinstance(said, Ack | Pointer)
    assert understood < 200

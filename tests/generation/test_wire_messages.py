"""The JSON half of the wire format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generation.live.messages import (
    Ask,
    Bye,
    Config,
    Health,
    Hello,
    Hush,
    Offer,
    Pause,
    Quality,
    Refused,
    Role,
    Speech,
    build_text,
    choose_codec,
    parse_text,
)
from generation.live.wire import WireError
from generation.types import Words

WORDS = Words("Да", "Yes")


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (Offer(1, "vp9"), {"type": "offer", "version": 1, "codec": "vp9"}),
        (Role(True), {"type": "role", "steering": True, "reason": ""}),
        (Health("live"), {"type": "health", "state": "live"}),
        (
            Health("resting", WORDS),
            {"type": "health", "state": "resting", "words": {"ru": "Да", "en": "Yes"}},
        ),
        (
            Bye("withdrawn", WORDS, 30),
            {
                "type": "bye",
                "reason": "withdrawn",
                "words": {"ru": "Да", "en": "Yes"},
                "retry": 30,
            },
        ),
        (
            Refused("forbidden", WORDS),
            {
                "type": "refused",
                "reason": "forbidden",
                "words": {"ru": "Да", "en": "Yes"},
                "detail": "",
            },
        ),
        (
            Config(7, "h264", "avc1.64001f", 720, 960, 30),
            {
                "type": "config",
                "epoch": 7,
                "codec": "h264",
                "decoder": "avc1.64001f",
                "width": 720,
                "height": 960,
                "fps": 30,
            },
        ),
    ],
)
def test_what_the_server_says(message: object, told: dict[str, object]) -> None:
    assert json.loads(build_text(message)) == told  # type: ignore[arg-type]


def test_what_a_viewer_may_say() -> None:
    hello = '{"type": "hello", "versions": [1], "codecs": ["av1", "vp9", "jpeg"]}'
    assert parse_text(hello) == Hello((1,), ("av1", "vp9", "jpeg"))
    assert parse_text('{"type": "quality", "codec": "jpeg"}') == Quality("jpeg")
    assert parse_text('{"type": "pause", "paused": true}') == Pause(True)
    assert parse_text('{"type": "hush"}') == Hush()


def test_the_worked_question_and_answer() -> None:
    path = Path(__file__).parent.parent.parent / "docs" / "wire_example.json"
    example = json.loads(path.read_text())
    assert parse_text(example["ask"]["text"]) == Ask(example["ask"]["answer"])
    told = dict(example["speech"])
    text, position = told.pop("text"), told.pop("position_of_frame")
    assert build_text(Speech(**told)) == text
    assert (example["frame"]["server_us"] - told["start_us"]) / 1e6 == position


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "1",
        "null",
        '"hello"',
        "[" * 2000,
        "{" + " " * 3000 + "}",
        '{"type": "offer"}',
        '{"type": ["hello"]}',
        '{"type": "hello"}',
        '{"type": "hello", "versions": 1, "codecs": []}',
        '{"type": "hello", "versions": [true], "codecs": []}',
        '{"type": "hello", "versions": ["1"], "codecs": []}',
        '{"type": "hello", "versions": [1], "codecs": [["h264"]]}',
        '{"type": "quality"}',
        '{"type": "quality", "codec": "av1"}',
        '{"type": "quality", "codec": ["jpeg"]}',
        '{"type": "pause", "paused": 1}',
        '{"type": "ask"}',
        '{"type": "ask", "answer": ""}',
        '{"type": "ask", "answer": ["8d"]}',
        '{"type": "ask", "answer": "' + "8" * 65 + '"}',
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(WireError):
        parse_text(text)


def test_the_viewers_first_codec_that_we_have_is_chosen() -> None:
    assert choose_codec(Hello((2, 1), ("av1", "vp9", "h264"))) == "vp9"
    with pytest.raises(WireError, match="version 1"):
        choose_codec(Hello((2,), ("h264",)))
    with pytest.raises(WireError, match="jpeg"):
        choose_codec(Hello((1,), ("av1",)))

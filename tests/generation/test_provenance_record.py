"""The record of a version: checked when made, the same again from JSON."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from generation.errors import RecordRefused
from generation.provenance.record import Record, read_record, record_json
from generation.types import Words
from tests.generation.certificates import a_record

NEEDED = {"title": Words("Ж", "J"), "version": "1", "kind": "animation", "source_sha256": "0" * 64}


def test_every_field_comes_back_from_json() -> None:
    record = a_record()
    empty = {item.name for item in fields(record) if not getattr(record, item.name)}
    assert empty == {"steps"}, "test_provenance_steps.py has records with steps"
    assert read_record(record_json(record)) == record
    assert record_json(read_record(record_json(record))) == record_json(record)
    assert json.loads(record_json(record))["schema"] == "org.tableauvivant.record/1"


def test_little_need_be_known() -> None:
    assert read_record(record_json(Record(**NEEDED))) == Record(**NEEDED)
    made = Record(**{**NEEDED, "kind": "generated", "source_sha256": ""})
    assert read_record(record_json(made)) == made


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", Words("", "")),
        ("title", ("Ж", "J")),
        ("version", ""),
        ("kind", "cartoon"),
        ("voice", "loud"),
        ("voice_neural", True),
        ("voice_neural", 1),
        ("number", True),
        ("seed", 1.5),
        ("source_sha256", ""),
        ("source_sha256", "F" * 64),
        ("models", (("mesh", "12"),)),
        ("models", [("mesh", "0" * 64)]),
        ("approved_by", "Anna"),
        ("made", "yesterday"),
        ("made", "2026-11-21T10:00:00"),
        ("options", {"a": (1, 2)}),
        ("options", [1]),
        ("measures", {"worst": float("nan")}),
        ("measures", {"who": object()}),
        ("address", "javascript:alert(1)"),
        ("address", "/works/1"),
    ],
)
def test_what_cannot_be_is_refused(field: str, value: object) -> None:
    with pytest.raises(RecordRefused, match=field):
        Record(**{**NEEDED, field: value})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"schema": "org.tableauvivant.record/2"}, "schema"),
        ({"mood": "gay"}, "mood"),
        ({"title": {"ru": "Ж"}}, "title"),
        ({"title": "Ж"}, "title"),
        ({"approved_by": "Anna"}, "approved_by"),
        ({"models": [["mesh"]]}, "models"),
        ({"version": None}, "version"),
    ],
)
def test_what_json_should_not_say_is_refused(change: dict, field: str) -> None:
    told = json.loads(record_json(a_record())) | change
    with pytest.raises(RecordRefused, match=field):
        read_record(json.dumps(told))


@pytest.mark.parametrize(
    "told", ["", "[]", "{", "null", '{"schema": "org.tableauvivant.record/1"}']
)
def test_other_text_is_refused(told: str) -> None:
    with pytest.raises(RecordRefused):
        read_record(told)

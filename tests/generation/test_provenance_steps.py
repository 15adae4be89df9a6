"""A film's record tells every step; records signed before there were steps stay as they were."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generation.errors import RecordRefused
from generation.provenance.keys import own_signatory
from generation.provenance.labels import labels_of
from generation.provenance.record import Record, read_record, record_json
from generation.provenance.signing import Parent, sign_file
from generation.provenance.steps import kind_of_steps, models_of_steps
from generation.provenance.verifying import verify_file
from tests.exhibits.conftest import picture_bytes
from tests.generation.certificates import a_record

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def a_step(task: str, **more: Any) -> dict[str, Any]:
    told = {
        "task": task,
        "engine": "tiny",
        "label": {"ru": "Крошка", "en": "Tiny"},
        "draws": "generated",
        "parameters": {"prompt": "a boat", "seed": 3, "size": [160, 128]},
        "models": [["tiny.safetensors", "e" * 64]],
        "input": "",
        "output": "f" * 64,
        "cost": {"amount": 0.04, "currency": "USD"},
    }
    return told | more


STEPS = (
    a_step("text-to-image"),
    a_step("image-to-video", draws="modified", input="f" * 64, output="c" * 64, cost=None),
    a_step("finish", draws="animation", models=[], input="c" * 64, output="d" * 64, cost=None),
)


def film(**more: Any) -> Record:
    return a_record(kind="generated", voice="", voice_neural=False, steps=STEPS, **more)


def test_steps_come_back_from_json() -> None:
    text = record_json(film())
    assert json.loads(text)["schema"] == "org.tableauvivant.record/2"
    assert read_record(text) == film()
    assert record_json(read_record(text)) == text


def test_a_record_without_steps_is_written_as_ever() -> None:
    text = record_json(a_record())
    told = json.loads(text)
    assert told["schema"] == "org.tableauvivant.record/1" and "steps" not in told
    assert record_json(read_record(text)) == text
    for schema, steps in (("1", list(STEPS)), ("2", [])):
        wrong = told | {"schema": f"org.tableauvivant.record/{schema}", "steps": steps}
        with pytest.raises(RecordRefused, match="schema"):
            read_record(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"task": ""}, {"draws": "magic"}, {"label": {"en": "Tiny"}}, {"label": "Tiny"},
        {"parameters": []}, {"models": [["x", "12"]]}, {"models": [["x"]]}, {"output": "F" * 64},
        {"cost": {"amount": 1}}, {"parameters": {"guidance": float("nan")}}, {"engine": 3},
    ],
)  # fmt: skip
def test_a_step_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RecordRefused, match="steps"):
        replace(film(), steps=(a_step("text-to-image") | wrong,))
    lacking = a_step("text-to-image")
    del lacking["output"]
    with pytest.raises(RecordRefused, match="steps"):
        replace(film(), steps=(lacking,))


def test_kind_and_models_follow_from_the_steps() -> None:
    assert kind_of_steps(STEPS) == "generated" and kind_of_steps(STEPS[1:]) == "modified"
    assert models_of_steps((*STEPS, *STEPS)) == (("tiny.safetensors", "e" * 64),)


def test_c2pa_says_what_each_step_did() -> None:
    actions = labels_of(film()).c2pa_actions
    assert [one["action"] for one in actions] == ["c2pa.created", "c2pa.edited", "c2pa.edited"]
    sources = ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia",
               "algorithmicallyEnhanced"]  # fmt: skip
    assert [one["digitalSourceType"] for one in actions] == [IPTC + one for one in sources]
    assert "c" * 64 in actions[1]["description"] and "Tiny" in actions[1]["softwareAgent"]["name"]
    begun = replace(film(), kind="modified", steps=STEPS[1:])
    assert labels_of(begun).c2pa_actions[0]["action"] == "c2pa.edited"
    spoken = replace(film(), voice="recorded")
    assert labels_of(spoken).c2pa_actions[-1]["action"] == "c2pa.dubbed"


def test_a_signed_file_carries_the_steps(tmp_path: Path) -> None:
    picture = picture_bytes()
    digest = hashlib.sha256(picture).hexdigest()
    signer = own_signatory(tmp_path / "keys", "Museum", datetime.now(UTC))
    for kind, steps in (("generated", STEPS), ("modified", STEPS[1:])):
        record = replace(film(), kind=kind, steps=steps, source_sha256=digest, stored_sha256=digest)
        out = tmp_path / f"{kind}.png"
        sign_file(picture, out, record, Parent(picture, "image/png"), signer)
        found = verify_file(out.read_bytes(), signer.anchor)
        assert (found.state, found.record) == ("trusted", record)

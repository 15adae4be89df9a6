"""The doctor: every need named in two languages, exit code by what is required."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

NEEDS = {"Python", "face models", "PyAV", "libx264", "libvpx-vp9", "torch", "simplejpeg", "espeak"}


@pytest.mark.django_db
def test_this_machine_is_well(settings, capsys) -> None:
    settings.REDIS_URL = ""
    call_command("doctor", "--json")
    told = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert told.keys() >= NEEDS | {"database (sqlite)", "fast renderer (numba)"}
    assert all(finding["ok"] for name, finding in told.items() if finding["required"]), told
    assert "cv2.remap" in told["fast renderer (numba)"]["found"]["en"]


@pytest.mark.django_db
def test_what_is_missing_fails_and_says_how_to_get_it(settings, tmp_path, capsys) -> None:
    settings.MODELS_DIR = tmp_path
    settings.REDIS_URL = "redis://127.0.0.1:1"
    settings.DATA_DIR = tmp_path / "absent"
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(SystemExit) as caught:
        call_command("doctor")
    assert caught.value.code == 1
    lines = [ln for ln in capsys.readouterr().out.splitlines() if ln.startswith("MISSING")]
    assert len(lines) == 3
    for line, remedy in zip(lines, ("Start Redis", "set DATA_DIR", "make setup"), strict=True):
        assert remedy in line


@pytest.mark.django_db
def test_a_voice_that_cannot_speak_is_named(settings, tmp_path, capsys) -> None:
    settings.MODELS_DIR, settings.REDIS_URL = tmp_path, ""
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "anna.onnx").write_bytes(b"no network")
    (tmp_path / "voices" / "anna.onnx.json").write_text("{}")
    with pytest.raises(SystemExit):  # the face models are not here either
        call_command("doctor", "--json")
    told = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert not told["voice anna"]["ok"] and not told["voice anna"]["required"]
    assert "Download it again" in told["voice anna"]["remedy"]["en"]

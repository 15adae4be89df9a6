"""manage.py measure: the table, the JSON, and one sentence when it cannot be."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from tests.generation.planted_clips import square_wave, write_clip

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def strobe(tmp_path_factory) -> Path:
    frames = [np.full((96, 128, 3), 220 if up else 30, np.uint8) for up in square_wave(4, 1.4)]
    return write_clip(tmp_path_factory.mktemp("clips") / "strobe.mp4", frames)


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("measure", *arguments, stdout=out)
    return out.getvalue()


def test_a_strobe_is_told_unsafe_in_both_languages(strobe) -> None:
    assert "НЕТ" in told(str(strobe), "--no-faces", "--language", "ru")
    assert "NO" in told(str(strobe), "--no-faces", "--language", "en")


def test_json_and_vmaf_against_itself(strobe) -> None:
    tree = json.loads(told(str(strobe), "--no-faces", "--json", "--vmaf", "--against", str(strobe)))
    assert tree["clip"]["flashes"]["safe"] is False
    assert tree["clip"] == tree["other"] and tree["difference"]["vmaf"]["mean"] > 90


def test_vmaf_needs_something_to_compare_with(strobe, capfd) -> None:
    with pytest.raises(SystemExit, match="2"):
        told(str(strobe), "--vmaf", "--language", "en")
    assert capfd.readouterr().err == "--vmaf compares two clips: add --against.\n"


def test_an_error_is_one_sentence_and_exit_code_2(tmp_path) -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "measure", tmp_path / "none.mp4", "--language", "en"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2 and run.stdout == ""
    assert run.stderr == "The file “none.mp4” cannot be measured: there is no such file.\n"

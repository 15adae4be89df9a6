"""``animate --script``: checked, performed, refused and stopped as a person meets it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
import pytest
from django.core.management import call_command
from PIL import Image

ROOT = Path(__file__).parent.parent.parent
HOUSE = ROOT / "exhibits" / "catalogue" / "house_collection"
TALK = "[language en]\n\n[smile] Good day. [/smile] [nod] Yes."


@pytest.fixture
def fayum(tmp_path: Path) -> Path:
    path = tmp_path / "fayum.png"
    Image.open(HOUSE / "fayum.jpg").resize((360, 480), Image.Resampling.BOX).save(path)
    return path


@pytest.fixture(autouse=True)
def own_scenes(settings, tmp_path: Path) -> None:
    settings.SCENES_DIR = tmp_path / "scenes"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK)
    return path


def refused(capsys, *words: object) -> str:
    with pytest.raises(SystemExit) as caught:
        call_command("animate", *map(str, words))
    assert caught.value.code == 1
    told = capsys.readouterr()
    assert told.out == "" and "Traceback" not in told.err
    return str(told.err)


def test_a_check_tells_what_happens_when_and_writes_nothing(fayum, talk, tmp_path, capsys) -> None:
    before = sorted(tmp_path.iterdir())
    call_command("animate", str(fayum), "--script", str(talk), "--check")
    rows = capsys.readouterr().out.splitlines()
    assert "says" in rows[0] and "smile" in rows[1] and "nod" in rows[2]
    assert rows[0].split()[0] == "0.00" and rows[-1].endswith("s in all.")
    assert set(tmp_path.iterdir()) - set(before) <= {tmp_path / "scenes"}  # or kept in memory


def test_a_script_becomes_a_clip_with_sound_and_captions_beside_it(
    fayum, talk, tmp_path, capsys
) -> None:
    out = tmp_path / "talk.mp4"
    call_command("animate", str(fayum), "--script", str(talk), "--out", str(out), "--fps", "10",
                 "--voice", "woman")  # fmt: skip
    assert {p.name for p in tmp_path.glob("talk.*")} == {
        "talk.txt", "talk.mp4", "talk.en.vtt", "talk.en.txt"
    }  # fmt: skip
    assert "Good day. Yes." in " ".join((tmp_path / "talk.en.txt").read_text().split())
    with av.open(str(out)) as opened:
        seconds = float(opened.streams.video[0].frames / 10)
        frames = [f.to_ndarray(format="gray") for f in opened.decode(video=0)]
    with av.open(str(out)) as opened:
        sound = np.concatenate([f.to_ndarray().mean(0) for f in opened.decode(audio=0)])
        assert len(sound) / opened.streams.audio[0].rate == pytest.approx(seconds, abs=0.1)
    assert np.abs(sound).max() > 0.05
    assert len(frames) == round(seconds * 10) > 15
    assert np.abs(frames[0].astype(int) - frames[8]).max() > 20, "something moves"
    assert not list(tmp_path.glob(".*"))


def test_standard_input_layout_and_burnt_captions(fayum, tmp_path, monkeypatch, capsys) -> None:
    said = io.TextIOWrapper(io.BytesIO(TALK.encode()))
    monkeypatch.setattr("sys.stdin", said)
    out = tmp_path / "talk.png"
    call_command("animate", str(fayum), "--script", "-", "--out", str(out), "--layout", "square",
                 "--captions", "burnt", "--fps", "4")  # fmt: skip
    assert Image.open(out).size == (1080, 1080)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--script", "absent.txt"], "cannot be read"),
        (["--script", "empty.txt"], "line 1: the script is empty"),
        (["--script", "bad.txt"], "line 2: no mark [smle]. Did you mean smile?"),
        (["--script", "binary.txt"], "not text in UTF-8"),
        (["--script", "music.json"], "line 2, field music: there is no file “no.ogg”"),
        (["--script", "talk.txt", "--voice", "nobody"], "There is no speaker 'nobody'"),
        (["--script", "talk.txt", "--layout", "round"], "format"),
        (["--script", "talk.txt", "--layout", "absent.json"], "cannot be read as JSON"),
        (["--script", "talk.txt", "--seconds", "5"], "the script has its own length"),
        (["--script", "talk.txt", "--out", "x.doc"], ".mp4"),
        (["--check"], "--check goes with --script"),
        (["--voice", "man"], "--voice goes with --script"),
    ],
)
def test_mistakes_are_said_and_nothing_is_written(
    words, sentence, fayum, talk, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "bad.txt").write_text("Hello\n[smle] you")
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "music.json").write_text(
        json.dumps({"version": 1, "events": [{"music": "no.ogg"}]}).replace("[", "[\n", 1)
    )
    out = [] if "--out" in words else ["--out", "x.mp4"]
    assert sentence in refused(capsys, fayum, *out, *words)
    assert not list(tmp_path.glob("*x.*"))


def test_without_a_place_to_write_it_asks_for_one(fayum, talk, capsys) -> None:
    assert "--out is needed" in refused(capsys, fayum, "--script", talk)


def test_a_stop_in_the_middle_leaves_nothing(fayum, tmp_path) -> None:
    (tmp_path / "long.txt").write_text("Hello there, everybody. " * 12)
    environment = {**os.environ, "LANGUAGE": "en", "DJANGO_SETTINGS_MODULE": "museum_site.settings"}
    running = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "animate", fayum, "--script", tmp_path / "long.txt",
         "--out", tmp_path / "x.mp4", "--fps", "60"],
        cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with running:
        while not list(tmp_path.glob(".x*")):
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"ended with {running.wait(0.1)}: {running.stderr.read()}")
        running.send_signal(signal.SIGINT)
        told = running.communicate(timeout=120)[1]
    assert running.returncode == 130
    assert "Interrupted" in told and "Traceback" not in told
    assert {p.name for p in tmp_path.iterdir()} <= {"fayum.png", "long.txt", "scenes"}

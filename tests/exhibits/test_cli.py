"""The command line as a person meets it: files written, sentences said, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from PIL import Image

ROOT = Path(__file__).parent.parent.parent
HOUSE = ROOT / "exhibits" / "catalogue" / "house_collection"


@pytest.fixture
def fayum(tmp_path: Path) -> Path:
    """A house portrait of 360×480, losslessly kept."""
    path = tmp_path / "fayum.png"
    Image.open(HOUSE / "fayum.jpg").resize((360, 480), Image.Resampling.BOX).save(path)
    return path


@pytest.fixture(autouse=True)
def own_scenes(settings, tmp_path: Path) -> None:
    settings.SCENES_DIR = tmp_path / "scenes"
    settings.LANGUAGE_CODE = "en"


def refused(capsys, *words: object) -> str:
    """Run a command that must fail; return the one sentence it says."""
    with pytest.raises(SystemExit) as caught:
        call_command(*map(str, words))
    assert caught.value.code == 1
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1 and "Traceback" not in told.err
    return str(told.err)


def test_a_still_at_rest_is_the_picture_and_a_pose_moves_it(fayum, tmp_path, capsys) -> None:
    painting = np.asarray(Image.open(fayum))
    call_command("animate", str(fayum), out=tmp_path / "rest.png")
    assert np.array_equal(np.asarray(Image.open(tmp_path / "rest.png")), painting)
    call_command("animate", str(fayum), "--out", tmp_path / "shut.png", "--pose", "blink=1",
                 "yaw=30")  # fmt: skip
    assert "instead of 30" in capsys.readouterr().err
    moved = np.asarray(Image.open(tmp_path / "shut.png")).astype(int)
    assert (np.abs(moved - painting).max(-1) > 8).mean() > 0.01
    # The very corners are pinned.
    assert np.array_equal(moved[:6], painting[:6])


def test_same_seed_same_clip_another_seed_another(fayum, tmp_path) -> None:
    clips = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        out = tmp_path / f"{name}.mp4"
        call_command("animate", str(fayum), out=out, seconds="4", fps="4", seed=str(seed))
        clips.append(out.read_bytes())
    assert clips[0] == clips[1] != clips[2]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--out", "x.doc"], ".mp4"),
        (["--out", "nowhere/x.mp4"], "no such folder"),
        (["--pose", "yawn=1"], "Did you mean yaw"),
        (["--pose", "yaw=900"], "from -45 to 45"),
        (["--seconds", "0"], "above 0"),
        (["--seconds", "soon"], "above 0"),
        (["--fps", "1000"], "from 1 to 60"),
        (["--seed", "-1"], "--seed"),
        (["--size", "big"], "width and a height"),
        (["--size", "720x100"], "from 480"),
        (["--face", "7"], "no face 7"),
        (["--points", "absent.json"], "cannot be read"),
        (["--beard", "2"], "from 0 (lips seen) to 1"),
    ],
)
def test_mistakes_get_one_sentence(words, sentence, fayum, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    out = [] if "--out" in words else ["--out", "x.mp4"]
    assert sentence in refused(capsys, "animate", fayum, *out, *words)
    assert {p.suffix for p in tmp_path.iterdir()} <= {".png", ""}


def test_pictures_that_are_none_get_one_sentence(tmp_path, capsys) -> None:
    assert "no such file" in refused(capsys, "prepare", tmp_path / "absent.jpg")
    (tmp_path / "words.jpg").write_text("words")
    assert "not a picture" in refused(capsys, "prepare", tmp_path / "words.jpg")
    (tmp_path / "points.json").write_text('{"chin": [1, 2]}')
    assert "Missing points" in refused(
        capsys, "prepare", HOUSE / "fayum.jpg", "--points", tmp_path / "points.json"
    )


def test_prepare_tells_what_was_found(fayum, capsys) -> None:
    call_command("prepare", str(fayum), "--json")
    told = json.loads(capsys.readouterr().out)
    assert len(told["faces"]) == 1 and told["faces"][0]["confidence"] > 0.99
    assert told["scene"]["width"], told["scene"]["height"] == (360, 480)
    assert told["scene"]["min_jacobian"] >= 0.3
    low, high = told["scene"]["limits"]["yaw"]
    assert low < -3 and high > 3
    call_command("prepare", str(HOUSE / "sea.jpg"))
    told = capsys.readouterr().out
    assert "No face was found" in told and "zoom" in told and "yaw" not in told


def test_hand_points_are_taken(fayum, tmp_path, capsys) -> None:
    call_command("prepare", str(fayum), "--json")
    left, top, right, bottom = json.loads(capsys.readouterr().out)["faces"][0]["box"]
    names = {
        "right_eye_outer": (0.2, 0.3), "right_eye_inner": (0.4, 0.31),
        "left_eye_inner": (0.6, 0.31), "left_eye_outer": (0.8, 0.3),
        "nose_tip": (0.5, 0.55), "mouth_right": (0.35, 0.75),
        "mouth_left": (0.65, 0.75), "upper_lip": (0.5, 0.7), "lower_lip": (0.5, 0.8),
        "chin": (0.5, 1.0), "right_cheek": (0.0, 0.45), "left_cheek": (1.0, 0.45),
    }  # fmt: skip
    points = {
        n: (left + x * (right - left), top + y * (bottom - top)) for n, (x, y) in names.items()
    }
    (tmp_path / "points.json").write_text(json.dumps({"points": points}))
    call_command("prepare", str(fayum), "--json", "--points", tmp_path / "points.json")
    assert json.loads(capsys.readouterr().out)["scene"]["face"] == "hand"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_leaves_nothing(stop, fayum, tmp_path) -> None:
    environment = {**os.environ, "LANGUAGE": "en", "DJANGO_SETTINGS_MODULE": "museum_site.settings"}
    running = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "animate", fayum, "--out", tmp_path / "x.mp4",
         "--seconds", "600", "--fps", "60"],
        cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with running:
        while not list(tmp_path.glob(".x*")):
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"ended with {running.wait(0.1)}: {running.stderr.read()}")
        running.send_signal(stop)
        told = running.communicate(timeout=120)[1]
    assert running.returncode == 130
    assert "Interrupted" in told and "Traceback" not in told
    assert not list(tmp_path.glob("*.mp4")) and not list(tmp_path.glob(".*"))

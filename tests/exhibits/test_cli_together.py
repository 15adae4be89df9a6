"""``animate`` with several: faces of one picture and pictures side by side, and refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from PIL import Image

HOUSE = Path(__file__).parent.parent.parent / "exhibits" / "catalogue" / "house_collection"
TALK = """[language en]

[member 1] Yes.

[member 2] [smile] No. [/smile]"""


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> list[Path]:
    """Two small portraits, and both pasted into one picture."""
    folder = tmp_path_factory.mktemp("together")
    small = [Image.open(HOUSE / f"{name}.jpg").resize((360, 480), Image.Resampling.BOX)
             for name in ("lady", "fayum")]  # fmt: skip
    both = Image.new("RGB", (480, 480))
    for number, picture in enumerate(small):
        both.paste(picture.crop((60, 0, 300, 480)), (240 * number, 0))
    paths = [folder / name for name in ("lady.png", "fayum.png", "both.png")]
    for picture, path in zip((*small, both), paths, strict=True):
        picture.save(path)
    return paths


@pytest.fixture(autouse=True)
def own_scenes(settings, tmp_path_factory) -> None:
    settings.SCENES_DIR = tmp_path_factory.getbasetemp() / "scenes"
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
    assert "Traceback" not in told.err
    return str(told.err)


def test_two_faces_of_one_picture_perform(pictures, talk, tmp_path, capsys) -> None:
    out = tmp_path / "both.mp4"
    call_command("animate", str(pictures[2]), "--faces", "0,1", "--script", str(talk),
                 "--size", "480x480", "--fps", "2", "--out", str(out))  # fmt: skip
    assert "480×480" in capsys.readouterr().out
    assert "Yes." in (tmp_path / "both.en.vtt").read_text()


def test_two_pictures_hang_side_by_side(pictures, talk, tmp_path, capsys) -> None:
    out = tmp_path / "row.png"
    call_command("animate", *map(str, pictures[:2]), "--script", str(talk), "--fps", "2",
                 "--size", "360x480", "--layout", "wide", "--out", str(out))  # fmt: skip
    shown = np.asarray(Image.open(out))
    assert shown.shape[1] > 1.7 * shown.shape[0]
    call_command("animate", *map(str, pictures[:2]), "--script", str(talk), "--check",
                 "--size", "360x480")  # fmt: skip
    told = capsys.readouterr().out
    assert "[1] Yes." in told and "[2] [smile] No." in told and "[2] smile" in told


REFUSED = {
    "five": (["{0}"] * 5 + ["--script", "{talk}"], "Up to 4 pictures"),
    "no script": (["{0}", "{1}"], "--script is needed"),
    "one number": (["{2}", "--faces", "0", "--script", "{talk}"], "two to 4 different faces"),
    "twice": (["{2}", "--faces", "1,1", "--script", "{talk}"], "two to 4 different faces"),
    "words": (["{2}", "--faces", "all", "--script", "{talk}"], "two to 4 different faces"),
    "two pictures": (["{0}", "{1}", "--faces", "0,1", "--script", "{talk}"], "name one picture"),
    "absent face": (["{2}", "--faces", "0,5", "--script", "{talk}"], "There is no face 5"),
    "pose": (["{0}", "{1}", "--script", "{talk}", "--pose", "yaw=3"], "--pose is for one"),
    "third member": (["{0}", "{1}", "--script", "{third}"], "no member 3: there are 2"),
    "alone": (["{0}", "--script", "{third}"], "no member 3: there is one portrait"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(name, pictures, talk, tmp_path, capsys) -> None:
    words, sentence = REFUSED[name]
    third = tmp_path / "third.txt"
    third.write_text("[member 3] Hello")
    told = [word.format(*pictures, talk=talk, third=third) for word in words]
    out = tmp_path / "x.mp4"
    size = ["--size", "360x480"]
    assert sentence in refused(capsys, *told, *size, "--out", out)
    assert not out.exists()

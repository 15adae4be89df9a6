"""manage.py poster: from the catalogue to a file, and every reason why not."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from exhibits.catalogue.models import Artwork
from exhibits.certificates.verifying import examine
from exhibits.management.commands.poster import label
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.snapshot import save_version
from exhibits.review.actions import bring_before_visitors

HOUSE = Path(__file__).parents[2] / "exhibits" / "catalogue" / "house_collection"


@pytest.fixture(autouse=True)
def own_scenes(settings, tmp_path: Path) -> None:
    settings.SCENES_DIR = tmp_path / "scenes"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def lady(tmp_path: Path) -> Path:
    """A house portrait of 360×480, losslessly kept."""
    path = tmp_path / "lady.png"
    Image.open(HOUSE / "lady.jpg").resize((360, 480), Image.Resampling.BOX).save(path)
    return path


def refused(capsys, *words: object) -> str:
    """Run a command that must fail; return the one sentence it says."""
    with pytest.raises(SystemExit):
        call_command("poster", *map(str, words))
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    return str(told)


def test_a_still_poster_shows_the_untouched_painting(lady, tmp_path) -> None:
    out = tmp_path / "poster.png"
    call_command("poster", lady, out=out, format="square", side="1080", title="A Lady")
    with Image.open(out) as image:
        poster = np.asarray(image).astype(int)
    assert poster.shape == (1080, 1080, 3)
    # Where the painting hangs: all that is not wall, left of the words.
    wall = np.abs(poster - poster[2, 2]).max(-1) < 6
    columns = np.flatnonzero((~wall).mean(0) > 0.5)
    rows = np.flatnonzero((~wall[:, columns[0] : columns[-1]]).mean(1) > 0.5)
    shown = poster[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    again = np.asarray(Image.open(lady).convert("RGB").resize(shown.shape[1::-1])).astype(int)
    assert abs(shown.shape[1] / shown.shape[0] - 0.75) < 0.02
    assert np.abs(shown[9:-9, 9:-9] - again[9:-9, 9:-9]).mean() < 5


def test_a_living_poster_begins_and_ends_with_the_painting(lady, tmp_path) -> None:
    out = tmp_path / "poster.gif"
    call_command("poster", lady, out=out, side="360", seconds="1.2", fps="10", seed="3")
    with Image.open(out) as image:
        assert image.n_frames > 3 and image.info["loop"] == 0
        frames = []
        for number in range(image.n_frames):
            image.seek(number)
            frames.append(np.asarray(image.convert("RGB")).astype(int))
    seam = np.abs(frames[0] - frames[-1]).mean()
    moved = max(np.abs(frames[0] - frame).mean() for frame in frames)
    assert seam < 0.25 * moved


@pytest.mark.django_db
def test_the_label_comes_from_the_catalogue(ready_work, tmp_path) -> None:
    Artwork.objects.filter(pk=ready_work.pk).update(credit_en="Gift of a friend")
    ready_work.refresh_from_db()
    assert label(ready_work, "en") == {
        "title": "title en", "maker": "maker en, date_text en", "credit": "Gift of a friend",
    }  # fmt: skip
    for language in ("ru", "en"):
        out = tmp_path / f"{language}.png"
        call_command("poster", work="work", out=out, language=language, side="360")
    ru, en = (np.asarray(Image.open(tmp_path / f"{name}.png")) for name in ("ru", "en"))
    assert ru.shape == (640, 360, 3) and not np.array_equal(ru, en)


@pytest.mark.django_db
def test_only_a_published_version_lives_on_a_poster(ready_work, person, tmp_path, capsys) -> None:
    out = tmp_path / "poster.gif"
    told = refused(capsys, "--work", "work", "--out", out)
    assert told == "This version of the living portrait is not published.\n"
    portrait = LivingPortrait.objects.create(artwork=ready_work, image=ready_work.images.first())
    version = save_version(portrait, person("curator"))
    bring_before_visitors(version, version.author, timezone.now())
    assert "not on show" in refused(capsys, "--work", "work", "--out", out)
    Artwork.objects.filter(pk=ready_work.pk).update(published=True)
    call_command("poster", work="work", out=out, side="240", seconds="0.4", fps="5")
    found = examine(out.read_bytes())
    assert (found.state, found.parent, found.same) == ("trusted", version.image.sha256, True)
    assert found.certificate and found.certificate.version == version
    assert not list(tmp_path.glob(".poster*"))
    told = ("--work", "work", "--out", out, "--seed", 3)
    assert "has its own" in refused(capsys, *told)


@pytest.mark.django_db
def test_a_bare_picture_is_labelled_and_not_signed(lady, tmp_path) -> None:
    out = tmp_path / "poster.mp4"
    call_command("poster", lady, out=out, side="240", seconds="0.4", fps="5", title="A Lady")
    with av.open(str(out)) as film:
        assert "no neural network drew any of it" in film.metadata["comment"]
        assert film.metadata["title"] == "A Lady"
    assert examine(out.read_bytes()).state == "none"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--work", "work", "--out", "poster.bmp"], ".png, .jpg"),
        (["--work", "work", "--out", "no/poster.png"], "no such folder"),
        (["--out", "poster.png"], "Name one of the two"),
        (["lady.png", "--work", "work", "--out", "poster.png"], "Name one of the two"),
        (["--work", "nobody", "--out", "poster.png"], "no such work"),
        (["--work", "work", "--out", "poster.png"], "no picture at all"),
        (["none.png", "--out", "poster.png"], "no such file"),
        (["lady.png", "--out", "poster.png", "--side", "9000"], "240"),
        (["lady.png", "--out", "poster.png", "--ground", "none.jpg"], "cannot be read"),
        (["lady.png", "--out", "poster.png", "--title", "x" * 400], "title"),
        (["lady.png", "--out", "poster.mp4", "--seconds", "0"], "--seconds"),
    ],
)
def test_what_cannot_be_is_said(words, said, work, lady, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(capsys, *words)
    assert not (tmp_path / "poster.png").exists()

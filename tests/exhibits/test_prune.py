"""What nothing refers to is named, and deleted only when asked; everything else stays."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from exhibits import studio
from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import Answer, LivingPortrait
from exhibits.portraits.performing import hatch_name, name_of, recipe_of
from exhibits.portraits.snapshot import save_version

pytestmark = pytest.mark.django_db
OLD = time.time() - 30 * 86_400


@pytest.fixture
def portrait(ready_work: Artwork, settings: Any, tmp_path: Path) -> LivingPortrait:
    for name in ("SCENES_DIR", "ANSWERS_DIR", "HATCHES_DIR"):
        setattr(settings, name, tmp_path / name.lower())
    image = ready_work.images.get()
    return LivingPortrait.objects.create(artwork=ready_work, image=image, seed=7)


def put(path: Path, at: float = OLD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"kept")
    os.utime(path, (at, at))
    return path


def prune(*words: str) -> str:
    out = io.StringIO()
    call_command("prune", *words, stdout=out)
    return out.getvalue()


def test_only_what_nothing_refers_to_goes_and_only_when_asked(
    portrait: LivingPortrait, settings: Any
) -> None:
    author = User.objects.create_user("author")
    media = Path(settings.MEDIA_ROOT)
    spoken = Answer.objects.create(portrait=portrait, question_en="Who?", text="Me.",
                                   recording=f"recordings/{'a' * 32}.flac")  # fmt: skip
    version = save_version(portrait, author)
    LivingPortrait.objects.update(seed=8, beard=0.5)  # the draft goes on
    spoken.delete()  # and says nothing any more; the version still does
    portrait.refresh_from_db()
    scenes, answers = Path(settings.SCENES_DIR), Path(settings.ANSWERS_DIR)
    hatches, sha256 = Path(settings.HATCHES_DIR), portrait.image.stored_sha256
    keys = [studio.scene_key(sha256, recipe_of(looks).scene) for looks in (portrait, version)]
    assert keys[0] != keys[1]
    kept = [
        Path(portrait.image.file.path),
        put(media / "recordings" / f"{'a' * 32}.flac"),
        *(put(scenes / f"{key}.npz") for key in keys),
        put(scenes / f"faces-2-{sha256[:40]}.json"),
        put(answers / f"{name_of(version.answers.get())}.npz"),
        put(answers / f"{name_of(version.answers.get())}.flac"),
        put(hatches / f"{hatch_name(version)}.png"),
        put(media / "recordings" / f"{'b' * 32}.flac", time.time()),  # undo may want it
        put(media / "clips" / f"{'c' * 32}.mp4"),
        put(media / "gate" / "x" / "flashes.jpg"),
        put(scenes / "notes.txt"),
        put(answers / "readme.flac"),
    ]
    gone = [
        put(media / "recordings" / f"{'d' * 32}.flac"),
        put(scenes / f"{'0' * 40}.npz"),
        put(scenes / f".{'0' * 40}.npz.half.npz"),
        put(scenes / f"faces-2-{'1' * 40}.json"),
        put(scenes / f"still-{'2' * 40}.jpg"),
        put(answers / f"{'3' * 40}.npz"),
        put(answers / f"{'3' * 40}.flac"),
        put(hatches / f"{'4' * 40}.json"),
    ]
    told = prune()
    assert all(path.exists() for path in (*kept, *gone))
    assert all(path.name in told for path in gone) and "8" in told.splitlines()[-1]
    assert not any(path.name in told for path in kept)
    prune("--yes")
    assert all(path.exists() for path in kept) and not any(path.exists() for path in gone)
    assert len(prune("--yes").splitlines()) == 1


def test_a_strange_age_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        prune("--older-than", "-1")
    assert "--older-than" in capsys.readouterr().err

"""What a chain made becomes a draft, a version, a certificate: its whole story, signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

import generation
from exhibits.catalogue.actions import decide_movement
from exhibits.catalogue.actions import publish as hang
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.certificates.issuing import holds, record_in
from exhibits.certificates.labelling import labels_of_looks
from exhibits.certificates.record import record_of
from exhibits.chains import accepting, actions
from exhibits.portraits.films import Film, films_folder
from exhibits.portraits.models import FrozenRecord, LivingPortrait, Version
from exhibits.portraits.performing import make_hatch, open_performer
from exhibits.portraits.snapshot import save_version
from exhibits.refusal import Refused
from exhibits.review import gate
from exhibits.review.actions import bring_before_visitors
from generation import Cue, read_record, record_json, sign_file
from tests.exhibits.chains import curator, engines, labour, picture, step
from tests.exhibits.test_chains import made

__all__ = ["curator", "engines", "picture"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)

MOVING = step("image-to-video", seconds=1, size=[160, 128])
FROM_WORDS = [step("text-to-image", prompt="a boat", seed=5, size=[160, 128]), MOVING]
FINISH = step("finish", "", {"finish": {"contrast": 0.1}})


def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no face be looked for: there is none in a gradient, and no model in this museum."""
    from exhibits import studio
    from generation.landmarks.find import Found

    none = Found((), (), np.zeros((240, 320), np.float32))
    monkeypatch.setattr("generation.preparing.find_faces", lambda rgb, folder: none)
    studio._lately.clear()
    studio._looked_at.clear()


def test_a_film_of_a_painting_becomes_a_version_with_its_story(
    curator: User,
    picture: ArtworkImage,
    person: Callable[[str], User],
    client: Client,
    tmp_path: Path,
) -> None:
    run = made(curator, MOVING, FINISH, image=str(picture.pk))
    first, finished = run.line()
    draft = accepting.accept_film(finished, curator)
    assert (draft.engine, draft.options["film"]) == ("film", finished.sha256)
    labels = labels_of_looks(draft)
    assert labels and labels.eu == "AI MODIFIED" and "not reviewed" in labels.short.en
    version = save_version(draft, curator)
    record = record_of(version)
    assert record.kind == "modified" and record.engine == "film"
    assert [one["task"] for one in record.steps] == ["image-to-video", "finish"]
    assert record.steps[0]["input"] == picture.stored_sha256
    assert [one["output"] for one in record.steps] == [first.sha256, finished.sha256]
    assert ("gradient.safetensors", "e" * 64) in record.models
    assert read_record(record_json(record)) == record

    decide_movement(picture.artwork, Artwork.May.YES, "For a test.", person("registrar"))
    hang(picture.artwork)
    bring_before_visitors(Version.objects.get(pk=version.pk), curator, timezone.now())
    certificate = Version.objects.get(pk=version.pk).certificate
    assert holds(certificate) and record_in(certificate).steps == record.steps
    for language in ("en", "ru"):
        with override(language):
            told = client.get(reverse("certificate", args=[version.pk])).content.decode()
        assert 'class="chain"' in told and first.sha256 in told and finished.sha256 in told
        assert "Gradients" in told or "Градиенты" in told
        assert "gradient.safetensors" in told

    source = tmp_path / "f.mp4"
    source.write_bytes(finished.path.read_bytes())
    parent = generation.Parent(Path(picture.file.path).read_bytes(), "image/png")
    from exhibits.certificates.keys import signatory

    sign_file(source, tmp_path / "signed.mp4", record_in(certificate), parent, signatory())
    from exhibits.certificates.verifying import examine

    found = examine((tmp_path / "signed.mp4").read_bytes())
    assert (found.state, found.same) == ("trusted", True)


def test_the_film_is_what_is_drawn(
    curator: User, picture: ArtworkImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet(monkeypatch)
    run = made(curator, MOVING, image=str(picture.pk))
    draft = accepting.accept_film(run.line()[0], curator)
    performer = open_performer(save_version(draft, curator))
    from generation.media.yuv import empty_planes

    one, other = empty_planes(*performer.size), empty_planes(*performer.size)
    performer.frame(0.0, Cue(), one)
    performer.frame(0.25, Cue(), other)
    assert np.abs(one.y.astype(int) - other.y).max() > 8, "it moves"
    performer.frame(0.25, Cue(paused=True), other)
    performer.frame(1.25, Cue(paused=True), other)
    still = open_performer(LivingPortrait(image=picture, artwork=picture.artwork, engine="default"))
    rest = empty_planes(*still.size)
    still.frame(0.0, Cue(paused=True), rest)
    assert np.abs(other.y.astype(int) - rest.y).max() <= 3, "at rest it is the painting"


def test_the_gate_measures_a_film_like_any_version(
    curator: User, picture: ArtworkImage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    quiet(monkeypatch)
    monkeypatch.setattr(gate, "BY_ITSELF", 1.5)
    run = made(curator, MOVING, image=str(picture.pk))
    version = save_version(accepting.accept_film(run.line()[0], curator), curator)
    found, places = gate.examined(version, tmp_path, lambda frames: None)
    told = {one.check: one.passed for one in found}
    assert told["flashes"] and told["label"], [one.words.en for one in found]
    assert places[0].report.motion and places[0].report.motion.typical > 0.5, "it moves"


def test_what_was_added_is_all_of_it(
    curator: User, picture: ArtworkImage, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    quiet(monkeypatch)
    settings.HATCHES_DIR = settings.JOBS_DIR.parent / "hatches"
    run = made(curator, MOVING, image=str(picture.pk))
    version = save_version(accepting.accept_film(run.line()[0], curator), curator)
    told = json.loads(make_hatch(version).told.read_text())
    assert (told["invented"], told["moved"]) == (100, 0)


def test_of_words_alone_the_picture_becomes_a_work_first(
    curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = made(curator, *FROM_WORDS)
    first, film = run.line()
    with pytest.raises(Refused, match="catalogue"):
        accepting.accept_film(film, curator)
    with pytest.raises(Refused, match="takes a picture"):
        accepting.accept_work(film, curator)
    work = accepting.accept_work(first, curator)
    assert not work.published and work.accession_number.startswith("AI-")
    assert "artificial intelligence" in work.credit_en and "Gradients" in work.maker_en
    image = work.images.get()
    assert image.sha256 == first.sha256, "the very file the step made"
    with pytest.raises(Refused, match="already"):
        accepting.accept_work(first, curator)
    draft = accepting.accept_film(film, curator)
    version = save_version(draft, curator)
    record = record_of(version)
    assert record.kind == "generated" and record.source_sha256 == first.sha256
    labels = labels_of_looks(version)
    assert labels and labels.eu == "AI GENERATED"
    actions.begin_again(type(run).objects.get(pk=run.pk), 1, {}, curator)
    run.refresh_from_db()
    assert run.artwork is None, "another picture is another work"
    assert record_of(Version.objects.get()).steps == record.steps, "the film and its story stay"
    labour()


def test_a_film_of_words_alone_gives_its_first_frame(curator: User) -> None:
    run = made(curator, step("text-to-video", prompt="rain", seconds=1, size=[160, 128]))
    work = accepting.accept_work(run.line()[0], curator)
    image = work.images.get()
    assert (image.width, image.height) == (160, 128)
    draft = accepting.accept_film(run.line()[0], curator)
    record = record_of(save_version(draft, curator))
    assert record.kind == "generated" and len(record.steps) == 1
    assert generation.labels_of(record).c2pa_actions[0]["action"] == "c2pa.created"


def test_what_the_draft_was_is_saved_first(curator: User, picture: ArtworkImage) -> None:
    draft = LivingPortrait.objects.create(
        artwork=picture.artwork, image=picture, options={"pose": {"yaw": 3.0}}, seed=5
    )
    run = made(curator, MOVING, image=str(picture.pk))
    accepting.accept_film(run.line()[0], curator)
    kept = Version.objects.get()
    assert kept.options == {"pose": {"yaw": 3.0}} and kept.engine == "default"
    draft.refresh_from_db()
    assert (draft.engine, draft.revision) == ("film", 1)
    accepting.accept_film(run.line()[0], curator)
    assert Version.objects.count() == 2 and Film.objects.count() == 1


def test_films_outlive_their_chain_and_never_change(curator: User, picture: ArtworkImage) -> None:
    run = made(curator, MOVING, image=str(picture.pk))
    draft = accepting.accept_film(run.line()[0], curator)
    actions.remove(run, curator)
    film = Film.objects.get()
    kept = films_folder() / f"{film.pk}.mp4"
    assert generation.picture_digest(kept) == film.pk == draft.options["film"]
    film.steps = []
    with pytest.raises(FrozenRecord):
        film.save()
    with pytest.raises(FrozenRecord):
        Film.objects.update(draws="animation")


def test_a_film_nobody_knows_is_told_at_its_worst(picture: ArtworkImage, curator: User) -> None:
    looks: Any = LivingPortrait(image=picture, artwork=picture.artwork, engine="film")
    looks.options = {"film": "f" * 64}
    labels = labels_of_looks(looks)
    assert labels and labels.eu == "AI GENERATED"


def test_clips_and_pictures_are_no_films(curator: User, picture: ArtworkImage) -> None:
    clip = step("clip", "", {"fps": 12})
    run = made(curator, MOVING, clip, image=str(picture.pk))
    with pytest.raises(Refused, match="makes none"):
        accepting.accept_film(run.line()[1], curator)
    assert run.line()[1].told["parameters"]["fps"] == 12

"""Take what a chain made into the museum: a film into a draft, a picture into the catalogue.

Nothing is shown by this: the draft is saved as a version and reviewed like any other.
"""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

import generation
from exhibits.book.writing import write
from exhibits.catalogue.actions import ReadyPicture, hang_picture, prepare_picture
from exhibits.catalogue.models import Artwork
from exhibits.chains import rules
from exhibits.chains.actions import NOT_MADE, subject
from exhibits.chains.lines import kind_of, label_of, lineage, told_of_line
from exhibits.chains.models import ChainRun, ChainStep
from exhibits.chains.rules import KINDS
from exhibits.portraits.films import ENGINE, keep_film
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.snapshot import digest_of, drafts_of, save_version
from exhibits.refusal import Refused
from generation import Words

BEFORE = Words("до фильма", "before the film")
NO_FILM = Words(
    "В черновик принимают видео: из этого шага его не вышло.",
    "A draft takes a video: this step makes none.",
)
NO_WORK = Words(
    "У цепочки нет работы в каталоге. Сначала примите картину в каталог.",
    "The chain has no work in the catalogue. Accept its picture into the catalogue first.",
)
NO_PICTURE = Words(
    "В каталог принимают картину или видео, сделанное прямо из слов.",
    "The catalogue takes a picture, or a video made of words alone.",
)
HAS_WORK = Words("У цепочки уже есть работа в каталоге.", "The chain has a work already.")
NO_ENGINE = Words(
    "В настройках нет движка «film»: добавьте его в GENERATION.",
    "The settings have no engine “film”: add it to GENERATION.",
)
MEDIUM = Words(
    "Изображение создано с использованием искусственного интеллекта",
    "Picture made with artificial intelligence",
)


def may_be_film(step: ChainStep) -> Words | None:
    """Return why a step's video cannot become a draft now, or None when it can."""
    if not step.done:
        return NOT_MADE
    if KINDS[step.kind].makes != "film":
        return NO_FILM
    run = step.run
    if run.artwork is None or run.image is None:
        return NO_WORK
    return rules.may_begin(run.artwork) or (None if film_alias() else NO_ENGINE)


def may_be_work(step: ChainStep) -> Words | None:
    """Return why a step's picture cannot become a work of the catalogue, or None."""
    if not step.done:
        return NOT_MADE
    if KINDS[step.kind].makes != "picture" and step.input_id:
        return NO_PICTURE
    return HAS_WORK if step.run.artwork_id else None


def accept_film(step: ChainStep, user: User) -> LivingPortrait:
    """Let the draft of the chain's work play a step's video. Raises Refused.

    What the draft was is saved as a version first, unless one is like it.
    """
    step = _fresh(step)
    if reason := may_be_film(step):
        raise Refused(reason)
    run, alias = step.run, film_alias()
    assert run.artwork and run.image
    with transaction.atomic():
        film = keep_film(step.path, step.sha256, kind_of(step), told_of_line(step))
        draft, fresh = LivingPortrait.objects.select_for_update().get_or_create(
            artwork=run.artwork, defaults={"image": run.image}
        )
        if not fresh:
            _save_what_was(draft, user)
        other_picture = draft.image_id != run.image_id
        draft.image, draft.engine = run.image, alias
        draft.options, draft.ground = {"film": film.pk, "loop": "fade"}, None
        for name, usual in _OF_PICTURE.items() if other_picture else ():
            setattr(draft, name, usual)
        draft.revision += 1
        draft.save()
        told = {"step": step.number, "sha256": film.pk, "work": run.artwork.accession_number}
        write("film accepted", subject(run), user, told)
    return draft


def accept_work(step: ChainStep, user: User) -> Artwork:
    """Make a work of the catalogue, not on show, of the picture a step made, or of the first
    frame of a video made of words alone. Raises Refused or PictureRefused."""
    if reason := may_be_work(step):
        raise Refused(reason)
    ready = _picture_of(step)
    with transaction.atomic():
        run = ChainRun.objects.select_for_update(of=("self",)).get(pk=step.run_id)
        if run.artwork_id:
            raise Refused(HAS_WORK)
        work = Artwork.objects.create(**_label(run, lineage(step)[0]))
        run.image = hang_picture(work, ready, user)
        run.artwork = work
        run.save(update_fields=["artwork", "image"])
        told = {"work": work.accession_number, "sha256": ready.sha256}
        write("picture accepted", subject(run), user, told)
    return work


def film_alias() -> str:
    """Return the alias of the engine that plays films, "" where the settings have none."""
    rows = settings.GENERATION.items()
    return next((alias for alias, row in rows if row["ENGINE"] == ENGINE), "")


# What was measured on one very picture.
_OF_PICTURE: dict[str, Any] = {"face": 0, "points": None, "masks": None}


def _fresh(step: ChainStep) -> ChainStep:
    """Return the step as it is in the database, with its chain."""
    return ChainStep.objects.select_related("run__artwork", "run__image", "input").get(pk=step.pk)


def _save_what_was(draft: LivingPortrait, user: User) -> None:
    last = draft.versions.order_by("-number").first()
    if last is None or last.digest != digest_of(draft, drafts_of(draft)):
        save_version(draft, user, BEFORE.ru if settings.LANGUAGE_CODE[:2] == "ru" else BEFORE.en)


def _picture_of(step: ChainStep) -> ReadyPicture:
    if KINDS[step.kind].makes == "picture":
        return prepare_picture(io.BytesIO(step.path.read_bytes()), step.file)
    data = generation.encode_clean(generation.first_picture(step.path))
    return prepare_picture(io.BytesIO(data), f"{step.sha256[:12]}.png")


def _label(run: ChainRun, first: ChainStep) -> dict[str, Any]:
    engine, year = label_of(first), timezone.localdate().year
    said = {
        "title": Words(run.name, run.name),
        "maker": Words(f"Движок: {engine.ru}", f"Engine: {engine.en}"),
        "date_text": Words(str(year), str(year)),
        "medium": MEDIUM,
        "credit": MEDIUM,
    }
    fields = {f"{name}_{code}": getattr(w, code) for name, w in said.items() for code in w._fields}
    short = run.pk.hex[:8]
    return fields | {
        "slug": f"made-{short}",
        "accession_number": f"AI-{year}-{short}",
        "date_from": year,
        "date_to": year,
    }

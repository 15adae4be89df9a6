"""From a version to its record: what is true of it, read from what the museum keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

import generation
from exhibits import studio
from exhibits.catalogue.models import Artwork
from exhibits.portraits.films import drawn_by, film_of
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.performing import telling_of
from generation import ENGINES, Heard, Labels, Record, Words

# what people set, beside the engine's own options
LOOKS = ("face", "points", "beard", "masks", "ground")


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a version and when, and what the gate measured of it. Nobody: the house
    released it with its collection."""

    by: Sequence[str] = ()
    at: datetime | None = None
    measures: Mapping[str, Any] = field(default_factory=dict)


def record_of(
    version: Version, approval: Approval | None = None, published: datetime | None = None
) -> Record:
    """Return the record of a version. Raises ScriptRefused or RecordRefused."""
    approval = approval or Approval()
    work, image = version.portrait.artwork, version.image
    name = settings.GENERATION.get(version.engine, {}).get("ENGINE", version.engine)
    heard = heard_of(version.answers.all())
    drawn, film = drawn_by(version), film_of(version)
    return Record(
        title=_words(work, "title"),
        version=str(version.pk),
        kind=drawn.kind,
        maker=_words(work, "maker"),
        museum=Words(settings.MUSEUM_NAME["ru"], settings.MUSEUM_NAME["en"]),
        credit=_words(work, "credit"),
        number=version.number,
        name=version.name,
        voice=heard.voice,
        voice_neural=heard.neural,
        engine=version.engine,
        engine_label=ENGINES[name][0] if name in ENGINES else Words(name, name),
        software=version.software,
        options=_plain(version.options | _set(version)),
        seed=version.seed,
        models=(*generation.face_weights(), *(drawn.models or ()), *heard.weights),
        source_sha256=image.sha256,
        stored_sha256=image.stored_sha256,
        author=version.author.get_full_name() or version.author.username,
        approved_by=tuple(approval.by),
        made=_moment(version.created_at),
        approved=_moment(approval.at),
        published=_moment(published),
        measures=_plain(approval.measures),
        address=address_of(version),
        steps=tuple(film.steps) if film else (),
    )


def record_of_file(record: Record, said: Iterable[Answer]) -> Record:
    """Return the record a file of a version carries: of the voices only those heard in it.

    ``said``: the answers it lets be heard, none of a silent one. Raises ScriptRefused.
    """
    heard = heard_of(said)
    return replace(record, voice=heard.voice, voice_neural=heard.neural)


def tells_the_same(one: Record, other: Record) -> bool:
    """Return whether two records are of one version, whatever is heard of it in a file."""
    return record_of_file(one, ()) == record_of_file(other, ())


def heard_of(answers: Iterable[Answer]) -> Heard:
    """Return whose voice is heard in answers. Raises ScriptRefused."""
    scripts = [studio.script_of(telling_of(answer)) for answer in answers]
    return generation.heard_in(scripts, studio.voices())


def labels_for(record: Record) -> Labels:
    """Return every label of a version, as strong as the museum wants them."""
    return generation.labels_of(record, cast(Any, settings.LABEL_STRENGTH))


def address_of(version: Version) -> str:
    """Return where anybody can read the certificate; "" while the museum has no public address."""
    if not settings.PUBLIC_URL:
        return ""
    with override(settings.LANGUAGE_CODE):
        return settings.PUBLIC_URL.rstrip("/") + reverse("certificate", args=[version.pk])


def _words(work: Artwork, name: str) -> Words:
    return Words(work.said(name, "ru"), work.said(name, "en"))


def _set(version: Version) -> dict[str, Any]:
    """Return what differs from a new portrait's."""
    usual = LivingPortrait()
    told = {name: getattr(version, name) for name in LOOKS}
    return {name: value for name, value in told.items() if value != getattr(usual, name)}


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON gives them back."""
    plain: dict[str, Any] = json.loads(json.dumps(told))
    return plain


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""

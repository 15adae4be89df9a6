"""What is said of a version wherever it is shown. What nothing can be said of is not shown alive.

A published version's words come from its signed record, read once per process; a draft's from
what it is at this moment, and they say that it is one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID

import generation
from exhibits import studio
from exhibits.catalogue.models import Artwork
from exhibits.certificates.issuing import holds, record_in
from exhibits.certificates.models import Certificate
from exhibits.certificates.record import labels_for
from exhibits.portraits.films import drawn_by
from exhibits.portraits.models import Answer, LivingPortrait, Looks, Version
from exhibits.portraits.performing import telling_of
from exhibits.portraits.rules import NOT_LABELLED
from exhibits.portraits.snapshot import drafts_of
from generation import GenerationError, Labels, Record, Script, SigningRefused, Words

log = logging.getLogger(__name__)

KEPT = 1024  # records in memory, a few kB each


class Said(NamedTuple):
    """What is true of a version, and every label that follows from it."""

    record: Record
    labels: Labels

    def share(self, address: str) -> Words:
        """Return the words that go along with a link to this address."""
        return labels_for(replace(self.record, address=address)).share


def said_of(version: Version) -> Said | None:
    """Return what is said of a version visitors see; None where its certificate is missing or
    is not what was signed: then it may not be shown alive."""
    try:
        record = _signed(version.pk)
    except GenerationError as damaged:
        log.error("version %s is not shown alive: %s", version.pk, damaged)
        return None
    except Certificate.DoesNotExist:
        log.error("version %s is not shown alive: it has no certificate", version.pk)
        return None
    return Said(record, labels_for(record)) if record else None


def labels_of_looks(looks: Looks) -> Labels | None:
    """Return what is said of a draft or of a version in any state; None where nothing can be."""
    if isinstance(looks, LivingPortrait):
        return _labels_now(looks, looks.artwork, drafts_of(looks), reviewed=False)
    if not isinstance(looks, Version):
        return None
    if looks.state == Version.State.PUBLISHED:
        said = said_of(looks)
        return said.labels if said else None
    reviewed = looks.state == Version.State.APPROVED or _was_shown(looks)
    return _labels_now(looks, looks.portrait.artwork, looks.answers.all(), reviewed=reviewed)


def _was_shown(version: Version) -> bool:
    """Return whether it is off show now, after the experts had let visitors see it."""
    off = version.state == Version.State.WITHDRAWN
    return off and Certificate.objects.filter(version=version).exists()


def tagged_jpeg(picture: bytes, looks: Looks) -> bytes:
    """Return a drawn JPEG with its label in its own tags: it may be saved and passed on.

    Raises SigningRefused where nothing can be said of the looks.
    """
    if (labels := labels_of_looks(looks)) is None:
        raise SigningRefused(NOT_LABELLED)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tagged.jpg"
        generation.write_tagged(picture, path, "image/jpeg", labels.metadata)
        return path.read_bytes()


def _labels_now(
    looks: Looks, work: Artwork, answers: Iterable[Answer], *, reviewed: bool
) -> Labels:
    """Return what is true of looks that have no certificate yet."""
    heard = generation.heard_in(_scripts(answers), studio.voices())
    record = Record(
        title=Words(work.said("title", "ru") or work.slug, work.said("title", "en")),
        version=str(looks.pk),
        kind=drawn_by(looks).kind,
        voice=heard.voice,
        voice_neural=heard.neural,
        source_sha256=looks.image.sha256,
    )
    return generation.labels_of(record, reviewed=reviewed)


def _scripts(answers: Iterable[Answer]) -> Iterator[Script]:
    """Return what can be read of them: the rest cannot be heard."""
    for answer in answers:
        try:
            yield studio.script_of(telling_of(answer))
        except GenerationError as unreadable:
            log.debug("answer %s is not heard: %s", answer.pk, unreadable)


@lru_cache(maxsize=KEPT)
def _signed(version_id: UUID) -> Record | None:
    """Return the record of a version if it is what was signed. What raises is asked again."""
    certificate = Certificate.objects.get(pk=version_id)
    return record_in(certificate) if holds(certificate) else None

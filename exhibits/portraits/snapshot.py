"""Save a draft as a version: the same looks, copies of its answers, one digest of all of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from exhibits.portraits.films import drawn_by
from exhibits.portraits.models import Answer, LivingPortrait, Looks, Version

LOOKS = tuple(field.name for field in Looks._meta.get_fields() if field.name != "image")
SAID = (
    "question_ru", "question_en", "language", "text", "recording_sha256", "sources", "position",
)  # fmt: skip


def drafts_of(portrait: LivingPortrait) -> list[Answer]:
    """Return the answers of the draft, in their order."""
    return list(portrait.answers.filter(version=None))


def told(looks: Looks, answers: Iterable[Answer]) -> dict[str, Any]:
    """Return all that decides what is seen and heard, as plain values.

    Masks only where there are any: versions from before there were keep their digests.
    """
    own = {name: getattr(looks, name) for name in LOOKS}
    if own["masks"] is None:
        del own["masks"]
    return own | {
        "picture": looks.image.stored_sha256,
        "answers": [{name: getattr(answer, name) for name in SAID} for answer in answers],
    }


def digest_of(looks: Looks, answers: Iterable[Answer]) -> str:
    """Return the SHA-256 of ``told`` as canonical JSON."""
    text = json.dumps(told(looks, answers), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def save_version(portrait: LivingPortrait, author: User, name: str = "") -> Version:
    """Save the draft as it is in the database as a new version, whole or not at all."""
    with transaction.atomic():
        draft = LivingPortrait.objects.select_for_update().get(pk=portrait.pk)
        answers = drafts_of(draft)
        before = draft.versions.aggregate(last=Max("number"))["last"] or 0
        version = Version.objects.create(
            portrait=draft,
            number=before + 1,
            name=name.strip()[:120],
            author=author,
            software=settings.VERSION,
            weights=drawn_by(draft).models,
            digest=digest_of(draft, answers),
            state_at=timezone.now(),
            image=draft.image,
            **{field: getattr(draft, field) for field in LOOKS},
        )
        for answer in answers:
            Answer.objects.create(
                portrait=draft,
                version=version,
                recording=answer.recording.name,
                **{field: getattr(answer, field) for field in SAID},
            )
    return version


def restore_version(version: Version) -> LivingPortrait:
    """Make the draft what a version was, its answers too. The version stays as it is."""
    with transaction.atomic():
        draft = LivingPortrait.objects.select_for_update().get(pk=version.portrait_id)
        for field in (*LOOKS, "image"):
            setattr(draft, field, getattr(version, field))
        draft.revision += 1
        draft.save()
        draft.answers.filter(version=None).delete()
        for answer in version.answers.all():
            Answer.objects.create(
                portrait=draft,
                recording=answer.recording.name,
                **{field: getattr(answer, field) for field in SAID},
            )
    return draft

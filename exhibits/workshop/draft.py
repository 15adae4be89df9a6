"""The draft as one document: told to a page, changed by it, never half."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from exhibits.certificates.labelling import labels_of_looks
from exhibits.portraits.models import LivingPortrait
from exhibits.streaming.access import draft_group
from exhibits.workshop.editing import lock_for
from exhibits.workshop.reading import READERS, Refusals, read_change
from exhibits.workshop.saying import tell_answers, write_answers

FIELDS = tuple(READERS)


class Moved(Exception):
    """Somebody else changed the draft meanwhile; nothing was written."""


class NotTaken(Exception):
    """Some values cannot be; nothing was written. ``refusals``: field → Words."""

    def __init__(self, refusals: Refusals) -> None:
        super().__init__(", ".join(refusals))
        self.refusals = refusals


def tell_draft(portrait: LivingPortrait) -> dict[str, Any]:
    """Return the whole draft as plain values, the revision it is of, and what is said of it."""
    labels = labels_of_looks(portrait)
    looks = {name: getattr(portrait, name) for name in FIELDS if name != "image"}
    return {
        "revision": portrait.revision,
        "saved": timezone.localtime(portrait.updated_at).isoformat(),
        "label": labels.short._asdict() if labels else None,
        "values": looks | {"image": str(portrait.image_id), "answers": tell_answers(portrait)},
    }


def change_draft(
    portrait: LivingPortrait, user: User, window: str, known: int, change: Mapping[str, Any]
) -> LivingPortrait:
    """Write a change that was made to revision ``known``, whole or not at all.

    Raises NotTaken, Moved, or Taken when another window is at work.
    """
    values, refused = read_change(portrait, change)
    if refused:
        raise NotTaken(refused)
    with transaction.atomic():
        lock_for(portrait, user, window, timezone.now())
        mine = LivingPortrait.objects.filter(pk=portrait.pk, revision=known)
        if not mine.update(revision=F("revision") + 1):
            raise Moved
        draft = LivingPortrait.objects.select_related("artwork", "image").get(pk=portrait.pk)
        answers = values.pop("answers", None)
        for name, value in values.items():
            setattr(draft, "image_id" if name == "image" else name, value)
        draft.save()
        if answers is not None:
            write_answers(draft, answers)
        tell_preview_after_commit(draft)
    return LivingPortrait.objects.select_related("artwork", "image").get(pk=portrait.pk)


def tell_preview_after_commit(portrait: LivingPortrait) -> None:
    """Let whoever watches the draft see the change at once. The word may be lost."""
    transaction.on_commit(lambda: async_to_sync(_nudge)(draft_group(portrait.pk)))


async def _nudge(group: str) -> None:
    if layer := get_channel_layer():
        await layer.group_send(group, {"type": "draft.changed"})

"""Ask for a clip, offer it to visitors, take it back, remove it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from exhibits.book.writing import write
from exhibits.clips.models import Clip
from exhibits.clips.rules import may_be_exported, may_be_taken
from exhibits.clips.wishes import answer_of, read_wish
from exhibits.jobs.actions import ask
from exhibits.jobs.models import Job
from exhibits.portraits.models import Version
from exhibits.refusal import Refused

SIDECAR = ".c2pa"


def ask_clip(version: Version, user: User, told: Mapping[str, Any]) -> Job:
    """Put a clip of a version into the queue. Raises Refused or LayoutRefused."""
    if reason := may_be_exported(version):
        raise Refused(reason)
    wish = read_wish(told)
    answer_of(wish, version)
    arguments = {"version": str(version.pk), **wish.told()}
    return ask("clip", f"version:{version.pk}", user, arguments)


def offer(clip: Clip, user: User, public: bool) -> None:
    """Let visitors take a clip home, or no longer. Raises Refused."""
    with transaction.atomic():
        kept = Clip.objects.select_for_update(of=("self",)).get(pk=clip.pk)
        if public and (reason := may_be_taken(kept)):
            raise Refused(reason)
        if kept.public != public:
            kept.public = public
            kept.save(update_fields=["public"])
            verb = "clip offered" if public else "clip taken back"
            write(verb, f"version:{kept.version_id}", user, {"clip": str(kept.pk)})
    clip.public = public


def remove(clip: Clip, user: User) -> None:
    """Forget a clip and its files; copies that visitors took stay signed."""
    path = Path(clip.file.path)
    with transaction.atomic():
        told = {"clip": str(clip.pk), "sha256": clip.sha256}
        write("clip removed", f"version:{clip.version_id}", user, told)
        clip.delete()
        transaction.on_commit(lambda: _forget(path))


def _forget(path: Path) -> None:
    for file in (path, path.with_suffix(SIDECAR)):
        file.unlink(missing_ok=True)

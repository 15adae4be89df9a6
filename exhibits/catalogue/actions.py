"""Put a picture in, decide whether a work may move, put it on show and take it off."""

from __future__ import annotations

import hashlib
import uuid
import weakref
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

import generation
from exhibits.book.writing import write
from exhibits.catalogue import derivatives, news, rules
from exhibits.catalogue.models import Artwork, ArtworkImage, image_path
from exhibits.catalogue.uploads import upload_limits
from exhibits.refusal import Refused
from generation import Words

ALREADY_HERE = Words(
    "Этот снимок уже есть у этой работы.", "This work already has this very picture."
)


class ReadyPicture:
    """A picture whose files are written, waiting for its record.

    The files belong to this object: unless a transaction that keeps them commits, they go
    when it goes. So a form that fails, or a rollback anywhere, leaves nothing behind.
    """

    def __init__(self, rgb: Any, sha256: str, name: str) -> None:
        self.sha256, self.name = sha256, Path(name).name[:200]
        self.height, self.width = rgb.shape[:2]
        self.id = uuid.uuid4()
        self.file_name = image_path(ArtworkImage(id=self.id), "")
        self._forget = weakref.finalize(self, remove_files, self.id, self.file_name)
        data = generation.encode_clean(rgb)
        self.stored_sha256 = hashlib.sha256(data).hexdigest()
        derivatives.write_atomically(Path(settings.MEDIA_ROOT) / self.file_name, data)
        derivatives.make_derivatives(self.id, rgb)

    def keep(self) -> None:
        """Let the files stay."""
        self._forget.detach()


def prepare_picture(upload: IO[bytes], name: str) -> ReadyPicture:
    """Check, decode and re-encode an upload. Slow: call outside of a transaction.

    Raises PictureRefused.
    """
    limits = upload_limits()
    picture = generation.open_picture(upload.read(limits.bytes + 1), limits)
    return ReadyPicture(picture.rgb, picture.sha256, name)


def hang_picture(artwork: Artwork, ready: ReadyPicture, user: User | None) -> ArtworkImage:
    """Give a prepared picture its record. Raises Refused when the work has it already."""
    with transaction.atomic():
        Artwork.objects.select_for_update().get(pk=artwork.pk)  # two uploads at once take turns
        if artwork.images.filter(sha256=ready.sha256).exists():
            raise Refused(ALREADY_HERE)
        image = ArtworkImage.objects.create(
            id=ready.id,
            artwork=artwork,
            file=ready.file_name,
            width=ready.width,
            height=ready.height,
            sha256=ready.sha256,
            stored_sha256=ready.stored_sha256,
            original_name=ready.name,
            uploaded_by=user,
        )
        transaction.on_commit(ready.keep)
        news.tell_after_commit(artwork.slug)
    return image


def add_picture(artwork: Artwork, upload: IO[bytes], user: User | None, name: str) -> ArtworkImage:
    """Check an upload and hang it. Raises PictureRefused or Refused; then nothing is kept."""
    return hang_picture(artwork, prepare_picture(upload, name), user)


def forget_files_after_commit(image: ArtworkImage) -> None:
    """Remove a picture's files once the removal of its record is certain."""
    image_id, name = image.pk, str(image.file.name)
    transaction.on_commit(lambda: remove_files(image_id, name))


def remove_files(image_id: uuid.UUID, file_name: str) -> None:
    """Remove a picture and its derivatives from the disk."""
    (Path(settings.MEDIA_ROOT) / file_name).unlink(missing_ok=True)
    derivatives.remove_derivatives(image_id)


def decide_movement(
    artwork: Artwork, answer: Artwork.May, reason: str, user: User, until: date | None = None
) -> None:
    """Write down whether a work may move, until which day, why, and who says so. Raises Refused."""
    if not reason.strip():
        raise Refused(rules.NO_REASON)
    artwork.may_move = answer
    artwork.may_move_reason = reason.strip()
    artwork.may_move_until = until
    artwork.may_move_decided_by = user
    artwork.may_move_decided_at = timezone.now()
    with transaction.atomic():
        artwork.save()
        told = {"may_move": str(artwork.may_move), "reason": artwork.may_move_reason}
        if until:
            told["until"] = until.isoformat()
        write("decided", subject(artwork), user, told)
        news.tell_after_commit(artwork.slug)


def publish(artwork: Artwork, user: User | None = None) -> None:
    """Put a work on show. Raises Refused, naming everything it lacks."""
    with transaction.atomic():
        kept = Artwork.objects.select_for_update().get(pk=artwork.pk)
        if lacking := rules.missing(kept, kept.images.count()):
            raise Refused(rules.not_yet(lacking))
        _show(artwork, True, user)


def unpublish(artwork: Artwork, user: User | None = None) -> None:
    """Take a work off show, everywhere, within seconds."""
    with transaction.atomic():
        _show(artwork, False, user)


def subject(artwork: Artwork) -> str:
    """Return how the book calls a work."""
    return f"work:{artwork.accession_number}"


def _show(artwork: Artwork, published: bool, user: User | None) -> None:
    artwork.published = published
    artwork.save(update_fields=["published", "updated_at"])
    write("on show" if published else "in store", subject(artwork), user)
    news.tell_after_commit(artwork.slug)

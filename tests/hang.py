"""Hang a small museum for tests: a work that may move, its portrait, an exhibit, a kiosk.

Used inside a test database, or as ``python -m tests.hang`` for a server's own data folder.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
from typing import NamedTuple
from uuid import UUID

from PIL import Image

KIOSK_TOKEN = "a-kiosk-token-for-tests"


class Hung(NamedTuple):
    """What is there to watch."""

    slug: str
    kiosk_id: UUID
    kiosk_token: str


def hang(slug: str = "lady", kiosk_token: str = KIOSK_TOKEN) -> Hung:
    """Hang a work and put it on a kiosk of its own."""
    from django.contrib.auth.models import User
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from exhibits.models import Artwork, ArtworkImage, Exhibit, Kiosk, LivingPortrait, Showing
    from exhibits.portraits.snapshot import save_version
    from exhibits.review.actions import bring_before_visitors

    boss = {"is_staff": True, "is_superuser": True}
    curator, _ = User.objects.get_or_create(username="curator", defaults=boss)
    words = {
        f"{name}_{code}": f"{name} of {slug}, {code}"
        for name in ("title", "maker", "date_text", "medium", "alt")
        for code in ("ru", "en")
    }
    now = timezone.now()
    artwork = Artwork.objects.create(
        slug=slug,
        accession_number=f"T {slug}",
        rights_work="https://creativecommons.org/publicdomain/zero/1.0/",
        rights_photo="https://creativecommons.org/publicdomain/zero/1.0/",
        may_move=Artwork.May.YES,
        may_move_reason="Painted for tests.",
        may_move_decided_by=curator,
        may_move_decided_at=now,
        published=True,
        **words,
    )
    grey = io.BytesIO()  # nobody in it: tests bring their own performer
    Image.new("RGB", (96, 128), (110, 118, 120)).save(grey, "PNG")
    digest = hashlib.sha256(grey.getvalue()).hexdigest()
    image = ArtworkImage(artwork=artwork, width=96, height=128, sha256=digest)
    image.file.save("picture.png", ContentFile(grey.getvalue()))
    image.save()
    portrait = LivingPortrait.objects.create(artwork=artwork, image=image)
    bring_before_visitors(save_version(portrait, curator), curator, now)
    exhibit = Exhibit.objects.create(
        slug=f"room-{slug}", title_ru="Зал", title_en="Room", published=True
    )
    Showing.objects.create(exhibit=exhibit, artwork=artwork)
    kiosk = Kiosk.objects.create(
        name=f"Kiosk {slug}",
        exhibit=exhibit,
        token_hash=hashlib.sha256(kiosk_token.encode()).hexdigest(),
        paired_at=now,
    )
    return Hung(slug, kiosk.pk, kiosk_token)


def hang_screens(count: int, slug: str = "lady") -> list[str]:
    """Put paired screens around a hung work; return their tokens."""
    from django.utils import timezone

    from exhibits.models import Exhibit, Kiosk

    exhibit = Exhibit.objects.get(slug=f"room-{slug}")
    tokens = [f"token of screen {number}" for number in range(count)]
    for number, token in enumerate(tokens):
        hashed = hashlib.sha256(token.encode()).hexdigest()
        now = timezone.now()
        name = f"Screen {number:02}"
        Kiosk.objects.create(name=name, exhibit=exhibit, token_hash=hashed, paired_at=now)
    return tokens


def teach(slug: str = "lady") -> None:
    """Let a hung work answer: two questions in Russian, one in English, one in the draft only."""
    from django.utils import timezone

    from exhibits.models import Answer, LivingPortrait
    from exhibits.portraits.snapshot import save_version
    from exhibits.review.actions import bring_before_visitors

    portrait = LivingPortrait.objects.get(artwork__slug=slug)
    told = [("Кто вы?", "", "ru"), ("Откуда вы?", "", "ru"), ("", "Who are you?", "en")]
    for position, (ru, en, language) in enumerate(told):
        Answer.objects.create(
            portrait=portrait, position=position, question_ru=ru, question_en=en,
            language=language, text=ru or en,
        )  # fmt: skip
    author = portrait.versions.get().author
    bring_before_visitors(save_version(portrait, author), author, timezone.now())
    Answer.objects.create(portrait=portrait, question_ru="Тайна?", text="Тайна.")


def session() -> str:
    """Let the curator in; return the key of the session."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    curator = User.objects.get(username="curator")
    kept = SessionStore()
    kept[SESSION_KEY] = str(curator.pk)
    kept[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    kept[HASH_SESSION_KEY] = curator.get_session_auth_hash()
    kept.create()
    return str(kept.session_key)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "museum_site.settings")
    import django

    django.setup()
    print(hang().kiosk_id)
    if "answers" in sys.argv:
        teach()
    if "screens" in sys.argv:
        hang_screens(20)
    if "works" in sys.argv:
        for slug in ("dog", "boat"):
            hang(slug, f"token of {slug}")
    if "session" in sys.argv:
        print(session())

"""Furnish a seeded museum for browser tests: a curator who can log in, and paired kiosks.

Used as ``python -m tests.browser.rooms`` on the data folder of a test server; prints JSON.
``… portrait SLUG`` prints the id of a work's living portrait, ``… review SLUG`` the id of a new
version of it that waits for two experts.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys

PASSWORD = "a long password for tests"
WALLS = {"faces": ("fayum",), "pair": ("dutch", "lady")}


def furnish() -> dict[str, dict[str, str]]:
    """Make a curator and one kiosk per wall; return each kiosk's id and token."""
    from django.contrib.auth.models import User

    from exhibits.models import Artwork, Exhibit, Kiosk, Showing

    for name in ("tester", "colleague"):
        User.objects.create_superuser(name, password=PASSWORD)
    made = {}
    for wall, works in WALLS.items():
        exhibit = Exhibit.objects.create(
            slug=f"test-{wall}", title_ru=wall, title_en=wall, published=True
        )
        for position, slug in enumerate(works):
            work = Artwork.objects.get(slug=slug)
            Showing.objects.create(exhibit=exhibit, artwork=work, position=position, seconds=3600)
        token = f"token of {wall}".replace(" ", "-")
        hashed = hashlib.sha256(token.encode()).hexdigest()
        kiosk = Kiosk.objects.create(name=wall, exhibit=exhibit, token_hash=hashed)
        made[wall] = {"id": str(kiosk.pk), "token": token}
    return made


def portrait_of(slug: str) -> str:
    """Return the id of a work's living portrait."""
    from exhibits.models import LivingPortrait

    return str(LivingPortrait.objects.get(artwork__slug=slug).pk)


def in_review(slug: str) -> str:
    """Send a version to two new experts, past the gate; return its id."""
    from django.contrib.auth.models import Group, User

    from exhibits.models import LivingPortrait
    from exhibits.portraits.snapshot import save_version
    from exhibits.review.actions import pass_gate, submit

    for name in ("expert-one", "expert-two"):
        expert = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        expert.groups.add(Group.objects.get(name="expert"))
    author = User.objects.get(username="colleague")
    version = save_version(LivingPortrait.objects.get(artwork__slug=slug), author, "For the desk")
    submit(version, author)
    pass_gate(version, {}, [])
    return str(version.pk)


def to_walk(slug: str) -> str:
    """Hang a small copy of a house picture on a kiosk of its own, its portrait a bare draft."""
    from django.contrib.auth.models import User
    from PIL import Image

    from exhibits.catalogue.actions import hang_picture, prepare_picture
    from exhibits.models import Artwork, Exhibit, Kiosk, LivingPortrait, Showing
    from scripts.walk.people import make

    make(PASSWORD)
    work = Artwork.objects.get(slug=slug)
    small = io.BytesIO()
    with Image.open(work.images.first().file) as picture:
        picture.thumbnail((480, 480))
        picture.save(small, "PNG")
    Artwork.objects.filter(pk=work.pk).update(accession_number="house copy")
    work.pk, work.slug = None, "walk-small"
    work.save()
    small.seek(0)
    image = hang_picture(work, prepare_picture(small, "small.png"), User.objects.get(pk=1))
    portrait = LivingPortrait.objects.create(artwork=work, image=image)
    exhibit = Exhibit.objects.create(slug="walk", title_ru="walk", title_en="walk", published=True)
    Showing.objects.create(exhibit=exhibit, artwork=work, position=0, seconds=3600)
    hashed = hashlib.sha256(b"token-of-the-walk").hexdigest()
    Kiosk.objects.create(name="walk", exhibit=exhibit, token_hash=hashed)
    return str(portrait.pk)


ERRANDS = {"portrait": portrait_of, "review": in_review, "walk": to_walk}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "museum_site.settings")
    import django

    django.setup()
    print(ERRANDS[sys.argv[1]](sys.argv[2]) if sys.argv[1:] else json.dumps(furnish()))

"""Furnish a seeded museum for browser tests: a curator who can log in, and paired kiosks.

Used as ``python -m tests.browser.rooms`` on the data folder of a test server; prints JSON.
``… portrait SLUG`` prints the id of a work's living portrait, ``… review SLUG`` the id of a new
version of it that waits for two experts.
"""

from __future__ import annotations

import hashlib
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


ERRANDS = {"portrait": portrait_of, "review": in_review}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "museum_site.settings")
    import django

    django.setup()
    print(ERRANDS[sys.argv[1]](sys.argv[2]) if sys.argv[1:] else json.dumps(furnish()))

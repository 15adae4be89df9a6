"""Furnish a seeded museum for browser tests: a curator who can log in, and paired kiosks.

Used as ``python -m tests.browser.rooms`` on the data folder of a test server; prints JSON.
"""

from __future__ import annotations

import hashlib
import json
import os

PASSWORD = "a long password for tests"
WALLS = {"faces": ("fayum",), "pair": ("dutch", "lady")}


def furnish() -> dict[str, dict[str, str]]:
    """Make a curator and one kiosk per wall; return each kiosk's id and token."""
    from django.contrib.auth.models import User

    from exhibits.models import Artwork, Exhibit, Kiosk, Showing

    User.objects.create_superuser("tester", password=PASSWORD)
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


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "museum_site.settings")
    import django

    django.setup()
    print(json.dumps(furnish()))

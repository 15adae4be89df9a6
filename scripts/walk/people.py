"""Make the four people who walk the way: curator, registrar and two experts.

    DATA_DIR=… .venv/bin/python -m scripts.walk.people PASSWORD

Safe to repeat: whoever is there gets the password again.
"""

from __future__ import annotations

import os
import sys

CURATOR, REGISTRAR, FIRST, SECOND = "walk-curator", "walk-registrar", "walk-first", "walk-second"
# account → (role, first name, last name)
PEOPLE = {
    CURATOR: ("curator", "Ирина", "Соколова"),
    REGISTRAR: ("registrar", "Пётр", "Лаптев"),
    FIRST: ("expert", "Анна", "Белова"),
    SECOND: ("expert", "Марк", "Орлов"),
}


def make(password: str) -> None:
    """Make the accounts, with a role each and no other right."""
    from django.contrib.auth.models import Group, User

    for name, (role, first, last) in PEOPLE.items():
        user, _ = User.objects.get_or_create(
            username=name, defaults={"first_name": first, "last_name": last, "is_staff": True}
        )
        user.set_password(password)
        user.save()
        user.groups.set([Group.objects.get(name=role)])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "museum_site.settings")
    import django

    django.setup()
    make(sys.argv[1])

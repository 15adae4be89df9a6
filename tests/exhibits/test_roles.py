"""Each role may do what the table says, the page says the same, and the admin obeys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from exhibits.accounts.roles import TABLE, apply_roles

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parent.parent.parent / "docs" / "roles.md"
ROWS = {
    "artworks": "artwork",
    "pictures": "artworkimage",
    "living portraits": "livingportrait",
    "answers": "answer",
    "exhibits": "exhibit",
    "showings": "showing",
    "versions": "version",
    "verdicts": "verdict",
    "gate reports": "gatereport",
    "certificates": "certificate",
    "clips": "clip",
    "jobs": "job",
    "expenses": "spending",
    "withdrawals": "withdrawal",
    "the book": "entry",
    "screens": "kiosk",
}
VERBS = {
    "artwork": ("view", "add", "change", "delete", "publish", "decide_movement"),
    "artworkimage": ("view", "add", "change", "delete"),
    "livingportrait": ("view", "add", "change", "delete"),
    "answer": ("view", "add", "change", "delete"),
    "version": (
        "view",
        "add",
        "change",
        "delete",
        "submit_version",
        "review_version",
        "publish_version",
        "withdraw_version",
    ),
    "verdict": ("view",),
    "gatereport": ("view",),
    "certificate": ("view",),
    "clip": ("view", "add", "change", "delete"),
    "job": ("view", "add", "change", "delete"),
    "spending": ("view",),
    "withdrawal": ("view",),
    "entry": ("view",),
    "exhibit": ("view", "add", "change", "delete"),
    "showing": ("view", "add", "change", "delete"),
    "kiosk": ("view", "add", "change", "delete", "pair"),
}


def codename(verb: str, model: str) -> str:
    return f"exhibits.{verb if '_' in verb else f'{verb}_{model}'}"


@pytest.mark.parametrize("role", TABLE)
def test_a_role_may_exactly_what_the_table_says(role: str, person: Callable[[str], User]) -> None:
    user = person(role)
    for model, verbs in VERBS.items():
        for verb in verbs:
            told = verb in TABLE[role].get(model, ())
            assert user.has_perm(codename(verb, model)) is told, (role, verb, model)
    assert not any(user.has_module_perms(app) for app in ("auth", "admin", "sessions"))


def test_the_page_says_the_same() -> None:
    lines = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines() if "|" in line]
    roles = [cell for cell in lines[0] if cell]
    told = {
        (role, ROWS[cells[0]]): {verb.replace(" ", "_") for verb in cell.split(", ")}
        for cells in lines[2:]
        for role, cell in zip(roles, cells[1:], strict=True)
    }
    meant = {(role, model): set(verbs) for role in TABLE for model, verbs in TABLE[role].items()}
    assert told == meant


def test_the_roles_mend_themselves() -> None:
    apply_roles()  # a test with real transactions before this one empties every table
    assert set(Group.objects.values_list("name", flat=True)) == set(TABLE)
    Group.objects.get(name="expert").delete()
    Group.objects.get(name="curator").permissions.clear()
    apply_roles()
    apply_roles()
    for role, models in TABLE.items():
        held = Group.objects.get(name=role).permissions.count()
        assert held == sum(len(verbs) for verbs in models.values())


@pytest.mark.django_db(transaction=True)
def test_the_roles_can_be_taken_back_and_made_again() -> None:
    call_command("migrate", "exhibits", "0001", verbosity=0)
    assert not Group.objects.exists()
    call_command("migrate", "exhibits", verbosity=0)
    held = Group.objects.get(name="curator").permissions.count()
    assert held == sum(len(verbs) for verbs in TABLE["curator"].values())


PAGES = ("artwork/", "artwork/add/", "livingportrait/", "livingportrait/add/", "exhibit/",
         "exhibit/add/", "kiosk/", "kiosk/add/", "kiosk/pair/")  # fmt: skip


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        ("curator", []),
        ("registrar", ["livingportrait/add/", "exhibit/add/", "kiosk/add/", "kiosk/pair/"]),
        ("floor manager", ["artwork/add/", "livingportrait/add/"]),
        ("expert", [page for page in PAGES if "add" in page or "pair" in page]),
        ("", list(PAGES)),
    ],
)
def test_the_admin_obeys(
    client: Client, person: Callable[[str], User], role: str, closed: list[str]
) -> None:
    client.force_login(person(role))
    answers = {page: client.get(f"/admin/exhibits/{page}").status_code for page in PAGES}
    assert answers == {page: 403 if page in closed else 200 for page in PAGES}
    assert client.get("/admin/auth/user/").status_code == 403

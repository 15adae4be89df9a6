"""What each role may do: one table, told to people in docs/roles.md."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop as _

READ = ("view",)
EDIT = ("view", "add", "change")
ALL = ("view", "add", "change", "delete")

CURATOR = _("curator")
EXPERT = _("expert")
FLOOR_MANAGER = _("floor manager")
REGISTRAR = _("registrar")

# Everybody who works here sees everything.
SEEN: dict[str, tuple[str, ...]] = dict.fromkeys((
    "artwork", "artworkimage", "livingportrait", "answer", "version", "verdict", "gatereport",
    "certificate", "clip", "job", "spending", "withdrawal", "entry", "exhibit", "showing", "kiosk",
), READ)  # fmt: skip
# role → model → verbs. Who wants a work to move never decides alone that it may.
TABLE = {
    CURATOR: SEEN
    | {
        "artwork": (*EDIT, "publish"),
        "artworkimage": ALL,
        "livingportrait": ALL,
        "answer": ALL,
        "version": (*READ, "add", "submit_version", "publish_version", "withdraw_version"),
        "clip": ALL,
        "job": EDIT,
        "exhibit": ALL,
        "showing": ALL,
        "kiosk": (*ALL, "pair"),
    },
    REGISTRAR: SEEN
    | {
        "artwork": (*ALL, "decide_movement"),
        "artworkimage": ALL,
        "version": (*READ, "withdraw_version"),
    },
    FLOOR_MANAGER: SEEN
    | {
        "version": (*READ, "withdraw_version"),
        "exhibit": EDIT,
        "showing": ALL,
        "kiosk": (*EDIT, "pair"),
    },
    EXPERT: SEEN | {"version": (*READ, "review_version")},
}


def codenames(role: str) -> Iterator[str]:
    """Yield the role's permissions as Django calls them."""
    for model, verbs in TABLE[role].items():
        for verb in verbs:
            yield verb if "_" in verb else f"{verb}_{model}"


def apply_roles() -> None:
    """Make the four groups hold exactly what the table says. Safe to repeat."""
    ours = Permission.objects.filter(content_type__app_label="exhibits")
    for role in TABLE:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(ours.filter(codename__in=set(codenames(role))))


def forget_roles() -> None:
    """Remove the four groups; accounts stay."""
    Group.objects.filter(name__in=TABLE).delete()

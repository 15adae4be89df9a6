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

# role → model → verbs. Who wants a work to move never decides alone that it may.
TABLE: dict[str, dict[str, tuple[str, ...]]] = {
    CURATOR: {
        "artwork": (*EDIT, "publish"),
        "artworkimage": ALL,
        "livingportrait": ALL,
        "answer": ALL,
        "version": (*READ, "add", "submit_version", "publish_version", "withdraw_version"),
        "verdict": READ,
        "gatereport": READ,
        "certificate": READ,
        "clip": ALL,
        "job": EDIT,
        "spending": READ,
        "withdrawal": READ,
        "entry": READ,
        "exhibit": ALL,
        "showing": ALL,
        "kiosk": (*ALL, "pair"),
    },
    REGISTRAR: {
        "artwork": (*ALL, "decide_movement"),
        "artworkimage": ALL,
        "livingportrait": READ,
        "answer": READ,
        "version": (*READ, "withdraw_version"),
        "verdict": READ,
        "gatereport": READ,
        "certificate": READ,
        "clip": READ,
        "job": READ,
        "spending": READ,
        "withdrawal": READ,
        "entry": READ,
        "exhibit": READ,
        "showing": READ,
        "kiosk": READ,
    },
    FLOOR_MANAGER: {
        "artwork": READ,
        "artworkimage": READ,
        "livingportrait": READ,
        "answer": READ,
        "version": (*READ, "withdraw_version"),
        "verdict": READ,
        "gatereport": READ,
        "certificate": READ,
        "clip": READ,
        "job": READ,
        "spending": READ,
        "withdrawal": READ,
        "entry": READ,
        "exhibit": EDIT,
        "showing": ALL,
        "kiosk": (*EDIT, "pair"),
    },
    EXPERT: {
        "artwork": READ,
        "artworkimage": READ,
        "livingportrait": READ,
        "answer": READ,
        "version": (*READ, "review_version"),
        "verdict": READ,
        "gatereport": READ,
        "certificate": READ,
        "clip": READ,
        "job": READ,
        "spending": READ,
        "withdrawal": READ,
        "entry": READ,
        "exhibit": READ,
        "showing": READ,
        "kiosk": READ,
    },
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

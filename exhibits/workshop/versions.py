"""The versions of a portrait as the studio shows them: who, when, and what each one changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibits.catalogue.models import ArtworkImage
from exhibits.portraits.models import LivingPortrait, Looks, Version
from exhibits.portraits.snapshot import told
from exhibits.workshop.editing import name_of

NAMES: dict[str, Any] = {
    "picture": gettext_lazy("picture"), "engine": gettext_lazy("engine"),
    "options": gettext_lazy("pose and finish"), "face": gettext_lazy("which face"),
    "points": gettext_lazy("points"), "beard": gettext_lazy("beard"),
    "masks": gettext_lazy("masks"), "ground": gettext_lazy("brush and flow"),
    "touch_x": gettext_lazy("touch mark"), "touch_y": gettext_lazy("touch mark"),
    "seed": gettext_lazy("seed"), "answers": gettext_lazy("words"),
}  # fmt: skip
AROUND = 0.6  # of a changed place, shown on each side of it
LEAST = 0.12  # of the picture's width: a smaller crop tells nothing

Region = tuple[float, float, float, float]  # left, top, right, bottom, 0..1 of the picture


def tell_versions(portrait: LivingPortrait) -> list[dict[str, Any]]:
    """Return every version, newest first."""
    versions = portrait.versions.select_related("author", "image").prefetch_related("answers")
    newest_first = list(versions.order_by("-number"))
    pairs = zip_longest(newest_first, newest_first[1:])
    return [_told(version, older) for version, older in pairs]


def changed_fields(looks: Looks, older: Looks, answers: Sequence[Any], before: Sequence[Any]) -> (
    list[str]
):  # fmt: skip
    """Return the fields in which two looks with their answers differ."""
    new, old = told(looks, answers), told(older, before)
    return [field for field in NAMES if new.get(field) != old.get(field)]


def _told(version: Version, older: Version | None) -> dict[str, Any]:
    own = list(version.answers.all())
    fields = changed_fields(version, older, own, list(older.answers.all())) if older else []
    since = timezone.localtime(version.created_at)
    return {
        "id": str(version.pk),
        "number": version.number,
        "name": version.name or _("Version %(number)s") % {"number": version.number},
        "author": name_of(version.author),
        "when": date_format(since, "j E, H:i"),
        "state": version.state,
        "state_name": version.get_state_display(),
        "digest": version.digest,
        "software": version.software,
        "changed": list(dict.fromkeys(str(NAMES[field]) for field in fields)),
        "image": str(version.image_id),
        "crop": _crop(version, older, fields) if older else None,
    }


def _crop(version: Looks, older: Looks, fields: Sequence[str]) -> Region | None:
    """Return the part of the picture that shows the largest change, None for all of it."""
    if "picture" in fields:
        return None
    spots = [spot for field in fields for spot in _spots(field, version, older)]
    if not spots:
        return None
    left, top = min(x for x, _ in spots), min(y for _, y in spots)
    right, bottom = max(x for x, _ in spots), max(y for _, y in spots)
    half = min(max(right - left, bottom - top, LEAST) * (0.5 + AROUND), 0.5)
    x, y = (min(max(v, half), 1 - half) for v in ((left + right) / 2, (top + bottom) / 2))
    return x - half, y - half, x + half, y + half


def _spots(field: str, new: Looks, old: Looks) -> Iterator[tuple[float, float]]:
    """Yield where on the picture a field's change is seen, 0..1."""
    if field in ("points", "beard"):
        yield from _moved(new, old)
    elif field == "masks":
        yield from _painted(new, old)
    elif field == "ground":
        for told_entry, kind in _regions(new):
            if (told_entry, kind) not in list(_regions(old)):
                yield from _scaled(told_entry.get("polygon", []), new.image)
    elif field in ("touch_x", "touch_y"):
        yield new.touch_x, new.touch_y


def _moved(new: Looks, old: Looks) -> Iterator[tuple[float, float]]:
    now, before = new.points or {}, old.points or {}
    moved = [point for name, point in now.items() if before.get(name) != point]
    yield from _scaled(moved or list(now.values()), new.image)


def _painted(new: Looks, old: Looks) -> Iterator[tuple[float, float]]:
    """Yield the points of strokes that only one of two looks has."""
    own, before = _strokes(new), _strokes(old)
    for one, other, image in ((own, before, new.image), (before, own, old.image)):
        for stroke in (stroke for stroke in one if stroke not in other):
            yield from _scaled(stroke.get("stroke") or stroke.get("polygon") or [], image)


def _strokes(looks: Looks) -> list[dict[str, Any]]:
    lists = [told for told in (looks.masks or {}).values() if isinstance(told, list)]
    return [stroke for strokes in lists for stroke in strokes if isinstance(stroke, dict)]


def _regions(looks: Looks) -> Iterator[tuple[dict[str, Any], str]]:
    for kind in ("brush", "flow"):
        for entry in (looks.ground or {}).get(kind, []):
            yield entry, kind


def _scaled(points: Sequence[Any], image: ArtworkImage) -> Iterator[tuple[float, float]]:
    for x, y in points:
        yield x / image.width, y / image.height

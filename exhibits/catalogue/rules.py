"""What a work needs before visitors may see it. Pure: a record in, reasons out."""

from __future__ import annotations

from exhibits.catalogue.models import URI, Artwork
from generation import Words

NEEDED = {
    "title": Words("название", "the title"),
    "maker": Words("автор", "the maker"),
    "date_text": Words("дата", "the date"),
    "medium": Words("материал и техника", "the medium"),
    "alt": Words("описание для незрячих", "the alt text"),
}
LANGUAGES = {"ru": Words("по-русски", "in Russian"), "en": Words("по-английски", "in English")}
RIGHTS = {
    "rights_work": Words("права на произведение (адрес)", "the rights of the work (an address)"),
    "rights_photo": Words("права на снимок (адрес)", "the rights of the photograph (an address)"),
}
PICTURE = Words("хотя бы один снимок", "at least one picture")
DECISION = Words(
    "решение, может ли работа двигаться, с причиной и именем решившего",
    "a decision on whether it may move, with a reason and a name",
)
NO_REASON = Words(
    "Напишите, почему решено именно так: без причины решение не принимается.",
    "Say why it was decided so: without a reason the decision is not taken.",
)
PAST = Words(
    "Этот день уже прошёл. Укажите день, до которого решение действует, или оставьте пустым.",
    "That day has passed. Give the last day on which the decision holds, or leave it empty.",
)


def missing(artwork: Artwork, pictures: int) -> list[Words]:
    """Return what the work lacks before it may go on show; empty when nothing."""
    lacking = [
        Words(f"{what.ru} {LANGUAGES[code].ru}", f"{what.en} {LANGUAGES[code].en}")
        for name, what in NEEDED.items()
        for code in LANGUAGES
        if not artwork.said(name, code).strip()
    ]
    lacking += [what for name, what in RIGHTS.items() if not is_uri(getattr(artwork, name))]
    if not pictures:
        lacking.append(PICTURE)
    if not is_decided(artwork):
        lacking.append(DECISION)
    return lacking


def is_uri(text: str) -> bool:
    """Return whether this is a full web address."""
    return bool(URI.regex.match(text))  # type: ignore[union-attr]


def is_decided(artwork: Artwork) -> bool:
    """Return whether a person decided if the work may move, and said why."""
    return bool(
        artwork.may_move_decided_by_id
        and artwork.may_move_decided_at
        and artwork.may_move_reason.strip()
    )


def not_yet(lacking: list[Words]) -> Words:
    """Return one sentence that names everything a work lacks."""
    ru = "; ".join(words.ru for words in lacking)
    en = "; ".join(words.en for words in lacking)
    return Words(f"Показать пока нельзя. Нужно: {ru}.", f"It cannot go on show yet. Needed: {en}.")

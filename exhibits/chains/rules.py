"""Which step may follow which, and which work may begin a chain. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from exhibits.catalogue.models import Artwork
from exhibits.portraits.rules import may_move
from generation import TASK_NAMES, Words

Thing = Literal["words", "picture", "film", "file"]
MOST_STEPS = 12


class Rule(NamedTuple):
    """What a kind of step begins with, what it makes, and what people call it."""

    needs: Thing
    makes: Thing
    name: Words


_WAYS: dict[str, tuple[Thing, Thing]] = {
    "text-to-image": ("words", "picture"),
    "text-to-video": ("words", "film"),
    "inpainting": ("picture", "picture"),
    "upscaling": ("picture", "picture"),
    "image-to-video": ("picture", "film"),
    "finish": ("film", "film"),
    "clip": ("film", "file"),
}
KINDS = {kind: Rule(*way, TASK_NAMES[kind]) for kind, way in _WAYS.items()}
OURS = frozenset({"finish", "clip"})  # made by our own rooms, no engine is chosen

EMPTY = Words("В цепочке нет ни одного шага.", "The chain has no step.")
LONG = Words(f"Шагов не больше {MOST_STEPS}.", f"At most {MOST_STEPS} steps.")
NO_KIND = Words("Шага «{0}» не бывает.", "There is no step “{0}”.")
WRONG_START = Words(
    "Шаг 1, «{0}»: начать с него нельзя. Со слов начинают «Слова → картина» и «Слова → видео», "
    "с картины — остальные.",
    "Step 1, “{0}”, cannot begin. “Words → picture” and “Words → video” begin with words; the "
    "others with a picture.",
)
NO_FOLLOWING = Words(
    "Шаг {0}, «{1}», не может идти после «{2}».", "Step {0}, “{1}”, cannot follow “{2}”."
)


def plan_refused(kinds: Sequence[str], begins: Thing) -> Words | None:
    """Return why these steps make no chain, None when they do. begins: "words" or "picture"."""
    if not kinds:
        return EMPTY
    if len(kinds) > MOST_STEPS:
        return LONG
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        return _filled(NO_KIND, Words(unknown[0], unknown[0]))
    has: Thing = begins
    for number, kind in enumerate(kinds, 1):
        rule = KINDS[kind]
        if rule.needs != has:
            if number == 1:
                return _filled(WRONG_START, rule.name)
            before = KINDS[kinds[number - 2]].name
            return _filled(NO_FOLLOWING, Words(str(number), str(number)), rule.name, before)
        has = rule.makes
    return None


def may_begin(artwork: Artwork | None) -> Words | None:
    """Return why no chain may begin with a work's picture, None when it may.

    While nobody has decided, curators may try, as in the studio.
    """
    if artwork is None:
        return None
    decided = artwork.may_move_decided_by_id and artwork.may_move_reason.strip()
    return may_move(artwork) if decided or artwork.may_move == Artwork.May.NO else None


def _filled(sentence: Words, *given: Words) -> Words:
    return Words(
        sentence.ru.format(*(one.ru for one in given)),
        sentence.en.format(*(one.en for one in given)),
    )

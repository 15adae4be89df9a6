"""Read a camera sentence in Russian or English into a plan."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from generation.camerawork.draft import Draft, read_draft
from generation.camerawork.naming import name_verb
from generation.camerawork.numerals import in_seconds, with_measures
from generation.camerawork.pieces import MOST_CHARACTERS, Piece, read_pieces
from generation.camerawork.plan import CameraPlan
from generation.camerawork.refusals import (
    EXAMPLE,
    refuse,
    refuse_aimless,
    refuse_conflict,
    refuse_impossible,
    refuse_unknown,
)
from generation.camerawork.resolving import steps_of
from generation.script.tongue import language_of

JOINTS = ("comma", "with", "and", "while", "then")  # the strongest last
WEAK = ("move", "return")  # verbs that say nothing beside another
MODIFIERS = ("pace", "size", "very", "easing", "handheld", "filler")
_LANGUAGES = ("", "ru", "en")


def read_camera(sentence: str, language: str = "") -> CameraPlan:
    """Return what the sentence asks of the camera; "" tells the language by its letters.

    Words of both languages are understood in either. Raises CameraRefused, in both languages,
    for a word it does not know, a move a picture cannot give (with the reason and the nearest
    possible move), or a sentence that says too little, too much or contradicts itself.
    """
    if language not in _LANGUAGES:
        refuse(
            f"Языка «{language[:20]}» камера не знает: есть ru и en.",
            f"The camera does not know the language “{language[:20]}”: there are ru and en.",
        )
    if len(sentence) > MOST_CHARACTERS:
        refuse(
            f"Фраза из {len(sentence)} знаков слишком длинна: не больше {MOST_CHARACTERS}.",
            f"A sentence of {len(sentence)} characters is too long: {MOST_CHARACTERS} at most.",
        )
    pieces = with_measures(read_pieces(sentence))
    _refuse_strangers(pieces)
    drafts = _joined([read_draft(joint, part) for joint, part in _parts(pieces)])
    if not drafts:
        refuse(
            f"Скажите, что делать камере, например {EXAMPLE.ru}.",
            f"Say what the camera should do, for example {EXAMPLE.en}.",
        )
    return CameraPlan(sentence, language or language_of(sentence, "en"), steps_of(drafts))


def _refuse_strangers(pieces: list[Piece]) -> None:
    """The impossible first: it has the better answer."""
    for kind in ("impossible", "negation", "unknown"):
        for at, piece in enumerate(pieces):
            if piece.kind != kind:
                continue
            if kind == "unknown":
                refuse_unknown(piece.text)
            after = next((p.text for p in pieces[at + 1 :] if p.kind != "filler"), "")
            reason = piece.value if kind == "impossible" else "negation"
            refuse_impossible(
                reason, piece.text if reason != "negation" else f"{piece.text} {after}".strip()
            )


def _parts(pieces: list[Piece]) -> list[tuple[str, list[Piece]]]:
    """The sentence cut at its joints and before each further verb."""
    parts: list[tuple[str, list[Piece]]] = [("", [])]
    for at, piece in enumerate(pieces):
        if piece.kind == "joint":
            if parts[-1][1]:
                parts.append((piece.value, []))
            else:
                parts[-1] = (max(parts[-1][0], piece.value, key=_rank), [])
        elif piece.kind == "delay":
            _refuse_bare_delay(pieces, at)
            parts.append(("then", [Piece("move", "hold", piece.text), pieces[at + 1]]))
            parts.append(("then", []))
        elif not (at and pieces[at - 1].kind == "delay"):
            parts[-1][1].append(piece)
    if len(parts) > 2 and parts[-1] == ("while", []):  # «…, одновременно» said last
        parts[-2] = ("while", parts[-2][1])
    return [part for joint, run in parts for part in _at_verbs(joint, run)]


def _rank(joint: str) -> int:
    return JOINTS.index(joint) if joint else -1


def _refuse_bare_delay(pieces: list[Piece], at: int) -> None:
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if after is None or after.kind != "measure" or in_seconds(after.value) is None:
        refuse_unknown(pieces[at].text)


def _at_verbs(joint: str, run: list[Piece]) -> list[tuple[str, list[Piece]]]:
    """One part cut so that each has one verb; what stands right before a verb goes with it."""
    verbs = [at for at, piece in enumerate(run) if piece.kind == "move"]
    strong = [at for at in verbs if run[at].value not in WEAK]
    if strong:
        run = [p for at, p in enumerate(run) if at not in verbs or at in strong]
    cuts, last = [], ""
    for at, piece in enumerate(run):
        if piece.kind != "move":
            continue
        kind = piece.value.partition(":")[0]
        if last and kind != last:
            cuts.append(_before_modifiers(run, at))
        elif last:
            run[at] = piece._replace(kind="filler")  # «подойди поближе» says it twice
        last = kind
    edges = [0, *cuts, len(run)]
    return [(joint if a == 0 else "with", run[a:b]) for a, b in pairwise(edges) if run[a:b]]


def _before_modifiers(run: list[Piece], at: int) -> int:
    while run[at - 1].kind in MODIFIERS:
        at -= 1
    return at


def _joined(read: Iterable[Draft]) -> list[Draft]:
    """Give what was said without a verb to the move it belongs to."""
    drafts: list[Draft] = []
    waiting = Draft()  # said before the first move
    style: Draft | None = None  # a handheld said before all moves holds for all
    for draft in read:
        if not draft.slots and draft.pace == 1.0:
            continue
        last = drafts[-1] if drafts else None
        if last and _goes_on(draft, last):
            draft.put("verb", last.slots["verb"])
        if last is None and draft.verb == "" and "handheld" in draft.slots:
            style = draft
            continue
        name_verb(draft, first=last is None)
        if draft.verb:
            draft.take(waiting)
            waiting = Draft()
            drafts.append(draft)
        elif last is None:
            waiting.take(draft)
        elif draft.joint == "then" and not {"back", "total"} & draft.slots.keys():
            refuse_conflict(last.text, draft.text)
        else:
            last.take(draft)
    return _styled(drafts, style, waiting)


def _goes_on(draft: Draft, last: Draft) -> bool:
    """Say whether «…влево, затем вправо» repeats the verb before it."""
    if draft.verb or last.verb == "hold":
        return False
    told = {"way", "target", "sweep", "from"} & draft.slots.keys()
    return any(slot in last.slots or draft.joint == "then" for slot in told) and (
        draft.value("target") != "whole"
    )


def _styled(drafts: list[Draft], style: Draft | None, waiting: Draft) -> list[Draft]:
    if style and (not drafts or drafts[0].joint == "then") and "seconds" in style.slots:
        style.put("verb", Piece("move", "hold", style.text))
        return [style, *drafts]
    if style and not drafts:
        style.put("verb", Piece("move", "hold", style.text))
        style.take(waiting)
        return [style]
    if not drafts and waiting.slots:
        refuse_aimless(
            waiting.text,
            f"скажите и движение камеры, например {EXAMPLE.ru}",
            f"say the camera's move as well, for example {EXAMPLE.en}",
        )
    for draft in drafts if style else ():
        assert style is not None
        draft.slots |= {s: p for s, p in style.slots.items() if s in ("handheld", "shake")}
    rest = {s: p for s, p in style.slots.items() if s not in ("handheld", "shake")} if style else {}
    if drafts and rest:
        drafts[0].take(Draft(slots=rest))
    return drafts

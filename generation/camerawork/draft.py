"""One move while it is being read: what was said of it, each thing once, with its own words."""

from __future__ import annotations

from dataclasses import dataclass, field

from generation.camerawork.numerals import in_seconds
from generation.camerawork.pieces import Piece
from generation.camerawork.refusals import refuse, refuse_conflict, refuse_unknown

SLOW, FAST = 1.5, 0.6  # times the customary seconds
_STRENGTH = {"very": 1.0, "slight": -0.5, "strong": 1.0, "most": 1.0}


@dataclass(slots=True)
class Draft:
    """slots: what was said → the piece that said it. joint: how it follows the one before."""

    joint: str = ""
    slots: dict[str, Piece] = field(default_factory=dict)
    pace: float = 1.0

    @property
    def verb(self) -> str:
        """Return the kind of move said, "" when none was."""
        return self.slots["verb"].value.partition(":")[0] if "verb" in self.slots else ""

    @property
    def text(self) -> str:
        """Return the words of the verb, or of whatever was said."""
        piece = self.slots.get("verb") or next(iter(self.slots.values()), None)
        return piece.text if piece else ""

    def value(self, slot: str) -> str:
        """Return what was said, "" when nothing was."""
        return self.slots[slot].value if slot in self.slots else ""

    def put(self, slot: str, piece: Piece) -> None:
        """Set one slot. Raises CameraRefused when another value stands there."""
        old = self.slots.get(slot)
        if old and old.value != piece.value:
            refuse_conflict(old.text, piece.text)
        self.slots[slot] = piece

    def take(self, other: Draft) -> None:
        """Add what was said in a loose part of the sentence."""
        for slot, piece in other.slots.items():
            self.put(slot, piece)
        if other.pace != 1.0:
            self.pace = other.pace


def read_draft(joint: str, pieces: list[Piece]) -> Draft:
    """Return what a part of a sentence with at most one verb says. Raises CameraRefused."""
    draft = Draft(joint)
    strength: Piece | None = None
    for piece in pieces:
        if piece.kind in ("size", "very"):
            strength = _stronger(strength, piece)
            continue
        if strength:
            _put_strength(draft, strength, piece)
            strength = None
        _put(draft, piece)
    if strength:
        _put_strength(draft, strength, None)
    _read_total(draft)
    return draft


def _read_total(draft: Draft) -> None:
    """«всего 12 секунд»: these seconds are the plan's, not the move's."""
    if total := draft.slots.get("total"):
        if "seconds" not in draft.slots:
            refuse_unknown(total.text)
        seconds = draft.slots.pop("seconds")
        draft.slots["total"] = total._replace(value=seconds.value)


def _stronger(first: Piece | None, second: Piece) -> Piece:
    if first and first.kind == "very" and second.value == "strong":
        return second._replace(value="most", text=f"{first.text} {second.text}")
    return second


def _put_strength(draft: Draft, strength: Piece, before: Piece | None) -> None:
    """A word of degree belongs to the pace, easing or handheld it stands before, else the move."""
    if before and (before.kind == "pace" or before.value == "sharp"):
        rate = SLOW if before.value == "slow" else FAST
        draft.pace = float(rate ** _STRENGTH[strength.value or "very"])
    elif before and before.kind == "handheld" and strength.kind == "size":
        draft.put("shake", strength)
    elif strength.kind == "size":
        draft.put("size", strength)


def _put(draft: Draft, piece: Piece) -> None:
    match piece.kind:
        case "pace":
            draft.put("pace", piece)
            draft.pace *= SLOW if piece.value == "slow" else FAST
        case "move":
            draft.put("verb", piece)
            way = piece.value.partition(":")[2]
            if way:
                draft.put("way", piece._replace(value=way))
        case "target":
            _put_target(draft, piece)
        case "measure":
            _put_measure(draft, piece)
        case "filler" | "very":
            pass
        case "way" | "from" | "sweep" | "easing" | "back" | "handheld" | "around" | "horizon":
            draft.put(piece.kind, piece)
        case "total":
            draft.put("total", piece)
        case _:
            refuse_unknown(piece.text)


def _put_target(draft: Draft, piece: Piece) -> None:
    """«лицо портрета», "top of the picture": the part is meant, not the whole."""
    old = draft.slots.get("target")
    if old and old.value == "subject":
        del draft.slots["target"]
    if not (old and piece.value == "subject"):
        draft.put("target", piece._replace(value="brush_1") if piece.value == "brush" else piece)


def _put_measure(draft: Draft, piece: Piece) -> None:
    number, unit = piece.value.split()
    if (seconds := in_seconds(piece.value)) is not None:
        draft.put("seconds", piece._replace(value=f"{seconds:g}"))
    elif unit != "number":
        draft.put(unit, piece._replace(value=number))
    elif draft.value("target") == "brush_1" and float(number) in range(1, 7):
        target = draft.slots["target"]
        text = f"{target.text} {piece.text}"
        draft.slots["target"] = target._replace(value=f"brush_{float(number):g}", text=text)
    elif number != "1" or piece.text.isdigit():  # "one slow pan" says nothing
        refuse(
            f"«{piece.text}» — чего? Скажите, например, «{piece.text} с» или «{piece.text} %».",
            f"“{piece.text}” of what? Say, for example, “{piece.text} s” or “{piece.text} %”.",
        )

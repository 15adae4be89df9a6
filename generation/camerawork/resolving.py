"""From what was said of each move to its numbers: how far, how long, which way, together or not."""

from __future__ import annotations

from dataclasses import replace

from generation.camerawork.draft import Draft
from generation.camerawork.naming import kind_of, way_of
from generation.camerawork.plan import (
    LONGEST,
    LONGEST_PLAN,
    MOST_DEGREES,
    MOST_MOVES,
    MOST_PAN,
    MOST_TIMES,
    MOST_ZOOM,
    PAN_PER_DEGREE,
    PLACES,
    SHORTEST,
    Move,
    Step,
)
from generation.camerawork.refusals import (
    refuse,
    refuse_conflict,
    refuse_excess,
    refuse_impossible,
    refuse_misfit,
)
from generation.types import Words

SECONDS = {
    "push": 4.0, "zoom": 4.0, "pull": 4.0, "whole": 3.0, "pan": 4.0, "tilt": 4.0, "look": 3.0,
    "truck": 4.0, "orbit": 5.0, "crane": 4.0, "roll": 3.0, "follow": 5.0, "hold": 2.0,
}  # fmt: skip
_COMMON = {"verb", "seconds", "pace", "easing", "times", "back", "handheld", "shake", "total"}
_ZOOMS = {"target", "percent", "factor", "size", "way"}
_PANS = {"way", "from", "sweep", "percent", "degree", "size", "target"}
_TURNS = {"way", "from", "sweep", "degree", "size", "around", "target"}
FITS = {
    "push": _ZOOMS, "zoom": _ZOOMS, "pull": _ZOOMS, "whole": {"target"},
    "pan": _PANS, "tilt": _PANS, "truck": _PANS,
    "orbit": _TURNS, "crane": _TURNS - {"around"}, "roll": {"way", "degree", "size", "horizon"},
    "look": {"target"}, "follow": {"target", "percent", "factor", "size"}, "hold": {"target"},
}  # fmt: skip
_SIZES = {  # slightly, as usual, strongly, as far as it goes
    "zoom": (1.12, 1.25, 1.5, MOST_ZOOM), "pan": (0.05, 0.1, 0.15, MOST_PAN),
    "degrees": (2.0, 4.0, MOST_DEGREES, MOST_DEGREES), "roll": (1.5, 3.0, 5.0, MOST_DEGREES),
}  # fmt: skip
_SHAKES = {"slight": 0.4, "": 0.7, "strong": 1.0, "most": 1.0}


def steps_of(drafts: list[Draft]) -> tuple[Step, ...]:
    """Return the plan's steps. Raises CameraRefused for what does not fit or goes too far."""
    if len(drafts) > MOST_MOVES:
        refuse(
            f"Движений {len(drafts)}, а в одной фразе бывает не больше {MOST_MOVES}.",
            f"That is {len(drafts)} moves; one sentence takes {MOST_MOVES} at most.",
        )
    steps: list[list[tuple[Draft, Move]]] = []
    for draft in drafts:
        move = _move(draft)
        together = draft.joint in ("with", "and", "while") and bool(steps)
        shared = (
            next((m for _, m in steps[-1] if _axes(m) & _axes(move)), None) if together else None
        )
        if shared and draft.joint == "while":
            refuse_conflict(next(d.text for d, m in steps[-1] if m is shared), draft.text)
        if together and not shared:
            steps[-1].append((draft, move))
        else:
            steps.append([(draft, move)])
    return _in_total(tuple(_in_step(step) for step in steps), drafts)


def _in_step(step: list[tuple[Draft, Move]]) -> Step:
    """Moves made together last equally long unless each says how long."""
    told = [move.lasts for draft, move in step if "seconds" in draft.slots]
    lasts = max(told or [move.lasts for _, move in step])
    shake = max(move.handheld for _, move in step)
    return tuple(
        replace(m, handheld=shake, seconds=m.seconds if "seconds" in d.slots else lasts / m.ways)
        for d, m in step
    )


def _in_total(steps: tuple[Step, ...], drafts: list[Draft]) -> tuple[Step, ...]:
    total = sum(max(move.lasts for move in step) for step in steps)
    asked = next((float(d.value("total")) for d in drafts if d.value("total")), total)
    steps = tuple(
        tuple(replace(m, seconds=m.seconds * asked / total) for m in step) for step in steps
    )
    if asked > LONGEST_PLAN or any(m.seconds < SHORTEST for step in steps for m in step):
        refuse(
            f"План на {asked:g} с не годится: всё вместе до {LONGEST_PLAN:g} с, "
            f"каждое движение от {SHORTEST:g} с.",
            f"A plan of {asked:g} s cannot be: up to {LONGEST_PLAN:g} s in all, "
            f"each move from {SHORTEST:g} s.",
        )
    return steps


def _axes(move: Move) -> set[str]:
    """What a move writes; two moves that write the same cannot be made together."""
    match move.kind:
        case "push" | "zoom" | "pull" | "whole":
            whole = move.kind == "whole" or (move.kind == "pull" and not move.amount)
            return {"zoom"} | ({"x", "y"} if move.target or whole else set())
        case "look" | "follow":
            return {"x", "y"}
        case "pan" | "truck":
            return {"x"}
        case "tilt":
            return {"y"}
        case "orbit":
            return {"orbit"}
        case "hold":
            return {"zoom", "x", "y", "orbit", "crane", "roll"}
        case kind:
            return {kind}


def _move(draft: Draft) -> Move:
    kind = kind_of(draft)
    if "handheld" in draft.slots and "size" not in FITS[kind] and "size" in draft.slots:
        draft.put("shake", draft.slots.pop("size"))
    if kind == "orbit" and "degree" in draft.slots and float(draft.value("degree")) >= 270:
        refuse_impossible("circle", draft.slots["degree"].text)
    if "degree" in draft.slots and float(draft.value("degree")) >= 90:
        refuse_impossible("turn", draft.slots["degree"].text)
    for slot, piece in draft.slots.items():
        if slot not in _COMMON | FITS[kind]:
            refuse_misfit(piece.text, draft.text)
    toward, sweep = way_of(draft, kind)
    target = draft.value("target")
    target = "" if target == "whole" else target
    if not target and kind in ("push", "zoom", "pull") and toward in PLACES:
        target = toward
    return Move(
        kind,
        "" if kind in ("push", "zoom", "pull") else toward,
        _amount(draft, kind),
        target,
        _seconds(draft, kind),
        draft.value("easing") or "smooth",
        sweep,
        "back" in draft.slots,
        _times(draft),
        _SHAKES[draft.value("shake")] if "handheld" in draft.slots else 0.0,
    )


def _amount(draft: Draft, kind: str) -> float:
    if kind in ("look", "hold", "whole"):
        return 0.0
    if kind in ("push", "zoom", "pull", "follow"):
        return _factor(draft, kind)
    table = {"pan": "pan", "tilt": "pan", "truck": "pan", "roll": "roll"}.get(kind, "degrees")
    if "percent" in draft.slots:
        return _at_most(draft, "percent", 0.01, MOST_PAN, kind)
    if "degree" in draft.slots and table == "pan":
        return _at_most(draft, "degree", PAN_PER_DEGREE, MOST_PAN, kind)
    if "degree" in draft.slots:
        return _at_most(draft, "degree", 1.0, MOST_DEGREES, kind)
    return _SIZES[table][_size(draft)]


def _size(draft: Draft) -> int:
    return ("slight", "", "strong", "most").index(draft.value("size"))


def _factor(draft: Draft, kind: str) -> float:
    slot = "factor" if "factor" in draft.slots else "percent" if "percent" in draft.slots else ""
    if not slot:
        return (
            0.0 if kind == "pull" and "size" not in draft.slots else (_SIZES["zoom"][_size(draft)])
        )
    number = float(draft.value(slot))
    factor = number if slot == "factor" else number / 100 if number > 100 else 1 + number / 100
    if not 1.01 <= factor <= MOST_ZOOM:
        refuse_excess(
            draft.slots[slot].text,
            Words(f"от ×1,01 до ×{MOST_ZOOM:g}".replace(".", ","), f"from ×1.01 to ×{MOST_ZOOM:g}"),
            Words(f"наезд в {MOST_ZOOM:g} раза".replace(".", ","), f"push in ×{MOST_ZOOM:g}"),
        )
    return factor


def _at_most(draft: Draft, slot: str, unit: float, most: float, kind: str) -> float:
    value = float(draft.value(slot)) * unit
    if 0 < value <= most + 1e-9:
        return value
    top = f"{most / unit:g}"
    sign = Words("%", "%") if slot == "percent" else Words("°", "°")
    verbs = {
        "pan": Words("панорама вправо", "pan right"), "tilt": Words("наклон вверх", "tilt up"),
        "truck": Words("проезд вправо", "truck right"), "orbit": Words("облёт слева", "orbit left"),
        "crane": Words("кран вверх", "crane up"), "roll": Words("крен вправо", "roll right"),
    }  # fmt: skip
    verb = verbs[kind]
    refuse_excess(
        draft.slots[slot].text,
        Words(f"больше нуля и до {top}{sign.ru}", f"above zero and up to {top}{sign.en}"),
        Words(f"{verb.ru} на {top}{sign.ru}", f"{verb.en} by {top}{sign.en}"),
    )


def _seconds(draft: Draft, kind: str) -> float:
    if "seconds" in draft.slots:
        seconds = float(draft.value("seconds"))
        if not SHORTEST <= seconds <= LONGEST:
            refuse_excess(
                draft.slots["seconds"].text,
                Words(
                    f"движение длится от {SHORTEST:g} до {LONGEST:g} с".replace(".", ","),
                    f"a move lasts {SHORTEST:g} to {LONGEST:g} s",
                ),
                Words(
                    f"{draft.text}, {1 if seconds < 1 else 120} с",
                    f"{draft.text}, {1 if seconds < 1 else 120} s",
                ),
            )
        return seconds
    hurry = 0.5 if draft.value("easing") == "sharp" and "pace" not in draft.slots else 1.0
    return max(round(SECONDS[kind] * draft.pace * hurry, 1), SHORTEST)


def _times(draft: Draft) -> int:
    times = float(draft.value("times") or 1)
    if times not in range(1, MOST_TIMES + 1):
        refuse(
            f"«{draft.slots['times'].text}»: повторить можно от 1 до {MOST_TIMES} раз.",
            f"“{draft.slots['times'].text}”: a move may be made 1 to {MOST_TIMES} times.",
        )
    return int(times)

"""Which move a sentence means, and which way it goes."""

from __future__ import annotations

from generation.camerawork.draft import Draft
from generation.camerawork.pieces import Piece
from generation.camerawork.refusals import refuse_aimless, refuse_conflict, refuse_misfit

OPPOSITE = {"left": "right", "right": "left", "up": "down", "down": "up"}


def name_verb(draft: Draft, *, first: bool) -> None:
    """Put the verb a draft means when it says none, or one that says little."""
    if draft.verb not in ("", "move", "return"):
        return
    said = next(iter(draft.slots.values()))
    way, target = draft.value("way"), draft.value("target")
    kind = ""
    if "around" in draft.slots:
        kind = "orbit"
    elif draft.verb == "return" or target == "whole":
        kind = "look" if target not in ("", "whole") else "whole"
    elif draft.verb == "move":
        kind = _moved(way, target, draft)
    elif first and (way or "sweep" in draft.slots):
        kind = "tilt" if way in ("up", "down") else "pull" if way == "out" else "pan"
    elif first and "back" in draft.slots:
        kind = "pull"
    elif draft.joint == "then" and "handheld" in draft.slots:
        kind = "hold"
    if kind in ("pull", "whole"):
        draft.slots.pop("back", None)
        draft.slots.pop("way", None)
    if kind:
        text = draft.slots["verb"].text if "verb" in draft.slots else said.text
        draft.slots["verb"] = Piece("move", kind, text)


def _moved(way: str, target: str, draft: Draft) -> str:
    if way == "out" or (not way and not target and "back" in draft.slots):
        return "pull"
    if target:
        return "look"
    if way or "sweep" in draft.slots:
        return "crane" if "up" in way or "down" in way else "truck"
    if "handheld" in draft.slots:
        return "hold"
    refuse_aimless(draft.text, "скажите куда, например «влево»", "say where to, such as “left”")


def kind_of(draft: Draft) -> str:
    """The kind once all is known: a tilt to the side is a roll, a pan to a place is a look."""
    kind, way, target = draft.verb, draft.value("way"), draft.value("target")
    ways = {way, draft.value("from"), draft.value("sweep")}
    if kind in ("push", "zoom") and way == "out":
        del draft.slots["way"]
        kind = "pull"
    if kind in ("push", "zoom", "follow") and target == "whole":
        refuse_conflict(draft.text, draft.slots["target"].text)
    if "around" in draft.slots and kind in ("roll", "pan", "truck"):
        kind = "orbit"
    if kind == "pan" and ways & {"up", "down"}:
        kind = "tilt"
    if kind in ("tilt", "pan") and (
        "horizon" in draft.slots or ways & {"clockwise", "counterclockwise"}
    ):
        kind = "roll"
    if kind == "tilt" and ways & {"left", "right"}:
        kind = "roll"
    if kind in ("pan", "tilt", "truck") and target and not ways - {""}:
        kind = "whole" if target == "whole" else "look"
    if kind == "hold" and target:
        kind = "follow"
    if kind == "follow" and not target:
        refuse_aimless(draft.text, "за чем? Например, «за рукой»", "what? For example, “the hand”")
    if kind in ("pan", "tilt", "truck", "look") and target and ways - {""}:
        refuse_conflict(draft.slots["target"].text, _told_way(draft))
    return kind


def _told_way(draft: Draft) -> str:
    return next(draft.slots[s].text for s in ("way", "from", "sweep") if s in draft.slots)


def way_of(draft: Draft, kind: str) -> tuple[str, bool]:
    way, side, sweep = draft.value("way"), draft.value("from"), draft.value("sweep")
    if way and side and kind != "orbit" and OPPOSITE.get(side) == way:
        sweep, way, side = way, "", ""
    if [bool(way), bool(side), bool(sweep)].count(True) > 1:
        if way == side:
            return way, False
        both = [draft.slots[s].text for s in ("way", "from", "sweep") if s in draft.slots]
        refuse_conflict(both[0], both[1])
    if kind == "roll":
        return _leaning(way or "right", "horizon" in draft.slots), False
    if kind == "orbit" and side in ("left", "right"):
        return side, False
    toward = way or sweep or OPPOSITE.get(side, "")
    return _checked_way(draft, kind, toward), bool(sweep or side)


def _checked_way(draft: Draft, kind: str, toward: str) -> str:
    along = {"pan": "xx", "truck": "xx", "tilt": "yy", "crane": "yy", "orbit": "x"}.get(kind)
    sides = {"x": ("left", "right"), "y": ("up", "down")}[along[0]] if along else ()
    if toward and kind in ("push", "zoom", "pull"):
        return {"up": "top", "down": "bottom"}.get(toward, toward)
    if toward and toward not in sides:
        refuse_misfit(_told_way(draft), draft.text)
    if kind == "orbit":
        return toward or "left"
    if along and not toward:
        ru, en = (
            ("влево или вправо", "left or right")
            if along == "xx"
            else ("вверх или вниз", "up or down")
        )
        refuse_aimless(draft.text, f"скажите куда — {ru}", f"say which way, {en}")
    return toward


def _leaning(way: str, horizon: bool) -> str:
    """The camera leans right, clockwise; the horizon then sinks to the left."""
    side = {"clockwise": "right", "counterclockwise": "left"}.get(way, way)
    return OPPOSITE.get(side, side) if horizon else side

"""Our camera sentence as Kling's ``camera_control``: one axis, or one of its four presets.

Kling's documents contradict each other about two axes: the older English one has pan turn
about x (up and down) and tilt about y, the one of 2026 the other way round. So the way from an
effect to an axis is a table by document, and people are told the effect, never the axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Any, Literal, NoReturn

from generation.camerawork.plan import MOST_DEGREES, MOST_PAN, MOST_ZOOM, CameraPlan, Move
from generation.errors import CameraRefused
from generation.services.kling_models import Kind
from generation.types import Words

Document = Literal["2025", "2026"]
AXES = ("horizontal", "vertical", "pan", "tilt", "roll", "zoom")
MOST = 10  # of an axis, either way
USUAL = 1.25  # a pull that does not say how far

_TURNS: Mapping[Document, Mapping[str, str]] = {
    "2025": {"turn-across": "tilt", "turn-up": "pan"},
    "2026": {"turn-across": "pan", "turn-up": "tilt"},
}
_BY_MODEL: Mapping[str, Document] = {}  # models known to obey one document, whatever is chosen
_EFFECTS = {  # kind of our move → effect, and the size of ours that is Kling's ten
    "pan": ("turn-across", MOST_PAN), "tilt": ("turn-up", MOST_PAN),
    "truck": ("horizontal", MOST_PAN), "crane": ("vertical", MOST_DEGREES),
    "roll": ("roll", MOST_DEGREES), "push": ("zoom", log(MOST_ZOOM)),
    "zoom": ("zoom", log(MOST_ZOOM)), "pull": ("zoom", log(MOST_ZOOM)),
}  # fmt: skip
_WAYS = {"left": -1, "down": -1, "right": 1, "up": 1}
_PRESETS = {
    ("push", "pan", "right"): "right_turn_forward", ("push", "pan", "left"): "left_turn_forward",
    ("push", "tilt", "up"): "forward_up", ("push", "crane", "up"): "forward_up",
    ("pull", "crane", "down"): "down_back", ("pull", "tilt", "down"): "down_back",
}  # fmt: skip
_PRESET_EFFECTS = {
    "right_turn_forward": Words("вперёд с поворотом вправо", "forward, turning right"),
    "left_turn_forward": Words("вперёд с поворотом влево", "forward, turning left"),
    "forward_up": Words("вперёд и вверх", "forward and up"),
    "down_back": Words("вниз и назад", "down and back"),
}
_SAID = {
    "turn-across": Words("камера поворачивает {way}", "the camera turns {way}"),
    "turn-up": Words("камера наклоняется {way}", "the camera tilts {way}"),
    "horizontal": Words("камера едет {way}", "the camera moves {way}"),
    "vertical": Words("камера поднимается или опускается: {way}", "the camera moves {way}"),
    "roll": Words("камера кренится {way}", "the camera rolls {way}"),
}
_TOWARD = {
    "left": Words("влево", "left"), "right": Words("вправо", "right"),
    "up": Words("вверх", "up"), "down": Words("вниз", "down"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Control:
    """body: as Kling takes it; effect: in words; notes: what is not quite as asked."""

    body: Mapping[str, Any]
    effect: Words
    notes: tuple[Words, ...] = ()


def camera_control(
    plan: CameraPlan, kind: Kind, model: str, seconds: int, document: Document = "2026"
) -> Control:
    """Return the plan as one move of Kling's that lasts the whole clip.

    Raises CameraRefused for what Kling cannot be told, with the nearest it can.
    """
    moves = [move for step in plan.steps for move in step]
    if len(plan.steps) > 1:
        _refuse_many(moves)
    notes = _length_notes(plan, seconds)
    if len(moves) == 2 and (preset := _preset(moves)):
        if kind == "image2video":  # the capability map: simple only
            _refuse_many(moves)
        return Control({"type": preset}, _PRESET_EFFECTS[preset], notes)
    if len(moves) > 1:
        _refuse_many(moves)
    return _simple(moves[0], _BY_MODEL.get(model, document), notes)


def _preset(moves: list[Move]) -> str | None:
    first, second = sorted(moves, key=lambda move: move.kind not in ("push", "zoom", "pull"))
    nearing = "push" if first.kind == "zoom" else first.kind
    for move in moves:
        _check_plain(move)
    return _PRESETS.get((nearing, second.kind, second.toward))


def _simple(move: Move, document: Document, notes: tuple[Words, ...]) -> Control:
    if move.kind not in _EFFECTS:
        _refuse_kind(move)
    _check_plain(move)
    effect, most = _EFFECTS[move.kind]
    if effect == "zoom":
        return _zoom(move, most, notes)
    axis = _TURNS[document].get(effect, effect)
    value = _WAYS[move.toward] * _amount(move.amount / most)
    way, said = _TOWARD[move.toward], _SAID[effect]
    told = Words(said.ru.format(way=way.ru), said.en.format(way=way.en))
    return Control(_one(axis, value), told, notes)


def _zoom(move: Move, most: float, notes: tuple[Words, ...]) -> Control:
    """Kling's zoom is of the lens: negative is longer, so nearer."""
    amount = _amount(log(move.amount or USUAL) / most)
    if move.kind == "pull":
        beyond = Words(
            "Отъезд покажет то, чего за краем картины нет: это дорисует Kling.",
            "Pulling out shows what lies beyond the picture’s edge: Kling draws that.",
        )
        return Control(_one("zoom", amount), Words("отъезд", "the view widens"), (*notes, beyond))
    return Control(_one("zoom", -amount), Words("наезд", "the view closes in"), notes)


def _one(axis: str, value: int) -> dict[str, Any]:
    return {"type": "simple", "config": {name: value if name == axis else 0 for name in AXES}}


def _amount(share: float) -> int:
    return min(max(round(MOST * share), 1), MOST)


def _length_notes(plan: CameraPlan, seconds: int) -> tuple[Words, ...]:
    if abs(plan.seconds - seconds) < 0.05:
        return ()
    return (
        Words(
            f"Движение длится весь клип, {seconds} с, а не {plan.seconds:g} с.",
            f"The move lasts the whole clip, {seconds} s, not {plan.seconds:g} s.",
        ),
    )


def _check_plain(move: Move) -> None:
    """Refuse what Kling has no word for."""
    name = _nearest(move)
    for there, ru, en in (
        (move.target not in ("", "subject", "centre"), "целиться в место", "aim at a place"),
        (move.back or move.times > 1, "вернуться или повторить", "return or repeat"),
        (move.sweep, "начать с другой стороны", "begin on the other side"),
        (move.handheld > 0, "дрожать, как с рук", "shake as if handheld"),
    ):
        if there:
            _refuse(f"Kling не умеет {ru}", f"Kling cannot {en}", name)


def _refuse_many(moves: list[Move]) -> NoReturn:
    able = [move for move in moves if move.kind in _EFFECTS]
    nearest = _nearest(max(able, key=lambda move: move.lasts)) if able else _ANY
    _refuse("Kling делает одно движение за клип", "Kling makes one move a clip", nearest)


def _refuse_kind(move: Move) -> NoReturn:
    across = Words("проезд вправо", "truck right") if move.toward == "right" else None
    nearest = {
        "orbit": across or Words("проезд влево", "truck left"),
        "look": Words("наезд", "push in"),
        "follow": Words("наезд", "push in"),
    }.get(move.kind, _ANY)
    ru, en = {
        "orbit": ("облететь картину", "orbit a picture"),
        "look": ("перевести взгляд на место", "move to a place"),
        "follow": ("следовать за чем-либо", "follow anything"),
        "whole": ("вернуться к целой картине", "return to the whole picture"),
        "hold": (
            "держать камеру неподвижной: уберите движение и скажите это словами запроса",
            "hold the camera still: leave the move out and say so in the prompt",
        ),
    }[move.kind]
    _refuse(f"Kling не умеет {ru}", f"Kling cannot {en}", nearest)


_ANY = Words("наезд", "push in")
_NAMES = {
    "push": Words("наезд", "push in"), "zoom": Words("наезд", "push in"),
    "pull": Words("отъезд", "pull out"), "pan": Words("панорама", "pan"),
    "tilt": Words("наклон", "tilt"), "truck": Words("проезд", "truck"),
    "crane": Words("кран", "crane"), "roll": Words("крен", "roll"),
}  # fmt: skip


def _nearest(move: Move) -> Words:
    """The same move with nothing Kling has no word for."""
    name = _NAMES.get(move.kind, _ANY)
    way = _TOWARD.get(move.toward)
    return Words(f"{name.ru} {way.ru}", f"{name.en} {way.en}") if way else name


def _refuse(ru: str, en: str, nearest: Words) -> NoReturn:
    refusal = CameraRefused(
        Words(
            f"{ru}. Ближайшее возможное: «{nearest.ru}».",
            f"{en}. The nearest possible: “{nearest.en}”.",
        )
    )
    refusal.nearest = nearest
    raise refusal

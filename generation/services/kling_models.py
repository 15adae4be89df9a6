"""Kling's models: what each takes, where each feature works, and what it costs.

Source of the capability map: the service's API document as copied in February 2026. Units and
dollars come from public pages of that time and were never tried: check them against the
service's own price list. What is not in a table is refused before anything is spent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from generation.making import Cost
from generation.services.fields import refuse

Kind = Literal["image2video", "text2video"]
Feature = Literal["camera", "brush", "end-frame"]

NAME = "Kling"
PRICES_READ = "2026-02"
UNIT = 0.14  # dollars: the list price of one unit, before taxes; packs of many are cheaper


class Model(NamedTuple):
    """kinds: what it makes; units: by mode, of five seconds; sounding: the same with sound.

    cfg: it takes cfg_scale; fps: by kind; seconds: the lengths it makes.
    """

    kinds: tuple[Kind, ...]
    units: Mapping[str, float]
    cfg: bool = False
    fps: Mapping[Kind, int] = MappingProxyType({"image2video": 24, "text2video": 24})
    seconds: tuple[int, ...] = (5, 10)
    sounding: Mapping[str, float] = MappingProxyType({})


_BOTH: tuple[Kind, ...] = ("image2video", "text2video")
_THIRTY: Mapping[Kind, int] = MappingProxyType({"image2video": 30, "text2video": 30})
_MIXED: Mapping[Kind, int] = MappingProxyType({"image2video": 30, "text2video": 24})
_MASTER = {"std": 10.0, "pro": 10.0}

MODELS: Mapping[str, Model] = MappingProxyType({
    "kling-v1": Model(_BOTH, {"std": 1, "pro": 3.5}, cfg=True, fps=_THIRTY),
    "kling-v1-5": Model(("image2video",), {"std": 2, "pro": 3.5}, cfg=True, fps=_MIXED),
    "kling-v1-6": Model(_BOTH, {"std": 2, "pro": 3.5}, cfg=True, fps=_MIXED),
    "kling-v2-master": Model(_BOTH, _MASTER),
    "kling-v2-1": Model(("image2video",), {"std": 2, "pro": 3.5}),
    "kling-v2-1-master": Model(_BOTH, _MASTER),
    "kling-v2-5-turbo": Model(_BOTH, {"std": 1.5, "pro": 2.5}),
    "kling-v2-6": Model(_BOTH, {"std": 1.5, "pro": 2.5}, sounding={"std": 3, "pro": 5}),
    "kling-v3": Model(_BOTH, {"std": 3, "pro": 4}, cfg=True, seconds=tuple(range(3, 16)),
                      sounding={"std": 4.5, "pro": 6}),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Works:
    """One cell of the capability map. seconds: empty for every length; silent: without sound."""

    feature: Feature
    kind: Kind
    model: str
    modes: tuple[str, ...] = ("std", "pro")
    seconds: tuple[int, ...] = ()
    silent: bool = False


CAPABILITY_MAP = (
    Works("camera", "text2video", "kling-v1", ("std",), (5,)),
    Works("camera", "image2video", "kling-v1-5", ("pro",), (5,)),  # "simple" only
    Works("brush", "image2video", "kling-v1", ("std", "pro"), (5,)),
    Works("brush", "image2video", "kling-v1-5", ("pro",), (5,)),
    Works("end-frame", "image2video", "kling-v1", seconds=(5,)),
    *(Works("end-frame", "image2video", f"kling-{name}", ("pro",))
      for name in ("v1-5", "v1-6", "v2-1", "v2-5-turbo")),
    Works("end-frame", "image2video", "kling-v2-6", ("pro",), silent=True),
    Works("end-frame", "image2video", "kling-v3"),
)  # fmt: skip
_CALLED: Mapping[Feature, tuple[str, str]] = {
    "camera": ("движение камеры", "a camera move"),
    "brush": ("кисть движения", "the motion brush"),
    "end-frame": ("последний кадр", "an end frame"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen of Kling for one clip."""

    kind: Kind
    model: str
    mode: str
    seconds: int
    sound: bool = False


def check_choice(choice: Choice) -> None:
    """Raise RequestRefused for a model that does not make this, with one that does."""
    model = MODELS[choice.model]
    if choice.kind not in model.kinds:
        others = ", ".join(name for name, one in MODELS.items() if choice.kind in one.kinds)
        refuse(
            f"{choice.model} не делает видео из одного текста. Делают: {others}.",
            f"{choice.model} makes no video from text alone. These do: {others}.",
        )
    if choice.seconds not in model.seconds:
        near = min(model.seconds, key=lambda one: abs(one - choice.seconds))
        lengths = ", ".join(map(str, model.seconds))
        refuse(
            f"{choice.model}: бывает {lengths} с. Ближайшее возможное: {near} с.",
            f"{choice.model} makes {lengths} s. The nearest possible: {near} s.",
        )
    if choice.sound and not model.sounding:
        loud = ", ".join(name for name, one in MODELS.items() if one.sounding)
        refuse(
            f"{choice.model} не делает звука. Делают: {loud}.",
            f"{choice.model} makes no sound. These do: {loud}.",
        )


def check_feature(feature: Feature, choice: Choice) -> None:
    """Raise RequestRefused where a feature does not work so, with where it does."""
    rows = [row for row in CAPABILITY_MAP if (row.feature, row.kind) == (feature, choice.kind)]
    if any(_works(row, choice) for row in rows):
        return
    ru, en = _CALLED[feature]
    where = "; ".join(map(_where, rows))
    if not rows:
        refuse(
            f"Kling: {ru} без картины невозможно. Дайте картину.",
            f"Kling: {en} needs a picture. Give one.",
        )
    refuse(
        f"Kling: {ru} в {_chosen(choice)} не работает. Работает: {where}.",
        f"Kling: {en} does not work in {_chosen(choice)}. It works in: {where}.",
    )


def works(feature: Feature, model: str, mode: str) -> bool:
    """Say whether a feature works in this model and mode, at one length or another."""
    return any(
        (row.feature, row.model) == (feature, model) and mode in row.modes for row in CAPABILITY_MAP
    )


def price(choice: Choice) -> tuple[float, Cost]:
    """Return an estimate in Kling's units and in dollars."""
    model = MODELS[choice.model]
    table = model.sounding if choice.sound else model.units
    units = round(table[choice.mode] * choice.seconds / 5, 3)
    return units, dollars(units)


def dollars(units: float) -> Cost:
    """Return what units cost at the list price."""
    return Cost(round(units * UNIT, 4))


def _works(row: Works, choice: Choice) -> bool:
    return (
        row.model == choice.model
        and choice.mode in row.modes
        and (not row.seconds or choice.seconds in row.seconds)
        and not (row.silent and choice.sound)
    )


def _where(row: Works) -> str:
    seconds = "".join(f" {one} s" for one in row.seconds)
    return f"{row.model} {'/'.join(row.modes)}{seconds}"


def _chosen(choice: Choice) -> str:
    sound = " + sound" if choice.sound else ""
    return f"{choice.model} {choice.mode} {choice.seconds} s{sound}"

"""Kling's requests, field by field, and what excludes what. Checked before anything is spent."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from types import MappingProxyType
from typing import Any

from generation.services.fields import Field, check_fields, refuse
from generation.services.kling_models import MODELS, Choice, Kind, check_choice, check_feature
from generation.types import Words

LONGEST_TEXT = 2500
SMALLEST, NARROWEST, LARGEST = 300, 2.5, 10 * 2**20  # px, sides' ratio, bytes of a picture
ASPECTS = ("16:9", "9:16", "1:1")
ALIKE = 0.02  # of an aspect
POINTS = (2, 77)
MOST_MASKS = 6
EXCLUSIVE = (("image_tail",), ("static_mask", "dynamic_masks"), ("camera_control",))

_TEXT = Field("text", high=LONGEST_TEXT)
_COMMON = {
    "model_name": Field("choice", choices=tuple(MODELS), required=True),
    "prompt": _TEXT,
    "negative_prompt": _TEXT,
    "cfg_scale": Field("number", 0, 1),
    "mode": Field("choice", choices=("std", "pro"), required=True),
    "sound": Field("choice", choices=("on", "off")),
    "camera_control": Field("rows"),
    "duration": Field("choice", choices=tuple(map(str, range(3, 16))), required=True),
    "watermark_info": Field("rows"),
    "callback_url": Field("address", high=2083),
    "external_task_id": Field("text", high=64),
}
FIELDS: Mapping[Kind, Mapping[str, Field]] = MappingProxyType({
    "image2video": {
        **_COMMON, "image": Field("picture"), "image_tail": Field("picture"),
        "static_mask": Field("picture"), "dynamic_masks": Field("rows"),
    },
    "text2video": {
        **_COMMON, "prompt": Field("text", high=LONGEST_TEXT, required=True),
        "aspect_ratio": Field("choice", choices=ASPECTS),
    },
})  # fmt: skip


def check_body(kind: Kind, body: Mapping[str, Any]) -> None:
    """Raise RequestRefused for what Kling would refuse, or worse, take and pass over."""
    check_fields(f"Kling {kind}", FIELDS[kind], body)
    model, sound = MODELS[body["model_name"]], body.get("sound") == "on"
    choice = Choice(kind, body["model_name"], body["mode"], int(body["duration"]), sound)
    check_choice(choice)
    if "cfg_scale" in body and not model.cfg:
        refuse(
            f"{choice.model} не принимает cfg_scale.", f"{choice.model} does not take cfg_scale."
        )
    if "sound" in body and not model.sounding:
        refuse(f"{choice.model} не принимает sound.", f"{choice.model} does not take sound.")
    if kind == "image2video" and not {"image", "image_tail"} & body.keys():
        refuse("Kling: нужна картина.", "Kling: a picture is needed.")
    _check_exclusive(body)
    _check_camera(kind, body.get("camera_control"))
    _check_masks(body.get("dynamic_masks"))
    if "camera_control" in body:
        check_feature("camera", choice)
    if "dynamic_masks" in body or "static_mask" in body:
        check_feature("brush", choice)
    if "image_tail" in body:
        check_feature("end-frame", choice)


def check_picture(width: int, height: int) -> None:
    """Raise RequestRefused for a picture Kling does not take: (width, height) px."""
    if min(width, height) < SMALLEST:
        refuse(
            f"Картина {width}×{height}: Kling берёт от {SMALLEST} пикс. по каждой стороне.",
            f"The picture is {width}×{height}: Kling takes {SMALLEST} px a side or more.",
        )
    if max(width, height) > NARROWEST * min(width, height):
        refuse(
            f"Картина {width}×{height} слишком вытянута: Kling берёт до 2,5 к 1.",
            f"The picture is {width}×{height}, too narrow: Kling takes up to 2.5 to 1.",
        )


def aspect_of(size: tuple[int, int]) -> tuple[str, tuple[Words, ...]]:
    """Return Kling's aspect nearest to a size, and what to say where it is another."""
    wanted = log(size[0] / size[1])
    away = {name: abs(log(_ratio(name)) - wanted) for name in ASPECTS}
    near = min(away, key=lambda name: away[name])
    if away[near] < ALIKE:
        return near, ()
    told = Words(
        f"Видео из слов Kling делает 16:9, 9:16 или 1:1; вместо {size[0]}×{size[1]} взято {near}.",
        f"From words Kling makes 16:9, 9:16 or 1:1; {near} was taken for {size[0]}×{size[1]}.",
    )
    return near, (told,)


def _ratio(aspect: str) -> float:
    across, down = aspect.split(":")
    return int(across) / int(down)


def _check_exclusive(body: Mapping[str, Any]) -> None:
    given = [names for names in EXCLUSIVE if any(name in body for name in names)]
    if len(given) > 1:
        refuse(
            "Последний кадр, кисть и движение камеры у Kling вместе не бывают. Выберите одно.",
            "Kling takes an end frame, a brush or a camera move, one of them. Choose one.",
        )


def _check_camera(kind: Kind, control: Any) -> None:
    if control is None:
        return
    config = control.get("config")
    if control.get("type") != "simple":
        fits = kind == "text2video" and config is None
    else:
        fits = isinstance(config, dict) and sum(bool(value) for value in config.values()) == 1
        fits = fits and all(-10 <= value <= 10 for value in config.values())
    if not fits:
        refuse(
            "camera_control: ровно одна ось от −10 до 10, а готовые движения — только без картины.",
            "camera_control: one axis, −10 to 10; presets only without a picture.",
        )


def _check_masks(masks: Any) -> None:
    if masks is None:
        return
    if not 1 <= len(masks) <= MOST_MASKS:
        refuse(
            f"Кистей у Kling до {MOST_MASKS}, а не {len(masks)}.",
            f"Kling takes up to {MOST_MASKS} brushes, not {len(masks)}.",
        )
    for number, one in enumerate(masks, 1):
        if not POINTS[0] <= len(one["trajectories"]) <= POINTS[1]:
            refuse(
                f"Кисть {number}: в пути Kling от {POINTS[0]} до {POINTS[1]} точек.",
                f"Brush {number}: a path of Kling’s has {POINTS[0]} to {POINTS[1]} points.",
            )

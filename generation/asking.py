"""From what a page says to a Request: every value checked, sizes an engine can make, no work."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, log, sqrt
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.capabilities import Sizes, Task
from generation.errors import RequestRefused
from generation.making import RGB, Request
from generation.types import Words

USUAL_AREA = 1_048_576  # px of what nobody gave a size
SMALLER, LOSS = 0.8, 0.1  # least share of a side given up for the aspect, and what it weighs
LONGEST_TEXT = 4_000  # letters of a prompt
LONGEST = 60.0  # seconds
LARGEST_SEED = 2**31 - 1
FASTEST = 60.0  # frames a second
TEXTS = ("prompt", "negative", "camera")
FIELDS = (*TEXTS, "size", "seconds", "fps", "seed", "brush", "mask")


def read_request(
    task: Task, told: Mapping[str, Any], sizes: Sizes, picture: RGB | None = None
) -> Request:
    """Return the request that JSON describes, of FIELDS; ``picture`` is what it begins with.

    Without a size it is the largest usual one of the picture's aspect that ``sizes`` allow; an
    upscaled picture is twice as large. mask: {"polygons": [[[x, y], …], …]}, 0..1 of the
    picture. Raises RequestRefused, naming the field.
    """
    if unknown := sorted(set(told) - set(FIELDS)):
        raise _refused(unknown[0])
    prompt, negative, camera = (_text(name, told.get(name, "")) for name in TEXTS)
    size = _size(told["size"]) if told.get("size") else _usual(task, sizes, picture)
    brush = told.get("brush")
    if brush is not None and not isinstance(brush, Mapping):
        raise _refused("brush")
    return Request(
        task,
        prompt,
        negative,
        picture,
        mask=_mask(told["mask"], picture) if told.get("mask") else None,
        size=size,
        seconds=_number("seconds", told.get("seconds", 0), LONGEST),
        fps=_number("fps", told.get("fps", 0), FASTEST),
        seed=int(_number("seed", told.get("seed", 1), LARGEST_SEED, whole=True)),
        brush=brush,
        camera=camera,
    )


def request_values(request: Request) -> dict[str, Any]:
    """Return a request as JSON values, without its pictures."""
    told = {name: getattr(request, name) for name in ("task", *TEXTS, "seconds", "fps", "seed")}
    return told | {"size": list(request.size), "brush": request.brush}


def blank_picture(size: tuple[int, int]) -> RGB:
    """Return a grey picture in place of one that is not made yet, to ask what it would cost.

    It takes no memory and cannot be written to.
    """
    return np.broadcast_to(np.uint8(128), (size[1], size[0], 3))


def size_within(sizes: Sizes, aspect: float, area: float = USUAL_AREA) -> tuple[int, int]:
    """Return the (width, height) nearest to an aspect (width ÷ height) and an area in px that
    can be made. A little of the area is given up for a truer aspect: what is rounded to
    multiples of 32 would else be stretched over the painting."""
    step, (least, most) = sizes.multiple, (sizes.smallest, sizes.largest)
    tallest = min(sqrt(area / aspect), most[1], most[0] / aspect)
    found: list[tuple[float, tuple[int, int]]] = []
    for rows in range(max(round(SMALLER * tallest / step), 1), max(round(tallest / step), 1) + 1):
        height = _within(rows * step, least[1], most[1], step)
        width = _within(height * aspect, least[0], most[0], step)
        stretched = abs(log(width / height / aspect))
        found.append((stretched + LOSS * abs(1 - height / tallest), (width, height)))
    return min(found)[1]


def _within(side: float, least: int, most: int, step: int) -> int:
    return min(max(round(side / step), -(-least // step)), most // step) * step


def _usual(task: Task, sizes: Sizes, picture: RGB | None) -> tuple[int, int]:
    if picture is None:
        return size_within(sizes, 4 / 3)
    height, width = picture.shape[:2]
    if task == "upscaling":
        return size_within(sizes, width / height, 4 * width * height)
    return size_within(sizes, width / height)


def _mask(told: Any, picture: RGB | None) -> NDArray[np.uint8]:
    polygons = told.get("polygons") if isinstance(told, Mapping) else None
    if picture is None or not isinstance(polygons, list) or not polygons:
        raise _refused("mask")
    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    for polygon in polygons:
        try:
            points = np.array(polygon, np.float64)
        except (TypeError, ValueError) as error:
            raise _refused("mask") from error
        right = points.ndim == 2 and points.shape[1] == 2 and len(points) >= 3
        if not right or not np.isfinite(points).all() or np.abs(points).max() > 2:
            raise _refused("mask")
        cv2.fillPoly(mask, [np.rint(points * (width, height)).astype(np.int32)], 255)
    return mask


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _refused(name)
    return value.strip()


def _number(name: str, value: Any, most: float, *, whole: bool = False) -> float:
    kinds = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise _refused(name)
    if not isfinite(value) or not 0 <= value <= most:
        raise _refused(name)
    return value


def _size(value: Any) -> tuple[int, int]:
    right = isinstance(value, list | tuple) and len(value) == 2
    if not right or not all(type(side) is int and 2 <= side <= 8192 for side in value):
        raise _refused("size")
    return value[0], value[1]


def _refused(name: str) -> RequestRefused:
    return RequestRefused(
        Words(
            f"Задание: поле «{name}» записано неверно. Посмотрите docs/chains.md.",
            f"Request: the field “{name}” is wrong. See docs/chains.md.",
        )
    )

"""Black Forest Labs, endpoint by endpoint: which fields each takes, and what it costs.

flux-pro-1.1, -ultra, guidance and steps: from the service's OpenAPI description as copied in
February 2026. The ranges of flux-2-flex and kontext, and every price but those of -1.1 and
-ultra, come from public pages of that time and were never tried: check them against the
service's own documents before you rely on them. A field that is not here is never sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, gcd, log
from types import MappingProxyType
from typing import Any

from generation.capabilities import Sizes, Task
from generation.making import Cost
from generation.services.fields import Field, check_fields

PRICES_READ = "2026-02"  # dollars, before taxes; the service's own figure replaces an estimate
CREDIT = 0.01  # dollars
NAME = "Black Forest Labs"
PIXELS = 2**20  # a megapixel of a price
USUAL = (
    (21, 9), (16, 9), (3, 2), (4, 3), (5, 4), (1, 1), (4, 5), (3, 4), (2, 3), (9, 16), (9, 21),
)  # fmt: skip
ALIKE = 0.015  # of an aspect

_TEXT = Field("text", high=10_000)
_SIDE = Field("whole", 256, 1440, 32)
_SEED = Field("whole", 0, 2**32 - 1)
_STRICT = Field("whole", 0, 6)  # 0 the strictest
_PICTURE = Field("picture", required=True)
_EVERY = {
    "prompt": _TEXT,
    "seed": _SEED,
    "output_format": Field("choice", choices=("jpeg", "png")),
    "webhook_url": Field("address", high=2083),
    "webhook_secret": Field("text", high=256),
}
_FLUX_1 = {**_EVERY, "prompt_upsampling": Field("flag"), "safety_tolerance": _STRICT}
_PAINTED = {**_FLUX_1, "steps": Field("whole", 15, 50), "guidance": Field("number", 1.5, 100)}
_ASPECT = {"aspect_ratio": Field("text", high=9)}
_MARGIN = Field("whole", 0, 2048)
_KONTEXT = {**_FLUX_1, **_ASPECT, "input_image": _PICTURE}
_SIZED = {"width": _SIDE, "height": _SIDE, "image_prompt": Field("picture")}
_LIKE = {f"input_image{n}": Field("picture") for n in ("", *(f"_{k}" for k in range(2, 9)))}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """dollars: of a picture; further: of each megapixel begun after the first."""

    tasks: frozenset[Task]
    fields: Mapping[str, Field]
    dollars: float
    further: float = 0.0


def _endpoint(task: Task, fields: dict[str, Field], *dollars: float) -> Endpoint:
    return Endpoint(frozenset((task,)), MappingProxyType(fields), *dollars)


ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType({
    "flux-pro-1.1": _endpoint(
        "text-to-image",
        {**_FLUX_1, **_SIZED,
         "output_format": Field("choice", choices=("jpeg", "png", "webp"))},
        0.04,
    ),
    "flux-pro-1.1-ultra": _endpoint(
        "text-to-image",
        {**_FLUX_1, **_ASPECT, "raw": Field("flag"), "image_prompt": Field("picture"),
         "image_prompt_strength": Field("number", 0, 1)},
        0.06,
    ),
    "flux-dev": _endpoint(
        "text-to-image",
        {**_FLUX_1, **_SIZED, "steps": Field("whole", 1, 50), "guidance": Field("number", 1.5, 5)},
        0.025,
    ),
    "flux-2-flex": _endpoint(
        "text-to-image",
        {**_EVERY, **_LIKE, "width": Field("whole", 64, 2048, 16),
         "height": Field("whole", 64, 2048, 16), "safety_tolerance": Field("whole", 0, 5),
         "steps": Field("whole", 1, 50), "guidance": Field("number", 1.5, 10),
         "disable_pup": Field("flag")},
        0.05, 0.05,
    ),
    "flux-kontext-pro": _endpoint("text-to-image", _KONTEXT, 0.04),
    "flux-kontext-max": _endpoint("text-to-image", _KONTEXT, 0.08),
    "flux-pro-1.0-fill": _endpoint(
        "inpainting", {**_PAINTED, "image": _PICTURE, "mask": Field("picture")}, 0.05
    ),
    "flux-pro-1.0-expand": _endpoint(
        "inpainting",
        {**_PAINTED, "image": _PICTURE, "top": _MARGIN, "bottom": _MARGIN, "left": _MARGIN,
         "right": _MARGIN},
        0.05,
    ),
})  # fmt: skip


def check_body(endpoint: str, body: Mapping[str, Any]) -> None:
    """Raise RequestRefused for what this endpoint does not take, before anything is spent."""
    check_fields(endpoint, ENDPOINTS[endpoint].fields, body)


def price(endpoint: str, size: tuple[int, int], pictures: int = 0) -> Cost:
    """Return an estimate for one picture of ``size``, made from so many others of its size."""
    row = ENDPOINTS[endpoint]
    megapixels = ceil(size[0] * size[1] / PIXELS)
    further = megapixels - 1 + pictures * megapixels if row.further else 0
    return Cost(round(row.dollars + row.further * further, 4))


def aspect_of(size: tuple[int, int]) -> str | None:
    """Return "16:9" of 1920 × 1080, and of what nobody could tell from it; None beyond 21:9."""
    wanted = log(size[0] / size[1])
    near = min(USUAL, key=lambda one: abs(log(one[0] / one[1]) - wanted))
    if abs(log(near[0] / near[1]) - wanted) < ALIKE:
        return f"{near[0]}:{near[1]}"
    divisor = gcd(*size)
    across, down = size[0] // divisor, size[1] // divisor
    inside = 9 * down <= 21 * across and 9 * across <= 21 * down
    return f"{across}:{down}" if inside else None


def sizes_of(endpoint: str) -> Sizes:
    """Return which sizes may be asked of an endpoint; some take only the aspect of it."""
    fields = ENDPOINTS[endpoint].fields
    if "width" not in fields:
        return Sizes((256, 256), (2048, 2048), 2)
    side = fields["width"]
    low, high = int(side.low), int(side.high)
    return Sizes((low, low), (high, high), side.multiple)

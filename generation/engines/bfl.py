"""Black Forest Labs' Flux, a paid service: pictures from words, and parts painted anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import cv2
import numpy as np

from generation.capabilities import Capabilities, Licence, Sizes, Takes
from generation.errors import OptionsRefused, RequestRefused
from generation.findings import Finding
from generation.making import RGB, Cost, Made, Models, Progress, Request
from generation.options import Within, check_fields
from generation.services.asking import Line
from generation.services.bfl import KEY, BflSeller
from generation.services.bfl_fields import ENDPOINTS, NAME, aspect_of, check_body, price, sizes_of
from generation.services.ordering import Desk, Order, Paying
from generation.services.outside import Outside
from generation.services.paid import key_finding, made_of, refuse_what_is_not_taken
from generation.services.pictures import fitted, request_digest, sent, without_pictures
from generation.services.purse import Bell, NoBell, Purse
from generation.types import Words

PICTURE_BYTES = 20 * 2**20  # of one picture sent
_TAKES = {"inpainting": {"picture", "mask"}, "text-to-image": {"picture"}}
Endpoint = Literal[
    "flux-pro-1.1", "flux-pro-1.1-ultra", "flux-dev", "flux-2-flex", "flux-kontext-pro",
    "flux-kontext-max", "flux-pro-1.0-fill", "flux-pro-1.0-expand",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class BflOptions:
    """endpoint: which model; what each takes: docs/services.md. None leaves it to the service.

    host: whose law the pictures travel under. Raises OptionsRefused for a value out of range,
    or an option the endpoint does not take.
    """

    endpoint: Annotated[Endpoint, Words("модель", "model")] = "flux-pro-1.1"
    host: Annotated[Literal["global", "eu", "us"], Words("где считают", "where it runs")] = "eu"
    guidance: Annotated[
        float | None, Within(1.5, 100), Words("верность словам", "guidance")
    ] = None  # fmt: skip
    steps: Annotated[int | None, Within(1, 50), Words("шаги", "steps")] = None
    raw: Annotated[bool, Words("естественнее, без обработки", "raw: more natural")] = False
    prompt_upsampling: Annotated[
        bool, Words("дополнять слова", "add to the prompt")
    ] = False  # fmt: skip
    safety_tolerance: Annotated[
        int, Within(0, 6), Words("терпимость проверки", "safety tolerance")
    ] = 2  # fmt: skip
    image_prompt_strength: Annotated[
        float | None, Within(0, 1), Words("сила образца", "strength of the reference")
    ] = None  # fmt: skip

    def __post_init__(self) -> None:
        check_fields(self)
        try:
            check_body(self.endpoint, {**_bare(self.endpoint), **self.fields()})
        except RequestRefused as error:
            raise OptionsRefused(error.for_people) from error

    def fields(self) -> dict[str, Any]:
        """Return what of these goes into a request, as far as something was chosen."""
        given = {
            "guidance": self.guidance,
            "steps": self.steps,
            "raw": self.raw or None,
            "prompt_upsampling": self.prompt_upsampling or None,
            "safety_tolerance": self.safety_tolerance,
            "image_prompt_strength": self.image_prompt_strength,
        }
        return {name: value for name, value in given.items() if value is not None}


class BflEngine:
    """Makes one picture for money. Without a purse it makes none. See Maker."""

    Options = BflOptions
    CAPABILITIES: ClassVar[Capabilities] = Capabilities(
        tasks=frozenset({"text-to-image", "inpainting"}),
        draws="generated",
        licence=Licence(
            "BFL API Terms of Service",
            "https://bfl.ai/legal/terms-of-service",
            commercial="yes",
            trap=Words(
                "Слова и картины уходят третьему лицу. Спросите правообладателя; готовое нельзя "
                "использовать, чтобы учить другие модели.",
                "Words and pictures go to a third party. Ask the rights holder; results may not "
                "be used to train other models.",
            ),
        ),
        sizes=Sizes((256, 256), (1440, 1440), 32),
        needs=frozenset({"network", "key"}),
        takes=frozenset({"prompt", "seed", "guidance", "steps", "reference"}),
    )

    def __init__(self, options: BflOptions, outside: Outside | None = None) -> None:
        self._options, self._outside = options, outside or Outside()
        self._paying = Paying()

    @classmethod
    def check(cls, options: BflOptions) -> Iterator[Finding]:
        """Say whether a key is set; the service is not asked."""
        yield key_finding("bfl", (KEY,), "https://api.bfl.ai")

    def capabilities(self) -> Capabilities:
        """Return what the chosen endpoint can do."""
        name = self._options.endpoint
        row = ENDPOINTS[name]
        takes: set[Takes] = {"prompt", "seed"}
        takes |= {"guidance"} if "guidance" in row.fields else set()
        takes |= {"steps"} if "steps" in row.fields else set()
        takes |= {"reference"} if {"image_prompt", "input_image"} & row.fields.keys() else set()
        told = self.CAPABILITIES
        return replace(told, tasks=row.tasks, sizes=sizes_of(name), takes=frozenset(takes))

    def weights(self) -> Models:
        """Return no file: the weights are theirs."""
        return ()

    def pays_from(self, purse: Purse, bell: Bell | None = None) -> None:
        """Take the purse that pays, and the bell by which the service may call."""
        self._paying = Paying(purse, bell or NoBell())

    def refuse(self, request: Request) -> None:
        """See Maker.refuse."""
        self._body(request)

    def cost(self, request: Request) -> Cost:
        """See Maker.cost: an estimate in dollars, before taxes."""
        return price(self._options.endpoint, request.size, int(request.picture is not None))

    def make(self, request: Request, folder: Path, progress: Progress) -> Made:
        """See Maker.make: a PNG. Ordered once in this folder, however often it is called."""
        own, body = self._options, self._body(request)
        digest = request_digest(request, own.endpoint, own.fields())
        told = {"endpoint": own.endpoint, **without_pictures(body)}
        with Line(NAME, self._outside) as line:
            seller = BflSeller(line, own.endpoint, body, own.host)
            order = Order(digest, self.cost(request), told)
            made = Desk(seller, order, self._paying, folder, progress).fulfil()
        return made_of(made, folder, {"service": NAME, **told}, request.size)

    def _body(self, request: Request) -> dict[str, Any]:
        """The request as this endpoint takes it. Raises RequestRefused."""
        name = self._options.endpoint
        row = ENDPOINTS[name]
        refuse_what_is_not_taken(NAME, request, row.tasks, _TAKES[min(row.tasks)], {"seed"})
        body = self._options.fields() | {"prompt": request.prompt, "seed": request.seed}
        body["output_format"] = "png"
        if "width" in row.fields:
            body |= {"width": request.size[0], "height": request.size[1]}
        if "aspect_ratio" in row.fields:
            body["aspect_ratio"] = aspect_of(request.size) or _refuse_aspect(request.size)
        body |= self._pictures(request)
        check_body(name, body)
        return body

    def _pictures(self, request: Request) -> dict[str, Any]:
        name = self._options.endpoint
        if name == "flux-pro-1.0-fill":
            picture, mask = _sized(request)
            return {"image": sent(picture, PICTURE_BYTES), "mask": sent(mask, PICTURE_BYTES)}
        if name == "flux-pro-1.0-expand":
            picture, mask = _sized(request)
            inner, margins = _margins(mask)
            return {"image": sent(np.ascontiguousarray(picture[inner]), PICTURE_BYTES), **margins}
        if request.picture is None:
            return {}
        field = "input_image" if "input_image" in ENDPOINTS[name].fields else "image_prompt"
        return {field: sent(fitted(request.picture), PICTURE_BYTES)}


def _bare(endpoint: str) -> dict[str, Any]:
    """What an endpoint cannot be asked without."""
    fields = ENDPOINTS[endpoint].fields
    return {name: "AAAA" for name, field in fields.items() if field.required}


def _sized(request: Request) -> tuple[RGB, RGB]:
    """Picture and mask, both (H, W, 3) of the size asked for."""
    if request.picture is None or request.mask is None:
        raise RequestRefused(
            Words(
                f"{NAME}: нужны картина и область, которую можно писать заново.",
                f"{NAME}: a picture is needed, and the area that may be painted anew.",
            )
        )
    picture = cv2.resize(request.picture, request.size, interpolation=cv2.INTER_AREA)
    mask = cv2.resize(request.mask, request.size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(picture, np.uint8), np.repeat(mask[..., None] // 128 * 255, 3, 2)


def _margins(mask: RGB) -> tuple[tuple[slice, slice], dict[str, int]]:
    """Where the picture lies inside what is new round it. Raises RequestRefused."""
    kept = mask[..., 0] == 0
    rows, columns = (np.flatnonzero(kept.any(axis)) for axis in (1, 0))
    if len(rows) and len(columns):
        inner = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        if kept[inner].all() and not kept.all():
            height, width = kept.shape
            return inner, {
                "top": int(rows[0]), "bottom": int(height - 1 - rows[-1]),
                "left": int(columns[0]), "right": int(width - 1 - columns[-1]),
            }  # fmt: skip
    raise RequestRefused(
        Words(
            "flux-pro-1.0-expand дописывает поля вокруг прямоугольника. Для других областей "
            "возьмите flux-pro-1.0-fill.",
            "flux-pro-1.0-expand adds margins round a rectangle. For other areas take "
            "flux-pro-1.0-fill.",
        )
    )


def _refuse_aspect(size: tuple[int, int]) -> str:
    raise RequestRefused(
        Words(
            f"{size[0]}×{size[1]}: бывает от 21:9 до 9:21.",
            f"{size[0]}×{size[1]}: 21:9 to 9:21 can be made.",
        )
    )

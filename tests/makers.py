"""Engines for tests of chains: real files, no network, no weights; drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, ClassVar

import numpy as np

from generation.capabilities import Capabilities, Licence, Sizes
from generation.errors import RequestRefused
from generation.findings import Finding
from generation.making import RGB, Cost, Made, Models, Progress, Request
from generation.media.picture import encode_clean
from generation.media.segment import H264, SegmentWriter
from generation.media.video import FrameCanvas
from generation.media.yuv import planes_from_rgb
from generation.options import Within, check_fields
from generation.types import Words

FPS, SECONDS = 12, 1.0
PAID = "paid.log"  # beside the folders of orders: what was paid for, a line each
WEIGHTS: Models = (("gradient.safetensors", "e" * 64),)


@dataclass(frozen=True, slots=True)
class GradientOptions:
    """strength: how strong the colours are. price: dollars a piece."""

    strength: Annotated[float, Within(0, 1), Words("сила", "strength")] = 1.0
    price: Annotated[float, Within(0, 10), Words("цена", "price")] = 0.0

    def __post_init__(self) -> None:
        check_fields(self)


class GradientEngine:
    """Draws gradients from a seed; a film of one wanders. Counts what was paid for."""

    Options = GradientOptions
    CAPABILITIES: ClassVar[Capabilities] = Capabilities(
        tasks=frozenset({"text-to-image", "text-to-video", "image-to-video", "upscaling",
                         "inpainting"}),
        draws="generated",
        licence=Licence("CC0-1.0"),
        sizes=Sizes((64, 64), (512, 512), 16),
        fps=(FPS,),
        seconds=4.0,
        takes=frozenset({"prompt", "seed"}),
    )  # fmt: skip
    paid: ClassVar[list[str]] = []

    def __init__(self, options: GradientOptions) -> None:
        self._options = options

    @classmethod
    def check(cls, options: GradientOptions) -> Iterator[Finding]:
        yield Finding("gradient", True, Words("на месте", "here"))

    def weights(self) -> Models:
        return WEIGHTS

    def refuse(self, request: Request) -> None:
        if "forbidden" in request.prompt:
            raise RequestRefused(Words("Такое не рисуем.", "That is not drawn here."))
        if not self.CAPABILITIES.sizes.takes(*request.size):
            raise RequestRefused(Words("Не тот размер.", "Not that size."))

    def cost(self, request: Request) -> Cost | None:
        return Cost(self._options.price) if self._options.price else None

    def make(self, request: Request, folder: Path, progress: Progress) -> Made:
        """An order that was paid for lies in the folder: it is not paid for again."""
        cost, order = self.cost(request), folder / "order"
        if cost and not order.exists():
            self.paid.append(request.prompt)
            with (folder.parent / PAID).open("a") as log:
                log.write(f"{request.task}\n")
            order.write_text("paid")
        films = request.task.endswith("video")
        seconds = (request.seconds or SECONDS) if films else 0.0
        frames = round(seconds * FPS) if films else 1
        shown = self._shown(request, frames, progress)
        path = folder / ("made.mp4" if films else "made.png")
        if films:
            _write(path, shown, request.size)
        else:
            path.write_bytes(encode_clean(next(shown)))
        parameters: dict[str, Any] = {"strength": self._options.strength}
        return Made(path, parameters, WEIGHTS, cost, request.size, seconds)

    def _shown(self, request: Request, frames: int, progress: Progress) -> Iterator[RGB]:
        for n in range(frames):
            rgb = gradient(request, n / max(frames, 1), self._options.strength)
            progress(n + 1, frames, rgb)
            yield rgb


def gradient(request: Request, at: float, strength: float) -> RGB:
    """Return (H, W, 3): the picture it was given, or colours of the seed, a little moved."""
    import cv2

    width, height = request.size
    if request.picture is not None:
        rgb = cv2.resize(request.picture, request.size, interpolation=cv2.INTER_AREA)
    else:
        y, x = np.mgrid[0:height, 0:width]
        phase = np.random.default_rng(request.seed).uniform(0, 6, 3)
        waves = [np.sin(x / 23 + phase[0]), np.sin(y / 17 + phase[1]), np.cos((x + y) / 31)]
        rgb = (128 + 100 * strength * np.dstack(waves)).astype(np.uint8)
    shift = np.float32([[1, 0, 6 * np.sin(2 * np.pi * at)], [0, 1, 4 * np.sin(2 * np.pi * at)]])
    moved = cv2.warpAffine(rgb, shift, (width, height), borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(moved, np.uint8)


def _write(path: Path, shown: Iterator[RGB], size: tuple[int, int]) -> None:
    with SegmentWriter(path, H264, size, Fraction(FPS)) as out:
        canvas = FrameCanvas(size)
        for rgb in shown:
            for target, source in zip(canvas.planes, planes_from_rgb(rgb), strict=True):
                np.copyto(target, source)
            out.add(canvas)

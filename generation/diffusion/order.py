"""From what a person asks to what a pipeline is asked, or a refusal: pure, before any loading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from generation.capabilities import Task
from generation.diffusion import refusals
from generation.diffusion.canvas import (
    Canvas,
    Place,
    Size,
    canvas_of,
    even,
    padded,
    resized,
    rounded_up,
    window,
    within,
)
from generation.diffusion.family import Family, Frames, Making
from generation.diffusion.options import DiffusersOptions
from generation.making import RGB, Request
from generation.types import Words

SMALLEST = 64  # px, a result's side


@dataclass(frozen=True, slots=True)
class Order:
    """What a pipeline will be asked. inside: (width, height) it works at; result: of the file.

    frames: what it makes, kept: how many of them the clip shows; 0 for pictures. notes: what
    people should know that differs from what they asked.
    """

    task: Task
    making: Making
    inside: Size
    result: Size
    steps: int
    guidance: float
    strength: float | None = None
    frames: int = 0
    kept: int = 0
    fps: float = 0.0
    canvas: Canvas | None = None
    place: Place | None = None
    notes: tuple[Words, ...] = field(default=())


def order_of(
    request: Request, family: Family, options: DiffusersOptions, scale: float = 1.0
) -> Order:
    """Return what the family will be asked for this request, its sides times ``scale``.

    Raises RequestRefused for what it cannot make, OptionsRefused for what it has no use for.
    """
    making = family.makes.get(request.task)
    if making is None:
        raise refusals.no_task(family.label, request.task, sorted(family.makes))
    _check_parts(request, family, making)
    guidance = _guidance(family, making, options)
    strength = _strength(family, making, options)
    steps = options.steps or making.steps
    if strength is not None and int(steps * strength) < 1:
        raise refusals.options(
            f"{family.label}: {steps} шагов при strength {strength:g} — ни одного шага. "
            "Увеличьте то или другое.",
            f"{family.label}: {steps} steps at strength {strength:g} leave none. Raise either.",
        )
    inside, result, canvas, place = _sizes(request, family, making, scale)
    frames, kept, fps = _frames(request, family.frames, family.label)
    if request.task in ("text-to-image", "inpainting", "upscaling"):
        frames, kept, fps = 0, 0, 0.0
    return Order(
        request.task, making, inside, result, steps, guidance, strength,
        frames, kept, fps, canvas, place, tuple(_notes(request, making, guidance, result)),
    )  # fmt: skip


def arguments(order: Order, request: Request, options: DiffusersOptions) -> dict[str, Any]:
    """Return what the pipeline is called with, pictures as Pillow has them; no seed, no tensors."""
    making = order.making
    width, height = order.inside
    found: dict[str, Any] = {"num_inference_steps": order.steps, **making.always}
    if making.prompt:
        found["prompt"] = request.prompt
    if making.negative and request.negative and order.guidance > 1:
        found["negative_prompt"] = request.negative
    if making.guidance_to:
        found[making.guidance_to] = order.guidance
    if making.factor == 1:
        found |= {"width": width, "height": height}
    if order.frames:
        found["num_frames"] = order.frames
    if making.fps_to:
        found[making.fps_to] = round(order.fps)
    if order.strength is not None:
        found["strength"] = order.strength
    return {**found, **_of_svd(making, options), **_pictures(order, request)}


def finished(order: Order, made: RGB) -> RGB:
    """Return a picture the pipeline made, (H, W, 3), as it goes into the file."""
    if order.canvas is not None and order.place is not None:
        return order.canvas.laid_back(resized(made, order.place.size), order.place)
    width, height = order.result
    # A painting was grown right and down; a picture from words is cut on all sides alike.
    top = left = 0
    if order.task in ("text-to-image", "text-to-video"):
        top, left = (made.shape[0] - height) // 2, (made.shape[1] - width) // 2
    return made[top : top + height, left : left + width]


def _check_parts(request: Request, family: Family, making: Making) -> None:
    label = family.label
    given = {
        "prompt": request.prompt and not making.prompt,
        "negative": request.negative and not making.negative,
        "end-frame": request.end_picture is not None and not making.end_frame,
        "motion-brush": request.brush is not None,
        "camera": request.camera,
        "picture": request.picture is not None and request.task.startswith("text-"),
        "mask": request.mask is not None and request.task != "inpainting",
    }
    for part, unwanted in given.items():
        if unwanted:
            raise refusals.not_taken(label, part)
    if request.task.startswith("text-") and not request.prompt.strip():
        raise refusals.needed(label, "prompt")
    if not request.task.startswith("text-") and request.picture is None:
        raise refusals.needed(label, "picture")
    if making.end_needed and request.end_picture is None:
        raise refusals.needed(label, "end-frame")


def _guidance(family: Family, making: Making, options: DiffusersOptions) -> float:
    if options.guidance is None:
        return making.guidance
    if not making.guidance_to:
        raise refusals.options(
            f"{family.label}: сила подсказки (guidance) заложена в веса, менять её нельзя.",
            f"{family.label}: guidance is built into the weights and cannot be chosen.",
        )
    return options.guidance


def _strength(family: Family, making: Making, options: DiffusersOptions) -> float | None:
    if options.strength is not None and making.strength is None:
        raise refusals.options(
            f"{family.label}: strength здесь ничего не значит; это настройка дорисовки.",
            f"{family.label}: strength means nothing here; it belongs to inpainting.",
        )
    return making.strength if options.strength is None else options.strength


def _sizes(
    request: Request, family: Family, making: Making, scale: float
) -> tuple[Size, Size, Canvas | None, Place | None]:
    if request.task == "inpainting":
        return _inpainting(request, family, scale)
    assert request.picture is not None or request.task.startswith("text-")
    wanted = even((request.size[0] * scale, request.size[1] * scale))
    if request.picture is not None:
        height, width = request.picture.shape[:2]
        wanted = within((width, height), wanted)
        if making.factor > 1:
            wanted = width * making.factor, height * making.factor
    if not all(SMALLEST <= side <= family.largest for side in wanted):
        raise refusals.bad_size(family.label, wanted, SMALLEST, family.largest)
    worked = tuple(side // making.factor for side in wanted)
    return rounded_up((worked[0], worked[1]), family.multiple), wanted, None, None


def _inpainting(
    request: Request, family: Family, scale: float
) -> tuple[Size, Size, Canvas | None, Place | None]:
    assert request.picture is not None
    canvas = canvas_of(request.picture, request.mask, request.size)
    if canvas is None or min(canvas.size) < SMALLEST:
        raise refusals.refused(
            f"{family.label}: картина не помещается на холст {request.size[0]}×{request.size[1]}. "
            "Дайте маску размером с картину или холст больше картины.",
            f"{family.label}: the picture does not lie within a canvas of "
            f"{request.size[0]}×{request.size[1]}. Give a mask of the picture's size, or a "
            "canvas larger than the picture.",
        )
    if not canvas.mask.any():
        raise refusals.needed(family.label, "mask")
    place = window(canvas, family.size)
    most = family.size[0] * family.size[1]
    shrink = min(1.0, sqrt(most / (place.size[0] * place.size[1]))) * scale
    width, height = (
        max(round(side * shrink) // family.multiple, 1) * family.multiple for side in place.size
    )
    return (width, height), canvas.size, canvas, place


def _frames(request: Request, rule: Frames | None, label: str) -> tuple[int, int, float]:
    if rule is None:
        return 0, 0, 0.0
    fps = request.fps or rule.fps[0]
    if fps not in rule.fps:
        known = ", ".join(f"{rate:g}" for rate in sorted(rule.fps))
        raise refusals.refused(
            f"{label}: {fps:g} кадров в секунду не бывает. Есть: {known}.",
            f"{label} does not make {fps:g} frames a second. It makes: {known}.",
        )
    wanted = max(round(request.seconds * fps), 1) if request.seconds else rule.default
    if wanted > rule.most:
        longest = rule.most / fps
        raise refusals.refused(
            f"{label}: {request.seconds:g} с — слишком долго, можно до {longest:.2f} с.",
            f"{label}: {request.seconds:g} s is too long; {longest:.2f} s is the most.",
        )
    frames = rule.covering(wanted)
    # The last frame of a clip that ends on a given picture cannot be cut off.
    return frames, frames if request.end_picture is not None else min(wanted, frames), fps


def _notes(request: Request, making: Making, guidance: float, result: Size) -> list[Words]:
    notes = []
    if request.negative and guidance <= 1:
        notes.append(
            Words(
                f"Нежелательное не учтено: при guidance {guidance:g} оно ничего не значит.",
                f"The negative prompt had no effect: guidance is {guidance:g}, not above 1.",
            )
        )
    if result != request.size and request.task != "inpainting":
        notes.append(
            Words(
                f"Размер {result[0]}×{result[1]} вместо {request.size[0]}×{request.size[1]}: "
                "по картине.",
                f"The size is {result[0]}×{result[1]} instead of "
                f"{request.size[0]}×{request.size[1]}, after the picture.",
            )
        )
    return notes


def _of_svd(making: Making, options: DiffusersOptions) -> Mapping[str, Any]:
    if making.pipeline != "StableVideoDiffusionPipeline":
        return {}
    chosen = {"motion_bucket_id": options.motion, "noise_aug_strength": options.noise}
    return {name: value for name, value in chosen.items() if value is not None}


def _pictures(order: Order, request: Request) -> Mapping[str, Any]:
    from PIL import Image

    if request.picture is None:
        return {}
    if order.canvas is not None and order.place is not None:
        rows, columns = order.place.slices
        shown = resized(order.canvas.rgb[rows, columns], order.inside)
        mask = resized(order.canvas.mask[rows, columns], order.inside)
        hard = (mask > 0).astype("uint8") * 255
        return {"image": Image.fromarray(shown), "mask_image": Image.fromarray(hard)}
    small = tuple(side // order.making.factor for side in order.result)
    shown = padded(resized(request.picture, (small[0], small[1])), order.inside)
    found = {"image": Image.fromarray(shown)}
    if request.end_picture is not None:
        last = padded(resized(request.end_picture, (small[0], small[1])), order.inside)
        found["last_image"] = Image.fromarray(last)
    return found

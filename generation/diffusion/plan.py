"""How a pipeline is kept within a device's memory, and what is tried when it does not suffice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generation.diffusion.options import DiffusersOptions, Offload
from generation.types import Words


@dataclass(frozen=True, slots=True)
class Plan:
    """offload: see DiffusersOptions. decode_frames: at a time, 0 all. framewise: a video decoder
    that can take its frames in groups does so. scale: of the result's sides."""

    offload: Offload = "none"
    tiling: bool = False
    slicing: bool = False
    decode_frames: int = 0
    framewise: bool = False
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Means:
    """What can be done about memory here: by the pipeline, the device, and the curator's leave."""

    gpu: bool = False
    tiles: bool = False
    slices: bool = False
    framewise: bool = False
    decode_frames: bool = False
    smaller: bool = False


def first_plan(options: DiffusersOptions) -> Plan:
    """Return the plan as the options ask for it."""
    return Plan(options.offload, options.vae_tiling, options.vae_slicing, options.decode_frames)


def smaller_plans(plan: Plan, means: Means) -> Iterator[tuple[Plan, Words]]:
    """Yield ever thriftier plans, each with what it does; each keeps what the last one did.

    What costs no quality comes first, a smaller picture last and only by leave.
    """
    for found, words in _steps(plan, means):
        if found != plan:
            plan = found
            yield plan, words


def _steps(plan: Plan, means: Means) -> Iterator[tuple[Plan, Words]]:
    if means.decode_frames and not 0 < plan.decode_frames <= 2:
        plan = replace(plan, decode_frames=2)
        yield plan, Words("Кадры декодируются по два.", "Frames are decoded two at a time.")
    if means.tiles or means.slices or means.framewise:
        plan = replace(
            plan,
            tiling=plan.tiling or means.tiles,
            slicing=plan.slicing or means.slices,
            framewise=plan.framewise or means.framewise,
        )
        yield (
            plan,
            Words("Картина декодируется по частям.", "The picture is decoded in pieces."),
        )
    if means.gpu and plan.offload == "none":
        plan = replace(plan, offload="model")
        yield (
            plan,
            Words(
                "На GPU — только та часть модели, что работает сейчас; это медленнее.",
                "Only the part of the model at work is on the GPU; this is slower.",
            ),
        )
    if means.decode_frames:
        plan = replace(plan, decode_frames=1)
        yield plan, Words("Кадры декодируются по одному.", "Frames are decoded one at a time.")
    if means.gpu and plan.offload == "model":
        plan = replace(plan, offload="group")
        yield (
            plan,
            Words(
                "На GPU — по одному слою модели; это намного медленнее.",
                "One layer of the model at a time is on the GPU; this is much slower.",
            ),
        )
    for scale in (0.75, 0.5) if means.smaller else ():
        plan = replace(plan, scale=scale)
        yield (
            plan,
            Words(
                f"Нарисовано меньшим: {scale:.0%} от заказанных сторон.",
                f"Drawn smaller, at {scale:.0%} of the sides asked for.",
            ),
        )

"""Run a pipeline: steps told, cancelled between two of them, and too little memory survived."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from generation.devices.failures import classified
from generation.diffusion.folder import Folder
from generation.diffusion.hearing import words_left_out
from generation.diffusion.loading import load
from generation.diffusion.options import DiffusersOptions
from generation.diffusion.order import Order, arguments, finished, order_of
from generation.diffusion.plan import Means, Plan, first_plan, smaller_plans
from generation.diffusion.sketch import Sketch, fitted
from generation.diffusion.tuning import (
    Site,
    check_options,
    divide,
    dtype_of,
    means_of,
    place,
    settle,
    tune,
)
from generation.errors import EngineFailed, GenerationError, MemoryShort, RequestRefused
from generation.making import RGB, Progress, Request
from generation.types import Words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made: (frames, 3, H, W) in 0..1, one frame for a picture, and how."""

    frames: torch.Tensor
    order: Order
    plan: Plan
    told: tuple[Words, ...]

    def pictures(self) -> Iterator[RGB]:
        """Yield frames (H, W, 3) uint8 as they go into the file. Raises EngineFailed."""
        for frame in self.frames[: self.order.kept or 1]:
            if not torch.isfinite(frame).all():
                raise _overflowed()
            scaled = (frame.float().clamp(0, 1) * 255).round().to(torch.uint8)
            yield finished(self.order, np.asarray(scaled.permute(1, 2, 0).cpu().numpy()))


class Machine:
    """The device pipelines run on. Tests put one in its place that runs out of memory."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def call(self, pipe: Any, given: dict[str, Any]) -> Any:
        """Run a pipeline."""
        return pipe(**given)

    def empty(self) -> None:
        """Give back what nobody holds any more."""
        gc.collect()
        if self.site.gpu:
            torch.cuda.empty_cache()


class Runner:
    """One folder of weights on one machine; keeps its pipeline between calls. Not thread-safe."""

    def __init__(self, folder: Folder, options: DiffusersOptions, machine: Machine) -> None:
        self.folder, self.options, self.machine = folder, options, machine
        self.pipe: Any = None
        self._held: tuple[str, str] = "", ""  # pipeline class, offload
        self._sketch: Sketch | None = None

    @property
    def dtype(self) -> torch.dtype:
        """Return the precision it computes in."""
        return dtype_of(self.options, self.machine.site)

    def run(self, request: Request, progress: Progress) -> Outcome:
        """Make what is asked. Where memory is short, thriftier plans are tried in turn.

        Raises RequestRefused, OptionsRefused, WeightsRefused, MemoryShort, DeviceLost,
        EngineFailed, and what ``progress`` raises; after any of them it can be called again.
        """
        plan, told = first_plan(self.options), list[Words]()
        rest: Iterator[tuple[Plan, Words]] | None = None
        while True:
            tried = self._try(request, plan, progress)
            if isinstance(tried, Outcome):
                return Outcome(tried.frames, tried.order, plan, (*told, *tried.told))
            # Outside of any except: a caught error's frames would keep the tensors alive.
            self.close()
            self.machine.empty()  # also of what a broken-off load left
            rest = rest or smaller_plans(plan, tried)
            step = next((one for one in rest if self._can(request, one[0])), None)
            if step is None:
                raise _short(self.folder.family.label, self.machine.site.device, told)
            plan, words = step
            told.append(words)

    def close(self) -> None:
        """Forget the pipeline and free its memory."""
        if self.pipe is not None:
            self.pipe, self._held = None, ("", "")
            self.machine.empty()

    def _try(self, request: Request, plan: Plan, progress: Progress) -> Outcome | Means:
        """Return what was made, or, where memory was short, what can be done about it."""
        watch = _Watch(self, progress)
        means = Means(gpu=self.machine.site.gpu, smaller=self.options.smaller)
        try:
            order = order_of(request, self.folder.family, self.options, plan.scale)
            check_options(self.options, self.folder.family, order.making, self.machine.site)
            self._open(order, plan)
            means = self._means()
            with words_left_out(read_twice=self.folder.family.layout == "flux") as lost:
                frames = self._made(order, request, plan, watch)
            return Outcome(frames, order, plan, tuple(lost))
        except Exception as error:
            if isinstance(error, GenerationError) or error is watch.raised:
                self._settle()
                raise
            ours = classified(error, self.machine.site.device)
            if isinstance(ours, MemoryShort):
                return means if self.pipe is None else self._means()
            self.pipe = None  # a device that is lost cannot even be asked to free memory
            raise (ours or _failed(self.folder.family.label, error)) from error

    def _can(self, request: Request, plan: Plan) -> bool:
        """Say whether a thriftier plan still leads somewhere: half of little is too little."""
        if plan.scale == 1:
            return True
        try:
            order = order_of(request, self.folder.family, self.options, plan.scale)
        except RequestRefused:
            return False
        return order.making.factor == 1  # an enlargement has the size it has

    def _open(self, order: Order, plan: Plan) -> None:
        """Have the right pipeline loaded and placed."""
        wanted = order.making.pipeline, plan.offload
        if self.pipe is not None and self._held == wanted:
            divide(self.pipe, plan, self.folder.family)
            return
        self.close()
        family, options, site = self.folder.family, self.options, self.machine.site
        self.pipe = load(self.folder, wanted[0], self.dtype, options.quantisation)
        if options.preview_every:
            self._sketch = fitted(self.pipe.vae, family.layout)
        tune(self.pipe, options, family)
        divide(self.pipe, plan, family)
        place(self.pipe, plan, site.device)
        self._held = wanted  # only now: what was refused halfway is loaded anew

    def _made(self, order: Order, request: Request, plan: Plan, watch: _Watch) -> torch.Tensor:
        given = arguments(order, request, self.options)
        if plan.decode_frames:
            given["decode_chunk_size"] = plan.decode_frames
        given |= watch.listening(order)
        device = self.machine.site.device if self._draws_on_device() else "cpu"
        given["generator"] = torch.Generator(device).manual_seed(request.seed)
        made = self.machine.call(self.pipe, {**given, "output_type": "pt"})
        frames = made.frames[0] if order.frames else made.images
        assert isinstance(frames, torch.Tensor)
        return frames

    def _draws_on_device(self) -> bool:
        """LTX draws noise for a decoder that wants it where the decoder is, and nowhere else."""
        config = self.pipe.vae.config
        return self.folder.family.layout == "ltx" and bool(config.get("timestep_conditioning"))

    def _means(self) -> Means:
        return means_of(self.pipe, gpu=self.machine.site.gpu, smaller=self.options.smaller)

    def _settle(self) -> None:
        if self.pipe is not None:
            settle(self.pipe)


class _Watch:
    """Hears a pipeline's steps and passes them on; remembers what a listener raised."""

    def __init__(self, runner: Runner, progress: Progress) -> None:
        self._runner, self._progress = runner, progress
        self._order: Order | None = None
        self.raised: BaseException | None = None

    def listening(self, order: Order) -> dict[str, Any]:
        """Return the arguments by which this kind of pipeline is heard."""
        self._order = order
        if order.task == "upscaling":  # these two know only the older way
            return {"callback": self._older, "callback_steps": 1}
        return {
            "callback_on_step_end": self._newer,
            "callback_on_step_end_tensor_inputs": ["latents"],
        }

    def _newer(self, pipe: Any, step: int, moment: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        self._tell(step, int(pipe.num_timesteps), tensors["latents"])
        return tensors

    def _older(self, step: int, moment: Any, latents: torch.Tensor) -> None:
        assert self._order is not None
        self._tell(step, self._order.steps, latents)

    def _tell(self, step: int, steps: int, latents: torch.Tensor) -> None:
        every, sketch, order = self._runner.options.preview_every, self._runner._sketch, self._order
        assert order is not None
        preview = None
        if every and sketch and (step + 1) % every == 0:
            preview = sketch.picture(self._runner.pipe, latents, order)
        try:
            # One more than the steps: decoding and writing are still to come.
            self._progress(min(step + 1, steps), steps + 1, preview)
        except BaseException as error:
            self.raised = error
            raise


def _failed(label: str, error: Exception) -> EngineFailed:
    reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else ""
    return EngineFailed(
        Words(
            f"{label} не справился ({type(error).__name__}: {reason}).",
            f"{label} failed ({type(error).__name__}: {reason}).",
        ),
        permanent=True,
    )


def _short(label: str, device: str, told: list[Words]) -> MemoryShort:
    tried = Words(" ".join(one.ru for one in told), " ".join(one.en for one in told))
    return MemoryShort(
        Words(
            f"{label}: памяти устройства {device} не хватило. Пробовали: {tried.ru or '—'} "
            "Выберите размер или клип поменьше, quantisation=float8 или модель легче.",
            f"{label}: the memory of {device} does not suffice. Tried: {tried.en or '—'} Choose a "
            "smaller size or a shorter clip, quantisation=float8, or a lighter model.",
        )
    )


def _overflowed() -> EngineFailed:
    return EngineFailed(
        Words(
            "Модель выдала не картину, а переполнение чисел. Выберите dtype bfloat16 или float32.",
            "The model made no picture: its numbers overflowed. Choose dtype bfloat16 or float32.",
        ),
        permanent=True,
    )

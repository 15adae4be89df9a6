"""Pictures and clips from open diffusion weights on this machine, through diffusers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from generation.capabilities import Capabilities
from generation.devices.lease import held_names, locks
from generation.devices.picking import Picked, pick, present
from generation.diffusion.families import of_all
from generation.diffusion.folder import Folder, digests, read_folder
from generation.diffusion.options import DiffusersOptions
from generation.diffusion.order import order_of
from generation.errors import DeviceRefused, GenerationError
from generation.findings import Finding
from generation.making import Cost, Made, Models, Progress, Request
from generation.types import Words

if TYPE_CHECKING:
    from generation.diffusion.running import Machine, Outcome, Runner

_PACKAGES = {
    "diffusers": Words("сами модели", "the models"),
    "transformers": Words("понимание слов", "understanding words"),
    "accelerate": Words("выгрузка с GPU", "offloading from a GPU"),
    "ftfy": Words("чистка подсказок Wan", "Wan's cleaning of prompts"),
}
_REINSTALL = Words("Выполните «make setup».", "Run “make setup”.")


class DiffusersEngine:
    """A Maker. Opening it loads nothing; ``make`` loads, and gives a GPU back when it is done.

    machine: stands for the device in tests; None takes what the options say.
    """

    Options = DiffusersOptions
    CAPABILITIES: ClassVar[Capabilities] = of_all()

    def __init__(self, options: DiffusersOptions, machine: Machine | None = None) -> None:
        self._options, self._machine = options, machine
        self._runner: Runner | None = None

    @classmethod
    def check(cls, options: DiffusersOptions) -> Iterator[Finding]:
        """Yield the packages and the weights: what is here, and how to get the rest."""
        for name, use in _PACKAGES.items():
            yield _package(name, use)
        try:
            found = read_folder(options.folder, options.family)
        except GenerationError as error:
            words = Words("весов нет", "no weights")
            yield Finding("weights", False, words, error.for_people)
        else:
            label = f"{found.family.label}: {found.path}"
            yield Finding("weights", True, Words(label, label))

    def capabilities(self) -> Capabilities:
        """Return what the weights in the folder can do. Raises WeightsMissing, WeightsRefused."""
        return self._folder().family.capabilities

    def weights(self) -> Models:
        """Return (name, SHA-256) of every weight file. Raises WeightsMissing, WeightsRefused."""
        return digests(self._folder())

    def refuse(self, request: Request) -> None:
        """See Maker.refuse. Raises also OptionsRefused, WeightsMissing, WeightsRefused."""
        order_of(request, self._folder().family, self._options)

    def cost(self, request: Request) -> Cost | None:
        """Return None: electricity apart, nothing is paid."""
        return None

    def make(self, request: Request, folder: Path, progress: Progress) -> Made:
        """See Maker.make. Raises RequestRefused, OptionsRefused, WeightsMissing, WeightsRefused,
        DeviceRefused, DeviceLost, MemoryShort, EngineFailed, EncoderFailed.
        """
        self.refuse(request)
        weights = self.weights()
        others = held_names()  # by this process for something else: not ours to give back
        picked = None if self._machine else self._picked()
        try:
            runner = self._opened(picked)
            outcome = runner.run(request, progress)
            return self._written(outcome, request, folder, weights, progress)
        finally:
            if picked and picked.lease:
                self.close()
                if picked.device not in others:
                    picked.lease.release()

    def close(self) -> None:
        """Free what a loaded model takes; the next ``make`` loads it again."""
        if self._runner is not None:
            self._runner.close()
            self._runner = None

    def _folder(self) -> Folder:
        return read_folder(self._options.folder, self._options.family)

    def _picked(self) -> Picked:
        picked = pick(self._options.device, purpose="diffusers", folder=locks())
        if picked.instead:  # "auto", and the GPU is busy: waiting is shorter than a processor
            raise DeviceRefused(picked.instead, permanent=False)
        return picked

    def _opened(self, picked: Picked | None) -> Runner:
        from generation.diffusion.running import Machine, Runner
        from generation.diffusion.tuning import Site

        if self._runner is None:
            machine = self._machine
            if picked is not None:
                machine = Machine(Site(picked.device, len(present()) if picked.lease else 0))
            assert machine is not None
            self._runner = Runner(self._folder(), self._options, machine)
        return self._runner

    def _written(
        self, outcome: Outcome, request: Request, folder: Path, weights: Models, progress: Progress
    ) -> Made:
        from generation.diffusion.writing import write_frames, write_picture

        order = outcome.order

        def ready() -> None:
            progress(order.steps + 1, order.steps + 1)

        folder.mkdir(parents=True, exist_ok=True)
        path = folder / ("made.mp4" if order.frames else "made.png")
        seconds = 0.0
        if order.frames:
            seconds = write_frames(outcome.pictures(), path, order.fps, ready) / order.fps
        else:
            write_picture(next(outcome.pictures()), path, ready)
        return Made(
            path,
            self._parameters(outcome, request),
            weights,
            size=order.result,
            seconds=seconds,
            warnings=(*order.notes, *outcome.told),
        )

    def _parameters(self, outcome: Outcome, request: Request) -> Mapping[str, Any]:
        order, plan, family = outcome.order, outcome.plan, self._folder().family
        assert self._runner is not None
        return {
            "task": request.task,
            "family": family.name,
            "pipeline": order.making.pipeline,
            "prompt": request.prompt,
            "negative": request.negative,
            "seed": request.seed,
            "size": list(order.result),
            "made_at": list(order.inside),
            "steps": order.steps,
            "guidance": order.guidance,
            "strength": order.strength,
            "frames": order.kept,
            "fps": order.fps,
            "plan": asdict(plan),
            "options": asdict(self._options),
            "device": self._runner.machine.site.device,
            "dtype": str(self._runner.dtype).removeprefix("torch."),
            "licence": family.licence.name,
            "versions": {name: version(name) for name in ("diffusers", "transformers", "torch")},
        }


def _package(name: str, use: Words) -> Finding:
    try:
        found = version(name)
    except PackageNotFoundError:
        missing = Words(f"не установлен ({use.ru})", f"not installed ({use.en})")
        return Finding(name, False, missing, _REINSTALL)
    return Finding(name, True, Words(f"{found} — {use.ru}", f"{found}, {use.en}"))

"""The steps our own rooms make: a finish over a film, and a clip that carries its label."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import generation
from exhibits.chains.lines import labels_of_step
from exhibits.chains.models import ChainStep
from exhibits.chains.plan import CLIP, read_clip
from generation import Made, Timeline, frame_count

Progress = Callable[[int, int], object]
SLOWEST, FASTEST = 1, 60  # frames a second


class Counter:
    """Counts frames drawn for whoever wants to know."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self, count: int) -> None:
        """Add frames. Raises what the progress raises."""
        self._done += count
        self._progress(self._done, self._total)


def finish(step: ChainStep, source: Path, folder: Path, progress: Progress) -> Made:
    """Lay a finish over a whole film. Raises FinishRefused, ClipRefused or EncoderFailed."""
    own = generation.film_measures(source)
    fps, seed = _rate(own.fps), int(step.request.get("seed", 1))
    wanted = step.options.get("finish", "painting")
    performer = generation.open_film(source, finish=wanted, seed=seed)
    path, frames = folder / "finished.mp4", max(round(own.seconds * fps), 1)
    generation.write_clip(performer, path, frames, fps, Counter(progress, frames))
    return Made(path, {"finish": wanted, "seed": seed}, size=performer.size, seconds=own.seconds)


def clip(step: ChainStep, source: Path, folder: Path, progress: Progress) -> Made:
    """Play a film round and round with its label in the picture. Raises LayoutRefused,
    ClipRefused or EncoderFailed."""
    told = CLIP | step.options
    label = labels_of_step(step).short
    layout = read_clip(step.options, label.en if told["language"] == "en" else label.ru)
    own = generation.film_measures(source, "fade")
    seconds = own.seconds * told["turns"]
    performer, path = generation.open_film(source, loop="fade"), folder / "clip.mp4"
    generation.write_timeline(
        performer,
        Timeline(seconds),
        path,
        fps=told["fps"],
        layout=layout,
        progress=Counter(progress, frame_count(path, seconds, told["fps"])),
    )
    return Made(path, told, size=layout.size(performer.size), seconds=seconds)


def _rate(fps: float) -> int:
    return min(max(round(fps), SLOWEST), FASTEST)


DRAWN: dict[str, Callable[[ChainStep, Path, Path, Any], Made]] = {"finish": finish, "clip": clip}

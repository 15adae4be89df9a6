"""Measure a clip, or two side by side, in one pass over their frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from generation.errors import WeightsMissing
from generation.quality.difference import DifferenceMeter, fitted
from generation.quality.drift import drift
from generation.quality.faces import FaceMeter, FaceTrack
from generation.quality.flashes import FlashMeter
from generation.quality.flicker import FlickerMeter
from generation.quality.lips import Lips, lips
from generation.quality.loop import LoopMeter
from generation.quality.motion import MotionMeter
from generation.quality.reader import Clip, ClipFrame, open_clip
from generation.quality.report import Comparison, Report
from generation.quality.sharpness import SharpnessMeter
from generation.quality.sound import read_envelope
from generation.quality.vmaf import find_ffmpeg
from generation.types import Bytes2D, Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to measure besides what is always measured.

    models_dir: where the face models are; None leaves faces and lips out. loop: the clip is
    meant to run round. vmaf: for comparisons, slow.
    """

    models_dir: Path | None = None
    loop: bool = False
    vmaf: bool = False


def measure_clip(
    path: Path, wanted: Wanted, progress: Callable[[], object] = lambda: None
) -> Report:
    """Return the figures of one clip or picture; ``progress`` is called after each frame.

    Raises ClipRefused.
    """
    with open_clip(path) as clip:
        gathering = Gathering(clip, wanted)
        for frame in clip.frames():
            gathering.see(frame)
            progress()
        return gathering.report()


def compare_clips(
    path: Path, other: Path, wanted: Wanted, progress: Callable[[], object] = lambda: None
) -> Comparison:
    """Return the figures of a clip and of another clip or single picture, and between them.

    Against a single picture (the painting), fine detail is told relative to it. ``progress``
    is called after each frame.
    Raises ClipRefused, and ToolMissing when VMAF is wanted and cannot be had.
    """
    if wanted.vmaf:
        find_ffmpeg()
    with open_clip(path) as clip, open_clip(other) as against:
        frames = against.frames()
        opening = [frame for frame in (next(frames), next(frames, None)) if frame is not None]
        if len(opening) == 1:
            return _against_picture(clip, against, opening[0], wanted, progress)
        return _side_by_side(clip, against, chain(opening, frames), wanted, progress)


def _against_picture(
    clip: Clip, against: Clip, still: ClipFrame, wanted: Wanted, progress: Callable[[], object]
) -> Comparison:
    reference = fitted(still.luma, clip.size)
    gathering = Gathering(clip, wanted, reference)
    between = DifferenceMeter(clip, against, still=True)
    for frame in clip.frames():
        gathering.see(frame)
        if reference is not None:
            between.see(frame.luma, reference)
        progress()
    return Comparison(gathering.report(), None, against.path.name, between.result(wanted.vmaf))


def _side_by_side(
    clip: Clip,
    against: Clip,
    others: Iterator[ClipFrame],
    wanted: Wanted,
    progress: Callable[[], object],
) -> Comparison:
    mine, theirs = Gathering(clip, wanted), Gathering(against, wanted)
    between = DifferenceMeter(clip, against, still=False)
    for a, b in zip_longest(clip.frames(), others):
        if a is not None:
            mine.see(a)
        if b is not None:
            theirs.see(b)
        if a is not None and b is not None:
            between.see(a.luma, b.luma)
        progress()
    return Comparison(
        mine.report(), theirs.report(), against.path.name, between.result(wanted.vmaf)
    )


class Gathering:
    """All measures of one clip, fed frame by frame."""

    def __init__(self, clip: Clip, wanted: Wanted, reference: Bytes2D | None = None) -> None:
        self._clip = clip
        self._missing: dict[str, Words] = {}
        self._flashes, self._flicker = FlashMeter(), FlickerMeter()
        self._motion = MotionMeter()
        self._sharpness = SharpnessMeter(reference)
        self._loop = LoopMeter() if wanted.loop else None
        self._faces = self._face_meter(wanted.models_dir)
        self._times: list[float] = []

    def see(self, frame: ClipFrame) -> None:
        """Take the next frame."""
        self._times.append(frame.time)
        meters = (self._flashes, self._flicker, self._motion, self._sharpness, self._loop)
        for meter in (*meters, self._faces):
            if meter is not None:
                meter.see(frame)

    def report(self) -> Report:
        """Return the figures, each or the reason why it is missing."""
        width, height = self._clip.size
        tracks = self._tracks()
        return Report(
            name=self._clip.path.name, width=width, height=height, fps=self._clip.fps,
            frames=len(self._times), seconds=len(self._times) / self._clip.fps,
            flashes=self._flashes.result(),
            flicker=self._kept("flicker", self._flicker.result()),
            sharpness=self._kept("sharpness", self._sharpness.result()),
            loop=self._kept("loop", self._loop.result()) if self._loop else None,
            drift=self._kept("drift", drift(tracks)) if tracks else None,
            lips=self._kept("lips", self._lips(tracks)) if tracks else None,
            motion=self._kept("motion", self._motion.result()),
            missing=MappingProxyType(self._missing),
        )  # fmt: skip

    def _kept(self, name: str, result: T | Words) -> T | None:
        if isinstance(result, Words):
            self._missing[name] = result
            return None
        return result

    def _tracks(self) -> tuple[FaceTrack, ...]:
        found = self._faces.result() if self._faces else ()
        if isinstance(found, Words):
            self._missing |= {"drift": found, "lips": found}
            return ()
        return found

    def _lips(self, tracks: tuple[FaceTrack, ...]) -> Lips | Words:
        envelope = read_envelope(self._clip.path)
        if isinstance(envelope, Words):
            return envelope
        return lips(tracks, envelope, self._times, self._clip.fps)

    def _face_meter(self, models_dir: Path | None) -> FaceMeter | None:
        if models_dir is None:
            return None
        try:
            return FaceMeter(models_dir)
        except WeightsMissing as error:
            self._missing |= {"drift": error.for_people, "lips": error.for_people}
            return None

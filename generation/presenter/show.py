"""What the spectator sees at each moment: a performance, composed or bare, ready to be written."""

from __future__ import annotations

from typing import Protocol

import cv2

from generation.media.video import FrameCanvas
from generation.media.yuv import empty_planes
from generation.presenter.composer import Composer
from generation.protocols import Performer
from generation.types import NO_CUE, Caption, Cue, Timeline

MOST_LINES = 2


class Show(Protocol):
    """Pictures in time, always drawn into the same canvas."""

    canvas: FrameCanvas

    def draw(self, t: float) -> bool:
        """Draw the moment ``t`` (seconds, never decreasing); False when nothing changed."""
        ...


class Bare:
    """The performer's own frames. Without a timeline it lives by itself."""

    def __init__(self, performer: Performer, timeline: Timeline | None) -> None:
        self.canvas = FrameCanvas(performer.size)
        self._performer, self._timeline = performer, timeline

    def draw(self, t: float) -> bool:
        """See Show.draw."""
        return self._performer.frame(t, cue_at(self._timeline, t), self.canvas.planes)


class Composed:
    """Frames placed on a layout, with its words and, when asked, captions."""

    def __init__(
        self,
        performer: Performer,
        timeline: Timeline,
        composer: Composer,
        captions: tuple[Caption, ...] = (),
    ) -> None:
        self.canvas = FrameCanvas(composer.size)
        self._performer, self._timeline, self._composer = performer, timeline, composer
        self._frame = empty_planes(*performer.size)
        self._captions, self._said = captions, ""

    def draw(self, t: float) -> bool:
        """See Show.draw."""
        moved = self._performer.frame(t, cue_at(self._timeline, t), self._frame)
        text = said_at(self._captions, t)
        if not moved and text == self._said and t > 0:
            return False
        self._said = text
        self._composer.compose(self._frame, text, self.canvas.planes)
        return True


class Reduced:
    """Another show, smaller, for formats that cannot carry its size."""

    def __init__(self, show: Show, size: tuple[int, int]) -> None:
        self.canvas = FrameCanvas(size)
        self._show = show

    def draw(self, t: float) -> bool:
        """See Show.draw."""
        changed = self._show.draw(t)
        if changed:
            for target, source in zip(self.canvas.planes, self._show.canvas.planes, strict=True):
                cv2.resize(source, target.shape[::-1], dst=target, interpolation=cv2.INTER_AREA)
        return changed


def said_at(captions: tuple[Caption, ...], t: float) -> str:
    """Return what is read at ``t``: all captions of that moment while they fill two lines at
    most, else the one that began last."""
    now = [c for c in captions if c.start <= t < c.end]
    together = "\n".join(c.text for c in now)
    if together.count("\n") < MOST_LINES:
        return together
    return max(now, key=lambda c: c.start).text


def cue_at(timeline: Timeline | None, t: float) -> Cue:
    """Return the cue of a performance that began at 0."""
    return NO_CUE if timeline is None else Cue(timeline=timeline, position=t)

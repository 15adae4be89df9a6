"""A finish laid over whatever performs: what of it needs no depth and no rig."""

from __future__ import annotations

import numpy as np

from generation.finish.colour import grained, holding_gain
from generation.finish.develop import GAMMA, light_left, through_lens
from generation.finish.model import PAINTING, Finish
from generation.media.yuv import empty_planes, planes_from_rgb, rgb_from_planes
from generation.protocols import Performer
from generation.types import Bytes2D, Cue, Floats, Planes, Timeline


class Finished:
    """A performer seen through a finish: bloom, aberration, tone, vignette and grain.

    Depth of field and the shutter are a camera's, which a film had already. The grain is new
    in every frame drawn, by ``seed`` and the frame's number. Slow: for files.
    """

    def __init__(self, performer: Performer, finish: Finish, *, seed: int) -> None:
        self.size = performer.size
        self._performer, self._finish, self._seed = performer, finish, seed
        self._frame = empty_planes(*self.size)
        self._left = light_left(self.size, finish)
        self._gain: Floats | None = None
        self._drawn = 0

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready."""
        self._performer.ready(timeline)

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame."""
        if not self._performer.frame(t, cue, self._frame):
            return False
        seen = self._frame if self._finish == PAINTING else self._exposed(self._frame)
        for target, source in zip(out, seen, strict=True):
            np.copyto(target, source)
        return True

    def _exposed(self, frame: Planes) -> Planes:
        before = np.asarray(rgb_from_planes(frame) / np.float32(255), np.float32)
        linear = np.asarray(before**GAMMA, np.float32)
        after = np.asarray(through_lens(linear, self._finish) * self._left, np.float32)
        if self._gain is None:  # of the first frame: a film must not pump
            everywhere = np.ones(before.shape[:2], np.float32)
            self._gain = holding_gain(before, after, everywhere, self._finish)
        rng = np.random.default_rng([self._seed, self._drawn])
        self._drawn += 1
        return planes_from_rgb(_bytes(grained(after * self._gain, self._finish, rng)))


def _bytes(rgb: Floats) -> Bytes2D:
    return np.asarray(np.rint(np.clip(rgb, 0, 1) * 255), np.uint8)

"""Changing what moves an axis without a jump: the difference is kept and let fade away.

As “inertialization” in games (D. Bollo, GDC 2018), with a minimum-jerk fade.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from generation.rig.habits import smooth
from generation.types import BRUSH_TRACKS, CAMERA_AXES, EYE_AXES, MOUTH_AXES

USUAL = 0.4  # seconds
SECONDS = {
    **dict.fromkeys(MOUTH_AXES, 0.25),  # a mouth left open for longer would look forgotten
    **dict.fromkeys(EYE_AXES, 0.2),
    **dict.fromkeys(("yaw", "pitch", "roll", "shift_x", "shift_y"), 0.7),
    **dict.fromkeys(CAMERA_AXES, 1.6),  # the whole picture goes with it
    **dict.fromkeys(BRUSH_TRACKS, 1.6),
    **dict.fromkeys(("flow", "life"), 1.2),
}
LEAST = 1e-4


class Handover:
    """Follows values whose sources change. Belongs to one stage; time never decreases."""

    def __init__(self) -> None:
        self._shown: dict[str, float] = {}
        self._sources: dict[str, Hashable] = {}
        self._gaps: dict[str, tuple[float, float]] = {}  # name → difference, since when

    @property
    def busy(self) -> bool:
        """Say whether some difference still fades."""
        return bool(self._gaps)

    def follow(
        self, t: float, wanted: Mapping[str, float], sources: Mapping[str, Hashable]
    ) -> dict[str, float]:
        """Return the values to show at t seconds; they leave the old source's gently."""
        shown = {name: self._one(t, name, value, sources[name]) for name, value in wanted.items()}
        self._shown, self._sources = shown, dict(sources)
        return dict(shown)

    def _one(self, t: float, name: str, value: float, source: Hashable) -> float:
        if name in self._shown and self._sources[name] != source:
            gap = self._shown[name] - value
            self._gaps.pop(name, None)
            if abs(gap) > LEAST:
                self._gaps[name] = gap, t
        if name not in self._gaps:
            return value
        gap, since = self._gaps[name]
        left = 1.0 - smooth((t - since) / SECONDS.get(name, USUAL))
        if left <= 0.0:
            del self._gaps[name]
        return value + gap * left

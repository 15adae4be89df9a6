"""When to tick, when to beat, when a key frame is due: pure, the moment is an argument."""

from __future__ import annotations

from dataclasses import dataclass

GOP_SECONDS = 2.0
KEY_SPACING = 0.5  # seconds between key frames forced for joiners
BEAT_SECONDS = 1.0


class Metronome:
    """Ticks at a steady rate; late ticks are left out, never made up in a burst."""

    def __init__(self, fps: float, now: float) -> None:
        self._period = 1.0 / fps
        self._next = now

    def due(self, now: float) -> bool:
        """Say whether a tick is due, and if so count it."""
        if now < self._next:
            return False
        missed = int((now - self._next) / self._period)
        self._next += (missed + 1) * self._period
        return True

    def wait(self, now: float) -> float:
        """Return the seconds until the next tick."""
        return max(0.0, self._next - now)


@dataclass(slots=True)
class KeyPolicy:
    """Decides which frames of one codec are key frames."""

    fps: float
    frames: int = 0  # since the last key frame; 0 and no key yet means due
    last_key: float = float("-inf")
    joiner_waits: bool = False  # somebody has no picture at all
    slow_one_waits: bool = False  # somebody skips until the next key frame

    def due(self, now: float) -> bool:
        """Say whether the frame drawn at ``now`` must be a key frame."""
        since = now - self.last_key
        return (
            self.frames >= GOP_SECONDS * self.fps
            or (self.joiner_waits and since >= KEY_SPACING)
            or (self.slow_one_waits and since >= GOP_SECONDS)
        )

    def encoded(self, key: bool, now: float) -> None:
        """Count a frame."""
        self.frames += 1
        if key:
            self.frames, self.last_key = 1, now
            self.joiner_waits = self.slow_one_waits = False

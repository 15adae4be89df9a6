"""Small performers for tests and benches: real planes, known pictures, no engine."""

from __future__ import annotations

import numpy as np

from generation.types import NO_CUE, TRACK_RATE, Cue, Planes, Timeline

PATCHES = (  # (Y, U, V) in limited range: greys, the six hues, skin
    (16, 128, 128), (235, 128, 128), (126, 128, 128), (81, 90, 240),
    (145, 54, 34), (41, 240, 110), (210, 16, 146), (150, 110, 155),
)  # fmt: skip


class Drifting:
    """A soft pattern that moves every frame; the pointer brightens a block where it is."""

    def __init__(self, size: tuple[int, int] = (96, 128), *, every: int = 1) -> None:
        self.size = size
        self.every = every  # 2: every second call changes nothing
        self.calls = 0
        self.cues: list[Cue] = []
        width, height = size
        across, down = np.meshgrid(np.arange(2 * width), np.arange(height))
        wave = np.sin(across / 17) + np.sin(across / 5 + down / 29) + np.cos(down / 11)
        self._pattern = (120 + 25 * wave).astype(np.uint8)

    def ready(self, timeline: Timeline) -> None:
        """Need nothing."""

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """Draw the pattern, shifted by one pixel a call."""
        self.calls += 1
        self.cues.append(cue)
        if cue.paused or self.calls % self.every:
            return False
        width, height = self.size
        shift = self.calls % width
        out.y[:] = self._pattern[:, shift : shift + width]
        out.u[:], out.v[:] = 118, 140
        if cue.gaze:
            x, y = int(cue.gaze[0] * (width - 16)), int(cue.gaze[1] * (height - 16))
            out.y[y : y + 16, x : x + 16] = 235
        return True


class Flashing(Drifting):
    """White while the jaw of what is performed is open."""

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """Draw the pattern, or white."""
        changed = super().frame(t, cue, out)
        if cue.timeline:
            jaw = cue.timeline.tracks["jaw"]
            at = min(round(cue.position * TRACK_RATE), len(jaw) - 1)
            if jaw[at] > 0.5:
                out.y[:] = 235
        return changed


class OnDevice(Drifting):
    """Says that each frame took 39 ms of a device it shares: two at 10 a second fill it."""

    device_ms = 39.0


class Patches:
    """Flat patches of known colour, two by four; then nothing changes any more."""

    def __init__(self, size: tuple[int, int] = (96, 192)) -> None:
        self.size = size
        self.drawn = False

    def ready(self, timeline: Timeline) -> None:
        """Need nothing."""

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """Draw once."""
        if self.drawn:
            return False
        self.drawn = True
        for plane, values in zip(out, zip(*PATCHES, strict=True), strict=True):
            high, wide = plane.shape[0] // 4, plane.shape[1] // 2
            for n, value in enumerate(values):
                row, column = divmod(n, 2)
                plane[row * high : (row + 1) * high, column * wide : (column + 1) * wide] = value
        return True


class Breaking(Drifting):
    """Breaks at a given call."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def ready(self, timeline: Timeline) -> None:
        """Need nothing."""

    def frame(self, t: float, cue: Cue = NO_CUE, out: Planes | None = None) -> bool:
        """Draw, or break."""
        assert out is not None
        if self.calls + 1 == self.at:
            raise ZeroDivisionError("the performer broke")
        return super().frame(t, cue, out)

"""The tracks of a timeline while they are written: curves laid over one another."""

from __future__ import annotations

import numpy as np

from generation.scene.model import Scene
from generation.scene.ranges import RANGES
from generation.types import MOUTH_AXES, REST, TRACK_RATE, TRACKS, Floats, Words

_ENDS = dict.fromkeys(TRACKS, (0.0, 1.0)) | {"look_x": (-9.0, 9.0), "look_y": (-9.0, 9.0)}
SLIGHT = 0.15  # share of an axis's reach nobody needs to be told of


class Score:
    """Tracks of ``seconds``; what nobody lays stays NaN and is left to life."""

    def __init__(self, seconds: float) -> None:
        self.count = int(np.ceil(seconds * TRACK_RATE)) + 1
        self.tracks: dict[str, Floats] = {}

    def add(self, track: str, start: float, curve: Floats) -> None:
        """Add a curve, one value a sample, to what is there; what is outside is cut off."""
        part, inside = self._place(track, start, curve)
        part[:] = np.where(np.isnan(part), inside, part + inside)

    def raise_to(self, track: str, start: float, curve: Floats) -> None:
        """Take the larger of a curve and what is there."""
        part, inside = self._place(track, start, curve)
        part[:] = np.fmax(part, inside)

    def begin_at_rest(self, seconds: float) -> None:
        """Let the lips come from rest: the first picture is the painting."""
        rise = minimum_jerk(times(seconds) / np.float32(seconds))[: self.count]
        for axis in self.tracks.keys() & set(MOUTH_AXES):
            self.tracks[axis][: len(rise)] *= rise

    def part(self, track: str, start: float, count: int) -> Floats:
        """Return ``count`` samples of what is there, NaN where nothing is or time is over."""
        at, found = round(start * TRACK_RATE), np.full(count, np.nan, np.float32)
        inside = self.tracks.get(track, found[:0])[max(at, 0) : max(at + count, 0)]
        found[max(-at, 0) : max(-at, 0) + len(inside)] = inside
        return found

    def put(self, track: str, start: float, curve: Floats) -> None:
        """Put a curve in place of what is there."""
        part, inside = self._place(track, start, curve)
        part[:] = inside

    def _place(self, track: str, start: float, curve: Floats) -> tuple[Floats, Floats]:
        whole = self.tracks.setdefault(track, np.full(self.count, np.nan, np.float32))
        at = round(start * TRACK_RATE)
        inside = curve[max(-at, 0) : max(self.count - at, 0)]
        at = max(at, 0)
        return whole[at : at + len(inside)], inside

    def within(self, scene: Scene) -> dict[str, Floats]:
        """Return the tracks a scene can follow, inside what their numbers may mean.

        The scene's own limits, alone and together, are kept softly for every frame by the
        director (rig/clamp): a curve cut off here would have corners.
        """
        return {
            track: np.clip(curve, *(RANGES.get(track) or _ENDS[track])).astype(np.float32)
            for track, curve in self.tracks.items()
            if not np.isnan(curve).all() and (track not in RANGES or track in scene.limits)
        }

    def notes(self, scene: Scene) -> tuple[Words, ...]:
        """Return a sentence for each axis that was asked to go further than the scene allows,
        and for those it does not have. Lips are not told of: speech asks for all they have.
        """
        told = []
        for axis, curve in self.tracks.items():
            if axis not in RANGES or axis in MOUTH_AXES or np.isnan(curve).all():
                continue
            asked = max((float(np.nanmin(curve)), float(np.nanmax(curve))), key=abs)
            low, high = scene.limits.get(axis, (rest_of(axis), rest_of(axis)))
            kept = min(max(asked, low), high)
            if abs(asked - kept) > SLIGHT * max(high - low, SLIGHT):
                told.append(_held_back(axis, asked, kept))
        return tuple(told)


def _held_back(axis: str, asked: float, kept: float) -> Words:
    return Words(
        f"{axis}: вместо {asked:.3g} взято {kept:.3g} — предел этой картины.",
        f"{axis}: {kept:.3g} instead of {asked:.3g}, this picture's limit.",
    )


def times(seconds: float) -> Floats:
    """Return the moments of a curve that lasts so long, from 0, both ends in."""
    count = max(round(seconds * TRACK_RATE), 1) + 1
    return np.asarray(np.arange(count) / TRACK_RATE, np.float32)


def swell(seconds: float, fade_in: float, fade_out: float) -> Floats:
    """Return an envelope 0 → 1 → 0 that lasts ``seconds``, eased like a human movement.

    Fades longer than the whole are shortened alike.
    """
    shrink = min(1.0, seconds / max(fade_in + fade_out, 1e-6))
    t = times(seconds)
    rise = minimum_jerk(t / max(fade_in * shrink, 1e-6))
    fall = minimum_jerk((seconds - t) / max(fade_out * shrink, 1e-6))
    return np.asarray(np.minimum(rise, fall), np.float32)


def minimum_jerk(x: Floats) -> Floats:
    """Return ``habits.smooth`` of an array."""
    x = np.clip(x, 0, 1)
    return np.asarray(x * x * x * (10 - x * (15 - 6 * x)), np.float32)


def rest_of(track: str) -> float:
    """Return the value of a track that changes nothing."""
    return float(getattr(REST, track)) if track in RANGES else 0.0

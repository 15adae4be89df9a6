"""The camera, the brushes and the flows of a script as tracks: what stays where it was left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator

from generation.directing.score import Score, minimum_jerk, rest_of, times
from generation.ground.path import EASINGS, by_itself
from generation.ground.plan import Brushed, Ease
from generation.script.model import Brush, Camera, Flow
from generation.types import CAMERA_AXES, TRACK_RATE, Floats

JOIN = 1.6  # seconds in which a move takes the camera over from where the one before left it
OPENING = TRACK_RATE // 5  # samples: a move this early opens the shot
SETTLE = 2.0  # seconds in which flows begin that no event begins

Tracks = Mapping[str, Floats]


def key_tracks(keys: Sequence[Mapping[str, float]]) -> dict[str, Floats]:
    """Return axis → curve through its key frames, monotone between them.

    An axis without a key at 0 begins at rest. (Fritsch and Carlson 1980.)
    """
    seconds = keys[-1]["at"]
    tracks = {}
    for axis in dict.fromkeys(name for key in keys for name in key if name != "at"):
        at = [key["at"] for key in keys if axis in key]
        values = [key[axis] for key in keys if axis in key]
        if at[0] > 0:
            at, values = [0.0, *at], [rest_of(axis), *values]
        t = np.clip(times(seconds), at[0], at[-1])
        curve = PchipInterpolator(at, values)(t) if len(at) > 1 else np.full(len(t), values[0])
        tracks[axis] = np.asarray(curve, np.float32)
    return tracks


def lay_camera(
    score: Score,
    events: Sequence[tuple[float, Camera]],
    move: Callable[[Camera, Mapping[str, float] | None], Tracks],
) -> None:
    """Lay moves that begin at these seconds, each from where the one before left the camera.

    ``move``: an event and where the camera stands (None: the shot opens with it) → tracks.
    An axis stays where its last move left it.
    """
    events = sorted(events, key=lambda pair: pair[0])
    for number, (start, event) in enumerate(events):
        at = round(start * TRACK_RATE)
        if at >= score.count:
            continue
        opens = number == 0 and at < OPENING
        stands = {axis: _value(score, axis, at) for axis in CAMERA_AXES}
        tracks = move(event, None if opens else stands)
        for axis in CAMERA_AXES:
            if axis in tracks or axis in score.tracks:
                curve = _held(tracks.get(axis), score.count - at, rest_of(axis))
                gap = 0.0 if opens else stands[axis] - curve[0]
                t = np.asarray(np.arange(len(curve)) / TRACK_RATE, np.float32)
                if axis not in score.tracks:
                    score.put(axis, 0.0, np.full(score.count, rest_of(axis), np.float32))
                score.put(axis, start, curve + gap * (1 - minimum_jerk(t / JOIN)))


def _value(score: Score, axis: str, at: int) -> float:
    return float(score.tracks[axis][at]) if axis in score.tracks else rest_of(axis)


def lay_brushes(
    score: Score, events: Sequence[tuple[float, Brush]], drawn: Sequence[Brushed]
) -> None:
    """Lay how far along its path each brushed region is, 0 before its first event.

    A region that no event moves does by itself what its drawing says.
    """
    for start, event in sorted(events, key=lambda pair: pair[0]):
        ease = drawn[event.region - 1].ease if event.region <= len(drawn) else "smooth"
        _go_on(score, f"brush_{event.region}", start, event.to, event.seconds, ease)
    moments = np.arange(score.count) / TRACK_RATE
    for number, brushed in enumerate(drawn, 1):
        if f"brush_{number}" not in score.tracks and brushed.loop != "none":
            alone = np.array([by_itself(brushed, t) for t in moments], np.float32)
            score.put(f"brush_{number}", 0.0, alone)


def lay_flows(score: Score, events: Sequence[tuple[float, Flow]], flows: bool) -> None:
    """Lay how strongly the flows run; where there are some and no event, they begin at once."""
    for start, event in sorted(events, key=lambda pair: pair[0]):
        _go_on(score, "flow", start, event.amount, max(event.fade, 1 / TRACK_RATE))
    if flows and not events:
        _go_on(score, "flow", 0.0, 1.0, SETTLE)


def _go_on(
    score: Score, track: str, start: float, to: float, seconds: float, ease: Ease = "smooth"
) -> None:
    """From where the track is at ``start`` to a value, and stay there."""
    if track not in score.tracks:
        score.put(track, 0.0, np.zeros(score.count, np.float32))
    whole, at = score.tracks[track], round(start * TRACK_RATE)
    left = score.count - at
    if left > 0:
        share = np.clip(np.arange(left, dtype=np.float32) / (TRACK_RATE * seconds), 0, 1)
        way = minimum_jerk(share) if ease == "smooth" else np.vectorize(EASINGS[ease])(share)
        whole[at:] = whole[at] + (to - whole[at]) * way


def _held(curve: Floats | None, count: int, rest: float) -> Floats:
    """The curve, then its last value, ``count`` samples in all."""
    if curve is None or not len(curve):
        return np.full(count, rest, np.float32)
    return np.concatenate([curve[:count], np.full(max(count - len(curve), 0), curve[-1])])

"""The moment of a performance that makes the best still: eyes open, mouth at rest, a smile."""

from __future__ import annotations

import numpy as np

from generation.presenter.parts import Parts
from generation.types import TRACK_RATE, Floats, Timeline

# What speaks against a moment, per unit of the axis; degrees for the head.
_AGAINST = {
    "blink_r": 3.0, "blink_l": 3.0, "jaw": 2.0, "pucker": 1.0, "press": 1.0, "fv": 1.0,
    "wide": 0.3, "gaze_x": 0.5, "gaze_y": 0.7, "yaw": 0.03, "pitch": 0.05, "roll": 0.05,
}  # fmt: skip
_FOR = {"smile": 0.5}
_EVERY = TRACK_RATE // 10


def best_moment(timeline: Timeline) -> float:
    """Return seconds from the beginning; 0, the painting at rest, when nothing speaks for
    another moment. Tracks left to life count as rest."""
    count = max(int(timeline.duration * TRACK_RATE), 1)
    score = np.zeros(count, np.float32)
    for part in timeline.members if isinstance(timeline, Parts) else (timeline,):
        for axis, weight in _AGAINST.items():
            score -= weight * np.abs(_track(part, axis, count))
        for axis, weight in _FOR.items():
            score += weight * _track(part, axis, count)
    return float(np.argmax(score[::_EVERY]) * _EVERY / TRACK_RATE)


def _track(timeline: Timeline, axis: str, count: int) -> Floats:
    track = np.zeros(count, np.float32)
    told = timeline.tracks.get(axis)
    if told is not None:
        track[: len(told)] = np.nan_to_num(told[:count])
    return track

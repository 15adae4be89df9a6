"""Several on one clock: where each is heard from, and how those who are silent listen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generation.directing.gestures import aside
from generation.directing.playing import Played, Turn
from generation.directing.score import Score
from generation.scene.model import Scene
from generation.sound.level import levelled
from generation.sound.mix import mixed
from generation.sound.resample import mono
from generation.types import CAMERA_AXES, TRACK_RATE, Floats, Sound

WIDTH = 0.5  # of the stereo picture, 1 is hard left to hard right
GLANCE = 0.55  # gaze units of a look at who sings
SOON = (0.3, 0.9)  # seconds until a listener looks over
LASTING = (1.4, 2.6)
APART = (2.5, 5.0)  # seconds between two looks
REST = 1.2  # seconds of silence in which a singer has time to listen
BREATH = 0.5  # seconds before a sound in which who makes it looks at nobody

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Places:
    """Where each of several is seen, face centres in face widths or pictures in a row; x, y."""

    points: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, scenes: Sequence[Scene]) -> Places:
        """Return the heads' places in one picture, or the pictures' in their row."""
        heads = [scene.head for scene in scenes if scene.head]
        if one_picture(scenes) and len(heads) == len(scenes):
            return cls(tuple((float(h.centre[0]), float(h.centre[1])) for h in heads))
        return cls(tuple((float(n), 0.0) for n in range(len(scenes))))

    def way(self, member: int, other: int) -> tuple[float, float]:
        """Return the unit vector from one member to another, both from 1."""
        (x0, y0), (x1, y1) = self.points[member - 1], self.points[other - 1]
        far = math.dist((x0, y0), (x1, y1)) or 1.0
        return (x1 - x0) / far, (y1 - y0) / far

    def nearest(self, member: int, others: Sequence[int]) -> int:
        """Return who of the others is seen nearest."""
        return min(others, key=lambda n: math.dist(self.points[member - 1], self.points[n - 1]))

    def pan(self, member: int) -> float:
        """Return where a member is heard, -1 left to 1 right, never further than WIDTH."""
        across = [x for x, _ in self.points]
        low, high = min(across), max(across)
        share = (across[member - 1] - low) / (high - low) if high > low else 0.5
        return WIDTH * (2 * share - 1)


def one_picture(scenes: Sequence[Scene]) -> bool:
    """Say whether the scenes are faces of one picture, at different places in it."""
    heads = [scene.head.centre.tolist() for scene in scenes if scene.head]
    same = len({(scene.source_sha256, scene.size) for scene in scenes}) == 1
    return same and len(set(map(tuple, heads))) == len(scenes)


def with_camera(tracks: Mapping[str, Floats], leading: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return tracks with the camera of another's."""
    own = {axis: curve for axis, curve in tracks.items() if axis not in CAMERA_AXES}
    return own | {axis: curve for axis, curve in leading.items() if axis in CAMERA_AXES}


def voices_of(played: Played, places: Places) -> list[tuple[float, Sound]]:
    """Return all voices as one stereo sound at speech level; nothing where nobody is heard."""
    heard = [
        (turn.start, panned(turn.performed.sound, places.pan(turn.member)))
        for turn in played.turns
        if turn.performed.sound
    ]
    return [(0.0, levelled(mixed(heard, played.seconds)))] if heard else []


def panned(sound: Sound, place: float) -> Sound:
    """Return a sound in stereo, -1 left to 1 right, at constant power."""
    angle = (1 + place) * math.pi / 4
    gains = np.array([math.cos(angle), math.sin(angle)], np.float32)
    return Sound(mono(sound)[:, None] * gains, sound.rate)


def listen(
    score: Score, scene: Scene, turns: Sequence[Turn], member: int, places: Places, *, seed: int
) -> None:
    """Lay glances at who speaks or sings while a member is silent and looks nowhere else."""
    if scene.head is None:
        return
    draw = np.random.default_rng((seed, 43, member))
    own = [span for turn in turns if turn.member == member for span in _sounding(turn)]
    others = [(turn, span) for turn in turns if turn.member != member for span in _sounding(turn)]
    free = 0.0
    for _, (start, end) in sorted(others, key=lambda pair: pair[1]):
        at = max(start + draw.uniform(*SOON), free)
        while at + LASTING[0] < end:
            seconds = min(draw.uniform(*LASTING), end - at)
            if not any(a - BREATH < at + seconds and at < b for a, b in own):
                singing = [t.member for t, (a, b) in others if a <= at < b]
                _glance(score, scene, at, seconds, places.way(member,
                        places.nearest(member, singing)))  # fmt: skip
            at = free = at + seconds + draw.uniform(*APART)


def _sounding(turn: Turn) -> Iterator[Span]:
    """When a turn is heard; a rest longer than REST divides it."""
    start, performed, _ = turn
    phones = performed.spoken.phones if performed.spoken else ()
    if not phones and performed.sound:
        yield start, start + performed.seconds
    first = 0
    for number, phone in enumerate(phones, 1):
        if number == len(phones) or phones[number].start - phone.end > REST:
            yield start + phones[first].start, start + phone.end
            first = number


def _glance(
    score: Score, scene: Scene, at: float, seconds: float, way: tuple[float, float]
) -> None:
    count = round(seconds * TRACK_RATE)
    if np.isfinite(score.part("look_x", at, count)).any():
        return
    x, y = aside(scene, way, GLANCE)
    for track, value in (("look_x", x), ("look_y", y)):
        score.put(track, at, np.full(count, value, np.float32))

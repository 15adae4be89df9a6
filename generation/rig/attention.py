"""Attention: a finger draws the eyes at once and the head a little after."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generation.scene.model import Head
from generation.types import Cue

NOTICE = 0.07  # gaze units a target must move before the eyes jump after it
EYE_RATE, HEAD_RATE, INTEREST_RATE = 38.0, 4.2, 3.0  # 1/s of critically damped springs
HEAD_SHARE = 0.62
TURN = 7.0  # degrees of yaw toward a finger far to the side
NOD = 5.0
REACH = 1.6  # face widths at which the eyes are three quarters of the way
LONGEST_STEP = 0.1  # seconds a spring may be asked to jump
SUBSTEP = 1 / 120


@dataclass(frozen=True, slots=True)
class Look:
    """Where attention has brought the sitter: gaze -1..1, degrees, and 0..1 of interest."""

    gaze_x: float = 0.0
    gaze_y: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    interest: float = 0.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How a sitter looks: share of the head's turn, share of the eyes' way, seconds it holds."""

    head: float
    eyes: float
    hold: float


HOLD = 1.6  # seconds a sitter keeps looking after the finger has gone
TOUCH = Manner(1.0, 1.0, HOLD)
GLANCE = Manner(0.12, 0.6, 0.3)  # at a visitor, while speaking
TOLD = Manner(0.85, 1.0, 0.1)  # where a script says


class Spring:
    """A critically damped spring: reaches its target soonest without passing it."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self.value = 0.0
        self._speed = 0.0

    def step(self, target: float, dt: float) -> float:
        """Move for dt seconds toward a target, exactly (no drift with dt); return the value."""
        away, rate = self.value - target, self._rate
        push = (self._speed + rate * away) * dt
        fade = math.exp(-rate * dt)
        self.value = target + (away + push) * fade
        self._speed = (self._speed - rate * push) * fade
        return self.value


class Attention:
    """Follows the cues of one stage; deterministic given its (t, cue) calls."""

    def __init__(self, head: Head, size: tuple[int, int]) -> None:
        self._size, self._width = size, head.face_width
        eyes = [eye.centre for eye in head.eyes]
        self._between = float(eyes[0][0] + eyes[1][0]) / 2, float(eyes[0][1] + eyes[1][1]) / 2
        self._eyes = Spring(EYE_RATE), Spring(EYE_RATE)
        self._head = Spring(HEAD_RATE), Spring(HEAD_RATE)
        self._interest = Spring(INTEREST_RATE)
        self._wanted = (0.0, 0.0)
        self._fixed = (0.0, 0.0)
        self._seen = -math.inf
        self._now = 0.0

    def look(self, t: float, cue: Cue, manner: Manner = TOUCH) -> Look:
        """Return where to look at t seconds (never decreasing)."""
        dt, self._now = min(max(t - self._now, 0.0), LONGEST_STEP), t
        if cue.gaze is not None:
            self._seen, self._wanted = t, self._direction(cue.gaze)
        watching = t - self._seen <= manner.hold
        target = self._wanted if watching else (0.0, 0.0)
        if math.dist(target, self._fixed) > NOTICE or not watching:
            self._fixed = target
        interest = self._interest.step(manner.head if watching else 0.0, dt)
        turn = [s.step(v * manner.head, dt) for s, v in zip(self._head, target, strict=True)]
        # the eyes lead; what the head has turned they need not
        aims = (
            f * manner.eyes - (1 - HEAD_SHARE) * h for f, h in zip(self._fixed, turn, strict=True)
        )
        gaze = [s.step(a, dt) for s, a in zip(self._eyes, aims, strict=True)]
        return Look(gaze[0], gaze[1], TURN * turn[0], NOD * turn[1], min(interest, 1.0))

    def _direction(self, point: tuple[float, float]) -> tuple[float, float]:
        """Gaze units toward a point of the picture 0..1, from between the eyes."""
        dx = (point[0] * self._size[0] - self._between[0]) / (REACH * self._width)
        dy = (point[1] * self._size[1] - self._between[1]) / (REACH * self._width)
        return math.tanh(dx), math.tanh(dy)

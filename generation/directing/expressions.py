"""Expressions of a face by name: which axes, how far, how long, how soon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from generation.directing.score import Score, swell, times
from generation.script.model import Express
from generation.types import MOUTH_AXES, TRACK_RATE, Floats

GO_ON = 1.0  # seconds between two of the same expression that are bridged
OPENING = ("jaw", "upper_up", "lower_down")
SPEAKING = ("jaw", "wide", "pucker", "fv")
STIRS = 0.05  # of any of them: lips that speak
YIELDS = {"teeth": 1.0, "smile": 0.35}  # share of an expression that speech takes away
WORD, EASE = 0.35, 0.12  # s: shorter silences count as speech; how softly it gives way
FADES = 0.45, 0.6  # seconds of what a script does not name


@dataclass(frozen=True, slots=True)
class Expression:
    """axes at amount 1; ``shakes``: axis → (how far, times a second) on top."""

    axes: Mapping[str, float]
    seconds: float = 3.0
    fade_in: float = 0.45
    fade_out: float = 0.6
    shakes: Mapping[str, tuple[float, float]] = field(default_factory=dict)


NAMED: dict[str, Expression] = {
    "smile": Expression({"smile": 0.85, "cheek": 0.6, "teeth": 0.25, "brow_r": 0.12,
                         "brow_l": 0.12}),
    "laugh": Expression({"smile": 1.0, "cheek": 1.0, "teeth": 0.8, "jaw": 0.3, "pitch": -2.5,
                         "brow_r": 0.25, "brow_l": 0.25}, 2.4, 0.3, 0.7,
                        {"jaw": (0.14, 4.6), "pitch": (0.8, 4.6)}),
    "sad": Expression({"press": 0.25, "lower_down": 0.12, "brow_r": 0.3, "brow_l": 0.3,
                       "gaze_y": 0.35, "pitch": 3.5, "blink_r": 0.18, "blink_l": 0.18}, 4.0, 0.9,
                      1.1),
    "surprise": Expression({"brow_r": 1.0, "brow_l": 1.0, "blink_r": -0.25, "blink_l": -0.25,
                            "jaw": 0.22, "pitch": -2.0}, 1.8, 0.22, 0.7),
    "frown": Expression({"brow_r": -0.7, "brow_l": -0.7, "press": 0.2, "blink_r": 0.08,
                         "blink_l": 0.08}),
    "doubt": Expression({"brow_r": 0.95, "brow_l": -0.35, "roll": 2.5, "press": 0.2}, 2.5),
    "tender": Expression({"smile": 0.4, "cheek": 0.35, "roll": 2.5, "brow_r": 0.25,
                          "brow_l": 0.25, "blink_r": 0.1, "blink_l": 0.1}, 4.0, 0.8, 1.0),
    "stern": Expression({"brow_r": -0.5, "brow_l": -0.5, "press": 0.35, "pitch": -1.5}, 3.5),
    "brows": Expression({"brow_r": 0.9, "brow_l": 0.9}, 0.9, 0.18, 0.35),
    "wink": Expression({"blink_l": 1.0, "cheek": 0.4, "smile": 0.35, "brow_l": -0.2}, 0.5, 0.12,
                       0.2),
    "blink": Expression({"blink_r": 1.0, "blink_l": 1.0}, 0.28, 0.09, 0.16),
    "close": Expression({"blink_r": 1.0, "blink_l": 1.0}, 3.0, 0.3, 0.4),
    "kiss": Expression({"pucker": 0.9, "press": 0.2, "brow_r": 0.15, "brow_l": 0.15}, 0.9, 0.25,
                       0.3),
}  # fmt: skip


def expression_of(event: Express) -> Expression:
    """Return the expression an event asks for, its own times in place of the usual ones."""
    usual = NAMED[event.expression] if isinstance(event.expression, str) else Expression(
        dict(event.expression), fade_in=FADES[0], fade_out=FADES[1])  # fmt: skip
    return Expression(
        {axis: value * event.amount for axis, value in usual.axes.items()},
        usual.seconds if event.seconds is None else event.seconds,
        usual.fade_in if event.fade_in is None else event.fade_in,
        usual.fade_out if event.fade_out is None else event.fade_out,
        {axis: (far * event.amount, often) for axis, (far, often) in usual.shakes.items()},
    )


def lay_expressions(score: Score, events: Sequence[tuple[float, Express]]) -> None:
    """Lay expressions that begin at these seconds; one that is taken up again goes on."""
    for start, shown in bridged(sorted(events, key=lambda pair: pair[0])):
        envelope = swell(shown.seconds, shown.fade_in, shown.fade_out)
        for axis in dict.fromkeys((*shown.axes, *shown.shakes)):
            far, often = shown.shakes.get(axis, (0.0, 0.0))
            curve = envelope * (shown.axes.get(axis, 0.0) + far * _shaking(shown.seconds, often))
            if axis in MOUTH_AXES:  # a mouth that speaks is not opened further
                curve = curve * _left_by_speech(score, axis, start, len(curve))
                score.raise_to(axis, start, curve * _unless_shut(score, axis, start, len(curve)))
            else:
                score.add(axis, start, curve)


def bridged(events: Sequence[tuple[float, Express]]) -> list[tuple[float, Expression]]:
    """Return start and expression, equal ones a moment apart made one."""
    found: list[tuple[float, Expression, Express]] = []
    for start, event in events:
        shown = expression_of(event)
        for n, (begun, before, asked) in enumerate(found):
            same = (asked.expression, asked.amount) == (event.expression, event.amount)
            if same and begun <= start <= begun + before.seconds + GO_ON:
                seconds = max(start + shown.seconds, begun + before.seconds) - begun
                longer = Expression(
                    before.axes, seconds, before.fade_in, shown.fade_out, before.shakes
                )
                found[n] = (begun, longer, asked)
                break
        else:
            found.append((start, shown, event))
    return [(start, shown) for start, shown, _ in found]


def _left_by_speech(score: Score, axis: str, start: float, count: int) -> Floats:
    """Return the share of an expression that lips keep while they speak: words come first."""
    if axis not in YIELDS:
        return np.ones(count, np.float32)
    moving = [np.nan_to_num(score.part(track, start, count)) for track in SPEAKING]
    speaks = maximum_filter1d(np.max(moving, axis=0) > STIRS, round(WORD * TRACK_RATE))
    eased = gaussian_filter1d(speaks.astype(np.float32), EASE * TRACK_RATE, mode="nearest")
    return np.asarray(1 - YIELDS[axis] * eased, np.float32)


def _unless_shut(score: Score, axis: str, start: float, count: int) -> Floats:
    """1 where lips may open, 0 where a sound of speech closes them."""
    if axis not in OPENING:
        return np.ones(count, np.float32)
    return 1 - np.nan_to_num(score.part("press", start, count))


def _shaking(seconds: float, often: float) -> Floats:
    return np.asarray(np.sin(2 * np.pi * often * times(seconds)), np.float32)

"""Expressions over speech: words come first."""

from __future__ import annotations

import numpy as np

from generation.directing.expressions import lay_expressions
from generation.directing.score import Score
from generation.script.model import Express
from generation.types import TRACK_RATE


def smiling(*, speaks: bool) -> Score:
    """Return four seconds of a smile; lips speak in the first two, or nobody does."""
    score = Score(4.0)
    jaw = np.zeros(4 * TRACK_RATE, np.float32)
    jaw[: 2 * TRACK_RATE] = 0.3 * speaks
    score.raise_to("jaw", 0.0, jaw)
    lay_expressions(score, [(0.0, Express(expression="smile", seconds=4.0))])
    return score


def test_a_smile_gives_way_to_words_and_comes_back() -> None:
    silent, speaking = smiling(speaks=False), smiling(speaks=True)
    at, later = TRACK_RATE, 3 * TRACK_RATE
    assert speaking.tracks["teeth"][at] < 0.01 < silent.tracks["teeth"][at]
    assert 0.6 < speaking.tracks["smile"][at] / silent.tracks["smile"][at] < 0.7
    for axis in ("teeth", "smile", "cheek"):
        assert np.isclose(speaking.tracks[axis][later], silent.tracks[axis][later], atol=1e-3)
    assert np.abs(np.diff(speaking.tracks["smile"])).max() < 0.03  # no step

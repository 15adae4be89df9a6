"""What a mouth looks like in speech: one pose of the mouth's axes per kind of sound.

After the articulatory groups of Jeffers and Barley (1971), shared by Russian and English;
amounts were set by eye on painted faces.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generation.types import Pose

Viseme = Mapping[str, float]

VISEMES: Mapping[str, Viseme] = MappingProxyType({
    "rest": {},
    "a": {"jaw": 0.90, "wide": 0.08, "lower_down": 0.10},  # father, а
    "e": {"jaw": 0.52, "wide": 0.38, "lower_down": 0.20, "upper_up": 0.12},  # bed, э
    "i": {"jaw": 0.20, "wide": 0.75, "upper_up": 0.20, "lower_down": 0.34, "teeth": 0.30},  # see
    "y": {"jaw": 0.26, "wide": 0.40, "upper_up": 0.12, "lower_down": 0.30},  # ы, the i of bit
    "o": {"jaw": 0.60, "pucker": 0.60},  # thought, о
    "u": {"jaw": 0.24, "pucker": 1.0},  # food, у
    "w": {"jaw": 0.12, "pucker": 1.0, "press": 0.15},  # we
    "m": {"press": 1.0},  # m b p, м б п
    "f": {"jaw": 0.05, "fv": 1.0},  # f v, ф в
    "th": {"jaw": 0.22, "wide": 0.20, "upper_up": 0.16, "lower_down": 0.24},  # thin, this
    "t": {"jaw": 0.20, "wide": 0.10, "upper_up": 0.10, "lower_down": 0.18},  # t d n l, т д н л
    "s": {"jaw": 0.08, "wide": 0.30, "upper_up": 0.18, "lower_down": 0.30, "teeth": 0.25},  # s z ts
    "S": {"jaw": 0.12, "pucker": 0.55, "upper_up": 0.26, "lower_down": 0.34},  # sh zh ch j, ш ж ч
    "k": {"jaw": 0.32, "lower_down": 0.08},  # k g h ng, к г х
    "r": {"jaw": 0.28, "pucker": 0.30, "lower_down": 0.12},  # r, р
})  # fmt: skip


def viseme_pose(name: str, strength: float = 1.0) -> Pose:
    """Return the pose of a viseme, its amounts times ``strength`` 0..1. Raises KeyError."""
    return Pose(**{axis: amount * strength for axis, amount in VISEMES[name].items()})

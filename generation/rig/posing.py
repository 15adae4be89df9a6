"""Numbers given by hand for a pose: read, checked, kept inside what a scene allows."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence

from generation.errors import PoseRefused
from generation.rig.director import Director
from generation.scene.framing import in_frame
from generation.scene.model import Scene
from generation.scene.ranges import RANGES
from generation.types import AXES, NO_CUE, Cue, Pose, Words

# Both sides at once, as people think of them.
PAIRS = {"blink": ("blink_r", "blink_l"), "brow": ("brow_r", "brow_l")}


def read_axes(pairs: Sequence[str]) -> dict[str, float]:
    """Return axis → number from words such as ``yaw=8``; ``blink`` and ``brow`` set both sides.

    Raises PoseRefused for an unknown axis, a word without a number, or one out of range.
    """
    axes: dict[str, float] = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        if name not in AXES and name not in PAIRS:
            raise _unknown(name)
        value = _number(pair, text)
        for axis in PAIRS.get(name, (name,)):
            axes[axis] = _in_range(name, axis, value)
    return axes


def keep_within(
    axes: Mapping[str, float], scene: Scene
) -> tuple[dict[str, float], tuple[Words, ...]]:
    """Return the axes moved inside the scene's limits, and a sentence for each that moved.

    Raises PoseRefused for an axis this scene does not have.
    """
    inside = {}
    for axis, value in axes.items():
        if axis not in scene.limits:
            raise _absent(axis, scene)
        low, high = scene.limits[axis]
        inside[axis] = min(max(value, low), high)
    framed = in_frame(Pose(**inside), scene)
    kept = {axis: float(getattr(framed, axis)) for axis in inside}
    changed = [axis for axis, value in axes.items() if not math.isclose(kept[axis], value)]
    return kept, tuple(_moved(axis, axes[axis], kept[axis], inside[axis]) for axis in changed)


class Pinned:
    """A director some of whose axes are held where somebody put them."""

    def __init__(self, director: Director, axes: Mapping[str, float]) -> None:
        self._director, self._axes = director, dict(axes)

    def pose(self, t: float, cue: Cue = NO_CUE) -> Pose:
        """Return the director's pose with the held axes in place."""
        return self._director.pose(t, cue).with_(**self._axes)

    @property
    def life(self) -> float:
        """See Director.life."""
        return self._director.life

    def ground_amounts(self, cue: Cue) -> Mapping[str, float]:
        """See Director.ground_amounts."""
        return self._director.ground_amounts(cue)


def _number(pair: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise PoseRefused(
            Words(
                f"«{pair}»: нужно имя и число, например yaw=8.",
                f"“{pair}”: write a name and a number, such as yaw=8.",
            )
        )
    return value


def _in_range(name: str, axis: str, value: float) -> float:
    low, high = RANGES[axis]
    if not low <= value <= high:
        raise PoseRefused(
            Words(
                f"{name}={value:g}: бывает от {low:g} до {high:g}.",
                f"{name}={value:g}: it goes from {low:g} to {high:g}.",
            )
        )
    return value


def _moved(axis: str, asked: float, kept: float, inside: float) -> Words:
    if kept == inside:
        ru, en = "предел этой картины", "this picture's limit"
    else:
        ru, en = "дальше виден край; прибавьте zoom", "beyond it the edge shows; add zoom"
    return Words(
        f"{axis}: вместо {asked:g} взято {kept:.3g} — {ru}.",
        f"{axis}: {kept:.3g} instead of {asked:g}, {en}.",
    )


def _unknown(name: str) -> PoseRefused:
    known = [*PAIRS, *AXES]
    near = difflib.get_close_matches(name, known, 1)
    ru = f"Может быть, {near[0]}?" if near else f"Есть: {', '.join(known)}."
    en = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
    return PoseRefused(
        Words(f"Движения «{name}» нет. {ru}", f"There is no axis called “{name}”. {en}")
    )


def _absent(axis: str, scene: Scene) -> PoseRefused:
    if scene.head is None:
        ru, en = "в ней не найдено лицо", "no face was found in it"
    else:
        ru, en = "в ней нечему так двигаться", "nothing in it moves that way"
    return PoseRefused(
        Words(f"{axis}: для этой картины невозможно — {ru}.", f"{axis}: not here, {en}.")
    )

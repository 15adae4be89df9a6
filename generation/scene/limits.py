"""How far each axis may go: no fold anywhere, alone or together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product

from generation.scene.fold import head_least, inverse, joint_least, mouth_least
from generation.scene.frame import painted_yaw
from generation.scene.model import Mouth, Scene
from generation.scene.rotation import displacement
from generation.types import Pose

LEAST = 0.30  # smallest Jacobian determinant a pose may have
ASKED = 0.33  # what the search asks for: it tries corners on every second node
HEAD = {"yaw": 12.0, "pitch": 10.0, "roll": 9.0}
SHIFTS = {"shift_x": 0.04, "shift_y": 0.04}
BASES = {
    "brow_r": (-0.7, 1.0), "brow_l": (-0.7, 1.0), "breath": (0.0, 1.0), "sway_a": (-1.0, 1.0),
    "sway_b": (-1.0, 1.0),
}  # fmt: skip
EYES = {
    "blink_r": (-0.25, 1.0), "blink_l": (-0.25, 1.0), "gaze_x": (-1.0, 1.0), "gaze_y": (-1.0, 1.0),
}  # fmt: skip
MOUTH = {
    "jaw": 1.0, "smile": 1.0, "pucker": 1.0, "wide": 1.0, "upper_up": 1.0, "lower_down": 1.0,
    "press": 1.0, "fv": 1.0, "cheek": 1.0, "teeth": 1.0,
}  # fmt: skip
CAMERA = {
    "zoom": (1.0, 2.0), "pan_x": (-0.25, 0.25), "pan_y": (-0.25, 0.25), "camera_roll": (-6.0, 6.0),
}  # fmt: skip
PARALLAX = {"orbit_x": 0.05, "orbit_y": 0.05, "dolly": 0.30}
HALVINGS = 6
TURNED_FROM, TURNED_COST, LEAST_ON = 8.0, 0.4, 6.5  # degrees painted, lost for each, left
YIELD = 0.6  # how far pitch, roll and shifts give way to the yaw
SHRINK = 0.97  # a step back when the nodes between show a steeper slope
COARSE = 2  # nodes skipped where head and camera are tried together

Limits = dict[str, tuple[float, float]]


def find_limits(scene: Scene) -> Scene:
    """Return the scene with its limits and the smallest determinant met inside them."""
    bases = {axis: BASES[axis] for axis in scene.base_axes}
    limits: Limits = CAMERA | bases
    least = 1.0
    if scene.head is not None:
        turns, least = _head_limits(scene, bases)
        limits |= EYES | _mouth_limits(scene) | turns
    limits |= _parallax_limits(scene, limits)
    return replace(scene, limits=limits, min_jacobian=least)


def largest(allowed: Callable[[float], bool]) -> float:
    """Return the largest share 0..1 that is allowed, by halving; 1 when all is."""
    if allowed(1.0):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if allowed(middle) else (low, middle)
    return low


def _head_limits(scene: Scene, bases: Limits) -> tuple[Limits, float]:
    """Each direction alone, then all of them together with every base at its ends.

    Returns the limits and the least determinant on all nodes; the search sees every second.
    """
    shifts = {axis: (-reach, reach) for axis, reach in SHIFTS.items()}
    alone: Limits = {}
    for axis, reach in HEAD.items():
        low, high = (largest(_unfolded_head(scene, axis, end)) for end in (-reach, reach))
        alone[axis] = -reach * low, reach * high
    alone["yaw"] = _toward_the_front(alone["yaw"], scene)

    def holds(limits: Limits) -> bool:
        return all(head_least(scene, p, COARSE) >= ASKED for p in _corners(limits, bases, SHIFTS))

    limits = _yielding(alone | shifts, holds)
    while (least := min(head_least(scene, p) for p in _corners(limits, bases, SHIFTS))) < LEAST:
        limits = _scaled(limits, SHRINK)
    return limits, least


def _toward_the_front(yaw: tuple[float, float], scene: Scene) -> tuple[float, float]:
    """A face painted turned may turn on only a little: its far side would be squeezed."""
    assert scene.head is not None
    painted = painted_yaw(scene.head.landmarks)
    reach = max(LEAST_ON, HEAD["yaw"] - TURNED_COST * max(abs(painted) - TURNED_FROM, 0.0))
    return (yaw[0], min(yaw[1], reach)) if painted > 0 else (max(yaw[0], -reach), yaw[1])


def _yielding(limits: Limits, holds: Callable[[Limits], bool]) -> Limits:
    """Shrink until all holds together: everything else first, down to a share, then the yaw.

    Where a turn is not to blame, as beside a part corrected by hand, the others go on.
    """

    def shrunk(others: float, yaw: float) -> Limits:
        return {a: ends for a, ends in _scaled(limits, others).items() if a != "yaw"} | {
            "yaw": _scaled({"yaw": limits["yaw"]}, yaw)["yaw"]
        }

    def others_yield(share: float) -> bool:
        return holds(shrunk(YIELD + (1 - YIELD) * share, 1.0))

    if holds(shrunk(YIELD, 1.0)):
        return shrunk(YIELD + (1 - YIELD) * largest(others_yield), 1.0)
    if holds(shrunk(YIELD, 0.0)):
        return shrunk(YIELD, largest(lambda share: holds(shrunk(YIELD, share))))
    return shrunk(YIELD * largest(lambda share: holds(shrunk(YIELD * share, YIELD))), YIELD)


def _unfolded_head(scene: Scene, axis: str, reach: float) -> Callable[[float], bool]:
    return lambda share: head_least(scene, Pose(**{axis: share * reach})) >= ASKED


def _corners(limits: Limits, bases: Limits, shifts: Iterable[str] = ()) -> list[Pose]:
    """The corners of yaw, pitch, roll and the shifts, the bases at rest and at both ends."""
    axes = [*HEAD, *shifts]
    sets = [dict.fromkeys(bases, 0.0), *({a: r[i] for a, r in bases.items()} for i in (0, 1))]
    ends = product(*(limits[axis] for axis in axes))
    return [
        Pose(**dict(zip(axes, corner, strict=True)), **at) for corner, at in product(ends, sets)
    ]


def _mouth_limits(scene: Scene) -> Limits:
    assert scene.head is not None
    mouth, limits = scene.head.mouth, Limits()
    for axis, reach in MOUTH.items():
        limits[axis] = (0.0, reach * largest(_unfolded_mouth(mouth, axis, reach)))
    return limits


def _unfolded_mouth(mouth: Mouth, axis: str, reach: float) -> Callable[[float], bool]:
    return lambda share: mouth_least(mouth, Pose(**{axis: share * reach})) >= ASKED


def _parallax_limits(scene: Scene, limits: Limits) -> Limits:
    """Orbit, crane and dolly, with the head at every corner it may reach."""
    heads = _corners(limits, {})[::3] if scene.head is not None else []
    heads = [Pose(), *heads]
    step = scene.step * COARSE
    offs = [inverse(displacement(scene, pose, COARSE), step) for pose in heads]
    signs = list(product((-1, 1), (-1, 1), (0, 1)))

    def holds(share: float) -> bool:
        x, y, push = (share * reach for reach in PARALLAX.values())
        cameras = [Pose(orbit_x=i * x, orbit_y=j * y, dolly=n * push) for i, j, n in signs]
        return all(joint_least(scene, off, c, COARSE) >= ASKED for off in offs for c in cameras)

    share = largest(holds)
    sides = {a: (-r * share, r * share) for a, r in PARALLAX.items() if a != "dolly"}
    return sides | {"dolly": (0.0, PARALLAX["dolly"] * share)}


def _scaled(limits: Limits, share: float) -> Limits:
    return {axis: (low * share, high * share) for axis, (low, high) in limits.items()}

"""One step of a plan over one picture: the camera's axes in time, never past the border."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generation.camerawork.easing import Array, eased, there_and_back
from generation.camerawork.plan import ORBIT_PER_DEGREE, Move, Step
from generation.camerawork.targets import depth_at, target_points
from generation.scene.framing import in_frame
from generation.scene.model import Scene
from generation.types import CAMERA_AXES, REST, Floats, Pose

State = dict[str, float]
ZOOMS = ("push", "zoom", "pull", "whole")  # moves that change the size
REACH = 0.9  # of a scene's limits: nearer to them clamp_pose slows a pose down
PLANE = 0.55  # depth that stays in place under orbit and crane (rig/constants.py)
DOLLY = 0.4  # dolly per unit of magnification
LEAD = 2.0  # seconds at most in which the camera closes in to make room
SHAKE_PAN, SHAKE_ROLL = 0.004, 0.4  # picture widths, degrees
CLOSEST_LOOK = 1.5  # zoom up to which a place near the border is brought to the centre
FLAT = 0.5  # depth range below which a picture has no relief to walk round
_AXIS = {"pan": "pan_x", "truck": "pan_x", "tilt": "pan_y", "roll": "camera_roll",
         "orbit": "orbit_x", "crane": "orbit_y"}  # fmt: skip
# + axes: pan looks right and down; orbit_x moves the camera left, orbit_y up; the picture
# leans right when the camera leans left.
_SIGN = {
    ("pan", "right"): 1, ("pan", "left"): -1, ("truck", "right"): 1, ("truck", "left"): -1,
    ("tilt", "down"): 1, ("tilt", "up"): -1, ("orbit", "left"): 1, ("orbit", "right"): -1,
    ("crane", "up"): 1, ("crane", "down"): -1, ("roll", "left"): 1, ("roll", "right"): -1,
}  # fmt: skip
_TOLERANCE = 1e-4  # picture widths or degrees


@dataclass(frozen=True, slots=True)
class Shot:
    """A step, the picture it is made over, and how much hands shake (0..1, a number a sample)."""

    step: Step
    scene: Scene
    paths: Mapping[str, Floats]
    seconds: float

    def path(self, at: State, t: Array, shake: Array) -> dict[str, Array]:
        """Return axis → (n,) at the times t from where the camera stands, all in frame.

        First the least closing-in is sought that keeps the border out; where the closest is
        not enough, the moves are made smaller.
        """
        few = np.linspace(0.0, self.seconds, 25)
        few_shake = np.interp(few, t, shake)
        most = _reach(self.scene, "zoom")[1]
        share = 1.0
        while share > 0.05:
            room = self._least_room(at, most, share, few, few_shake)
            if room is not None:
                return self._axes(at, t, room, share)
            share *= 0.85
        return self._axes(at, t, most / at["zoom"], 0.0)

    def _least_room(
        self, at: State, most: float, share: float, t: Array, shake: Array
    ) -> float | None:
        def fits(room: float) -> bool:
            return stays_in_frame(self._axes(at, t, room, share), shake, self.scene)

        low = self._wanted_room(at)
        closest = float(self._axes(at, t, 1.0, share)["zoom"].max())
        high = max(most / min(closest, most), low)
        if fits(low):
            return low
        if not fits(high):
            return None
        for _ in range(8):
            middle = (low * high) ** 0.5
            low, high = (low, middle) if fits(middle) else (middle, high)
        return high

    def _wanted_room(self, at: State) -> float:
        """How much closer a look or a following goes by itself."""
        if any(move.kind in ZOOMS for move in self.step):
            return 1.0
        room = 1.0
        for move in self.step:
            if move.kind == "follow" and move.amount:
                room = max(room, move.amount / at["zoom"])
            if move.kind == "look":
                room = max(room, self._centring_room(at, move))
        return min(room, _reach(self.scene, "zoom")[1] / at["zoom"])

    def _centring_room(self, at: State, move: Move) -> float:
        point = target_points(move.target, self.scene, self.paths)[:1]
        for zoom in np.geomspace(at["zoom"], max(CLOSEST_LOOK, at["zoom"]), 12):
            end = at | {"zoom": float(zoom)}
            wished = centred(point, end, 0.0, self.scene)
            if np.allclose(_within_frame(wished, end, self.scene), wished):
                break
        return float(zoom) / at["zoom"]

    def _axes(self, at: State, t: Array, room: float, share: float) -> dict[str, Array]:
        pivot = self._pivot()
        depth = depth_at(self.scene, pivot) if has_relief(self.scene) else 0.0
        axes = {axis: np.full(len(t), at[axis]) for axis in CAMERA_AXES}
        progress, lead = self._clocks(t, room)
        end = dict(at)
        for move, p in zip(self.step, progress, strict=True):
            for axis, value in _goals(move, at, depth, self.scene, share).items():
                end[axis] = value
                if axis != "zoom":
                    axes[axis] = axes[axis] + p * (value - at[axis])
        axes["zoom"], end["zoom"] = self._zoom(at["zoom"], end["zoom"], progress, lead, room)
        self._centre(axes, at, end, progress, depth)
        for across, turn in (("pan_x", "orbit_x"), ("pan_y", "orbit_y")):
            axes[across] = axes[across] + (axes[turn] - at[turn]) * (depth - PLANE)
        return axes

    def _zoom(
        self, at: float, end: float, progress: list[Array], lead: Array, room: float
    ) -> tuple[Array, float]:
        """Zoom over time, exponential so that it is seen to go evenly, and where it ends.

        ``room`` times closer than the moves ask: lastingly, save on the way to the whole.
        """
        own = next((p for m, p in zip(self.step, progress, strict=True) if m.kind in ZOOMS), None)
        if own is None:
            return np.exp(np.log(at) + lead * np.log(room)), at * room
        if end > 1.0:
            end = min(end * room, _reach(self.scene, "zoom")[1])
            return np.exp(np.log(at) + own * np.log(end / at)), end
        between = 4 * own * (1 - own) * np.log(room)
        return np.maximum(np.exp(np.log(at) + own * np.log(end / at) + between), 1.0), end

    def _clocks(self, t: Array, room: float) -> tuple[list[Array], Array]:
        """Progress of each move, and of the closing-in that makes room before them.

        Where every move comes back, so does the closing-in.
        """
        kinds = {move.kind for move in self.step}
        lead_seconds = min(LEAD, self.seconds / 2)
        returns = all(move.back for move in self.step)
        alone = room > 1.001 and not kinds & {*ZOOMS, "look"}
        wait = 0.4 * lead_seconds if alone else 0.0
        used = self.seconds - wait * (2 if returns else 1)
        later = np.clip(t - wait, 0.0, used) * self.seconds / used
        progress = [_progress(move, later) for move in self.step]
        if "look" in kinds:
            return progress, next(
                p for m, p in zip(self.step, progress, strict=True) if m.kind == "look"
            )
        lead = eased(t / lead_seconds, "smooth")
        if returns:
            lead = lead * eased((self.seconds - t) / lead_seconds, "smooth")
        return progress, lead

    def _pivot(self) -> Array:
        target = next((move.target for move in self.step if move.target), "")
        return np.asarray(target_points(target, self.scene, self.paths)[0])

    def _centre(
        self, axes: dict[str, Array], at: State, end: State, progress: list[Array], depth: float
    ) -> None:
        """Bring the target toward the middle of the frame, as far as the border allows."""
        for move, p in zip(self.step, progress, strict=True):
            whole = move.kind in ("pull", "whole")
            if not whole and (not move.target or move.kind == "orbit"):
                continue
            if whole:
                points = np.array([[at["pan_x"], at["pan_y"]]]) * (end["zoom"] > 1.001)
            else:
                points = centred(
                    target_points(move.target, self.scene, self.paths), end, depth, self.scene
                )
            points = _within_frame(points, end, self.scene)
            share = p if move.kind == "follow" else _window_share(axes["zoom"], at, end, p)
            along = _smoothed_path(points, len(p))
            for column, axis in enumerate(("pan_x", "pan_y")):
                axes[axis] = at[axis] + share * (along[:, column] - at[axis])


def has_relief(scene: Scene) -> bool:
    """Say whether the picture's depth lets a camera walk round anything."""
    return float(np.ptp(scene.depth)) >= FLAT


def stays_in_frame(axes: Mapping[str, Array], shake: Array, scene: Scene) -> bool:
    """Say whether no sample, shaken either way, shows the picture's border."""
    for index in range(len(shake)):
        state = {axis: float(values[index]) for axis, values in axes.items()}
        for sign in (-1, 1):
            pose = Pose(**state)
            by = sign * float(shake[index])
            pose = pose.with_(
                pan_x=pose.pan_x + by * SHAKE_PAN,
                pan_y=pose.pan_y + by * SHAKE_PAN,
                camera_roll=pose.camera_roll + by * SHAKE_ROLL,
            )
            kept = in_frame(pose, scene)
            if any(abs(getattr(kept, a) - getattr(pose, a)) > _TOLERANCE for a in CAMERA_AXES):
                return False
    return True


def signed(move: Move) -> float:
    """Return the change of the move's own axis, in its unit."""
    unit = ORBIT_PER_DEGREE if move.kind in ("orbit", "crane") else 1.0
    return _SIGN[move.kind, move.toward] * move.amount * unit


def own_axis(move: Move) -> str:
    """Return the axis a pan, tilt, truck, orbit, crane or roll moves."""
    return _AXIS[move.kind]


def within_reach(axis: str, value: float, scene: Scene) -> float:
    """Return the value inside what a camera may use of the scene's limits."""
    low, high = _reach(scene, axis)
    return min(max(value, low), high)


def _reach(scene: Scene, axis: str) -> tuple[float, float]:
    rest = getattr(REST, axis)
    low, high = scene.limits.get(axis, (rest, rest))
    return rest + REACH * (low - rest), rest + REACH * (high - rest)


def _goals(move: Move, at: State, depth: float, scene: Scene, share: float) -> State:
    """Where the axes a move writes end; centring on a target comes apart from this."""
    if move.kind in _AXIS:
        axis = own_axis(move)
        by = share * signed(move) * (2.0 if move.sweep else 1.0)
        goals = {axis: within_reach(axis, at[axis] + by, scene)}
        if move.kind == "truck" and has_relief(scene):
            turn = -share * _SIGN["truck", move.toward] * 2 * ORBIT_PER_DEGREE
            goals["orbit_x"] = within_reach("orbit_x", at["orbit_x"] + turn, scene)
        return goals
    if move.kind in ("push", "zoom"):
        dolly = at["dolly"]
        if move.kind == "push" and has_relief(scene):
            dolly = within_reach("dolly", dolly + DOLLY * (move.amount - 1), scene)
        zoom = at["zoom"] * move.amount * (1 + at["dolly"] * depth) / (1 + dolly * depth)
        return {"zoom": within_reach("zoom", zoom, scene), "dolly": dolly}
    if move.kind == "pull" and move.amount:
        return {"zoom": max(at["zoom"] / move.amount, 1.0), "dolly": at["dolly"] / move.amount}
    if move.kind in ("pull", "whole"):
        return {axis: getattr(REST, axis) for axis in CAMERA_AXES if not axis.startswith("pan")}
    return {}


def _progress(move: Move, t: Array) -> Array:
    """How far a move is, 0..1; a follow catches up with what it follows in half its time."""
    if move.kind == "follow":
        return eased(t / (0.5 * move.seconds), "smooth")
    return there_and_back(np.minimum(t, move.lasts), move.seconds, move.ways, move.easing)


def _window_share(zoom: Array, at: State, end: State, progress: Array) -> Array:
    """Progress by the size of the window seen, so that one point of the picture stays still."""
    wide, tight = 1 / at["zoom"], 1 / end["zoom"]
    if abs(wide - tight) < 1e-3:
        return progress
    return np.asarray((wide - 1 / zoom) / (wide - tight))


def centred(points: Array, end: State, depth: float, scene: Scene) -> Array:
    """Return (n, 2) pans, picture widths, that bring points to the middle of the frame."""
    focus, middle = np.array(scene.focus), np.array(scene.size) / 2
    scale = end["zoom"] * (1 + end["dolly"] * depth)
    return np.asarray((points - focus - (middle - focus) / scale) / scene.size[0])


def _within_frame(pans: Array, end: State, scene: Scene) -> Array:
    """Return the pans held where the frame at ``end`` stays inside the picture."""
    pose = Pose(**end)
    far, near = (in_frame(pose.with_(pan_x=by, pan_y=by), scene) for by in (9.0, -9.0))
    low, high = np.array([near.pan_x, near.pan_y]), np.array([far.pan_x, far.pan_y])
    edge = np.array([_reach(scene, axis)[1] for axis in ("pan_x", "pan_y")])
    spare = np.minimum(SHAKE_PAN, (high - low) / 4)
    return np.asarray(np.clip(np.clip(pans, low + spare, high - spare), -edge, edge))


def _smoothed_path(points: Array, samples: int) -> Array:
    """Return (samples, 2): the path at an even pace, its corners rounded."""
    if len(points) == 1:
        return np.repeat(points, samples, 0)
    steps = np.r_[0.0, np.hypot(*np.diff(points, axis=0).T).cumsum()]
    if steps[-1] == 0:
        return np.repeat(points[:1], samples, 0)
    at = eased(np.linspace(0, 1, samples), "linear") * steps[-1]
    even = np.stack([np.interp(at, steps, column) for column in points.T], 1)
    width = max(samples // 10, 1)
    window = np.hanning(2 * width + 1)
    padded = np.pad(even, ((width, width), (0, 0)), "edge")
    return np.stack([np.convolve(c, window / window.sum(), "valid") for c in padded.T], 1)

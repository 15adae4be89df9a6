"""What a number of a pose may mean at all; a scene's own limits are usually narrower."""

from __future__ import annotations

from generation.types import AXES, MOUTH_AXES

UNIT = (-1.0, 1.0)  # every axis not named below
_NAMED: dict[str, tuple[float, float]] = {
    "yaw": (-45, 45), "pitch": (-45, 45), "roll": (-45, 45), "shift_x": (-0.5, 0.5),
    "shift_y": (-0.5, 0.5), "breath": (0, 1), "blink_r": (-0.25, 1), "blink_l": (-0.25, 1),
    "zoom": (1, 4), "pan_x": (-0.5, 0.5), "pan_y": (-0.5, 0.5), "camera_roll": (-45, 45),
    "orbit_x": (-0.2, 0.2), "orbit_y": (-0.2, 0.2), "dolly": (0, 0.45),
    **dict.fromkeys(MOUTH_AXES, (0, 1)),
}  # fmt: skip
RANGES: dict[str, tuple[float, float]] = {axis: _NAMED.get(axis, UNIT) for axis in AXES}

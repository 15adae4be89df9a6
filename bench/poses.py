"""Moments that benches draw; needs nothing but numpy."""

from __future__ import annotations

import math

from generation.types import Pose


def talking(t: float) -> Pose:
    """Return a lively moment: head, breath, sway, brows, lids, gaze, speech, parallax camera."""
    s = math.sin
    blink = max(0.0, 1 - abs((t * 0.9) % 3 - 1.5) / 0.12)
    brow = 0.2 * max(0.0, s(t * 0.6))
    return Pose(
        yaw=5 * s(t * 0.9), pitch=2 * s(t * 0.7 + 1), roll=1.5 * s(t * 0.5),
        brow_r=brow, brow_l=brow, breath=0.5 + 0.5 * s(t * 1.7),
        sway_a=0.4 * s(t * 1.1), sway_b=0.3 * s(t * 0.8 + 2),
        blink_r=blink, blink_l=blink, gaze_x=0.3 * s(t * 0.4 + 0.1),
        jaw=0.6 * max(0.0, 0.5 * s(t * 17) + 0.1 * s(t * 31)), smile=0.25,
        wide=0.2 * max(0.0, s(t * 11)),
        zoom=1.05 + 0.03 * s(t * 0.3), orbit_x=0.011 * s(t * 0.5 + 0.1), pan_x=0.004 * s(t * 0.2),
    )  # fmt: skip

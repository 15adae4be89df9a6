"""What a draft's scene can do: its axes and how far each may go."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from exhibits import studio
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.performing import recipe_of
from generation import Scene

# part → axis → what people call it; the sitter's right is on the viewer's left.
PARTS: dict[str, dict[str, Any]] = {
    "head": {
        "yaw": _("turn"), "pitch": _("bow"), "roll": _("lean"), "shift_x": _("aside"),
        "shift_y": _("up and down"),
    },
    "eyes": {
        "gaze_x": _("look aside"), "gaze_y": _("look down"), "blink_r": _("lid, right"),
        "blink_l": _("lid, left"), "brow_r": _("brow, right"), "brow_l": _("brow, left"),
    },
    "mouth": {
        "smile": _("smile"), "jaw": _("jaw"), "wide": _("wide"), "pucker": _("pursed"),
        "press": _("pressed"), "upper_up": _("upper lip"), "lower_down": _("lower lip"),
        "fv": _("lip to teeth"), "cheek": _("cheeks"), "teeth": _("teeth bared"),
    },
    "body": {"breath": _("breath"), "sway_a": _("sway, broad"), "sway_b": _("sway, fine")},
    "camera": {
        "zoom": _("closer"), "pan_x": _("pan aside"), "pan_y": _("pan down"),
        "camera_roll": _("tilt"), "orbit_x": _("around, aside"), "orbit_y": _("around, down"),
        "dolly": _("push in"),
    },
}  # fmt: skip
NAMES = {
    "head": _("Head"), "eyes": _("Eyes and brows"), "mouth": _("Mouth"),
    "body": _("Breath and cloth"), "camera": _("Camera"),
}  # fmt: skip


def axes_of(portrait: LivingPortrait) -> dict[str, Any]:
    """Return {"parts": [{"name", "axes": [{"axis", "label", "low", "high", "rest"}]}], "size",
    "face"}. Slow: seconds.

    Only the axes this scene has. Raises GenerationError when no scene can be made.
    """
    scene = studio.scene_for(recipe_of(portrait))
    parts = [_part(part, names, scene) for part, names in PARTS.items()]
    return {
        "parts": [part for part in parts if part["axes"]],
        "size": list(scene.size),
        "face": scene.head is not None,
    }


def _part(part: str, names: dict[str, Any], scene: Scene) -> dict[str, Any]:
    axes = [_told(axis, str(name), scene) for axis, name in names.items() if axis in scene.limits]
    return {"part": part, "name": str(NAMES[part]), "axes": axes}


def _told(axis: str, label: str, scene: Scene) -> dict[str, Any]:
    low, high = (round(float(end), 3) for end in scene.limits[axis])
    return {
        "axis": axis,
        "label": label,
        "low": low,
        "high": high,
        "rest": 1.0 if axis == "zoom" else 0.0,
    }

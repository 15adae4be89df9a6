"""The face of a living portrait, drawn by the network into the painting the rig bends."""

from __future__ import annotations

import numpy as np

from generation.landmarks.crop import Square
from generation.liveportrait.device import Device, Draw, Drawn
from generation.liveportrait.pasting import crop_of, face_square, faded, patch_of, weight_of
from generation.liveportrait.posing import (
    Driven,
    Seen,
    face_of,
    moves_face,
    openings_of,
    points_of,
    without_face,
)
from generation.liveportrait.templates import Template
from generation.media.yuv import planes_from_rgb
from generation.scene import topology as at
from generation.scene.model import Head, Scene
from generation.types import Box, Planes, Pose


class LiveFace:
    """Draws yaw, pitch, roll, brows, eyes and mouth of one scene; see engines.looks.Face.

    The rest of a pose, breath, hair and camera, stays the rig's. The network is asked when the
    points have moved and ``fps`` allows; at rest it is not asked, and nothing is pasted.
    Not thread-safe: one stage owns it.
    """

    def __init__(
        self,
        scene: Scene,
        head: Head,
        device: Device,
        template: Template | None = None,
        fps: float = 0.0,
    ) -> None:
        """scene: as it is painted, its finish included; fps: at most so many, 0 as asked."""
        square = face_square(head.landmarks)
        self._device, self._template = device, template
        self._period = 1 / fps if fps else 0.0
        self._patch = patch_of(square, device.side, scene.size)
        crop = crop_of(scene.rgb, square, device.side)
        self._portrayed = device.portray(crop, seen_of(head, square))
        self._drawn = Drawn(planes_from_rgb(crop), 0.0)
        self._news = False
        self._asked: tuple[Pose, float] | None = None
        self._last: float | None = None
        self._drawn_at = float("-inf")
        self._share = self._weight = 0.0

    @property
    def box(self) -> Box:
        """Return the pixels of the painting that ``paste`` may change."""
        return self._patch.box

    @property
    def device_ms(self) -> float:
        """Return the milliseconds the last frame took on the device, 0 where none was asked."""
        return self._drawn.ms if self._news else 0.0

    def follow(self, t: float, pose: Pose) -> tuple[Pose, bool]:
        """Return what is left of a pose for the rig, and whether ``paste`` has news.

        t: seconds, never decreasing. Raises EngineFailed and MemoryShort.
        """
        moves = self._template is not None or moves_face(pose)
        passed = 0.0 if self._last is None else max(t - self._last, 0.0)
        self._share = faded(self._share, moves, passed)
        self._last = t
        before, self._weight = self._weight, weight_of(self._share)
        self._news = self._weight > 0 and self._draw(t, pose)
        return without_face(pose), self._news or self._weight != before

    def paste(self, painting: Planes, out: Planes) -> None:
        """Write the box of ``out``: the painting with the drawn face as far as it has come in."""
        self._patch.paste(self._drawn.planes, self._weight, painting, out)

    def _draw(self, t: float, pose: Pose) -> bool:
        """Ask the network where something moved; say whether it drew anew."""
        face, driven = face_of(pose), self._driven(t)
        asked = face, t if driven else 0.0
        if asked == self._asked or t - self._drawn_at < self._period:
            return False
        features, sitter = self._portrayed
        points = points_of(sitter, face, driven)
        draw = Draw(features, sitter, points, openings_of(sitter, face))
        self._drawn = self._device.draw(draw, id(self))
        self._asked, self._drawn_at = asked, t
        return True

    def _driven(self, t: float) -> Driven | None:
        return self._template.driven(t) if self._template else None


def seen_of(head: Head, square: Square) -> Seen:
    """Return what our landmarks say of a face in its crop.

    Openness as LivePortrait measures it: the height between lids, and between the lips' inner
    edges, over the width from corner to corner.
    """
    flat = head.landmarks.points[:, :2]
    upper, lower = flat[at.INNER_UPPER_LIP[5]], flat[at.INNER_LOWER_LIP[5]]
    mouth = np.linalg.norm(flat[at.MOUTH_L] - flat[at.MOUTH_R])
    right, left = (
        eye.opening / eye.width for eye in head.eyes
    )  # the sitter's: viewer's left first
    lips = float(np.linalg.norm(lower - upper) / max(float(mouth), 1.0))
    return Seen(square.lean, 2 * head.face_width / square.side, (right, left), lips)

"""Draw a pose of a scene into planes, on one CPU thread, doing no more than what changed."""

from __future__ import annotations

from operator import attrgetter
from typing import Literal

import numpy as np

from generation.fast import controls, parts
from generation.fast.eyes import draw_eye
from generation.fast.lips import part_lips
from generation.fast.mouth import draw_mouth
from generation.fast.nodes import map_nodes
from generation.fast.patch import seen_nodes
from generation.fast.texture import retouch, textures_of
from generation.fast.warp import Target, warp
from generation.media.yuv import check_box, planes_from_rgb
from generation.rig import numbers
from generation.rig.constants import CHROMA_EDGE
from generation.scene.model import Eye, Head, Mouth, Scene
from generation.types import AXES, EYE_AXES, Box, Bytes2D, Floats, Planes, Pose

Luma = Literal["catmull-rom", "linear"]
Seen = tuple[int, int, int, int]
_beneath = attrgetter(*(axis for axis in AXES if axis not in EYE_AXES))


class _Frame:
    """The head and the camera: everything but eyes and mouth, which draw over it."""

    def __init__(self, scene: Scene, luma: Luma, lens: Floats | None) -> None:
        self.scene, self.cubic, self.bends = scene, luma == "catmull-rom", lens is not None
        self.grid = controls.grid_of(scene)
        self.motion = controls.motion_of(scene, lens)
        self.fields = controls.fields_for(self.grid)
        self.rows = controls.rows_for(self.grid)
        self.strip = controls.strip_for(self.grid)
        self.textures = textures_of(planes_from_rgb(scene.rgb))

    def map(self, pose: Pose) -> None:
        """Find where every node looks."""
        head = self.scene.head
        turn = np.zeros((2, 4), np.float32) if head is None else numbers.head_turn(pose, head)
        map_nodes(
            self.grid, self.motion, self.fields, numbers.base_coefficients(pose, self.scene),
            turn, controls.camera_row(pose, self.scene), bool(turn.any()),
            self.bends or numbers.moves_camera(pose),
        )  # fmt: skip

    def draw(self, field_x: Floats, field_y: Floats, target: Target) -> None:
        """Draw every pixel from displacements of the nodes, px."""
        warp(
            self.grid, self.textures, self.cubic, field_x, field_y, self.fields.spans, self.rows,
            self.strip, target,
        )  # fmt: skip

    def repaint(self, planes: Planes, box: Box) -> None:
        """Take what changed inside a box of the painting."""
        retouch(self.textures, planes, box)

    def seen(self, box: Box) -> Seen:
        """Return the node rows and columns between which a box of the painting is seen."""
        found: Seen = seen_nodes(self.fields, self.grid, *(np.float32(side) for side in box))
        return found


class _Mouth:
    """The mouth of one scene."""

    def __init__(self, mouth: Mouth, frame: _Frame) -> None:
        self._box, self._frame = mouth.box, frame
        self._mouth, self._paint = (
            parts.mouth_grid(mouth, frame.grid.step),
            parts.mouth_paint(mouth, frame.grid.step),
        )
        self._fields = parts.mouth_fields(frame.grid, self._mouth)
        self._rows, self._here = controls.rows_for(frame.grid), controls.rows_for(frame.grid)
        self._scene_mouth = mouth

    def draw(self, pose: Pose, target: Target) -> None:
        """Draw the frame with the mouth in it."""
        f, own, seen = self._frame, self._fields, self._frame.seen(self._box)
        moment = numbers.mouth_moment(pose, self._scene_mouth)
        edges = parts.mouth_edges(self._scene_mouth, f.grid.step, moment)
        part_lips(f.grid, self._mouth, self._paint, own, f.fields, moment.coefficients, edges, seen)
        f.draw(own.whole_x, own.whole_y, target)
        draw_mouth(
            f.grid, f.textures, f.cubic, self._mouth, self._paint, f.fields, own,
            parts.mouth_now(self._scene_mouth, moment.tone),
            parts.mouth_now(self._scene_mouth, moment.tone, CHROMA_EDGE),
            edges, f.rows, self._rows, self._here, seen, target,
        )  # fmt: skip


class _Eye:
    """One eye, and what the frame shows beneath it."""

    def __init__(self, eye: Eye, right: bool, frame: _Frame) -> None:
        self._eye, self._right, self._frame = eye, right, frame
        self._shape, self._paint = parts.eye_shape(eye), parts.eye_paint(eye)
        self._reach = parts.eye_reach(eye)
        self._values = np.zeros((2, frame.grid.width), np.float32)
        self._seen: Seen = (0, 0, 0, 0)
        self._beneath: list[Bytes2D] = []

    def keep(self, out: Planes) -> None:
        """Find where the eye is seen and remember those pixels as they are without it."""
        self._seen = self._frame.seen(self._reach)
        self._beneath = [cut.copy() for cut in self._cuts(out)]

    def restore(self, out: Planes) -> None:
        """Put the remembered pixels back."""
        for cut, kept in zip(self._cuts(out), self._beneath, strict=True):
            cut[:] = kept

    def draw(self, pose: Pose, target: Target) -> None:
        """Draw the eye over the frame."""
        f = self._frame
        draw_eye(
            f.grid, f.textures, f.cubic, f.fields, f.rows, self._values[0], self._values[1],
            self._shape, self._paint,
            parts.eye_moment(numbers.eye_numbers(pose, self._eye, self._right)),
            self._seen, target,
        )  # fmt: skip

    def _cuts(self, out: Planes) -> list[Bytes2D]:
        top, bottom, left, right = (n * self._frame.grid.step for n in self._seen)
        half = np.s_[top // 2 : (bottom + 1) // 2, left // 2 : (right + 1) // 2]
        return [out.y[top:bottom, left:right], out.u[half], out.v[half]]


class FastRenderer:
    """Draws poses of one scene, one after another. Not thread-safe; have one per stage.

    luma: "catmull-rom" keeps fine detail while things move, "linear" costs less.
    lens: (2, h, w) float32 px from each node to where a bent lens looks before the camera.
    """

    def __init__(
        self, scene: Scene, luma: Luma = "catmull-rom", lens: Floats | None = None
    ) -> None:
        self._frame = _Frame(scene, luma, lens)
        head: Head | None = scene.head
        self._mouth = None if head is None else _Mouth(head.mouth, self._frame)
        self._eyes: tuple[_Eye, ...] = ()
        if head is not None:
            pairs = zip(head.eyes, (True, False), strict=True)
            self._eyes = tuple(_Eye(eye, right, self._frame) for eye, right in pairs)
        self._out: Planes | None = None
        self._target: Target | None = None
        self._pose: Pose | None = None

    def render(self, pose: Pose, out: Planes) -> bool:
        """Draw ``pose`` into ``out``; False when ``out`` already shows it and was not touched.

        ``out`` must come back as the last call left it; other buffers are drawn anew.
        Raises ValueError for planes that are not writable uint8 with contiguous rows.
        """
        target = self._aim(out)
        last, self._pose = self._pose, None
        if last == pose or (last is not None and not self._eyes and _still(last, pose)):
            self._pose = pose
            return False
        if last is not None and _still(last, pose):
            for eye in self._eyes:
                eye.restore(out)
        else:
            self._draw_all(pose, out, target)
        if numbers.moves_eyes(pose):
            for eye in self._eyes:
                eye.draw(pose, target)
        self._pose = pose
        return True

    def source_nodes(self) -> Floats:
        """Return (2, h, w) px from each node to what it showed of the painting, last drawn."""
        fields, grid = self._frame.fields, self._frame.grid
        return np.stack([fields.off_x, fields.off_y]).reshape(2, grid.rows, grid.columns)

    def repaint(self, planes: Planes, box: Box) -> None:
        """Take a painting that changed inside ``box``; the next frame is drawn anew from it.

        planes: the whole painting, of the scene's size. Lids and the inside of the mouth keep
        the colours of the scene. Raises ValueError for another size or a box outside of it.
        """
        check_box(planes, box, self._frame.scene.size)
        self._frame.repaint(planes, box)
        self._pose = None

    def _draw_all(self, pose: Pose, out: Planes, target: Target) -> None:
        frame = self._frame
        frame.map(pose)
        if self._mouth is not None and numbers.moves_mouth(pose):
            self._mouth.draw(pose, target)
        else:
            frame.draw(frame.fields.off_x, frame.fields.off_y, target)
        for eye in self._eyes:
            eye.keep(out)

    def _aim(self, out: Planes) -> Target:
        """Return the flat target of these buffers, forgetting the pose if they are new."""
        same = self._out is not None and all(
            a is b or (a.ctypes.data == b.ctypes.data and a.strides == b.strides)
            for a, b in zip(out, self._out, strict=True)
        )
        if not same or self._target is None:
            self._out, self._target, self._pose = out, controls.target_of(out), None
        return self._target


def _still(last: Pose, pose: Pose) -> bool:
    """Say whether only the eyes differ between two poses."""
    return bool(_beneath(last) == _beneath(pose))

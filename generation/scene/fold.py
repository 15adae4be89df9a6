"""Whether a pose folds the painting: smallest Jacobian determinants of its maps."""

from __future__ import annotations

import cv2
import numpy as np

from generation.scene.model import Mouth, Scene
from generation.scene.rotation import displacement
from generation.scene.shapes import Array, floats
from generation.types import MOUTH_AXES, Floats, Pose

ORBIT_PLANE = 0.55  # as generation/rig/constants.py; a scene does not import its renderer
NEWTON = 8


def determinants(field: Array, step: float) -> Array:
    """Return (4, h-1, w-1): det(I + grad d) at the corners of each bilinear cell of (2, h, w)."""
    along = np.diff(field, axis=2) / step
    below = np.diff(field, axis=1) / step
    out = []
    for xs in (along[:, :-1], along[:, 1:]):
        for ys in (below[:, :, :-1], below[:, :, 1:]):
            out.append((1 + xs[0]) * (1 + ys[1]) - xs[1] * ys[0])
    return np.stack(out)


def head_least(scene: Scene, pose: Pose, every: int = 1) -> float:
    """Return the smallest determinant of a scene's forward field at a pose."""
    return float(determinants(displacement(scene, pose, every), scene.step * every).min())


def mouth_least(mouth: Mouth, pose: Pose) -> float:
    """Return the smallest determinant of the mouth's layers, each on its own side of the cut.

    The lips count as parted: the painted line has slid under the cut, which is the worst case.
    A lip that lies beyond the picture's edge folds nothing.
    """
    axes = [getattr(pose, axis) for axis in MOUTH_AXES]
    c = np.array([*axes, pose.jaw * pose.pucker, 1.0], np.float32)
    least = 1.0
    rows, columns = mouth.bases.shape[-2:]
    height = mouth.places[0, :: mouth.stride, :: mouth.stride]
    height = np.pad(height, ((0, rows - height.shape[0]), (0, columns - height.shape[1])), "edge")
    for layer, shown in zip(mouth.bases, (height < 0, height > 0), strict=True):
        own = shown[:-1, :-1]
        dets = determinants(np.tensordot(c, layer, 1), mouth.stride)[:, own]
        least = float(dets.min(initial=least))
    return least


def inverse(field: Floats, step: float) -> Floats:
    """Return (2, h, w) px off with q + off + field(q + off) = q (Newton, as the renderers)."""
    rows, columns = field.shape[1:]
    gy, gx = np.mgrid[0:rows, 0:columns].astype(np.float32)
    (xy, xx), (yy, yx) = (np.gradient(f, step) for f in field)
    stack = floats(np.stack([field[0], field[1], xx, xy], -1))
    rest = floats(np.stack([yx, yy], -1))
    off = -field
    for _ in range(NEWTON):
        at = floats(gx + off[0] / step), floats(gy + off[1] / step)
        seen = cv2.remap(stack, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        more = cv2.remap(rest, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        rx, ry = -(off[0] + seen[..., 0]), -(off[1] + seen[..., 1])
        jxx, jxy, jyx, jyy = 1 + seen[..., 2], seen[..., 3], more[..., 0], 1 + more[..., 1]
        det = np.maximum(jxx * jyy - jxy * jyx, 0.25)
        off = off + np.stack([(jyy * rx - jxy * ry) / det, (jxx * ry - jyx * rx) / det])
    return floats(off)


def joint_least(scene: Scene, off: Floats, camera: Pose, every: int) -> float:
    """Return the least of det and 1/det of the map from frame to painting, head turned and
    camera moved together. off: the head's inverse on every ``every``-th node; zoom is 1."""
    step, depth = scene.step * every, scene.depth[::every, ::every]
    rows, columns = depth.shape
    gy, gx = np.mgrid[0:rows, 0:columns].astype(np.float32)
    near = np.asarray(depth)
    orbit = np.array([camera.orbit_x, camera.orbit_y]) * scene.size[0] / step
    fx, fy = scene.focus[0] / step, scene.focus[1] / step
    for _ in range(3):
        scale = 1 / (1 + camera.dolly * near)
        px = floats(fx + (gx - fx) * scale - orbit[0] * (near - ORBIT_PLANE))
        py = floats(fy + (gy - fy) * scale - orbit[1] * (near - ORBIT_PLANE))
        near = floats(cv2.remap(depth, px, py, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    moved = cv2.remap(
        floats(off.transpose(1, 2, 0) / step), px, py, cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    field = np.stack([px - gx + moved[..., 0], py - gy + moved[..., 1]])
    dets = determinants(field, 1.0)
    return min(float(dets.min()), 1 / max(float(dets.max()), 1e-6))

"""Call kernels once before they are needed: set-up compiles them, a stage loads them."""

from __future__ import annotations

import numpy as np

from generation.fast.controls import grid_of, target_of
from generation.fast.flowing import CUT, WAVES, flow
from generation.fast.patchmatch import match, vote
from generation.fast.renderer import FastRenderer
from generation.fast.specimen import specimen_poses
from generation.fast.texture import textures_of
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.rig.clamp import clamp_pose
from generation.scene.model import Scene


def rehearse_poses(renderer: FastRenderer, scene: Scene) -> None:
    """Draw once, unseen, all that the scene allows: who speaks first waits for no kernel.

    The first use of a kernel loads it from the cache, a tenth of a second and more for those
    of a mouth. The renderer draws its next frame anew.
    """
    out = empty_planes(*scene.size)
    for pose in specimen_poses():
        renderer.render(clamp_pose(pose, scene), out)


def rehearse_flows(scene: Scene) -> None:
    """Draw both kinds of flow, and fill a small hole."""
    grid, textures = grid_of(scene), textures_of(planes_from_rgb(scene.rgb))
    out = empty_planes(*scene.size)
    level = np.full(scene.rgb.shape[:2], 128, np.uint8).ravel()
    spans = np.tile(np.array([0, scene.size[0]], np.int64), grid.rows - 1)
    for fields in (WAVES, CUT):
        nodes = np.zeros(fields * grid.rows * grid.columns, np.float32)
        rows = np.zeros(2 * fields * grid.columns * grid.step, np.float32)
        flow(grid, textures, nodes, fields, level, level, spans, rows, target_of(out))
    picture = np.zeros((24, 24, 3), np.float32)
    hole = np.zeros((24, 24), np.bool_)
    hole[11:13, 11:13] = True
    field = np.full((24, 24, 2), 5, np.int32)
    trust = match(picture, ~hole, hole, field, 1, 4, 0.5, 1)
    vote(picture, hole, hole, field, trust, 1)

"""A tiny made-up scene that moves in every way: to compile, to check speed, and to test on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generation.scene.model import Eye, Head, Mouth, Scene
from generation.types import BASE_AXES, MOUTH_AXES, Box, Bytes2D, Landmarks, Pose

Grids = NDArray[np.float64]


def specimen_picture(width: int, height: int) -> Bytes2D:
    """Return a smooth picture with some grain, (H, W, 3) uint8, the same every time."""
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin(x / (7 + 3 * c) + y / 23) + np.cos(y / (9 + 2 * c)) for c in range(3)]
    grain = np.random.default_rng(7).normal(0, 4, (height, width, 1))
    return np.clip(128 + 35 * np.stack(waves, -1) + grain, 0, 255).astype(np.uint8)


def specimen_scene(
    width: int = 120, height: int = 148, step: int = 4, *, head: bool = True, bases: bool = True
) -> Scene:
    """Return a scene of even sides with a schematic head, or with no head or bases at all."""
    rgb = specimen_picture(width, height)
    gy, gx = np.mgrid[0 : -(-height // step) + 1, 0 : -(-width // step) + 1].astype(float) * step
    u, v = (gx - width / 2) / width, (gy - height / 2) / height
    bump = np.exp(-8 * (u**2 + v**2))
    axes = (BASE_AXES if head else BASE_AXES[-2:]) if bases else ()
    waves = np.zeros((len(axes), 2, *bump.shape), np.float32)
    for k in range(len(axes)):
        waves[k] = np.stack([np.sin(k + 5 * v), np.cos(k + 4 * u)]) * bump * width / 60
    return Scene(
        source_sha256="0" * 64,
        rgb=rgb,
        step=step,
        base_axes=axes,
        bases=waves,
        depth=bump.astype(np.float32),
        focus=(width / 2, height / 2),
        limits={},
        head=_head(width, height, u, v) if head else None,
    )


def specimen_poses() -> tuple[Pose, ...]:
    """Return poses that between them reach every kernel."""
    talking = Pose(yaw=5, roll=2, breath=0.5, jaw=0.5, smile=0.3, blink_r=0.6, gaze_x=0.3)
    return (
        talking,
        talking.with_(blink_l=1.0),
        talking.with_(zoom=1.1, orbit_x=0.01, camera_roll=1.0),
        Pose(),
    )


def _head(width: int, height: int, u: Grids, v: Grids) -> Head:
    depth = width * 0.25 * np.exp(-9 * (u**2 + v**2))
    return Head(
        centre=np.array([width / 2, height / 2], np.float32),
        face_width=width * 0.5,
        face_height=height * 0.5,
        pivot_drop=height * 0.35,
        offset=np.stack([u * width, v * height, depth]).astype(np.float32),
        weight=np.clip(1.6 - 4.5 * np.hypot(u, v), 0, 1).astype(np.float32),
        eyes=(_eye(width, height, 0.36), _eye(width, height, 0.64)),
        mouth=_mouth(width, height),
        landmarks=Landmarks(np.zeros((478, 3), np.float32), 1.0, "hand"),
    )


def _eye(width: int, height: int, place: float) -> Eye:
    size = width * 0.16
    cx, cy = width * place, height * 0.42
    xs = np.linspace(-0.95 * size, 0.95 * size, 257)
    arch = 0.2 * size * np.clip(1 - (xs / (0.55 * size)) ** 2, 0, None)
    box = Box(int(cx - size), int(cy - 0.9 * size), int(cx + size), int(cy + 0.6 * size))
    rows, columns = int(box.bottom - box.top + 0.9 * size), box.right - box.left
    skin = np.linspace(0.4, 0.7, rows * columns * 3).reshape(rows, columns, 3)
    detail = np.random.default_rng(3).normal(0, 0.03, (rows, columns, 3))
    return Eye(
        centre=np.array([cx, cy], np.float32),
        across=np.array([1, 0], np.float32),
        down=np.array([0, 1], np.float32),
        width=size,
        x0=float(xs[0]),
        dx=float(xs[1] - xs[0]),
        upper=(-arch).astype(np.float32),
        lower=(0.6 * arch).astype(np.float32),
        brow=np.full(257, -0.5 * size, np.float32),
        iris=np.zeros(2, np.float32),
        iris_radius=0.18 * size,
        opening=float(1.6 * arch.max()),
        box=box,
        lid_low=skin.astype(np.float32),
        lid_high=detail.astype(np.float32),
        lid_level=0.55,
        glint=np.full((box.bottom - box.top, columns), 0.1, np.float32),
    )


def _mouth(width: int, height: int) -> Mouth:
    box = Box(int(0.3 * width), int(0.55 * height), int(0.7 * width), int(0.85 * height))
    across, tall, stride = box.right - box.left, box.bottom - box.top, 2
    y, x = np.mgrid[0:tall, 0:across].astype(float)
    half = 0.3 * across
    places = [(y - 0.4 * tall) / half, (x - across / 2) / half, 0.05 * np.sin(x) * np.cos(y)]
    rows, columns = -(-tall // stride) + 1, -(-across // stride) + 1
    t, s = np.mgrid[0:rows, 0:columns].astype(float)
    window = np.sin(np.pi * s / (columns - 1)) * np.sin(np.pi * t / (rows - 1))
    along = np.clip(1 - np.abs(2 * s / (columns - 1) - 1) ** 2 / 0.6**2, 0, 1)
    bases = np.zeros((2, len(MOUTH_AXES) + 2, 2, rows, columns), np.float32)
    bases[0, :-1, 1] = -0.015 * height * window**2 * along
    bases[1, :-1, 1] = 0.03 * height * window**2 * along
    station = np.linspace(-4 / 3, 4 / 3, 257)
    arch = np.clip(1 - station**2, 0, 1)
    lips = np.zeros((2, len(MOUTH_AXES) + 1, 2, 257))
    lips[0, :, 1], lips[1, :, 1] = -0.015 * height / half * arch, 0.03 * height / half * arch
    colours = np.linspace(0.05, 0.8, 6 * 3).reshape(6, 1, 3) * (0.5 + 0.5 * arch)[:, None]
    return Mouth(
        box=box,
        stride=stride,
        half=half,
        edge=0.04,
        bases=bases,
        lips=lips.astype(np.float32),
        line=np.stack([station, 0 * station]).astype(np.float32),
        places=np.stack(places).astype(np.float32),
        colours=colours.astype(np.float32),
        profiles=np.stack([0.1 * arch, arch, 0.4 * arch, arch, arch]).astype(np.float32),
        beard=0.3,
        faint=0.5,
    )

"""Moving ground against one cv2.remap of the same region; how long a fill and a build take."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.record import append
from bench.rig import timed
from generation import open_picture
from generation.ground.fill import fill_behind
from generation.ground.painted import PaintedGround
from generation.ground.reading import read_ground
from generation.media.yuv import empty_planes
from generation.scene.build import build_scene
from generation.scene.model import Scene
from generation.types import Box

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "exhibits/catalogue/house_collection"
SIZE = (720, 960)  # a landscape turned upright: as many pixels as a portrait's frame
FRAMES, DROPPED, FPS = 110, 10, 30
HOLE = 30_000  # px
SEA = [[0, 0.6], [1, 0.6], [1, 1], [0, 1]]
SKY = [[0, 0], [1, 0], [1, 0.52], [0, 0.52]]
WIND = [[0.1, 0.2, 0.5, 0.2], [0.5, 0.35, 0.9, 0.35]]


def upright(name: str) -> Scene:
    """Return a house landscape cut to an upright frame."""
    rgb = open_picture(HOUSE / f"{name}.jpg").rgb
    height = rgb.shape[0]
    left = (rgb.shape[1] - height * 3 // 4) // 2
    cut = np.ascontiguousarray(rgb[:, left : left + height * 3 // 4])
    return build_scene(cut, "0" * 64, None, None, SIZE)


def in_pixels(places: list[list[float]], size: tuple[int, int]) -> list[list[float]]:
    """Return shares of the picture as pixels."""
    scale = [*size, *size]
    return [[v * scale[n] for n, v in enumerate(place)] for place in places]


def flow_of(scene: Scene, motion: str, area: list[list[float]]) -> PaintedGround:
    """Return a ground in which one region flows."""
    flow = {"polygon": in_pixels(area, scene.size), "motion": motion, "found_still": False}
    if motion in ("cut", "wave"):
        arrows = WIND if area is SKY else [[x0, 0.5 + y0, x1, 0.5 + y1] for x0, y0, x1, y1 in WIND]
        flow["arrows"] = in_pixels(arrows, scene.size)
    return PaintedGround(scene, read_ground({"flow": [flow]}, scene.size))


def one_remap(scene: Scene, box: Box) -> Callable[[], object]:
    """Return one 3-channel cv2.remap of the region, fixed-point maps, linear."""
    y, x = np.mgrid[box.top : box.bottom, box.left : box.right].astype(np.float32)
    maps = cv2.convertMaps(x + 3 * np.sin(y / 40), y + 2 * np.cos(x / 50), cv2.CV_16SC2)
    return lambda: cv2.remap(scene.rgb, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def flowing(scene: Scene, motion: str, area: list[list[float]]) -> dict[str, Any]:
    """Time a motion and the remap of its region turn about."""
    start = time.perf_counter()
    ground = flow_of(scene, motion, area)
    built = time.perf_counter() - start
    out, remap = empty_planes(*scene.size), one_remap(scene, ground.flows.box)
    remaps, frames = list[float](), list[float]()
    for n in range(FRAMES):
        remaps.append(timed(remap))
        frames.append(timed(lambda n=n: ground.draw(n / FPS, {"flow": 1.0}, out)))  # type: ignore[misc]
    remaps, frames = remaps[DROPPED:], frames[DROPPED:]
    row = {
        "build_s": round(built, 2),
        "frame_min_ms": round(min(frames), 2),
        "frame_median_ms": round(statistics.median(frames), 2),
        "remap_min_ms": round(min(remaps), 2),
        "min_x": round(min(frames) / min(remaps), 2),
        "median_x": round(statistics.median(frames) / statistics.median(remaps), 2),
    }
    print(f"{motion:6s} " + "  ".join(f"{k} {v}" for k, v in row.items()), flush=True)
    return row


def filling(scene: Scene) -> dict[str, Any]:
    """Time the fill of a round hole of 30 000 px, after the kernels are warm."""
    hole = np.zeros(scene.rgb.shape[:2], np.uint8)
    radius = round((HOLE / np.pi) ** 0.5)
    cv2.circle(hole, (scene.size[0] // 2, scene.size[1] // 2), radius, 1, -1)
    fill_behind(scene.rgb, hole > 0)
    times = [timed(lambda: fill_behind(scene.rgb, hole > 0)) / 1e3 for _ in range(3)]
    row = {"hole_px": int(hole.sum()), "fill_min_s": round(min(times), 3)}
    print("fill   " + "  ".join(f"{k} {v}" for k, v in row.items()), flush=True)
    return row


def main() -> None:
    """Measure every motion on one thread and append the figures."""
    cv2.setNumThreads(1)
    scene = upright("sea")
    print(f"{scene.size[0]}x{scene.size[1]}: a frame against one 3-channel cv2.remap of its region")
    rows = {
        motion: flowing(scene, motion, SKY if motion == "cut" else SEA)
        for motion in ("cut", "water", "wave", "sway", "smoke")
    }
    append("ground", {"size": list(scene.size), "flows": rows, "fill": filling(scene)})


if __name__ == "__main__":
    main()

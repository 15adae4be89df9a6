"""A rig frame against one cv2.remap, rendered and encoded; and what idle life costs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import cv2
import torch

from bench.poses import talking
from bench.record import append
from generation import SceneRecipe, open_picture, prepare_scene
from generation.fast.renderer import FastRenderer
from generation.media.encode import open_canvas, open_encoder
from generation.rig.director import Director
from generation.rig.renderer import TorchRenderer
from generation.rig.sampling import expand
from generation.scene.model import Scene

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "exhibits/catalogue/house_collection/lady.jpg"
SIZES = ((384, 512), (720, 960), (1080, 1440))
FPS, FRAMES, DROPPED, IDLE_SECONDS, GOP = 30, 130, 10, 30, 60

Luma = Literal["catmull-rom", "linear"]
Times = dict[str, list[float]]


def one_remap(scene: Scene) -> Callable[[], object]:
    """Return one 3-channel cv2.remap with the fixed-point maps of a real pose."""
    (off,) = TorchRenderer(scene).source_map([talking(1.0)])
    width, height = scene.size
    x, y = torch.arange(width, dtype=torch.float32), torch.arange(height, dtype=torch.float32)
    moved = expand(off[None], scene.step, x, y)[0]
    maps = (moved[0] + x).numpy(), (moved[1] + y[:, None]).numpy()
    fixed = cv2.convertMaps(*maps, cv2.CV_16SC2)
    return lambda: cv2.remap(scene.rgb, *fixed, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def in_motion(scene: Scene, luma: Luma, remap: Callable[[], object]) -> tuple[Times, float]:
    """Time remap, frame and encode turn about; return ms of each and the kB of a frame."""
    renderer, canvas = FastRenderer(scene, luma), open_canvas(scene.size)
    encoder = open_encoder("h264", scene.size, FPS)
    times: Times = {"remap": [], "frame": [], "encoded": []}
    sizes: list[int] = []
    for i in range(FRAMES):
        pose = talking(i / FPS)
        remapped = timed(remap)
        frame = timed(lambda pose=pose: renderer.render(pose, canvas.planes))  # type: ignore[misc]
        start = time.perf_counter()
        sizes.append(len(encoder.encode(canvas, key=i == 0).data))
        both = frame + (time.perf_counter() - start) * 1e3
        if i >= DROPPED:
            for name, ms in zip(times, (remapped, frame, both), strict=True):
                times[name].append(ms)
    return times, sum(sizes[DROPPED:]) / len(sizes[DROPPED:]) / 1000


def idle(scene: Scene) -> dict[str, float]:
    """Return what an unwatched portrait costs a core, frames that do not change included."""
    renderer, canvas = FastRenderer(scene), open_canvas(scene.size)
    director, encoder = Director(scene, seed=1), open_encoder("h264", scene.size, FPS)
    renderer.render(director.pose(0.0), canvas.planes)
    encoder.encode(canvas, key=True)
    drawn, spent, still = 0, 0.0, []
    for t in moments():
        start = time.perf_counter()
        changed = renderer.render(director.pose(t), canvas.planes)
        if changed:
            drawn += 1
            encoder.encode(canvas, key=drawn % GOP == 0)
        took = time.perf_counter() - start
        spent += took
        if not changed:
            still.append(took * 1e3)
    return {
        "drawn_share": round(drawn / (FPS * IDLE_SECONDS), 3),
        "still_frame_ms": round(statistics.median(still), 3) if still else 0.0,
        "mean_ms": round(spent * 1e3 / (FPS * IDLE_SECONDS), 3),
        "streams_per_core": round(IDLE_SECONDS / spent, 1),
    }


def moments() -> Iterator[float]:
    """Yield the moments of the idle stretch, after the first seconds' easing in."""
    return (5 + i / FPS for i in range(FPS * IDLE_SECONDS))


def told(times: Times) -> dict[str, Any]:
    """Return min and median ms and their ratios to the remap of the same run."""
    low = {name: min(ms) for name, ms in times.items()}
    mid = {name: statistics.median(ms) for name, ms in times.items()}
    rows: dict[str, Any] = {
        name: {"min_ms": round(low[name], 2), "median_ms": round(mid[name], 2),
               "min_x": round(low[name] / low["remap"], 2),
               "median_x": round(mid[name] / mid["remap"], 2)}
        for name in times
    }  # fmt: skip
    rows["streams_per_core"] = round(1000 / FPS / statistics.mean(times["encoded"]), 1)
    return rows


def measure(size: tuple[int, int]) -> dict[str, Any]:
    """Measure one size with both ways of sampling luma, then idle life; print as it goes."""
    picture = open_picture(PICTURE)
    recipe, models = SceneRecipe(size=size), ROOT / "var/models/mediapipe"
    scene = prepare_scene(picture.rgb, picture.sha256, recipe, models).scene
    remap, found = one_remap(scene), dict[str, Any]()
    name = f"{scene.size[0]}x{scene.size[1]} 1/{scene.step}"
    ways: tuple[Luma, ...] = ("linear", "catmull-rom")
    for luma in ways:
        times, kilobytes = in_motion(scene, luma, remap)
        found[luma] = row = told(times) | {"kB_per_frame": round(kilobytes, 1)}
        parts = "  ".join(
            f"{part} {row[part]['min_ms']} / {row[part]['median_ms']} ms "
            f"({row[part]['min_x']} / {row[part]['median_x']}x)" for part in times
        )  # fmt: skip
        print(f"{name} {luma:11s} {parts}  {row['streams_per_core']} streams/core", flush=True)
    found["idle"] = idle(scene)
    print(f"{name} idle        " + "  ".join(f"{k} {v}" for k, v in found["idle"].items()))
    return {"size": list(scene.size), "step": scene.step} | found


def main() -> None:
    """Measure every size on one thread and append the figures."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    print("min / median, and the ratio to one 3-channel cv2.remap in the same run")
    append("rig", {"frames": FRAMES - DROPPED, "sizes": [measure(size) for size in SIZES]})


if __name__ == "__main__":
    main()

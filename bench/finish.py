"""What each part of a finish costs a frame, in units of one cv2.remap, and what it adds once."""

from __future__ import annotations

import statistics
import time
from typing import Any

import cv2
import torch

from bench.record import append
from bench.rig import FPS, PICTURE, ROOT, one_remap, talking, timed
from generation import SceneRecipe, open_picture, prepare_scene
from generation.engines.looks import Look, open_look, wanted_look
from generation.finish.develop import developed
from generation.finish.model import PRESETS, Finish
from generation.media.encode import open_canvas
from generation.scene.model import Scene

SIZE = (720, 960)
FRAMES, DROPPED = 90, 10
PHOTOGRAPH = PRESETS["photograph"]
PARTS: dict[str, Finish] = {
    "lens": Finish(distortion=PHOTOGRAPH.distortion),
    "aberration": Finish(aberration=PHOTOGRAPH.aberration),
    "depth of field": Finish(aperture=PHOTOGRAPH.aperture),
    "bloom": Finish(bloom=PHOTOGRAPH.bloom),
    "tone": Finish(contrast=PHOTOGRAPH.contrast),
    "grain": Finish(grain=PHOTOGRAPH.grain),
    "vignette": Finish(vignette=PHOTOGRAPH.vignette),
    "focusing": Finish(focusing=PHOTOGRAPH.focusing),
    "shutter": Finish(exposure=PHOTOGRAPH.exposure),
    **{name: finish for name, finish in PRESETS.items() if name != "painting"},
}


def opened(scene: Scene, finish: Finish) -> Look:
    """Return a look without a moving ground."""
    return open_look(scene, wanted_look(finish, None), "fast", "catmull-rom", seed=1)


def in_motion(scene: Scene, finish: Finish) -> tuple[list[float], ...]:
    """Time remap, the bare frame and the finished one turn about; return ms of each."""
    remap, looks = one_remap(scene), (opened(scene, Finish()), opened(scene, finish))
    canvases = open_canvas(scene.size), open_canvas(scene.size)
    times: tuple[list[float], ...] = ([], [], [])
    for i in range(FRAMES):
        t, pose = i / FPS, talking(i / FPS)
        taken = [timed(remap)]
        for look, canvas in zip(looks, canvases, strict=True):
            start = time.perf_counter()
            look.draw(t, pose, {}, canvas.planes)
            taken.append((time.perf_counter() - start) * 1e3)
        if i >= DROPPED:
            for row, ms in zip(times, taken, strict=True):
                row.append(ms)
    return times


def measure(scene: Scene, name: str, finish: Finish) -> dict[str, Any]:
    """Measure one part or preset and print its row."""
    once = timed(lambda: developed(scene, finish, seed=1))
    remap, bare, whole = in_motion(scene, finish)
    found = {
        "bare_x": round(min(bare) / min(remap), 2),
        "finished_x": round(min(whole) / min(remap), 2),
        "added_min_x": round((min(whole) - min(bare)) / min(remap), 2),
        "added_median_x": round(
            (statistics.median(whole) - statistics.median(bare)) / statistics.median(remap), 2
        ),
        "developed_ms": round(once),
    }
    print(
        f"{name:15s} frame {found['bare_x']}x -> {found['finished_x']}x, added "
        f"{found['added_min_x']}x min, {found['added_median_x']}x median; "
        f"once {found['developed_ms']} ms",
        flush=True,
    )
    return found


def main() -> None:
    """Measure every part and preset on one thread and append the figures."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    picture = open_picture(PICTURE)
    models = ROOT / "var/models/mediapipe"
    scene = prepare_scene(picture.rgb, picture.sha256, SceneRecipe(size=SIZE), models).scene
    print(f"{scene.size[0]}x{scene.size[1]}, everything moving; 1x is one 3-channel cv2.remap")
    found = {name: measure(scene, name, finish) for name, finish in PARTS.items()}
    append("finish", {"size": list(scene.size), "parts": found})


if __name__ == "__main__":
    main()

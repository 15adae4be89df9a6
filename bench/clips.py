"""What composing a frame costs against one cv2.remap, and what writing each format costs."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.record import append
from bench.rig import PICTURE, ROOT, one_remap, timed
from generation import SceneRecipe, open_engine, open_picture, prepare_scene
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.offline import write_timeline
from generation.presenter.composer import Composer
from generation.presenter.ensemble import Ensemble, face_shares
from generation.presenter.layout import Backdrop, Layout
from generation.presenter.poster import Painting, poster_timeline
from generation.presenter.subject import Subject, subject_of
from generation.scene.model import Scene
from generation.types import NO_CUE

SIZE, FPS, SECONDS, ROUNDS = (720, 960), 25, 2.0, 60
WORDS = {"title": "Дама на фоне долины", "maker": "Программа, 2026", "credit": "CC0"}
SAID = "Имени моего никто не записал.\nХудожник писал свет."
LAYOUTS = {
    "upright": Layout("upright", **WORDS),
    "square": Layout("square", **WORDS),
    "wide": Layout("wide", **WORDS),
    "wide, circle": Layout("wide", shape="circle", **WORDS),
    "wide, cut-out on a blurred ground": Layout(
        "wide", shape="cutout", ground=Backdrop(blurred=True), **WORDS
    ),
    "own, captions burnt": Layout(),
}


def composing(scene: Scene, subject: Subject) -> dict[str, Any]:
    """Time each layout turn about with one remap of the portrait; print and return ms, ratio."""
    remap, frame, found = one_remap(scene), planes_from_rgb(scene.rgb), dict[str, Any]()
    for name, layout in LAYOUTS.items():
        composer = Composer(layout, scene.size, subject, captions=True)
        out = empty_planes(*composer.size)
        found[name] = against(remap, lambda c=composer, o=out: c.compose(frame, SAID, o))  # type: ignore[misc]
    members = [Painting(scene.rgb, scene.size) for _ in range(2)]
    ensemble = Ensemble(members, face_shares([scene, scene]))
    out = empty_planes(*scene.size)
    ensemble.frame(0.0, NO_CUE, out)
    found["two faces mixed"] = against(remap, lambda: ensemble.mix(out))
    for name, row in found.items():
        print(f"{name:36s} {row['ms']:6.2f} ms  {row['x']:.2f}x")
    return found


def against(remap: Callable[[], object], work: Callable[[], object]) -> dict[str, float]:
    """Return the least ms of the work, and that over the least of the remap in the same loop."""
    times = [(timed(remap), timed(work)) for _ in range(ROUNDS)]
    remapped, worked = (min(column) for column in zip(*times, strict=True))
    return {"ms": round(worked, 2), "x": round(worked / remapped, 2)}


def writing(scene: Scene, subject: Subject) -> dict[str, Any]:
    """Write two seconds of life in each format; return ms a frame, kB a second."""
    engine = open_engine({"default": {"ENGINE": "rig"}}, "default", {})
    timeline, found = poster_timeline(SECONDS), dict[str, Any]()
    for _ in range(2):  # the first time kernels may be compiled
        drawn = statistics.mean(drawing(engine.prepare(scene, seed=1), scene.size))
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".mp4", ".webm", ".gif", ".webp"):
            path, frames = Path(folder) / f"clip{suffix}", list[int]()
            performer = engine.prepare(scene, seed=1)
            start = time.perf_counter()
            write_timeline(performer, timeline, path, fps=FPS, progress=frames.append)
            each = (time.perf_counter() - start) * 1e3 / len(frames)
            kilobytes = path.stat().st_size / 1000 / SECONDS
            found[suffix] = {"ms": round(each, 1), "x_drawn": round(each / drawn, 1),
                             "kB_s": round(kilobytes)}  # fmt: skip
            row = found[suffix]
            print(f"{suffix:6s} {row['ms']} ms a frame ({row['x_drawn']}x drawing), "
                  f"{row['kB_s']} kB a second")  # fmt: skip
    return found


def drawing(performer: Any, size: tuple[int, int]) -> list[float]:
    """Return the ms of each frame drawn and not written."""
    out = empty_planes(*size)
    performer.frame(0.0, NO_CUE, out)
    frames = np.arange(1, round(SECONDS * FPS)) / FPS
    return [timed(lambda t=t: performer.frame(float(t), NO_CUE, out)) for t in frames]  # type: ignore[misc]


def main() -> None:
    """Measure both and append the figures."""
    cv2.setNumThreads(1)
    picture = open_picture(PICTURE)
    prepared = prepare_scene(
        picture.rgb, picture.sha256, SceneRecipe(size=SIZE), ROOT / "var/models/mediapipe"
    )
    subject = subject_of(prepared.scene, prepared.found.person_mask)
    print(f"composing {SIZE[0]}x{SIZE[1]}; x: of one 3-channel cv2.remap of it in the same loop")
    composed = composing(prepared.scene, subject)
    print(f"writing {SECONDS:g} s at {FPS} fps, {SIZE[0]}x{SIZE[1]}")
    append("clips", {"composing": composed, "writing": writing(prepared.scene, subject)})


if __name__ == "__main__":
    main()

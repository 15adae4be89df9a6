"""Say what the moving pictures need, what is here, and how to get the rest."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generation.findings import Finding
from generation.types import Pose, Words

PYTHON = ((3, 11), (3, 14))  # from, below
ROOM = (0.5, 5.0)  # GB: needed, comfortable
SLOW = 4.0  # times one cv2.remap of the same size; healthy CPUs stay below 2
REINSTALL = Words("Выполните «make setup».", "Run “make setup”.")
ENCODERS = {
    "libx264": Words("H.264, основной поток и клипы", "H.264, the main stream and clips"),
    "libvpx-vp9": Words("VP9, запасной поток", "VP9, the second stream"),
}


def examine(models_dir: Path, data_dir: Path) -> Iterator[Finding]:
    """Yield findings, quick ones first. Loads torch, numba and PyAV; takes seconds."""
    yield _python()
    yield _disk(data_dir)
    yield _models(models_dir)
    yield from _codecs()
    yield _package("simplejpeg", Words("JPEG для старых браузеров", "JPEG for old browsers"))
    yield _package("ai-edge-litert", Words("поиск лиц", "finding faces"))
    yield from _voices(models_dir.parent / "voices")
    yield _package("diffusers", Words("движки с весами", "engines with weights"), required=False)
    yield _torch()
    yield _fast_path()


def _python() -> Finding:
    here = sys.version_info[:2]
    return Finding(
        "Python",
        PYTHON[0] <= here < PYTHON[1],
        _same(".".join(map(str, sys.version_info[:3]))),
        Words(
            "Установите Python 3.11, 3.12 или 3.13 и выполните «make setup» заново.",
            "Install Python 3.11, 3.12 or 3.13 and run “make setup” again.",
        ),
    )


def _disk(data_dir: Path) -> Finding:
    name = f"{data_dir}"
    if not os.access(data_dir, os.W_OK):
        return Finding(
            name,
            False,
            Words("сюда нельзя записывать", "cannot be written to"),
            Words(
                "Создайте папку и дайте на неё права, или задайте DATA_DIR.",
                "Create the folder and grant rights to it, or set DATA_DIR.",
            ),
        )
    free = shutil.disk_usage(data_dir).free / 1e9
    return Finding(
        name,
        free >= ROOM[1],
        Words(f"свободно {free:.1f} ГБ", f"{free:.1f} GB free"),
        Words("Освободите место на диске.", "Free some disk space."),
        required=free < ROOM[0],
    )


def _models(models_dir: Path) -> Finding:
    from generation.landmarks.weights import REMEDY, verify

    problems = verify(models_dir)
    if problems:
        found = Words(" ".join(p.ru for p in problems), " ".join(p.en for p in problems))
        return Finding("face models", False, found, REMEDY)
    return Finding("face models", True, _same(str(models_dir)))


def _codecs() -> Iterator[Finding]:
    try:
        import av
    except ImportError as error:
        yield Finding("PyAV", False, _same(str(error)), REINSTALL)
        return
    yield Finding("PyAV", True, _same(f"{version('av')}, FFmpeg {av.ffmpeg_version_info}"))
    for name, use in ENCODERS.items():
        there = name in av.codecs_available and av.codec.Codec(name, "w").is_encoder
        yield Finding(
            name,
            there,
            use if there else Words("нет в этой сборке FFmpeg", "not in this build of FFmpeg"),
            Words("Поставьте PyAV из PyPI (колесо).", "Install PyAV's wheel from PyPI."),
            required=name == "libx264",
        )


def _package(name: str, use: Words, *, required: bool = True) -> Finding:
    try:
        found = version(name)
    except PackageNotFoundError:
        missing = Words(f"не установлен ({use.ru})", f"not installed ({use.en})")
        return Finding(name, False, missing, REINSTALL, required)
    return Finding(name, True, Words(f"{found} — {use.ru}", f"{found}, {use.en}"))


def _voices(folder: Path) -> Iterator[Finding]:
    from generation.errors import GenerationError
    from generation.speech.espeak import phonemes
    from generation.speech.voices import VOICES, local_voices, open_voice

    try:
        heard = phonemes("да", "ru") and phonemes("yes", "en-us")
        yield Finding("espeak", bool(heard), VOICES["espeak"][0], REINSTALL)
    except (GenerationError, ImportError) as error:
        yield Finding("espeak", False, _same(str(error)), REINSTALL)
    table = local_voices(folder)
    for name in table:
        label = VOICES[table[name]["ENGINE"]][0]
        try:
            open_voice(table, name)
        except GenerationError as error:
            yield Finding(f"voice {name}", False, label, error.for_people, required=False)
        else:
            yield Finding(f"voice {name}", True, label)


def _torch() -> Finding:
    try:
        import torch
    except ImportError as error:
        return Finding("torch", False, _same(str(error)), REINSTALL)
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU"
    return Finding("torch", True, _same(f"{torch.__version__}, {device}"))


def _fast_path() -> Finding:
    name = "fast renderer (numba)"
    slower = Words(
        "Работать будет медленный путь на torch: меньше потоков на машину.",
        "The slower torch path will run: fewer streams a machine.",
    )
    try:
        times, milliseconds = measure_fast_path()
    except (ImportError, RuntimeError, OSError) as error:
        return Finding(name, False, _same(f"{type(error).__name__}: {error}"), slower, False)
    return Finding(
        name,
        times <= SLOW,
        Words(
            f"{milliseconds:.1f} мс на кадр 720×960, {times:.1f} × cv2.remap",
            f"{milliseconds:.1f} ms a frame of 720×960, {times:.1f} × cv2.remap",
        ),
        Words(
            "Быстрый путь на этом процессоре медленный: показывайте кадр поменьше "
            "(STREAM_MAX_HEIGHT).",
            "The fast path is slow on this CPU: stream smaller frames (STREAM_MAX_HEIGHT).",
        ),
        required=False,
    )


def measure_fast_path(rounds: int = 12) -> tuple[float, float]:
    """Return (times one cv2.remap, ms) of a whole frame in motion at 720×960, best of rounds.

    The head turns and the body breathes; the made-up eyes and mouth, far larger than a
    sitter's, rest. Raises ImportError where numba is missing.
    """
    import cv2
    import numpy as np

    from generation.fast.renderer import FastRenderer
    from generation.fast.specimen import specimen_scene
    from generation.media.yuv import empty_planes

    scene = specimen_scene(720, 960)
    renderer, out = FastRenderer(scene), empty_planes(720, 960)
    poses = [Pose(yaw=2 + 0.1 * k, roll=1, breath=0.5) for k in range(rounds + 1)]
    renderer.render(poses.pop(), out)
    moving = iter(poses)
    y, x = np.mgrid[0:960, 0:720].astype(np.float32) + np.float32(0.3)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    # Turn about, so that other work on the machine slows both alike.
    pairs = [
        (_seconds(lambda: renderer.render(next(moving), out)),
         _seconds(lambda: cv2.remap(scene.rgb, x, y, cv2.INTER_LINEAR)))
        for _ in range(rounds)
    ]  # fmt: skip
    cv2.setNumThreads(threads)
    frame, remap = (min(took) for took in zip(*pairs, strict=True))
    return frame / remap, frame * 1e3


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _same(text: str) -> Words:
    return Words(text, text)

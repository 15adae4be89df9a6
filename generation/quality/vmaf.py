"""VMAF, Netflix's learnt measure of how a clip looks against its reference, 0..100.

Computed by ffmpeg's libvmaf filter with its built-in model vmaf_v0.6.1
(https://github.com/Netflix/vmaf); the program comes in the imageio-ffmpeg wheel.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from generation.errors import ClipRefused, ToolMissing
from generation.types import Words

LOG = "vmaf.json"
LONGEST_RUN = 1800.0  # s
THREADS = min(os.cpu_count() or 1, 4)

# Frames are paired by number, not by clock, as in the other measures.
_EQUAL = "format=yuv420p,settb=AVTB,setpts=N/25/TB"
GRAPH = (
    f"[0:v]{_EQUAL}[clip];[1:v]{_EQUAL}[reference];"
    f"[clip][reference]libvmaf=log_fmt=json:log_path={LOG}:n_threads={THREADS}:shortest=1"
)


@dataclass(frozen=True, slots=True)
class Vmaf:
    """VMAF over a clip, 0..100: arithmetic and harmonic mean, and the worst frame."""

    mean: float
    harmonic: float
    lowest: float


def find_ffmpeg() -> str:
    """Return the path of the ffmpeg program. Raises ToolMissing."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise _missing() from error


def vmaf(clip: Path, reference: Path) -> Vmaf:
    """Return the VMAF of a clip against a reference of the same size.

    Raises ToolMissing without an ffmpeg with libvmaf, ClipRefused when it cannot compare.
    """
    with tempfile.TemporaryDirectory(prefix="vmaf-") as folder:
        command = [
            find_ffmpeg(), "-nostdin", "-hide_banner", "-loglevel", "error",
            "-protocol_whitelist", "file", "-i", str(clip.resolve()),
            "-protocol_whitelist", "file", "-i", str(reference.resolve()),
            "-lavfi", GRAPH, "-f", "null", "-",
        ]  # fmt: skip
        _run(command, folder)
        try:
            return parse_log(Path(folder, LOG).read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError) as error:
            raise _failed(str(error)) from error


def parse_log(text: str) -> Vmaf:
    """Read libvmaf's JSON log. Raises ValueError or KeyError when it is not one."""
    scores = np.array([frame["metrics"]["vmaf"] for frame in json.loads(text)["frames"]])
    if not scores.size:
        raise ValueError("no frames in the log")
    # libvmaf's harmonic mean, shifted by one so that a zero does not swallow the rest.
    harmonic = 1 / np.mean(1 / (scores + 1)) - 1
    return Vmaf(float(scores.mean()), float(harmonic), float(scores.min()))


def _run(command: list[str], folder: str) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, errors="replace",
            timeout=LONGEST_RUN, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise _missing() from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    if done.returncode:
        if "libvmaf" in done.stderr and "No such filter" in done.stderr:
            raise _missing()
        raise _failed((done.stderr.strip().splitlines() or ["ffmpeg"])[0])


def _missing() -> ToolMissing:
    return ToolMissing(
        Words(
            "Нет программы ffmpeg с фильтром libvmaf: выполните «make setup» (она приходит "
            "с пакетом imageio-ffmpeg) или уберите IMAGEIO_FFMPEG_EXE.",
            "There is no ffmpeg with the libvmaf filter: run “make setup” (it comes with the "
            "imageio-ffmpeg package) or unset IMAGEIO_FFMPEG_EXE.",
        )
    )


def _failed(reason: str) -> ClipRefused:
    return ClipRefused(
        Words(
            f"VMAF этой пары клипов не вычислить: {reason}.",
            f"The VMAF of this pair of clips cannot be computed: {reason}.",
        )
    )

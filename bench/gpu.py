"""What one GPU bears: LivePortrait by module, rig streams, encoders; beside a floor of its own.

``python -m bench.gpu`` needs torch, numpy, cv2, lazy_loader and safetensors, and no network; PyAV
and torchvision where they are. ``--small`` runs all of it with small sizes, also on a processor,
where that is the default. ``--compile`` tries torch.compile too, minutes. Random weights: the
time of a network does not depend on what it has learnt.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from bench import gpu_encoders, gpu_liveportrait, gpu_rig
from bench.clock import Clock, peak_mb
from bench.record import append
from generation.errors import GenerationError

# Published, RTX 4090, PyTorch 2.3.0, fp16 with torch.compile: the LivePortrait repository's table.
PUBLISHED_MS = {"f": 0.82, "m": 0.84, "w": 5.21, "g": 7.59, "stitch": 0.31, "w+g": 12.80}
PUBLISHED_FRAME_MS = 13.95  # M + S + W + G
FAILURES = (RuntimeError, ImportError, ValueError, TypeError, OSError, GenerationError)


def floors(clock: Clock, small: bool) -> dict[str, Any]:
    """Return what this device reaches: matrix products, one remap, copies."""
    device, side = clock.device, 512 if small else 8192
    found: dict[str, Any] = {}
    for name, dtype in gpu_liveportrait.dtypes(device).items():
        a, b = (torch.randn(side, side, device=device, dtype=dtype) for _ in range(2))
        ms = clock.ms(lambda a=a, b=b: a @ b)["median_ms"]  # type: ignore[misc]
        found[f"matmul_{name}_tflops"] = round(2 * side**3 / ms / 1e9, 2)
    height, width = (96, 72) if small else (960, 720)
    picture = torch.rand(1, 3, height, width, device=device)
    grid = torch.rand(1, height, width, 2, device=device) * 2 - 1
    remap = torch.nn.functional.grid_sample
    found["remap"] = clock.ms(lambda: remap(picture, grid, align_corners=True))
    block = torch.empty((2 if small else 256) * 2**20, dtype=torch.uint8, device=device)
    copied = clock.ms(block.clone)["median_ms"]
    found["copy_gb_s"] = round(2 * block.numel() / copied / 1e6, 1)
    if clock.on_gpu:
        host = torch.empty_like(block, device="cpu", pin_memory=True)
        back = clock.ms(lambda: host.copy_(block, non_blocking=True))["median_ms"]
        found["to_host_gb_s"] = round(block.numel() / back / 1e6, 1)
    return found


def machine(device: torch.device) -> dict[str, Any]:
    """Return what the figures were taken on."""
    told: dict[str, Any] = {
        "device": platform.processor() or platform.machine(),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
    }
    if device.type == "cuda":
        own = torch.cuda.get_device_properties(device)
        told |= {
            "device": own.name,
            "memory_gb": round(own.total_memory / 2**30, 1),
            "multiprocessors": own.multi_processor_count,
            "cuda": torch.version.cuda,
            "tf32_convolutions": torch.backends.cudnn.allow_tf32,
        }
    return told


def measure(device: torch.device, *, small: bool, compiled: bool) -> dict[str, Any]:
    """Measure everything; what fails is told in its place, and the rest goes on."""
    torch.backends.cudnn.benchmark = True  # kernels chosen once for each shape, as when live
    clock = Clock(device, warm=2, repeats=5) if small else Clock(device, warm=5, repeats=30)
    told: dict[str, Any] = machine(device) | {"small": small}
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "floors": lambda: floors(clock, small),
        "liveportrait": lambda: gpu_liveportrait.measure(clock, small, compiled=compiled),
        "rig": lambda: gpu_rig.measure(clock, small, compiled=compiled),
        "encoders": lambda: gpu_encoders.measure(clock, small),
    }
    for name, part in parts.items():
        print(f"… {name}", file=sys.stderr, flush=True)
        try:
            told[name] = part()
        except FAILURES as error:  # a GPU is lent for minutes: the other figures still count
            told[name] = {"failed": f"{type(error).__name__}: {error}"[:400]}
        told[f"{name}_peak_mb"] = peak_mb(device)
    return told


def table(told: dict[str, Any]) -> str:
    """Return the figures as lines for people."""
    lines = [f"{told['device']}, torch {told['torch']}{', small sizes' * told['small']}"]
    for name in ("floors", "encoders"):
        lines += [f"{name}: {json.dumps(told[name], ensure_ascii=False)}"]
    networks = told["liveportrait"]
    for row in networks.get("rows", []):
        published = row.get("published_ms")
        beside = (
            f"  4090: {published} ms ({row['median_ms'] / published:.2f}x)" if published else ""
        )
        share = row.get("of_matmul")
        floor = f"  {row['tflops']} TFLOP/s, {share:.0%} of a matmul" if share else ""
        lines.append(
            f"LivePortrait {row['dtype']:5s} batch {row['batch']} {row['part']:9s} "
            f"{row['median_ms']:9.3f} ms{floor}{beside}"
        )
    for row in told["rig"].get("rows", []):
        lines.append(
            f"rig {row['way']:8s} batch {row['batch']}  {row['median_ms']:8.3f} ms, "
            f"{row['frames_a_second']} frames/s, {row['streams']} streams of 30, "
            f"{row['remaps_a_frame']} remaps a frame, {row['psnr_db']} dB from the reference"
        )
    for part in ("floors", "liveportrait", "rig", "encoders"):
        if "failed" in told[part]:
            lines.append(f"{part} FAILED: {told[part]['failed']}")
    return "\n".join(lines)


def beside_published(told: dict[str, Any]) -> None:
    """Write the published figures beside ours, where sizes and batch are theirs."""
    for row in told["liveportrait"].get("rows", []):
        if told["small"] or row["batch"] != 1:
            continue
        known = {**PUBLISHED_MS, "frame": PUBLISHED_FRAME_MS, "frame_rec": PUBLISHED_FRAME_MS}
        if row["part"] in known:
            row["published_ms"] = known[row["part"]]


def main(arguments: list[str] | None = None) -> None:
    """Measure, print a table, keep the figures: in $OUT/gpu.json too, where OUT is set."""
    parser = argparse.ArgumentParser(prog="python -m bench.gpu", description=__doc__)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--compile", action="store_true")
    wanted = parser.parse_args(arguments or [])
    device = torch.device(wanted.device)
    small = wanted.small or device.type == "cpu"
    told = measure(device, small=small, compiled=wanted.compile)
    beside_published(told)
    print(table(told))
    if out := os.environ.get("OUT"):
        (Path(out) / "gpu.json").write_text(json.dumps(told, indent=1, ensure_ascii=False))
    append("gpu", told)


if __name__ == "__main__":
    main(sys.argv[1:])

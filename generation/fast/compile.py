"""Tell numba about this CPU and its cache, decorate the kernels, compile them at set-up."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

# A number inside a kernel: float32, int32, uint32 or int64; numba alone knows which.
Number: TypeAlias = Any

Function = TypeVar("Function", bound=Callable[..., Any])


def default_cache_dir() -> Path:
    """Return where compiled kernels live: NUMBA_CACHE_DIR, else the user's own cache."""
    given = os.environ.get("NUMBA_CACHE_DIR")
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(given) if given else Path(home) / "tableau-vivant" / "numba"


def sources_digest() -> str:
    """Return a short hash of this folder's sources and of the constants they compile in.

    numba's cache watches only the file of the kernel itself, neither the functions it calls
    nor imported constants, so every state of these files gets a cache of its own.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in (*sorted(here.glob("*.py")), here.parent / "rig" / "constants.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def vector_features(features: dict[str, bool]) -> str | None:
    """Return the feature string that lets LLVM use 512-bit vectors, None where there are none."""
    if not (features.get("avx512f") and features.get("avx512bw")):
        return None
    flags = [("+" if on else "-") + name for name, on in sorted(features.items())]
    return ",".join([*flags, "-prefer-256-bit"])


def shuffles_bytes() -> bool:
    """Say whether kernels are compiled for a CPU that puts 64 bytes in any order at once."""
    import numba

    config: Any = numba.config
    return "+avx512vbmi" in (config.CPU_FEATURES or "").split(",")


@cache
def _njit() -> Callable[..., Any]:
    """Set numba up once, before its first compilation, and return its decorator."""
    import llvmlite.binding as llvm
    import numba

    config: Any = numba.config

    config.CACHE_DIR = str(default_cache_dir() / sources_digest())
    wide = vector_features(dict(llvm.get_host_cpu_features()))
    if wide and config.CPU_NAME is None:
        config.CPU_NAME = llvm.get_host_cpu_name()
        config.CPU_FEATURES = wide
    decorator: Callable[..., Any] = numba.njit
    return decorator


OPTIONS = {"nogil": True, "fastmath": True, "boundscheck": False, "error_model": "numpy"}
UNWRAPPED = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # never called from Python


def kernel(function: Function) -> Function:
    """Compile a function that Python calls, when first called, or take it from the cache."""
    compiled: Function = _njit()(**OPTIONS, cache=True, no_cfunc_wrapper=True)(function)
    return compiled


def part(function: Function) -> Function:
    """Compile a function that only kernels call, as a part of them."""
    compiled: Function = _njit()(**OPTIONS, **UNWRAPPED)(function)
    return compiled


def inlined(function: Function) -> Function:
    """Compile a small function into every loop that calls it, so that the loop vectorises."""
    compiled: Function = _njit()(**OPTIONS, **UNWRAPPED, forceinline=True)(function)
    return compiled


def warm() -> float:
    """Compile every kernel, or load it from the cache; return the seconds it took."""
    from generation.fast.exposing import FastExposure
    from generation.fast.rehearsal import rehearse_flows
    from generation.fast.renderer import FastRenderer
    from generation.fast.specimen import specimen_poses, specimen_scene
    from generation.media.yuv import empty_planes

    start = time.perf_counter()
    scene = specimen_scene()
    out = empty_planes(*scene.size)
    renderer = FastRenderer(scene)
    for pose in specimen_poses():
        renderer.render(pose, out)
    FastExposure(scene, None).expose(0.0, None, out)
    rehearse_flows(scene)
    return time.perf_counter() - start


def main() -> int:
    """Compile for this machine, as a step of the set-up."""
    try:
        seconds = warm()
    except ImportError as missing:
        print(f"numba is missing, the slower renderer will be used: {missing}", file=sys.stderr)
        return 0
    print(f"kernels ready in {seconds:.1f} s, kept in {default_cache_dir()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

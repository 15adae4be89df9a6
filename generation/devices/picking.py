"""Which device draws: the processor, or a GPU that this process then owns."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from generation.devices.lease import Lease, claim
from generation.errors import DeviceRefused
from generation.types import Words

log = logging.getLogger(__name__)

# What a driver leaves in /dev: without any of it torch need not be loaded to know there is no GPU.
_SIGNS = ("nvidiactl", "nvgpu", "nvhost-gpu", "dxg", "kfd")
_NAME = re.compile(r"auto|cpu|cuda(:\d+)?")


class Picked(NamedTuple):
    """device: "cpu" or "cuda:N", as torch calls it; lease: of a GPU, None for the processor.

    instead: why the processor was taken where a GPU was wanted, None where that is no news.
    """

    device: str
    lease: Lease | None = None
    instead: Words | None = None


def present() -> tuple[str, ...]:
    """Return the GPUs torch can use here, "cuda:0" first; loads torch only near a driver."""
    if sys.platform == "linux" and not any(Path("/dev", sign).exists() for sign in _SIGNS):
        return ()
    import torch

    return tuple(f"cuda:{number}" for number in range(torch.cuda.device_count()))


def pick(
    wanted: str,
    *,
    purpose: str,
    folder: Path,
    gpus: Callable[[], Sequence[str]] = present,
) -> Picked:
    """Return the device for ``wanted``: "auto", "cpu", "cuda" or "cuda:N".

    "auto" takes the first GPU no other process owns, else the processor. purpose: a word or two
    for people about what this process does; folder: see claim. Raises DeviceRefused for a name
    that is none, a GPU that is not there, or one that another process owns.
    """
    if not _NAME.fullmatch(wanted):
        raise DeviceRefused(
            Words(
                f"Устройства «{wanted}» не бывает. Есть: auto, cpu, cuda:0, cuda:1, …",
                f"There is no device {wanted!r}. Known: auto, cpu, cuda:0, cuda:1, …",
            )
        )
    if wanted == "cpu":
        return Picked("cpu")
    here = tuple(gpus())
    if wanted == "auto":
        return _first_free(here, purpose, folder)
    name = "cuda:0" if wanted == "cuda" else wanted
    if name not in here:
        raise _absent(name, here)
    return Picked(name, claim(name, purpose, folder))


def _first_free(here: Sequence[str], purpose: str, folder: Path) -> Picked:
    taken: DeviceRefused | None = None
    for name in here:
        try:
            return Picked(name, claim(name, purpose, folder))
        except DeviceRefused as error:
            taken = error
    if taken:
        log.warning("the processor draws for %s: %s", purpose, taken)
    return Picked("cpu", instead=taken.for_people if taken else None)


def _absent(name: str, here: Sequence[str]) -> DeviceRefused:
    return DeviceRefused(
        Words(
            f"Устройства {name} здесь нет. Есть: {', '.join((*here, 'cpu'))}. Если GPU в машине "
            "есть, нужны его драйвер и сборка torch с CUDA: docs/gpu.md.",
            f"There is no {name} here. There are: {', '.join((*here, 'cpu'))}. If the machine has "
            "a GPU, its driver and a torch built with CUDA are needed: docs/gpu.md.",
        )
    )

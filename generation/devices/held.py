"""Which GPUs this process owns, and how full they are."""

from __future__ import annotations

import sys
from typing import NamedTuple

from generation.devices.lease import held_names
from generation.devices.memory import Memory, memory_of


class Held(NamedTuple):
    """A GPU of this process; memory: None where torch does not tell, as after a device is lost."""

    device: str
    memory: Memory | None


def held_devices() -> tuple[Held, ...]:
    """Return the GPUs this process owns. Loads nothing: who owns one has loaded torch."""
    return tuple(Held(name, _memory(name)) for name in held_names())


def _memory(device: str) -> Memory | None:
    if "torch" not in sys.modules:
        return None
    try:
        return memory_of(device)
    except (RuntimeError, AssertionError):  # lost, or a torch without CUDA
        return None

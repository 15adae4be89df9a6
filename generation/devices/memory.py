"""How much memory a device has, has left, and took at most."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple


class Memory(NamedTuple):
    """Bytes. free: for anybody; held: by this process on a GPU; peak: the most it ever held.

    held and peak are 0 for the processor, whose memory is not ours to count.
    """

    total: int
    free: int
    held: int = 0
    peak: int = 0


def memory_of(device: str) -> Memory:
    """Return the memory of "cpu" or "cuda:N"; zeros where the system does not tell."""
    if device == "cpu":
        return _of_machine()
    import torch

    free, total = torch.cuda.mem_get_info(device)
    held, peak = torch.cuda.memory_reserved(device), torch.cuda.max_memory_reserved(device)
    return Memory(total, free, held, peak)


def _of_machine() -> Memory:
    if sys.platform != "linux":
        return Memory(0, 0)
    lines = (line.split() for line in Path("/proc/meminfo").read_text().splitlines())
    kilobytes = {words[0]: int(words[1]) for words in lines if len(words) > 1}
    return Memory(kilobytes["MemTotal:"] * 1024, kilobytes.get("MemAvailable:", 0) * 1024)

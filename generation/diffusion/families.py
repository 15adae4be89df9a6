"""All families of open weights we can run."""

from __future__ import annotations

from generation.capabilities import Capabilities, Sizes, Takes, Task
from generation.diffusion.clips import CLIPS
from generation.diffusion.family import Family
from generation.diffusion.licences import MIXED
from generation.diffusion.pictures import PICTURES

FAMILIES: tuple[Family, ...] = (*PICTURES, *CLIPS)
BY_NAME = {family.name: family for family in FAMILIES}


def of_all() -> Capabilities:
    """Return what the families can do together."""
    all_of = [family.capabilities for family in FAMILIES]
    return Capabilities(
        tasks=frozenset[Task]().union(*(one.tasks for one in all_of)),
        draws="generated",
        licence=MIXED,
        sizes=Sizes((64, 64), (max(f.largest for f in FAMILIES),) * 2),
        seconds=max(one.seconds for one in all_of),
        needs=frozenset({"weights", "gpu"}),
        takes=frozenset[Takes]().union(*(one.takes for one in all_of)),
    )

"""What kinds of long work there are: a table, each imported when it is first done."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from exhibits.jobs.running import Running

Keep = Callable[[], dict[str, Any]]  # makes the result true, inside the job's last transaction
Work = Callable[[Running], Keep]

KINDS = {
    "clip": "exhibits.clips.making.make_clip",
    "gate": "exhibits.review.gate.measure_version",
    "step": "exhibits.chains.making.make_step",
}


def work_of(kind: str) -> Work:
    """Return what does this kind of work. Raises KeyError."""
    module, name = KINDS[kind].rsplit(".", 1)
    work: Work = getattr(import_module(module), name)
    return work

"""300 viewers and 50 stalled ones on one daphne: how late, how much memory, who is closed."""

from __future__ import annotations

import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bench.audience import Audience
from bench.record import append
from tests.raw_viewer import RawViewer
from tests.server import Server, hang, serve

HEALTHY, STALLED = 300, 50
SECONDS = 20.0
SIZE = "720x960"
PATH = "/ws/stream/work/lady/"


def run(server: Server) -> dict[str, object]:
    """Return the figures of one evening."""
    empty = server.memory
    audience = Audience()
    audience.join(server.port, PATH, HEALTHY)
    audience.listen(3.0)
    calm, cpu, began = server.memory, server.cpu, time.monotonic()
    alone = audience.listen(SECONDS / 2)
    calm_cpu = server.cpu - cpu
    stalled = [RawViewer(server.port, PATH) for _ in range(STALLED)]
    early = audience.listen(4.0)
    middle = server.memory
    crowd = audience.listen(SECONDS)
    closed = sum(viewer.is_closed() for viewer in stalled)
    late = server.memory
    audience.leave()
    return {
        "viewers": HEALTHY,
        "stalled": STALLED,
        "alone": asdict(alone),
        "while stalled ones join": asdict(early),
        "with stalled ones": asdict(crowd),
        "stalled closed": closed,
        "us per delivered frame": round(1e6 * calm_cpu / alone.frames, 1),
        "server cores": round(calm_cpu / (SECONDS / 2), 2),
        "MB": [round(value / 1e6) for value in (empty, calm, middle, late)],
        "seconds": round(time.monotonic() - began),
    }


def main() -> None:
    """Run once and keep the figures."""
    with tempfile.TemporaryDirectory() as name:
        hang(Path(name))
        with serve(Path(name), "tests.stream_app:application", SIZE=SIZE) as server:
            figures = run(server)
    append("crowd", figures)
    for key, value in figures.items():
        print(f"{key}: {value}")


if __name__ == "__main__":
    main()

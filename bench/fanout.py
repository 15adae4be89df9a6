"""CPU per delivered frame, lateness and memory: our hub, the channel layer, and the floor."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.audience import Audience
from bench.record import append
from tests.server import ROOT, Server, free_port, serve, wait_for

VIEWERS, SECONDS = 100, 8.0


@contextmanager
def served(way: str, data_dir: Path) -> Iterator[Server]:
    """Run one of the three ways until the block ends."""
    if way != "floor":
        with serve(data_dir, "bench.fanout_apps:application", WAY=way) as server:
            yield server
        return
    port, log = free_port(), data_dir / "floor.log"
    log.touch()
    process = subprocess.Popen([sys.executable, "-m", "bench.fanout_apps", str(port)], cwd=ROOT)
    try:
        wait_for(port, process, log)
        yield Server(port, process, log)
    finally:
        process.terminate()
        process.wait()


def measure(way: str, data_dir: Path) -> dict[str, float]:
    """Return the figures of one way."""
    with served(way, data_dir) as server:
        audience = Audience()
        audience.join(server.port, "/", 1)
        empty = server.memory
        audience.join(server.port, "/", VIEWERS - 1)
        audience.listen(2.0)
        before = server.cpu
        heard = audience.listen(SECONDS)
        spent = server.cpu - before
        memory = server.memory - empty
        audience.leave()
    return {
        "us per frame": round(1e6 * spent / heard.frames, 1),
        "p50 ms": round(heard.p50, 1),
        "p95 ms": round(heard.p95, 1),
        "p99 ms": round(heard.p99, 1),
        "kB per viewer": round(memory / VIEWERS / 1e3),
        "delivered": round(heard.frames / (VIEWERS * 25 * SECONDS), 3),
    }


def main() -> None:
    """Run the three ways one after another and keep figures and ratios."""
    with tempfile.TemporaryDirectory() as name:
        figures = {way: measure(way, Path(name)) for way in ("floor", "hub", "layer")}
    hub = figures["hub"]["us per frame"]
    ratios = {
        "hub to floor": round(hub / figures["floor"]["us per frame"], 2),
        "layer to hub": round(figures["layer"]["us per frame"] / hub, 2),
    }
    append("fanout", {"viewers": VIEWERS, **figures, **ratios})
    for way, row in figures.items():
        print(f"{way:6}", row)
    print(ratios)


if __name__ == "__main__":
    main()

"""Twenty connected screens, one withdrawal from another process: when each is dark of it."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.record import append
from tests.screens import screens
from tests.server import ROOT, environment, hang, serve

TOKENS = [f"token of screen {number}" for number in range(20)]
PROMISED = 5.0  # seconds


async def run(data_dir: Path, ws: str) -> list[float]:
    """Return how many seconds after the withdrawal each screen said it was dark."""
    words = ["withdraw", "work", "lady", "--by", "curator", "--reason", "A drill.", "--wait", "15"]
    command = [sys.executable, "manage.py", *words]
    async with screens(ws, TOKENS):
        done = await asyncio.to_thread(
            subprocess.run,
            command,
            cwd=ROOT,
            env=environment(data_dir, LANGUAGE="en"),
            capture_output=True,
            text=True,
            check=False,
        )
    return [float(found) for found in re.findall(r"dark after ([\d.]+) s", done.stdout)]


def main() -> None:
    """Run once and keep the figures."""
    with tempfile.TemporaryDirectory() as name:
        hang(Path(name), "screens")
        with serve(Path(name), "tests.stream_app:application") as server:
            seconds = asyncio.run(run(Path(name), server.ws))
    figures = {
        "screens": len(TOKENS),
        "answered": len(seconds),
        "dark after s, median": round(median(seconds), 2),
        "slowest": max(seconds),
        "ratio to the promised 5 s": round(max(seconds) / PROMISED, 2),
    }
    append("withdraw", figures)
    for key, value in figures.items():
        print(f"{key}: {value}")


if __name__ == "__main__":
    main()

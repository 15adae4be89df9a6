"""Twenty connected screens, and a no from another process: when each is dark of it.

Once by ``manage.py withdraw``, once by the answer "not at all" to "may it move?".
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from bench.record import append
from tests.screens import screens
from tests.server import ROOT, environment, hang, serve

TOKENS = [f"token of screen {number}" for number in range(20)]
PROMISED = 5.0  # seconds
DECIDE = """
import time
from django.contrib.auth.models import User
from exhibits.catalogue.actions import decide_movement
from exhibits.catalogue.models import Artwork
curator = User.objects.get(username="curator")
decide_movement(Artwork.objects.get(slug="lady"), Artwork.May.NO, "A drill.", curator)
print("decided", time.time())
"""


async def withdrawn(data_dir: Path, ws: str) -> list[float]:
    """Return how many seconds after the withdrawal each screen said it was dark."""
    words = ["withdraw", "work", "lady", "--by", "curator", "--reason", "A drill.", "--wait", "15"]
    async with screens(ws, TOKENS):
        said = await asyncio.to_thread(manage, data_dir, *words)
    return [float(found) for found in re.findall(r"dark after ([\d.]+) s", said)]


async def decided(data_dir: Path, ws: str) -> list[float]:
    """Return how many seconds after the decision each screen was told to be still."""
    async with screens(ws, TOKENS) as wall:
        said = await asyncio.to_thread(manage, data_dir, "shell", "-v", "0", "-c", DECIDE)
        for screen in wall:
            await screen.until(lambda screen=screen: not screen.moving)
        moment = float(said.split("decided")[1])
        return [screen.stilled - moment for screen in wall]


def manage(data_dir: Path, *words: str) -> str:
    """Run a command as a person at the server would; return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(data_dir, LANGUAGE="en"),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def measured(how: Callable[[Path, str], Awaitable[list[float]]]) -> dict[str, object]:
    """Return the figures of one no, in a museum of its own."""
    with tempfile.TemporaryDirectory() as name:
        hang(Path(name), "screens")
        with serve(Path(name), "tests.stream_app:application") as server:
            seconds = asyncio.run(how(Path(name), server.ws))  # type: ignore[arg-type]
    return {
        "screens": len(TOKENS),
        "dark": len(seconds),
        "median s": round(median(seconds), 2),
        "slowest s": round(max(seconds), 2),
        "ratio to the promised 5 s": round(max(seconds) / PROMISED, 2),
    }


def main() -> None:
    """Measure both and keep the figures."""
    for how in (withdrawn, decided):
        figures = measured(how)
        append("withdraw", {"by": how.__name__, **figures})
        print(how.__name__, *(f"{key}: {value}" for key, value in figures.items()), sep="  ")


if __name__ == "__main__":
    main()

"""Workers die in a chain of two paid steps: each is made once, paid once, and leaves one file."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from tests.server import ROOT, environment, manage

LASTS = 22  # steps of a worker that does the first step of the chain and begins the second


def test_eight_deaths_and_one_chain(tmp_path: Path) -> None:
    manage(tmp_path, "migrate", "--noinput", "-v", "0")
    moments = random.Random(20261121).sample(range(1, LASTS), 8)
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_chain", *map(str, moments)],
        cwd=ROOT, env=environment(tmp_path, JOBS_LEASE="2"), capture_output=True, text=True,
        timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert -9 in told["deaths"] and set(told["deaths"]) <= {-9, 0}
    assert (told["finished"], told["steps"]) == (0, ["done", "done"])
    assert told["files"] == told["known"] and len(told["known"]) == 2
    assert told["entries"] == 2 and told["jobs"] == ["done", "done"]
    assert told["paid"] == ["text-to-image", "image-to-video"], "each was paid for once"
    assert told["unfinished"] == []

"""Ten workers die in one clip job: one finished clip, no orphan. And the same frames twice."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from django.conf import settings

from tests.server import ROOT, environment, manage

# Steps of a worker: 1 orphans are swept, 2 and 3 words of progress, 4 to 23 a frame each, 24 a
# word, 25 signed, 26 the last word, 27 and 28 before the file gets its name, 29 it has it and is
# in the book, which is not yet true for anybody else.
NAMED, IN_THE_BOOK = 28, 29


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict:
    data = tmp_path_factory.mktemp("museum")
    moments = random.Random(20261121).sample(range(1, NAMED), 8)
    manage(data, "migrate", "--noinput", "-v", "0")
    command = [sys.executable, "-m", "tests.killed_worker"]
    numbers = [str(n) for n in (*moments[:5], IN_THE_BOOK, *moments[5:], NAMED)]
    models = str(settings.MODELS_DIR)  # of this checkout, not of the new museum
    env = environment(data, JOBS_LEASE="2", MODELS_DIR=models)
    done = subprocess.run(
        [*command, *numbers], cwd=ROOT, env=env, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_ten_deaths_and_one_clip(told: dict) -> None:
    assert told["deaths"] == [-9] * 10
    assert told["left"][5] == 1, "this one died with its file named and nothing written down"
    assert (told["finished"], told["state"], told["attempt"]) == (0, "done", 11)
    assert list(told["clips"]).count(told["job"]) == 1
    assert told["entries"] == len(told["clips"]) == len(told["jobs"]) == 2
    assert sorted(told["files"]) == sorted(Path(path).name for path in told["clips"].values())
    assert told["unfinished"] == []


def test_the_same_version_gives_the_same_frames_in_another_process(told: dict) -> None:
    first, second = (frames(told["clips"][told[name]]) for name in ("job", "again"))
    assert len(first) == len(second) == 20
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))
    moved = [np.abs(one.astype(int) - first[0]).max() for one in first]
    assert max(moved) > 10, "it moves"


def frames(path: str) -> list[np.ndarray]:
    with av.open(path) as film:
        return [frame.to_ndarray(format="yuv420p") for frame in film.decode(video=0)]

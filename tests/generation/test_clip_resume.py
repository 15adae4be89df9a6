"""A render that was cut off goes on; one that was cancelled leaves nothing."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from generation.errors import EncoderFailed, EngineFailed
from generation.offline import write_timeline
from generation.types import Timeline, Words
from tests.generation.clip_players import Walker, clicks

FPS, SECONDS = 10, 7.0  # four pieces: 20, 20, 20 and 10 frames
TIMELINE = Timeline(SECONDS, {}, clicks((0.5, 4.5), SECONDS))
WORN_OUT = EngineFailed(Words("Движок устал.", "The engine is worn out."))


def painting(seed: int) -> np.ndarray:
    coarse = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
    return np.ascontiguousarray(coarse.repeat(16, 0).repeat(16, 1))


def write(
    path: Path, seed: int = 1, progress: Callable[[int], object] = lambda count: None
) -> None:
    write_timeline(Walker(painting(seed)), TIMELINE, path, fps=FPS, progress=progress)


def stopping_at(frame: int, error: BaseException) -> Callable[[int], None]:
    """Return a progress that raises when so many frames are drawn."""
    drawn = [0]

    def progress(count: int) -> None:
        drawn[0] += count
        if drawn[0] == frame:
            raise error

    return progress


@pytest.fixture
def clean(tmp_path: Path) -> bytes:
    (tmp_path / "clean").mkdir()
    write(tmp_path / "clean" / "clip.mp4")
    return (tmp_path / "clean" / "clip.mp4").read_bytes()


def pieces_of(path: Path) -> dict[str, int]:
    folder = path.with_name(f".{path.name}.work")
    return {p.name: p.stat().st_ino for p in folder.glob("0*")}


def test_a_killed_render_continues_to_the_same_bytes(clean, tmp_path) -> None:
    path = tmp_path / "clip.mp4"
    code = (
        "import os, sys; from pathlib import Path;"
        "from tests.generation.test_clip_resume import write; left = [45]\n"
        "def progress(count):\n    left[0] -= 1\n    left[0] or os.kill(os.getpid(), 9)\n"
        "write(Path(sys.argv[1]), progress=progress)"
    )
    run = subprocess.run([sys.executable, "-c", code, path], check=False, timeout=60)
    assert run.returncode == -9 and not path.exists()
    before = pieces_of(path)
    assert sorted(name[:6] for name in before) == ["000000", "000001"]
    met = list[dict[str, int]]()
    write(path, progress=lambda count: met.append(pieces_of(path)))
    # Not encoded again: the very same files were there to the end.
    assert before.items() <= met[-1].items()
    assert path.read_bytes() == clean
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clean", "clip.mp4"]


def test_pieces_of_another_picture_are_not_used(clean, tmp_path) -> None:
    path = tmp_path / "clip.mp4"
    with pytest.raises(EngineFailed):
        write(path, seed=2, progress=stopping_at(65, WORN_OUT))
    assert len(pieces_of(path)) == 3
    write(path, seed=1)
    assert path.read_bytes() == clean


@pytest.mark.parametrize("suffix", [".mp4", ".gif"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("no more")])
def test_cancelling_leaves_nothing(suffix, error, tmp_path) -> None:
    with pytest.raises(type(error)):
        write(tmp_path / f"clip{suffix}", progress=stopping_at(45, error))
    assert list(tmp_path.iterdir()) == []


def test_two_cannot_write_one_file(tmp_path) -> None:
    path, said = tmp_path / "clip.mp4", list[str]()

    def progress(count: int) -> None:
        if not said:
            with pytest.raises(EncoderFailed) as caught:
                write(path)
            said.append(caught.value.for_people.en)

    write(path, progress=progress)
    assert "writing this file now" in said[0] and path.exists()


@pytest.mark.parametrize("room", [3_000, 60_000])
def test_a_full_disk_is_said_and_may_pass(room, tmp_path) -> None:
    """No file may grow beyond the limit: the kernel answers as a full disk does."""
    path = tmp_path / "clip.webm"
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most[1]))
    try:
        with pytest.raises(EncoderFailed) as caught:
            write(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert "disk is full" in caught.value.for_people.en and not caught.value.permanent
    assert not path.exists()
    write(path)
    assert path.stat().st_size > room and list(tmp_path.iterdir()) == [path]

"""VMAF: the same figure as ffmpeg's own, and a clear word where it cannot be had."""

from __future__ import annotations

import re
import subprocess

import imageio_ffmpeg
import numpy as np
import pytest

from generation.errors import ClipRefused, ToolMissing
from generation.quality.measure import Wanted, compare_clips
from generation.quality.vmaf import parse_log, vmaf
from tests.generation.planted_clips import write_clip


@pytest.fixture(scope="module")
def pair(house, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vmaf: [it's],a pair")  # a folder that needs care
    rgb = house("sea", 340)
    frames = [np.roll(rgb, 2 * i, 1) for i in range(8)]
    good = write_clip(folder / "good.mp4", frames)
    return write_clip(folder / "poor.mp4", frames, options={"crf": "36"}), good


def test_vmaf_is_ffmpegs_own(pair) -> None:
    poor, good = pair
    told = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-i", poor, "-i", good,
         "-lavfi", "libvmaf", "-f", "null", "-"],
        capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    score = float(re.findall(r"VMAF score: ([\d.]+)", told)[0])
    found = compare_clips(poor, good, Wanted(vmaf=True)).difference.vmaf
    assert found is not None
    assert found.mean == pytest.approx(score, abs=1e-4)
    assert 5 < found.lowest <= found.harmonic <= found.mean < 95


def test_a_clip_against_itself_is_nearly_perfect(pair) -> None:
    assert vmaf(pair[1], pair[1]).mean > 95


def test_the_log_is_read_by_name() -> None:
    found = parse_log('{"frames": [{"metrics": {"vmaf": 0}}, {"metrics": {"vmaf": 90}}]}')
    assert (found.mean, found.lowest) == (45, 0)
    assert found.harmonic == pytest.approx(2 / (1 + 1 / 91) - 1)
    with pytest.raises(ValueError, match="no frames"):
        parse_log('{"frames": []}')


def test_without_ffmpeg_it_says_what_to_do(pair, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "none"))
    with pytest.raises(ToolMissing) as caught:
        vmaf(*pair)
    assert "make setup" in caught.value.for_people.en
    assert "libvmaf" in caught.value.for_people.ru


def test_what_ffmpeg_cannot_read_is_refused(pair, tmp_path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no clip at all")
    with pytest.raises(ClipRefused) as caught:
        vmaf(broken, pair[1])
    assert caught.value.for_people.en.startswith("The VMAF of this pair")

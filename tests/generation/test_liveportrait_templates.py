"""Motion templates: relative to the first frame, kept in a file that runs nothing."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from generation.errors import OptionsRefused
from generation.liveportrait.keypoints import Motion, keypoints, relative
from generation.liveportrait.network import LivePortrait
from generation.liveportrait.posing import Sitter, points_of
from generation.liveportrait.sizes import TINY
from generation.liveportrait.templates import (
    SEAM,
    Template,
    read_template,
    template_of,
    write_template,
)
from generation.types import REST


def motion(count: int, seed: int = 0) -> Motion:
    """Random, but such as a face may have."""
    chance = torch.Generator().manual_seed(seed)

    def some(*shape: int, spread: float = 1.0) -> torch.Tensor:
        return torch.randn(shape, generator=chance) * spread

    pitch, yaw, roll = (some(count, spread=8.0) for _ in range(3))
    return Motion(
        pitch, yaw, roll, t=some(count, 3, spread=0.05), exp=some(count, 21, 3, spread=0.02),
        scale=1.3 + some(count, 1, spread=0.02), kp=some(count, 21, 3, spread=0.3),
    )  # fmt: skip


def row(whole: Motion, number: int) -> Motion:
    return Motion(*(part[number : number + 1] for part in whole))


def test_who_is_driven_by_himself_keeps_exactly_his_own_points() -> None:
    network = LivePortrait.random(1, TINY)
    picture = torch.rand(1, 3, TINY.picture, TINY.picture, generator=torch.Generator())
    held = network.motion(picture)
    sitter = Sitter(held, network.keypoints(held))
    still = template_of(Motion(*(part.repeat_interleave(5, 0) for part in held)), 25)
    for moment in (0.0, 0.02, 0.11, 7.3):
        driven = points_of(sitter, REST, still.driven(moment))
        torch.testing.assert_close(driven, sitter.points, rtol=0, atol=1e-6)
    assert torch.equal(points_of(sitter, REST, still.driven(0.0)), sitter.points)


def test_a_frame_is_the_formula_of_relative_driving() -> None:
    filmed, own = motion(40), motion(1, seed=7)
    template = template_of(filmed, 25)
    assert template.seconds == pytest.approx(1.6)
    sitter = Sitter(own, keypoints(own))
    for number in (0, 3, 17):
        told = points_of(sitter, REST, template.driven(number / 25))
        wanted = relative(own, row(filmed, 0), row(filmed, number))
        torch.testing.assert_close(told, wanted, rtol=0, atol=2e-5)


def test_between_frames_and_over_the_seam_nothing_jumps() -> None:
    t = torch.arange(50) / 25
    rest = motion(1, seed=3)
    filmed = Motion(*(part.repeat_interleave(50, 0) for part in rest))
    filmed = filmed._replace(yaw=10 * torch.sin(2 * t), t=filmed.t + 0.1 * t[:, None])
    template = template_of(filmed, 25)
    own = motion(1, seed=7)
    sitter = Sitter(own, keypoints(own))
    moments = np.arange(0, 2 * template.seconds, 0.01)
    drawn = torch.cat([points_of(sitter, REST, template.driven(m)) for m in moments])
    steps = (drawn[1:] - drawn[:-1]).abs().amax((1, 2))
    at_seam = moments[1:] % template.seconds > template.seconds - SEAM
    assert steps.max().item() < 0.02 and steps[~at_seam].max().item() < 0.01


def test_a_template_comes_back_from_its_file(tmp_path: Path) -> None:
    template = template_of(motion(12), 30)
    write_template(template, tmp_path / "wave.npz")
    again = read_template(tmp_path / "wave.npz")
    assert again.fps == 30
    for name in ("turn", "exp", "t", "scale"):
        assert np.array_equal(getattr(again, name), getattr(template, name))


def wrong(path: Path, **changed: Any) -> None:
    told = {"version": 1, "fps": 25.0} | vars_of(template_of(motion(4), 25)) | changed
    np.savez(path, **told)


def vars_of(template: Template) -> dict[str, Any]:
    return {name: getattr(template, name) for name in ("turn", "exp", "t", "scale")}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"version": 2}, "version"),
        ({"fps": 0.0}, "fps"),
        ({"exp": np.zeros((4, 20, 3), np.float32)}, "exp"),
        ({"t": np.full((4, 3), np.nan, np.float32)}, "“t”"),
        ({"t": np.zeros((5, 3), np.float32)}, "frames"),
        ({"turn": np.ones((4, 3, 3), np.float32)}, "turns"),
        ({"scale": np.zeros(4, np.float32)}, "turns"),
        ({"scale": np.array([object()] * 4)}, "not a motion template"),
    ],
)
def test_what_is_no_template_is_refused(tmp_path: Path, changed: Any, said: str) -> None:
    wrong(tmp_path / "bad.npz", **changed)
    with pytest.raises(OptionsRefused, match=said):
        read_template(tmp_path / "bad.npz")


class Bomb:
    def __reduce__(self) -> Any:
        return exec, ("raise SystemExit('it ran')",)


@pytest.mark.parametrize("content", [pickle.dumps({"motion": Bomb()}), b"", b"PK\3\4cut short"])
def test_a_pickle_does_not_run(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.pkl").write_bytes(content)
    with pytest.raises(OptionsRefused, match="not a motion template"):
        read_template(tmp_path / "bad.pkl")
    with pytest.raises(OptionsRefused):
        read_template(tmp_path / "absent.npz")

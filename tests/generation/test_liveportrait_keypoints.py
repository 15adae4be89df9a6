"""The key-point formula against values worked by hand."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from generation.liveportrait.keypoints import Motion, degrees, keypoints, relative, rotation
from generation.liveportrait.sizes import POINTS

POINT = (1.0, 2.0, 3.0)


def motion(**changed: object) -> Motion:
    """One face at rest: every canonical point at (1, 2, 3), nothing added, size 1."""
    rest: dict[str, object] = {
        "pitch": 0.0, "yaw": 0.0, "roll": 0.0, "t": (0.0, 0.0, 0.0), "exp": (0.0, 0.0, 0.0),
        "scale": 1.0, "kp": POINT,
    }  # fmt: skip
    told = rest | changed
    return Motion(
        *(torch.tensor([told[angle]]) for angle in ("pitch", "yaw", "roll")),
        t=torch.tensor([told["t"]]),
        exp=torch.tensor(told["exp"]).expand(1, POINTS, 3),
        scale=torch.tensor([[told["scale"]]]),
        kp=torch.tensor(told["kp"]).expand(1, POINTS, 3),
    )


def all_at(points: Tensor, where: tuple[float, float, float]) -> None:
    assert points.shape == (1, POINTS, 3)
    torch.testing.assert_close(points, torch.tensor(where).float().expand(1, POINTS, 3))


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({}, POINT),
        ({"pitch": 90.0}, (1, -3, 2)),
        ({"yaw": 90.0}, (3, 2, -1)),
        ({"roll": 90.0}, (-2, 1, 3)),
        ({"pitch": 90.0, "yaw": 90.0}, (2, -3, -1)),  # pitch first: (1,-3,2), then yaw
        ({"exp": (0.1, 0.2, 0.3), "yaw": 90.0}, (3.1, 2.2, -0.7)),  # added after the turn
        ({"scale": 2.0, "exp": (0.5, 0.0, 0.0)}, (3, 4, 6)),  # and made larger with it
        ({"t": (0.5, -0.5, 9.0), "scale": 2.0}, (2.5, 3.5, 6)),  # t is not, and has no depth
    ],
)
def test_points_are_where_they_were_worked_out(
    changed: dict[str, object], where: tuple[float, float, float]
) -> None:
    all_at(keypoints(motion(**changed)), where)


def test_a_turn_keeps_lengths_and_hands() -> None:
    turned = rotation(*torch.tensor([[12.0, -40.0], [33.0, 5.0], [-8.0, 90.0]]))
    torch.testing.assert_close(turned @ turned.transpose(1, 2), torch.eye(3).expand(2, 3, 3))
    torch.testing.assert_close(torch.linalg.det(turned), torch.ones(2))


def test_angles_are_the_expected_bin() -> None:
    sure = torch.full((1, 66), -100.0)
    sure[0, 40] = 100.0  # 40 · 3 − 97.5
    torch.testing.assert_close(degrees(sure), torch.tensor([22.5]))
    torch.testing.assert_close(degrees(torch.zeros(1, 66)), torch.zeros(1))  # the middle of all
    two = sure.clone()
    two[0, 42] = 100.0
    torch.testing.assert_close(degrees(two), torch.tensor([25.5]))


def test_a_driver_that_has_not_moved_leaves_the_source() -> None:
    source = motion(pitch=7.0, yaw=-20.0, roll=3.0, t=(0.1, 0.2, 0.3), scale=1.5)
    driver = motion(pitch=-11.0, yaw=40.0, kp=(9.0, 9.0, 9.0), scale=0.7, exp=(0.2, 0.0, 0.1))
    torch.testing.assert_close(relative(source, driver, driver), keypoints(source))


def test_only_how_the_driver_moved_is_taken() -> None:
    source = motion(yaw=10.0, scale=1.5, t=(0.1, 0.0, 0.0), exp=(0.1, 0.1, 0.1))
    first = motion(yaw=5.0, scale=0.5, t=(0.4, 0.4, 0.0), kp=(7.0, 7.0, 7.0))
    now = motion(yaw=25.0, scale=1.0, t=(0.3, 0.5, 0.0), exp=(0.0, 0.2, 0.0), kp=(8.0, 8.0, 8.0))
    expected = motion(yaw=30.0, scale=3.0, t=(0.0, 0.1, 0.0), exp=(0.1, 0.3, 0.1))
    torch.testing.assert_close(relative(source, first, now), keypoints(expected))

"""Our Pose as LivePortrait's points: values worked by hand, rest that is exactly rest."""

from __future__ import annotations

from dataclasses import asdict, fields

import numpy as np
import pytest
import torch

from generation.liveportrait.keypoints import Motion, keypoints
from generation.liveportrait.posing import (
    FACE_AXES,
    RANGES,
    Driven,
    Seen,
    Sitter,
    Sliders,
    expression,
    face_of,
    moves_face,
    openings_of,
    points_of,
    sliders_of,
    without_face,
)
from generation.scene.ranges import RANGES as AXIS_RANGES
from generation.types import REST, Pose

SCALE = 1.5


def sitter(lean: float = 0.0, **angles: float) -> Sitter:
    """A face whose points are known: eye 11 on the viewer's left, point 0 in front."""
    kp = torch.zeros(1, 21, 3)
    kp[0, 11, 0], kp[0, 15, 0] = -0.1, 0.1
    kp[0, 0, 2], kp[0, 5, 2] = -0.2, 0.2
    held = {name: torch.tensor([angles.get(name, 0.0)]) for name in ("pitch", "yaw", "roll")}
    motion = Motion(
        **held, t=torch.tensor([[0.1, -0.2, 9.0]]), exp=torch.full((1, 21, 3), 0.01),
        scale=torch.tensor([[SCALE]]), kp=kp,
    )  # fmt: skip
    return Sitter(motion, keypoints(motion), Seen(lean, face=0.7, eyes=(0.4, 0.2), lips=0.1))


def moved(pose: Pose, own: Sitter | None = None) -> torch.Tensor:
    own = own or sitter()
    return (points_of(own, pose) - own.points)[0]


def test_at_rest_they_are_exactly_the_sitters_own() -> None:
    own = sitter(pitch=3.0, yaw=-20.0, roll=7.0, lean=0.2)
    assert points_of(own, REST) is own.points
    same = Driven(torch.eye(3), torch.zeros(21, 3), torch.zeros(3), 1.0)
    torch.testing.assert_close(points_of(own, REST, same), own.points, rtol=0, atol=1e-7)
    camera = Pose(zoom=1.4, pan_x=0.1, breath=1.0, sway_a=0.5)
    assert points_of(own, camera) is own.points, "the rig does these"
    assert without_face(Pose(yaw=3, breath=0.5)) == Pose(breath=0.5)
    assert face_of(Pose(yaw=3, breath=0.5)) == Pose(yaw=3)


def test_a_smile_worked_by_hand() -> None:
    """δ times the scale, 1.5: point 14 rises 0.03, point 20 0.015, 17 sinks 0.00975."""
    by = moved(Pose(smile=1.0))
    assert by[14, 1].item() == pytest.approx(-0.03, abs=1e-6)
    assert by[20, 1].item() == pytest.approx(-0.015, abs=1e-6)
    assert by[17, 1].item() == pytest.approx(0.00975, abs=1e-6)
    still = [n for n in range(21) if n not in (3, 7, 13, 14, 16, 17, 20)]
    assert by[still].abs().max().item() < 1e-6


def test_a_turn_worked_by_hand() -> None:
    """What lies 0.3 in front goes 0.3 sin 10° to the viewer's right, and down when bowing."""
    assert moved(Pose(yaw=10))[0, 0].item() == pytest.approx(0.3 * np.sin(np.radians(10)), abs=1e-6)
    assert moved(Pose(yaw=10))[5, 0].item() < 0
    assert moved(Pose(pitch=10))[0, 1].item() == pytest.approx(
        0.3 * np.sin(np.radians(10)), abs=1e-6
    )
    lean = moved(Pose(roll=10))  # clockwise: the viewer's right eye goes down
    assert lean[15, 1].item() == pytest.approx(0.15 * np.sin(np.radians(10)), abs=1e-6)


def test_a_shift_is_in_face_widths_of_the_picture() -> None:
    assert moved(Pose(shift_x=0.1)).numpy() == pytest.approx(np.tile([0.07, 0, 0], (21, 1)))
    quarter = moved(Pose(shift_x=0.1), sitter(lean=np.pi / 2))
    assert quarter.numpy() == pytest.approx(np.tile([0, -0.07, 0], (21, 1)), abs=1e-6)


def test_each_eye_shuts_by_itself_and_the_picture_tells_which_is_which() -> None:
    right = moved(Pose(blink_r=1.0))
    assert right[11, 1].item() == pytest.approx(SCALE * 0.02, abs=1e-6)
    assert right[15, 1].item() == pytest.approx(0.0, abs=1e-6)
    wide = moved(Pose(blink_l=-0.25))
    assert wide[15, 1].item() == pytest.approx(SCALE * -0.005, abs=1e-6)
    own = sitter()
    mirrored = own.motion._replace(kp=own.motion.kp * torch.tensor([-1.0, 1.0, 1.0]))
    turned = Sitter(mirrored, keypoints(mirrored))
    assert moved(Pose(blink_r=1.0), turned)[15, 1].item() > 0.02


def test_eyes_that_shut_together_are_left_to_the_network_that_learned_it() -> None:
    own = sitter()
    assert openings_of(own, REST) == own.openings
    assert own.openings == pytest.approx((0.3, 0.1))
    shut = Pose(blink_r=1.0, blink_l=1.0)
    assert openings_of(own, shut).eyes == 0 and moved(shut).abs().max() < 1e-6
    uneven = Pose(blink_r=0.75, blink_l=0.5)
    assert openings_of(own, uneven).eyes == pytest.approx(0.15)
    assert (sliders_of(uneven).lid_r, sliders_of(uneven).lid_l) == (5.0, 0.0)
    wink = Pose(blink_l=1.0)
    assert openings_of(own, wink) == own.openings and sliders_of(wink).lid_l == 20
    assert openings_of(own, Pose(press=1.0)).lips == 0


def test_eyes_go_where_the_gaze_goes() -> None:
    assert moved(Pose(gaze_x=1))[[11, 15], 0].min().item() > 0
    assert moved(Pose(gaze_x=-1))[[11, 15], 0].max().item() < 0
    assert moved(Pose(gaze_y=1))[[11, 15], 1].min().item() > 0, "+ looks down"


def test_a_mouth_opens_with_the_jaw_and_rounds_with_the_lips() -> None:
    assert sliders_of(Pose(jaw=0.5)).aaa == pytest.approx(60)
    assert sliders_of(Pose(pucker=1.0)).woo == pytest.approx(15)
    assert sliders_of(Pose(press=1.0)).aaa == pytest.approx(-30)
    assert sliders_of(Pose(brow_r=1, brow_l=1)).brows == 15
    assert sliders_of(Pose(brow_r=-1, brow_l=-1)).brows == -10
    opened = expression(Sliders(aaa=120))
    assert opened[19].tolist() == pytest.approx([0, 0.12, 0.012])


def test_no_pose_leaves_the_sliders_ranges_and_every_face_axis_counts() -> None:
    assert {item.name for item in fields(Sliders)} == set(RANGES)
    chance = np.random.default_rng(4)
    for _ in range(200):
        pose = REST.with_(**{axis: chance.uniform(*AXIS_RANGES[axis]) for axis in FACE_AXES})
        for name, value in asdict(sliders_of(pose)).items():
            assert RANGES[name][0] <= value <= RANGES[name][1]
    for axis in FACE_AXES:
        pose = REST.with_(**{axis: AXIS_RANGES[axis][1]})
        assert moves_face(pose) and moved(pose).abs().max().item() > 1e-4, axis

"""Numbers given by hand: read, refused, brought inside the scene's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generation.errors import PoseRefused
from generation.fast.specimen import specimen_scene
from generation.rig.director import Director
from generation.rig.posing import Pinned, keep_within, read_axes

SCENE = replace(
    specimen_scene(),
    limits={
        "yaw": (-8.0, 7.0), "blink_r": (-0.25, 1.0), "blink_l": (-0.25, 1.0), "zoom": (1.0, 2.0),
        "pan_x": (-0.25, 0.25), "camera_roll": (-6.0, 6.0),
    },
)  # fmt: skip


def test_words_become_axes_and_pairs_set_both_sides() -> None:
    assert read_axes(["yaw=8", "blink=1", "brow=-0.5", "yaw=-3.5"]) == {
        "yaw": -3.5, "blink_r": 1, "blink_l": 1, "brow_r": -0.5, "brow_l": -0.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pair", "word"),
    [
        ("yawn=1", "Did you mean yaw?"),
        ("qqq=1", "Known: blink"),
        ("yaw", "a name and a number"),
        ("yaw=left", "a name and a number"),
        ("yaw=nan", "a name and a number"),
        ("yaw=90", "from -45 to 45"),
        ("blink=1.5", "from -0.25 to 1"),
        ("jaw=-1", "from 0 to 1"),
        ("gaze_x=2", "from -1 to 1"),
        ("zoom=0.5", "from 1 to 4"),
    ],
)
def test_what_is_no_pose_is_refused(pair: str, word: str) -> None:
    with pytest.raises(PoseRefused) as caught:
        read_axes([pair])
    assert word in caught.value.for_people.en and caught.value.for_people.ru


def test_limits_are_kept_and_said() -> None:
    assert keep_within({"yaw": 5.0, "blink_r": 1.0}, SCENE) == ({"yaw": 5.0, "blink_r": 1.0}, ())
    kept, notes = keep_within({"yaw": -20.0}, SCENE)
    assert kept == {"yaw": -8.0}
    assert "limit" in notes[0].en and "-20" in notes[0].en and "предел" in notes[0].ru


def test_the_camera_never_shows_an_edge() -> None:
    kept, notes = keep_within({"pan_x": 0.2}, SCENE)
    assert kept == {"pan_x": 0.0} and "edge" in notes[0].en
    kept, notes = keep_within({"pan_x": 0.2, "zoom": 2.0}, SCENE)
    assert kept["pan_x"] == 0.2 and not notes


def test_an_axis_the_scene_lacks_is_refused() -> None:
    with pytest.raises(PoseRefused, match="moves that way"):
        keep_within({"sway_a": 0.5}, replace(SCENE, limits={}))
    with pytest.raises(PoseRefused, match="no face"):
        keep_within({"yaw": 0.5}, replace(specimen_scene(head=False), limits={}))


def test_pinned_axes_hold_while_the_rest_lives() -> None:
    pinned = Pinned(Director(SCENE, seed=3), {"yaw": 4.0})
    poses = [pinned.pose(k / 5) for k in range(40)]
    assert {pose.yaw for pose in poses} == {4.0}
    assert len({pose.blink_r for pose in poses}) + len({pose.with_(yaw=0) for pose in poses}) > 4

"""What a mouth shows: teeth that stay on the skull, round vowels, no nick, no jump."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from generation.fast.renderer import FastRenderer
from generation.media.yuv import empty_planes
from generation.rig.director import Director
from generation.rig.numbers import MouthMoment, mouth_moment, together
from generation.rig.visemes import VISEMES, viseme_pose
from generation.scene.model import Mouth, Scene
from generation.types import MOUTH_AXES, Pose

Faces = Callable[[str], Scene]
NAMES = ("fayum", "dutch", "lady", "modern")
S = (np.arange(257) - 128) / 96  # of a mouth's tables


def _mouth(scene: Scene) -> Mouth:
    assert scene.head is not None
    return scene.head.mouth


def _gap(moment: MouthMoment) -> np.ndarray:
    return moment.lower - moment.upper


def _luma(scene: Scene, *poses: Pose) -> list[np.ndarray]:
    renderer, out = FastRenderer(scene), empty_planes(*scene.size)
    frames = []
    for pose in poses:
        renderer.render(pose, out)
        frames.append(out.y.astype(float))
    return frames


def _opening(scene: Scene, moment: MouthMoment, inset: float = 0.02) -> np.ndarray:
    """Where, on the frame of an unturned head, both lips are ``inset`` half widths away."""
    mouth = _mouth(scene)
    height, s, _ = mouth.places
    upper, lower = (np.interp(s, S, edge) for edge in (moment.upper, moment.lower))
    mask = np.zeros(scene.rgb.shape[:2], bool)
    box = mouth.box
    mask[box.top : box.bottom, box.left : box.right] = (
        (height > upper + inset) & (height < lower - inset) & (np.abs(s) < 0.7)
    )
    return mask


def test_every_viseme_is_made_of_the_mouths_own_axes() -> None:
    assert len(VISEMES) >= 12
    for name, axes in VISEMES.items():
        assert set(axes) <= set(MOUTH_AXES), name
        assert all(0 < amount <= 1 for amount in axes.values()), name
    assert viseme_pose("rest") == Pose() and viseme_pose("a", 0.5).jaw == 0.45


@pytest.mark.parametrize("name", NAMES)
def test_lips_part_between_the_corners_only(face_scene: Faces, name: str) -> None:
    mouth = _mouth(face_scene(name))
    for viseme in VISEMES:
        gap = _gap(mouth_moment(viseme_pose(viseme), mouth))
        assert gap[np.abs(S) > 1.15].max() < 0.01, viseme
    for closed in ("rest", "m"):
        assert _gap(mouth_moment(viseme_pose(closed), mouth)).max() < 0.01
    gaps = [mouth_moment(Pose(jaw=jaw), mouth).tone.gap for jaw in np.linspace(0, 1, 21)]
    assert np.diff(gaps).min() > 0


@pytest.mark.parametrize("name", NAMES)
def test_rounded_vowels_are_round_and_spread_ones_wide(face_scene: Faces, name: str) -> None:
    mouth = _mouth(face_scene(name))

    def shape(viseme: str) -> float:
        """Width of the opening over its height."""
        gap = _gap(mouth_moment(viseme_pose(viseme), mouth))
        return float(np.ptp(S[gap > 0.25 * gap.max()]) / gap.max())

    assert shape("o") < 2.2 and shape("u") < 2.6
    assert shape("i") > 3.5 > shape("a")


@pytest.mark.parametrize("name", NAMES)
def test_teeth_show_where_they_should(face_scene: Faces, name: str) -> None:
    """The opening is lighter with teeth in it than the throat of an open jaw."""
    scene = face_scene(name)
    poses = [Pose(jaw=0.8), viseme_pose("i"), viseme_pose("f"), Pose(smile=1, teeth=1)]
    levels = []
    for pose, frame in zip(poses, _luma(scene, *poses), strict=True):
        seen = _opening(scene, mouth_moment(pose, _mouth(scene)))
        assert seen.sum() >= 12, pose
        levels.append(float(np.percentile(frame[seen], 70)))
    throat, *shown = levels
    assert min(shown) > throat + 15, levels


def test_upper_teeth_stay_on_the_skull(face_scene: Faces) -> None:
    """The lip goes up by pixels; the teeth's lower edge does not."""
    scene = face_scene("fayum")
    low, high = (Pose(jaw=0.5, teeth=1, wide=1, upper_up=up) for up in (0.0, 0.8))
    moments = [mouth_moment(pose, _mouth(scene)) for pose in (low, high)]
    lip = [float(np.interp(0.05, S, moment.upper)) for moment in moments]
    assert (lip[0] - lip[1]) * _mouth(scene).half > 1.5
    both = _opening(scene, moments[0]) & _opening(scene, moments[1])
    one, other = _luma(scene, low, high)
    rows, columns = np.nonzero(both)
    column = int(np.median(columns))
    own = rows[columns == column]
    edges = [np.diff(frame[own.min() : own.max() + 1, column]).argmin() for frame in (one, other)]
    assert abs(int(edges[0]) - int(edges[1])) <= 1


@pytest.mark.parametrize("name", ("fayum", "lady"))
def test_a_mouth_begins_to_move_without_a_jump(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    jaws = np.linspace(0, 0.2, 21)
    frames = _luma(scene, *(Pose(jaw=float(jaw)) for jaw in jaws))
    box = _mouth(scene).box
    cut = np.s_[box.top : box.bottom, box.left : box.right]
    steps = [np.abs(b[cut] - a[cut]).mean() for a, b in pairwise(frames)]
    assert max(steps) < 2.5 * float(np.mean(steps))
    assert steps[0] < float(np.mean(steps))


def test_fine_detail_is_steady_while_it_talks(face_scene: Faces) -> None:
    scene = face_scene("dutch")
    assert scene.head is not None
    director = Director(scene, seed=3)
    poses = [
        director.pose(4 + i / 5).with_(jaw=0.5 * (i % 3) / 2, pucker=0.3 * (i % 2), smile=0.2)
        for i in range(12)
    ]
    rest, *frames = _luma(scene, Pose(), *poses)
    (x, y), reach = scene.head.centre, int(0.42 * scene.head.face_width)
    cut = np.s_[int(y) - reach : int(y) + reach, int(x) - reach : int(x) + reach]

    def detail(frame: np.ndarray) -> float:
        part = frame[cut]
        return float(np.abs(np.diff(part, 2, axis=0)).mean() + np.abs(np.diff(part, 2)).mean())

    shares = [detail(frame) / detail(rest) for frame in frames]
    assert min(shares) >= 0.90 and max(shares) <= 1.10, shares


def test_muscles_that_fight_yield() -> None:
    everything = Pose(**dict.fromkeys(MOUTH_AXES, 1.0))
    kept = together(everything)
    assert kept.press == 0 and kept.jaw < 0.6 and kept.wide < 0.5
    pressed = together(Pose(press=1, jaw=1, teeth=1))
    assert pressed.jaw < 0.1 and pressed.teeth < 0.1
    assert together(Pose(jaw=0.7, smile=0.4)) == Pose(jaw=0.7, smile=0.4)


def test_a_beard_opens_wider_and_hides_teeth(face_scene: Faces) -> None:
    shaven = replace(_mouth(face_scene("dutch")), beard=0.0)
    bearded = replace(shaven, beard=1.0)
    one, other = (mouth_moment(viseme_pose("e"), mouth).tone for mouth in (shaven, bearded))
    assert other.gap > 1.1 * one.gap and other.teeth < 0.5 * one.teeth


@pytest.mark.parametrize("name", NAMES)
def test_an_opening_ends_dark_at_the_lower_lip(face_scene: Faces, name: str) -> None:
    """A tongue lit up to the lip would be read as the lip, and a vowel as half as open."""
    scene = face_scene(name)
    mouth, pose = _mouth(scene), viseme_pose("a")
    (luma,) = _luma(scene, pose)
    moment, (height, s, _) = mouth_moment(pose, mouth), mouth.places
    below = height - np.interp(s, S, moment.lower)  # of the lower lip's edge
    box, middle = mouth.box, np.abs(s) < 0.4
    seen = luma[box.top : box.bottom, box.left : box.right] - 16
    lip = np.median(seen[middle & (below > 0.04) & (below < 0.12)])
    assert np.median(seen[middle & (below < -0.02) & (below > -0.08)]) < 0.33 * lip


def test_lips_open_in_proportion_to_the_jaw(face_scene: Faces) -> None:
    mouth = _mouth(face_scene("lady"))
    jaws = np.linspace(0.1, 1.0, 10)
    gaps = [mouth_moment(Pose(jaw=float(jaw)), mouth).tone.gap for jaw in jaws]
    assert gaps / jaws == pytest.approx(gaps[-1], rel=0.05)


def test_faint_lips_are_bared_less(face_scene: Faces) -> None:
    """Their jaw opens less too: a vowel stays wider than bared teeth."""
    mouth = _mouth(face_scene("lady"))
    bared = Pose(upper_up=0.2, lower_down=0.34, teeth=0.3)
    plain, faint = (
        mouth_moment(bared, replace(mouth, faint=amount)).tone.gap for amount in (0.0, 1.0)
    )
    assert 0.6 * plain < faint < 0.8 * plain

"""What a finish draws into the painting: skin stays, grain is even, depth is believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab

from generation.engines.looks import open_look, wanted_look
from generation.fast.specimen import specimen_scene
from generation.finish.colour import skin_mask
from generation.finish.develop import developed
from generation.finish.model import PAINTING, PRESETS, Finish
from generation.media.yuv import empty_planes, rgb_from_planes
from generation.scene.model import Scene
from generation.types import REST, Bytes2D, Floats

Faces = Callable[[str], Scene]


def shown(scene: Scene, finish: Finish) -> Bytes2D:
    out = empty_planes(*scene.size)
    look = open_look(scene, wanted_look(finish, None), "fast", "catmull-rom", seed=1)
    look.draw(0.0, REST, {}, out)
    return rgb_from_planes(out)


@pytest.mark.parametrize("name", ["fayum", "modern", "dutch", "lady"])
def test_a_photograph_does_not_shift_the_skin(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    skin = skin_mask(scene) > 0.5
    before, after = (
        rgb2lab(shown(scene, finish))[skin] for finish in (PAINTING, PRESETS["photograph"])
    )
    assert deltaE_ciede2000(before.mean(0), after.mean(0)) <= 1.0
    assert deltaE_ciede2000(before, after).mean() <= 2.0


def test_a_painting_is_developed_to_itself() -> None:
    scene = specimen_scene()
    assert developed(scene, PAINTING, seed=1) is scene
    assert developed(scene, Finish(focus=(0.1, 0.1), match=0.3), seed=1).head is not None


def test_the_same_seed_gives_the_same_grain_and_another_another() -> None:
    scene, finish = specimen_scene(), Finish(grain=0.5)
    one, again, other = (developed(scene, finish, seed=s).rgb for s in (1, 1, 2))
    assert np.array_equal(one, again) and not np.array_equal(one, other)


def test_grain_is_as_strong_as_told_and_has_no_drift() -> None:
    grey = flat(128)
    grain = developed(grey, Finish(grain=0.5), seed=1).rgb.astype(float) - 128
    assert 3.2 < grain.std() < 4.8
    coarse = cv2.resize(grain, (6, 7), interpolation=cv2.INTER_AREA)
    assert np.abs(coarse).max() < 1.0
    black = developed(flat(4), Finish(grain=0.5), seed=1).rgb.astype(float)
    assert black.std() < 0.6 * grain.std()


def flat(level: int) -> Scene:
    scene = specimen_scene(head=False)
    return replace(scene, rgb=np.full_like(scene.rgb, level))


def two_depths() -> Scene:
    """Return noise whose left half is near and right half far."""
    scene = specimen_scene(240, 148, head=False)
    rgb = np.random.default_rng(1).integers(60, 200, (148, 240, 1), np.uint8)
    depth = np.zeros_like(scene.depth)
    depth[:, : depth.shape[1] // 2] = 1.0
    return replace(scene, rgb=np.repeat(rgb, 3, 2), depth=depth)


@pytest.mark.parametrize(("focus", "near_is_sharp"), [((0.1, 0.5), True), ((0.9, 0.5), False)])
def test_what_is_far_from_the_plane_in_focus_is_soft(
    focus: tuple[float, float], near_is_sharp: bool
) -> None:
    rgb = developed(two_depths(), Finish(aperture=1.0, focus=focus), seed=1).rgb
    near, far = (detail(rgb[:, cut]) for cut in (np.s_[:100], np.s_[140:]))
    assert (near > 2 * far) if near_is_sharp else (far > 2 * near)
    whole = detail(two_depths().rgb[:, :100])
    assert max(near, far) > 0.95 * whole


def detail(rgb: Bytes2D) -> float:
    return float(np.abs(np.diff(rgb[..., 1].astype(float), axis=1)).mean())


def test_light_spills_from_highlights_and_darkness_stays() -> None:
    scene = flat(20)
    scene.rgb[60:80, 50:70] = 250
    glowing = developed(scene, Finish(bloom=1.0, match=0.0), seed=1).rgb.astype(int)
    assert glowing[57, 60, 0] > 26  # beside the light
    assert glowing[2, 2, 0] <= 24  # far from it
    dark = developed(flat(60), Finish(bloom=1.0, match=0.0), seed=1).rgb
    assert np.abs(dark.astype(int) - 60).max() <= 1


def test_the_archive_tones_lids_and_mouth_as_it_tones_the_painting() -> None:
    scene = specimen_scene()
    head = developed(scene, replace(PRESETS["archive"], grain=0.0), seed=1).head
    assert head is not None and scene.head is not None
    for texture in (head.eyes[0].lid_low, head.mouth.colours):
        assert colourfulness(texture) < 0.12
    assert colourfulness(scene.head.eyes[0].lid_low) >= 0.0


def colourfulness(rgb: Floats) -> float:
    """Return how far the colours leave the line from the ink to the paper of an old print."""
    return float(np.abs(np.diff(rgb - rgb.mean(-1, keepdims=True), axis=-1)).mean())

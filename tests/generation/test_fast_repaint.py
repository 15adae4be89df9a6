"""A painting that changes under the rig: both renderers take it, and draw it alike."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from generation.fast.renderer import FastRenderer
from generation.fast.specimen import specimen_picture, specimen_scene
from generation.fast.texture import retouch, textures_of
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.rig.renderer import TorchPlanesRenderer
from generation.types import REST, Box, Planes, Pose
from tests.generation.test_fast_agrees import LEAST, agreement
from tests.generation.test_fast_renderer import TALKING, copied, same

SIZE = (120, 148)
BOXES = (
    Box(0, 0, 120, 148), Box(0, 0, 17, 31), Box(33, 40, 80, 101), Box(101, 99, 120, 148),
    Box(119, 147, 120, 148), Box(0, 60, 120, 61),
)  # fmt: skip


def other_planes() -> Planes:
    return planes_from_rgb(np.ascontiguousarray(255 - specimen_picture(*SIZE)[::-1]))


def patched(planes: Planes, other: Planes, box: Box) -> Planes:
    """Return the planes with a box of the others, chroma samples it touches included."""
    out = copied(planes)
    half = Box(box.left // 2, box.top // 2, (box.right + 1) // 2, (box.bottom + 1) // 2)
    for into, plane, (left, top, right, bottom) in zip(out, other, (box, half, half), strict=True):
        into[top:bottom, left:right] = plane[top:bottom, left:right]
    return out


@pytest.mark.parametrize("box", BOXES)
def test_textures_retouched_equal_textures_made_anew(box: Box) -> None:
    first = planes_from_rgb(specimen_picture(*SIZE))
    wanted = patched(first, other_planes(), box)
    found, made = textures_of(first), textures_of(wanted)
    retouch(found, wanted, box)
    for name in made._fields:
        assert np.array_equal(getattr(found, name), getattr(made, name)), name


@pytest.mark.parametrize("kind", [FastRenderer, TorchPlanesRenderer])
def test_at_rest_the_repainted_painting_is_shown_bit_for_bit(
    kind: type[FastRenderer | TorchPlanesRenderer],
) -> None:
    scene, out = specimen_scene(), empty_planes(*SIZE)
    renderer, box = kind(scene), BOXES[2]
    renderer.render(TALKING.with_(blink_r=1.0), out)
    renderer.render(REST, out)
    wanted = patched(planes_from_rgb(scene.rgb), other_planes(), box)
    renderer.repaint(wanted, box)
    assert renderer.render(REST, out)
    assert same(out, wanted)
    assert not renderer.render(REST, out)


def test_eyes_after_a_repaint_lie_over_the_new_painting() -> None:
    scene, out, fresh = specimen_scene(), empty_planes(*SIZE), empty_planes(*SIZE)
    renderer, again = FastRenderer(scene), FastRenderer(scene)
    wanted, box = other_planes(), BOXES[0]
    renderer.render(TALKING.with_(blink_r=0.3), out)
    renderer.repaint(wanted, box)
    renderer.render(TALKING.with_(blink_r=0.3), out)
    renderer.render(TALKING.with_(blink_l=0.8), out)
    again.repaint(wanted, box)
    again.render(TALKING.with_(blink_l=0.8), fresh)
    assert same(out, fresh)


@pytest.mark.parametrize("kind", [FastRenderer, TorchPlanesRenderer])
def test_what_does_not_fit_is_refused(kind: type[FastRenderer | TorchPlanesRenderer]) -> None:
    renderer, planes = kind(specimen_scene()), other_planes()
    for box in (Box(0, 0, 121, 10), Box(5, 5, 5, 9), Box(-1, 0, 4, 4)):
        with pytest.raises(ValueError, match="leaves the picture"):
            renderer.repaint(planes, box)
    with pytest.raises(ValueError, match="the scene is"):
        renderer.repaint(empty_planes(60, 60), Box(0, 0, 10, 10))


def waves() -> Iterator[tuple[Pose, Planes, Box]]:
    """Yield a made-up moving source: a stripe that wanders over the painting."""
    planes = planes_from_rgb(specimen_picture(*SIZE))
    for n in range(4):
        box = Box(8 * n, 20 + 7 * n, 70 + 9 * n, 90 + 5 * n)
        planes = patched(planes, other_planes(), box)
        yield TALKING.with_(yaw=2.0 * n, blink_r=0.2 * n), planes, box


def test_both_renderers_agree_on_a_moving_source() -> None:
    scene, fast_out, plain_out = specimen_scene(), *(empty_planes(*SIZE) for _ in range(2))
    fast, plain = FastRenderer(scene), TorchPlanesRenderer(scene)
    for pose, planes, box in waves():
        for renderer, out in ((fast, fast_out), (plain, plain_out)):
            renderer.repaint(planes, box)
            assert renderer.render(pose, out)
        assert agreement(fast_out, plain_out) >= LEAST

"""The fast renderer says what it drew, and touches no more than it must."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from generation.fast.renderer import FastRenderer
from generation.fast.specimen import specimen_poses, specimen_scene
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.scene.model import Scene
from generation.types import REST, Planes, Pose

TALKING = Pose(yaw=4, roll=1, breath=0.5, jaw=0.4, smile=0.2, zoom=1.05, orbit_x=0.01)


def same(a: Planes, b: Planes) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def copied(planes: Planes) -> Planes:
    return Planes(*(plane.copy() for plane in planes))


def drawn(scene: Scene, pose: Pose) -> Planes:
    out = empty_planes(*scene.size)
    FastRenderer(scene).render(pose, out)
    return out


@pytest.fixture(scope="module")
def scene() -> Scene:
    return specimen_scene()


@pytest.mark.parametrize("luma", ["catmull-rom", "linear"])
def test_rest_is_the_paintings_planes_bit_for_bit(scene: Scene, luma: str) -> None:
    out = empty_planes(*scene.size)
    renderer = FastRenderer(scene, luma)  # type: ignore[arg-type]
    renderer.render(TALKING, out)
    assert not same(out, planes_from_rgb(scene.rgb))
    renderer.render(REST, out)
    assert same(out, planes_from_rgb(scene.rgb))


def test_an_unchanged_pose_touches_nothing(scene: Scene) -> None:
    renderer, out = FastRenderer(scene), empty_planes(*scene.size)
    assert renderer.render(TALKING, out)
    for plane in out:
        plane[:] = 77
    assert not renderer.render(TALKING.with_(), out)
    assert all((plane == 77).all() for plane in out)


def test_other_buffers_are_drawn_anew(scene: Scene) -> None:
    renderer, first, second = FastRenderer(scene), *(empty_planes(*scene.size) for _ in range(2))
    assert renderer.render(TALKING, first)
    assert renderer.render(TALKING, second)
    assert same(first, second)


def test_only_the_eyes_changed_equals_a_whole_frame(scene: Scene) -> None:
    renderer, out = FastRenderer(scene), empty_planes(*scene.size)
    renderer.render(TALKING.with_(blink_r=0.4, gaze_x=0.5), out)
    for eyes in ({"blink_r": 1.0, "blink_l": 0.3}, {"gaze_y": -0.5}, {}):
        pose = TALKING.with_(**eyes)
        assert renderer.render(pose, out)
        assert same(out, drawn(scene, pose)), eyes


def test_eyes_alone_touch_no_pixel_outside_their_boxes(scene: Scene) -> None:
    assert scene.head is not None
    out, rest = drawn(scene, Pose(blink_r=1, blink_l=1)), planes_from_rgb(scene.rgb)
    outside = np.ones(out.y.shape, bool)
    for eye in scene.head.eyes:
        outside[eye.box.top : eye.box.bottom, eye.box.left : eye.box.right] = False
    assert np.array_equal(out.y[outside], rest.y[outside])
    assert not np.array_equal(out.y, rest.y)


def test_padded_rows_hold_the_same_picture_and_keep_their_padding(scene: Scene) -> None:
    width, height = scene.size
    wide = empty_planes(width + 24, height)
    for plane in wide:
        plane[:] = 5
    out = Planes(wide.y[:, :width], wide.u[:, : width // 2], wide.v[:, : width // 2])
    FastRenderer(scene).render(TALKING.with_(blink_l=0.5), out)
    assert same(out, drawn(scene, TALKING.with_(blink_l=0.5)))
    assert (wide.y[:, width:] == 5).all() and (wide.u[:, width // 2 :] == 5).all()


def test_planes_that_cannot_be_drawn_into_are_refused(scene: Scene) -> None:
    out = empty_planes(*scene.size)
    out.u.setflags(write=False)
    with pytest.raises(ValueError, match="writable"):
        FastRenderer(scene).render(REST, out)


def test_a_scene_without_a_head_moves_by_its_bases_and_camera() -> None:
    scene = specimen_scene(head=False)
    rest = planes_from_rgb(scene.rgb)
    assert same(drawn(scene, REST), rest)
    for pose in (Pose(sway_a=1.0), Pose(zoom=1.2), Pose(orbit_x=0.02)):
        assert not same(drawn(scene, pose), rest)


def test_a_scene_of_which_nothing_moves_is_the_painting() -> None:
    scene = specimen_scene(head=False, bases=False)
    assert same(drawn(scene, REST), planes_from_rgb(scene.rgb))
    assert not same(drawn(scene, Pose(zoom=1.3)), planes_from_rgb(scene.rgb))


def test_two_threads_draw_what_one_draws(scene: Scene) -> None:
    wanted = [drawn(scene, pose) for pose in specimen_poses()]
    wrong: list[int] = []

    def work() -> None:
        renderer, out = FastRenderer(scene), empty_planes(*scene.size)
        for n in range(40):
            i = n % len(wanted)
            renderer.render(specimen_poses()[i], out)
            if not same(out, wanted[i]):
                wrong.append(n)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []

"""Stages that share a device: the reference's frames, the same alone and in company."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pytest
import torch

from generation.devices.batching import Batcher
from generation.fast.specimen import specimen_poses, specimen_scene
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.rig.clamp import clamp_pose
from generation.rig.deck import all_near, deck_of, draw_planes
from generation.rig.moments import ROW, moments_of, row_of
from generation.rig.renderer import TorchPlanesRenderer, TorchRenderer
from generation.rig.together import Company, SharedRenderer
from generation.scene.model import Scene
from generation.types import CAMERA_AXES, REST, Box, Bytes2D, Floats, Planes, Pose

LEAST = 50.0  # dB
CPU = torch.device("cpu")
WIDE = Pose(yaw=-6, pitch=3, jaw=0.9, smile=0.6, blink_r=0.3, zoom=1.2, dolly=0.1, pan_x=0.02)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    """Scenes of three sizes: two with a head of their own size, one without."""
    return [specimen_scene(), specimen_scene(96, 128), specimen_scene(144, 120, head=False)]


@pytest.fixture
def company() -> Iterator[Company]:
    company = Company("cpu")
    yield company
    company.close()


def agreement(a: Planes, b: Planes) -> float:
    squares = sum(((x.astype(float) - y) ** 2).sum() for x, y in zip(a, b, strict=True))
    count = sum(x.size for x in a)
    return 99.0 if not squares else float(10 * np.log10(255**2 * count / squares))


def same(a: Planes, b: Planes) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def frame(renderer: SharedRenderer, scene: Scene, pose: Pose) -> Planes:
    out = empty_planes(*scene.size)
    assert renderer.render(pose, out)
    return out


def lens_of(scene: Scene) -> Floats:
    return np.full((2, *scene.depth.shape), 0.8, np.float32)


def test_a_row_keeps_every_number(scenes: list[Scene]) -> None:
    rows = np.stack([row_of(WIDE, scene) for scene in scenes])
    now = moments_of(torch.from_numpy(rows))
    assert rows.shape == (3, ROW) and rows.dtype == np.float32
    assert now.edges.shape == (3, 2, 257) and now.eyes.shape == (3, 2, 4)
    assert now.camera[0, 0] == np.float32(1.2) and now.moved.tolist() == [[1, 1, 1]] * 2 + [
        [1, 0, 0]
    ]
    assert not now.mouth[2].any() and not now.turn[2].any()


@pytest.mark.parametrize("pose", [*specimen_poses(), WIDE])
def test_company_draws_what_the_reference_draws(
    scenes: list[Scene], company: Company, pose: Pose
) -> None:
    renderers = [SharedRenderer(scene, "cpu", company=company) for scene in scenes]
    for scene, renderer in zip(scenes, renderers, strict=True):
        own = pose if scene.head else pose.with_(jaw=0, smile=0)
        (wanted,) = TorchRenderer(scene).render_planes([own])
        assert agreement(frame(renderer, scene, pose), wanted) >= LEAST


def test_at_rest_the_frame_is_the_painting(scenes: list[Scene], company: Company) -> None:
    for scene in scenes:
        renderer = SharedRenderer(scene, "cpu", company=company)
        assert same(frame(renderer, scene, REST), planes_from_rgb(scene.rgb))


def test_one_frame_is_the_same_alone_and_in_any_company(scenes: list[Scene]) -> None:
    poses = [WIDE, specimen_poses()[2], specimen_poses()[0]]
    pairs = zip(poses, scenes, strict=True)
    rows = torch.from_numpy(np.stack([row_of(pose, scene) for pose, scene in pairs]))
    order = [2, 0, 1, 0]
    with torch.inference_mode():
        deck = deck_of(scenes, CPU, [None] * 3)
        together = draw_planes(deck, torch.tensor(order), rows[order])
        for place, slot in enumerate(order):
            row = rows[slot : slot + 1]
            alone = draw_planes(deck, torch.tensor([slot]), row)
            for many, one in zip(together, alone, strict=True):
                assert torch.equal(many[place], one[0])
            small = draw_planes(deck_of([scenes[slot]], CPU, [None]), torch.tensor([0]), row)
            for one, own in zip(alone, small, strict=True):  # nor does a wider deck change it
                rows_of, columns = own.shape[-2:]
                assert (one[..., :rows_of, :columns].float() - own.float()).abs().max() <= 1


NEAR = [
    Pose(yaw=9, pitch=-6, roll=5, jaw=1, smile=1, blink_r=1, blink_l=0.5, zoom=1.3, pan_x=0.1),
    Pose(yaw=-9, pitch=6, shift_x=0.05, shift_y=-0.04, jaw=1, gaze_x=-1, gaze_y=1, zoom=1.02),
    Pose(zoom=1.1, dolly=0.15, orbit_x=0.04, orbit_y=-0.03, camera_roll=4, pucker=1, press=0.2),
    Pose(breath=1, brow_r=1, sway_a=1, blink_r=-0.25, wide=1, teeth=1, pan_x=-0.03, zoom=1.2),
]


def _windows_hold_all_that_changes(scene: Scene, poses: list[Pose]) -> None:
    rows = [row_of(pose, scene) for pose in poses]
    assert all_near(rows)
    with torch.inference_mode():
        deck, at = deck_of([scene], CPU, [None]), torch.zeros(len(rows), dtype=torch.int64)
        told = torch.from_numpy(np.stack(rows))
        for whole, cut in zip(
            draw_planes(deck, at, told), draw_planes(deck, at, told, near=True), strict=True
        ):
            assert (whole.float() - cut.float()).abs().max() <= 1


def test_windows_hold_all_that_mouth_and_eyes_change(scenes: list[Scene]) -> None:
    _windows_hold_all_that_changes(specimen_scene(240, 320), NEAR)


@pytest.mark.parametrize("name", ["lady", "modern"])
def test_windows_of_real_faces_at_every_limit(
    face_scene: Callable[[str], Scene], name: str
) -> None:
    scene = face_scene(name)
    head = {axis: ends for axis, ends in scene.limits.items() if axis not in CAMERA_AXES}
    turned = [Pose(**{axis: ends[n] for axis, ends in head.items()}, zoom=1.3) for n in (0, 1)]
    wild = [clamp_pose(pose, scene) for pose in (*NEAR, *turned)]
    _windows_hold_all_that_changes(scene, [pose for pose in wild if pose.zoom <= 1.3])


def test_a_near_camera_is_told(scenes: list[Scene]) -> None:
    far, near = (row_of(Pose(zoom=zoom), scenes[0]) for zoom in (1.29, 1.31))
    assert all_near([far]) and not all_near([far, near])
    assert not all_near([row_of(Pose(zoom=1.2, dolly=0.1), scenes[0])])


def test_a_lens_bends_one_of_two(scenes: list[Scene], company: Company) -> None:
    scene, pose = scenes[0], specimen_poses()[0]
    bent, plain = (SharedRenderer(scene, "cpu", lens, company) for lens in (lens_of(scene), None))
    (straight,) = TorchRenderer(scene).render_planes([pose])
    (curved,) = TorchRenderer(scene, lens=lens_of(scene)).render_planes([pose])
    assert agreement(frame(bent, scene, pose), curved) >= LEAST
    assert agreement(frame(plain, scene, pose), straight) >= LEAST
    assert agreement(curved, straight) < 40, "the lens does bend"


def test_repainting_and_nodes_follow_the_slow_way(scenes: list[Scene], company: Company) -> None:
    scene, pose = scenes[0], specimen_poses()[2]
    slow, shared = TorchPlanesRenderer(scene), SharedRenderer(scene, "cpu", company=company)
    painting, box = planes_from_rgb(scene.rgb), Box(20, 30, 70, 90)
    painting.y[30:90, 20:70] = 200
    for renderer in (slow, shared):
        renderer.repaint(painting, box)
    SharedRenderer(scenes[1], "cpu", company=company)  # a newcomer changes nothing of it
    a, b = empty_planes(*scene.size), empty_planes(*scene.size)
    assert slow.render(pose, a) and shared.render(pose, b) and not shared.render(pose, b)
    assert agreement(a, b) >= LEAST
    assert np.abs(slow.source_nodes() - shared.source_nodes()).max() < 1e-3
    assert shared.render(pose, empty_planes(*scene.size)), "other buffers are drawn anew"
    assert shared.device_ms == 0.0, "nothing but a GPU takes device time"


def test_threads_share_one_device_and_one_leaves(scenes: list[Scene], company: Company) -> None:
    poses = specimen_poses()
    found: dict[tuple[int, int], Planes] = {}

    def stage(n: int) -> None:
        renderer = SharedRenderer(scenes[n], "cpu", company=company)
        for k, pose in enumerate(poses):
            found[n, k] = frame(renderer, scenes[n], pose)

    threads = [threading.Thread(target=stage, args=(n,)) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for n, k in product((0, 1), range(len(poses))):
        (wanted,) = TorchRenderer(scenes[n]).render_planes([poses[k]])
        assert agreement(found[n, k], wanted) >= LEAST
    seat = company.join(scenes[2], None)
    company.leave(seat)
    last = SharedRenderer(scenes[0], "cpu", company=company)
    assert same(frame(last, scenes[0], poses[0]), found[0, 0])


def test_what_the_device_raises_is_heard_by_who_asked() -> None:
    def run(asks: object) -> list[Bytes2D]:
        raise ZeroDivisionError

    batcher: Batcher[int, Bytes2D] = Batcher(run)
    with pytest.raises(ZeroDivisionError):
        batcher.ask(1, "me")
    batcher.close()

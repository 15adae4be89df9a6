"""The maps behind a frame: sampling, inversion, camera."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
import torch

from generation.rig.clamp import clamp_pose
from generation.rig.field import nodes_of
from generation.rig.inverse import invert
from generation.rig.moments import moments_of, row_of
from generation.rig.renderer import TorchRenderer
from generation.rig.sampling import bilinear_jet, expand, sample_cubic, sample_linear, sheet_of
from generation.scene.limits import HEAD
from generation.scene.model import Scene
from generation.types import Pose

Faces = Callable[[str], Scene]


def _grid(height: int, width: int) -> tuple[torch.Tensor, torch.Tensor]:
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return x.float()[None], y.float()[None]


def test_samplers_are_exact_at_whole_pixels() -> None:
    picture = torch.rand(3, 20, 30)
    x, y = _grid(20, 30)
    for sample in (sample_linear, sample_cubic):
        assert torch.equal(sample(sheet_of([picture]), x, y)[0], picture)


def test_both_samplers_draw_a_plane_and_the_cubic_keeps_more_detail() -> None:
    x, y = _grid(20, 30)
    u, v = x[:, 3:-3, 3:-3] + 0.37, y[:, 3:-3, 3:-3] + 0.61
    for sample, px in ((sample_linear, 1e-4), (sample_cubic, 0.05)):
        assert torch.allclose(sample(sheet_of([2 * x - y]), u, v)[0], 2 * u - v, atol=3 * px)
    grain = torch.rand(1, 20, 30, generator=torch.Generator().manual_seed(1))
    linear, cubic = (
        float(sample(sheet_of([grain]), u, v).std()) for sample in (sample_linear, sample_cubic)
    )
    assert 1.1 * linear < cubic <= float(grain.std())


def test_edges_are_held() -> None:
    picture = torch.rand(1, 8, 9)
    far = torch.tensor([[[-5.0, 40.0]]]), torch.tensor([[[-3.0, 50.0]]])
    for sample in (sample_linear, sample_cubic):
        assert torch.allclose(
            sample(sheet_of([picture]), *far)[0, 0, 0], picture[0, [0, 7], [0, 8]]
        )


def test_jet_gives_the_slopes_of_the_cell() -> None:
    x, y = _grid(6, 7)
    field = torch.stack([2 * x + 3 * y + x * y, x - y], 1)
    at = torch.tensor([[[2.25]]]), torch.tensor([[[3.5]]])
    value, dx, dy = bilinear_jet(field, *at)
    assert torch.allclose(value.flatten(), torch.tensor([2 * 2.25 + 10.5 + 2.25 * 3.5, -1.25]))
    assert torch.allclose(dx.flatten(), torch.tensor([2 + 3.5, 1.0]))
    assert torch.allclose(dy.flatten(), torch.tensor([3 + 2.25, -1.0]))


def test_nodes_expand_to_pixels_through_themselves() -> None:
    nodes = torch.rand(2, 2, 5, 6)
    full = expand(nodes, 4, torch.arange(20.0), torch.arange(16.0))
    assert torch.equal(full[..., ::4, ::4], nodes[..., :4, :5])


@pytest.mark.parametrize("name", ["fayum", "dutch", "modern"])
def test_inversion_has_converged_at_every_corner(face_scene: Faces, name: str) -> None:
    scene = face_scene(name)
    corners = product(*(scene.limits[axis] for axis in HEAD))
    poses = [Pose(**dict(zip(HEAD, c, strict=True)), brow_r=1, breath=1) for c in corners]
    now = moments_of(torch.as_tensor(np.stack([row_of(pose, scene) for pose in poses])))
    field = nodes_of([scene], torch.device("cpu"), [None]).displacement(now) / scene.step
    off = invert(field)
    x, y = _grid(*field.shape[-2:])
    back = bilinear_jet(field, x + off[:, 0], y + off[:, 1])[0]
    assert float((off + back).abs().max()) * scene.step < 0.02, "px"


def test_zoom_keeps_its_focus_and_pan_its_measure(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    still, panned = TorchRenderer(scene).source_map([Pose(zoom=2), Pose(zoom=2, pan_x=0.1)])
    fx, fy = scene.focus
    j, i = int(fy / scene.step), int(fx / scene.step)
    seen = still[:, j, i] + torch.tensor([i * scene.step, j * scene.step])
    assert torch.allclose(seen, torch.tensor([fx, fy]), atol=scene.step)
    assert torch.allclose((panned - still)[0], torch.tensor(0.1 * scene.size[0]), atol=1e-2)
    assert torch.allclose(still[0, 3, 9] - still[0, 3, 1], torch.tensor(-16.0), atol=1e-2)


def test_the_near_moves_more_than_the_far(face_scene: Faces) -> None:
    scene = face_scene("fayum")
    off = TorchRenderer(scene).source_map([Pose(zoom=1.1, orbit_x=0.02)])[0, 0]
    base = TorchRenderer(scene).source_map([Pose(zoom=1.1)])[0, 0]
    moved = (base - off).numpy()
    near, far = scene.depth > 0.8, scene.depth < 0.2
    assert moved[near].mean() - moved[far].mean() > 0.5 * 0.02 * scene.size[0]


def test_a_clamped_camera_never_looks_past_the_frame(face_scene: Faces) -> None:
    scene, draw = face_scene("fayum"), np.random.default_rng(8)
    wild = [
        Pose(
            zoom=float(draw.uniform(1, 2)),
            camera_roll=float(draw.uniform(-9, 9)),
            dolly=float(draw.uniform(0, 0.5)),
            **{a: float(draw.uniform(-0.6, 0.6)) for a in ("pan_x", "pan_y", "orbit_x", "orbit_y")},
        )
        for _ in range(40)
    ]
    maps = TorchRenderer(scene).source_map([clamp_pose(pose, scene) for pose in wild])
    width, height = scene.size
    x, y = _grid(*maps.shape[-2:])
    at_x, at_y = maps[:, 0] + x * scene.step, maps[:, 1] + y * scene.step
    inside = (x[0] * scene.step <= width - 1) & (y[0] * scene.step <= height - 1)
    assert float(at_x[:, inside].min()) >= -1 and float(at_x[:, inside].max()) <= width
    assert float(at_y[:, inside].min()) >= -1 and float(at_y[:, inside].max()) <= height

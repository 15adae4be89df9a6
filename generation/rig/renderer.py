"""The reference renderer: every pixel of a frame from a scene and a pose, in plain torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from generation.media.yuv import check_box
from generation.rig import numbers
from generation.rig.field import Nodes, nodes_of
from generation.rig.layer import Layer
from generation.rig.moments import Moments, moments_of, row_of
from generation.rig.mouth_field import mouth_field
from generation.rig.sampling import expand
from generation.rig.surface import Surface, plane_surfaces, rgb_surface
from generation.rig.touching import Touch, rigid, stretching
from generation.scene.model import Scene
from generation.types import REST, Box, Floats, Planes, Pose


class TorchRenderer:
    """Draws N poses of one scene at once on the CPU or a CUDA device.

    lens: (2, h, w) float32 px from each node to where a bent lens looks before the camera.
    """

    def __init__(self, scene: Scene, device: str = "cpu", lens: Floats | None = None) -> None:
        self._scene, self._device = scene, torch.device(device)
        self._bends = lens is not None
        self._nodes: Nodes = nodes_of([scene], self._device, [lens])
        head = scene.head
        self._mouth = None if head is None else mouth_field([head.mouth], self._device)
        self._rgb: Layer | None = None
        self._planes: tuple[Layer, ...] | None = None
        self._surfaces: tuple[Surface, ...] = ()

    def render_rgb(self, poses: Sequence[Pose]) -> Tensor:
        """Return (N, 3, H, W) RGB 0..1; at rest, times 255, the painting bit for bit."""
        with torch.inference_mode():
            return self._draw(poses, (self._rgb_layer(),))[0]

    def touch(self, poses: Sequence[Pose]) -> Touch:
        """Return what every pixel of these frames is made of, (N, H, W).

        A camera that pans, rolls or comes nearer moves no paint; its parallax does. Paint
        drawn out to several times its area is mostly interpolated: that counts as invented.
        """
        with torch.inference_mode():
            now = self._now(poses)
            off, under = self._carried(poses)
            eyes = any(numbers.moves_eyes(p) for p in poses)
            return self._rgb_layer().touch(now, off, self._parted(poses, now), under, eyes=eyes)

    def _now(self, poses: Sequence[Pose]) -> Moments:
        rows = np.stack([row_of(pose, self._scene) for pose in poses])
        return moments_of(torch.as_tensor(rows, device=self._device))

    def _carried(self, poses: Sequence[Pose]) -> tuple[Tensor, Touch]:
        """Return the source map of the poses, and what head and camera do to every pixel."""
        (width, height), step = self._scene.size, self._scene.step
        if all(numbers.rests(p) for p in poses) and not self._bends:
            grid = self._nodes.weight.shape[1:]
            nodes = torch.zeros(len(poses), 2, *grid, device=self._device)
            none = torch.zeros(2, len(poses), height, width, device=self._device)
            return nodes, Touch(none[0], none[1])
        off, still = self.source_map(poses), self.source_map([rigid(p) for p in poses])
        x, y = (torch.arange(n, device=self._device).float() for n in (width, height))
        away = torch.hypot(*(off - still).unbind(1))
        pixels = expand(torch.stack([stretching(off, still, step), away], 1), step, x, y)
        return off, Touch(pixels[:, 0].clone(), pixels[:, 1].clone())

    def _rgb_layer(self) -> Layer:
        if self._rgb is None:
            surface = rgb_surface([self._scene.rgb], self._device)
            self._rgb = Layer.on(surface, [self._scene], self._mouth)
        return self._rgb

    def render_planes(self, poses: Sequence[Pose]) -> list[Planes]:
        """Return planes, one set a pose; at rest planes_from_rgb(painting) bit for bit."""
        layers = self._plane_layers()
        with torch.inference_mode():
            luma, chroma = (to_bytes(layer) for layer in self._draw(poses, layers))
        return [Planes(a[0], b[0], b[1]) for a, b in zip(luma, chroma, strict=True)]

    def repaint(self, planes: Planes, box: Box) -> None:
        """Take a painting that changed inside ``box``, for render_planes alone."""
        check_box(planes, box, self._scene.size)
        self._plane_layers()
        repainted(self._surfaces, 0, planes, box)

    def _plane_layers(self) -> tuple[Layer, ...]:
        if self._planes is None:
            self._surfaces = plane_surfaces([self._scene.rgb], self._device)
            self._planes = tuple(Layer.on(s, [self._scene], self._mouth) for s in self._surfaces)
        return self._planes

    def source_map(self, poses: Sequence[Pose]) -> Tensor:
        """Return (N, 2, h, w) px from each output node to what it shows of the painting."""
        camera = self._bends or any(numbers.moves_camera(pose) for pose in poses)
        return self._nodes.source_map(self._now(poses), camera=camera)

    def _draw(self, poses: Sequence[Pose], layers: tuple[Layer, ...]) -> list[Tensor]:
        now = self._now(poses)
        off, mouth = self.source_map(poses), self._parted(poses, now)
        eyes = any(numbers.moves_eyes(p) for p in poses)
        return [layer.draw(now, off, mouth, eyes=eyes) for layer in layers]

    def _parted(self, poses: Sequence[Pose], now: Moments) -> Tensor | None:
        """Return the mouth's inverse field of every pose, None where every mouth rests."""
        if self._mouth is None or not any(numbers.moves_mouth(p) for p in poses):
            return None
        return self._mouth.inverse(now.mouth)


class TorchPlanesRenderer:
    """Draws one pose at a time into the caller's planes: the slow path, where numba is missing."""

    def __init__(self, scene: Scene, device: str = "cpu", lens: Floats | None = None) -> None:
        self._renderer = TorchRenderer(scene, device, lens)
        self._last: Pose | None = None
        self._drawn = REST

    def render(self, pose: Pose, out: Planes) -> bool:
        """Draw into ``out``, the same buffers every call; False when the pose is the last one."""
        if pose == self._last:
            return False
        (planes,) = self._renderer.render_planes([pose])
        for target, plane in zip(out, planes, strict=True):
            target[:] = plane
        self._last = self._drawn = pose
        return True

    def source_nodes(self) -> Floats:
        """Return (2, h, w) px from each node to what it showed of the painting, last drawn."""
        return np.asarray(self._renderer.source_map([self._drawn])[0].cpu())

    def repaint(self, planes: Planes, box: Box) -> None:
        """Take a painting that changed inside ``box``: see FastRenderer.repaint."""
        self._renderer.repaint(planes, box)
        self._last = None


def to_bytes(colours: Tensor) -> np.ndarray:
    """Round colours 0..1 to a uint8 array of the same shape on the host."""
    return (colours * 255).round().clamp(0, 255).to(torch.uint8).cpu().numpy()


def repainted(surfaces: Sequence[Surface], slot: int, planes: Planes, box: Box) -> None:
    """Take into the plane surfaces of one scene what changed inside a box of its painting."""
    luma, chroma = (surface.source.values[slot] for surface in surfaces)
    rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
    half_rows = slice(box.top // 2, (box.bottom + 1) // 2)
    half_columns = slice(box.left // 2, (box.right + 1) // 2)
    luma[0, rows, columns] = torch.as_tensor(planes.y[rows, columns]).to(luma) / 255
    for source, plane in zip(chroma, planes[1:], strict=True):
        cut = torch.as_tensor(plane[half_rows, half_columns])
        source[half_rows, half_columns] = cut.to(source) / 255

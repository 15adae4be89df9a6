"""The reference renderer: every pixel of a frame from a scene and a pose, in plain torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from generation.media.yuv import check_box
from generation.rig import numbers
from generation.rig.camera import look
from generation.rig.field import Field
from generation.rig.inverse import invert
from generation.rig.layer import Layer
from generation.rig.mouth import MouthField
from generation.rig.sampling import bilinear_jet
from generation.rig.surface import Surface, plane_surfaces, rgb_surface
from generation.scene.model import Scene
from generation.types import REST, Box, Floats, Planes, Pose


class TorchRenderer:
    """Draws N poses of one scene at once on the CPU or a CUDA device.

    lens: (2, h, w) float32 px from each node to where a bent lens looks before the camera.
    """

    def __init__(self, scene: Scene, device: str = "cpu", lens: Floats | None = None) -> None:
        self._scene, self._device = scene, torch.device(device)
        self._lens = None if lens is None else torch.as_tensor(lens, device=self._device)
        self._field = Field(scene, self._device)
        self._depth = torch.as_tensor(scene.depth, device=self._device)
        self._mouth = None
        if scene.head is not None:
            self._mouth = MouthField(scene.head.mouth, self._device)
        self._rgb: Layer | None = None
        self._planes: tuple[Layer, ...] | None = None
        self._surfaces: tuple[Surface, ...] = ()

    def render_rgb(self, poses: Sequence[Pose]) -> Tensor:
        """Return (N, 3, H, W) RGB 0..1; at rest, times 255, the painting bit for bit."""
        if self._rgb is None:
            self._rgb = Layer(self._scene, rgb_surface(self._scene.rgb, self._device))
        with torch.inference_mode():
            return self._draw(poses, (self._rgb,))[0]

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
        luma, chroma = (surface.source for surface in self._surfaces)
        rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
        half_rows = slice(box.top // 2, (box.bottom + 1) // 2)
        half_columns = slice(box.left // 2, (box.right + 1) // 2)
        luma[0, rows, columns] = torch.as_tensor(planes.y[rows, columns]).to(luma) / 255
        for source, plane in zip(chroma, planes[1:], strict=True):
            cut = torch.as_tensor(plane[half_rows, half_columns])
            source[half_rows, half_columns] = cut.to(source) / 255

    def _plane_layers(self) -> tuple[Layer, ...]:
        if self._planes is None:
            self._surfaces = plane_surfaces(self._scene.rgb, self._device)
            self._planes = tuple(Layer(self._scene, s) for s in self._surfaces)
        return self._planes

    def source_map(self, poses: Sequence[Pose]) -> Tensor:
        """Return (N, 2, h, w) px from each output node to what it shows of the painting."""
        step = self._scene.step
        off = invert(self._field.displacement(poses) / step) * step
        bends = self._lens is not None
        moved = [i for i, pose in enumerate(poses) if bends or numbers.moves_camera(pose)]
        if moved:
            off[moved] = self._through_camera([poses[i] for i in moved], off[moved])
        return off

    def _through_camera(self, poses: Sequence[Pose], off: Tensor) -> Tensor:
        step, (rows, columns) = self._scene.step, off.shape[-2:]
        y, x = torch.meshgrid(
            torch.arange(rows, device=self._device, dtype=torch.float32) * step,
            torch.arange(columns, device=self._device, dtype=torch.float32) * step,
            indexing="ij",
        )
        cameras = [numbers.camera_numbers(p, self._scene) for p in poses]
        bent = (x, y) if self._lens is None else (x + self._lens[0], y + self._lens[1])
        seen = look(cameras, self._depth, step, *bent)
        posed = bilinear_jet(off, seen[:, 0] / step, seen[:, 1] / step)[0]
        return seen + posed - torch.stack([x, y])

    def _draw(self, poses: Sequence[Pose], layers: tuple[Layer, ...]) -> list[Tensor]:
        off, mouth = self.source_map(poses), None
        if self._mouth is not None and any(numbers.moves_mouth(p) for p in poses):
            assert self._scene.head is not None
            own = self._scene.head.mouth
            rows = np.stack([numbers.mouth_moment(p, own).coefficients for p in poses])
            mouth = self._mouth.inverse(torch.as_tensor(rows, device=self._device))
        return [layer.draw(poses, off, mouth) for layer in layers]


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

"""Several scenes drawn together on one device: every table beside its like, one program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from generation.rig.constants import QUICK_STEPS
from generation.rig.field import Nodes, nodes_of
from generation.rig.layer import Layer
from generation.rig.moments import moments_of, zoom_of
from generation.rig.mouth_field import MouthField, mouth_field
from generation.rig.surface import plane_surfaces
from generation.rig.window import NEAREST
from generation.scene.model import Scene
from generation.types import Floats, Planes


class Deck(NamedTuple):
    """M scenes of one step on one device. mouth: None where none of them has a face."""

    nodes: Nodes
    mouth: MouthField | None
    luma: Layer
    chroma: Layer

    def of(self, slots: Tensor) -> Deck:
        """Return some of the scenes, (m,) int64, in any order and as often as asked."""
        mouth = None if self.mouth is None else self.mouth.of(slots)
        return Deck(self.nodes.of(slots), mouth, self.luma.of(slots), self.chroma.of(slots))


def deck_of(scenes: Sequence[Scene], device: torch.device, lenses: Sequence[Floats | None]) -> Deck:
    """Lay scenes of one step and one mouth stride out on a device. See nodes_of for lenses."""
    heads = [scene.head for scene in scenes]
    mouth = None
    if any(heads):
        mouth = mouth_field([head.mouth if head else None for head in heads], device)
    luma, chroma = plane_surfaces([scene.rgb for scene in scenes], device)
    layers = (Layer.on(surface, scenes, mouth) for surface in (luma, chroma))
    return Deck(nodes_of(scenes, device, lenses), mouth, *layers)


def draw_planes(
    deck: Deck, slots: Tensor, rows: Tensor, *, near: bool = False
) -> tuple[Tensor, Tensor, Tensor]:
    """Draw one frame of each of n scenes of a deck, whatever they show.

    slots: (n,) int64, which scenes; rows: (n, ROW) float32, their moments; near: see
    ``all_near``. Returns luma
    (n, H, W) and chroma (n, 2, H/2, W/2) uint8, padded to the largest scene, and the source map
    (n, 2, h, w) px. Nothing but sums, look-ups and choices by value: the same program and the
    same shapes for every pose, so that a device can record or compile it once, and a frame is
    the same alone and in company.
    """
    own, now = deck.of(slots), moments_of(rows)
    off = own.nodes.source_map(now, camera=True, steps=QUICK_STEPS)
    mouth = None if own.mouth is None else own.mouth.inverse(now.mouth, QUICK_STEPS)
    luma, chroma = (
        _bytes(layer.together(now, off, mouth, near=near)) for layer in (own.luma, own.chroma)
    )
    return luma[:, 0], chroma, off


def all_near(rows: Sequence[Floats]) -> bool:
    """Say whether no camera of these moments comes so near that a face leaves its window."""
    return all(zoom_of(row) <= NEAREST for row in rows)


def _bytes(colours: Tensor) -> Tensor:
    return (colours * 255).round().clamp(0, 255).to(torch.uint8)


def cut_planes(luma: Tensor, chroma: Tensor, size: tuple[int, int]) -> Planes:
    """Return one scene's planes, views of (H, W) and (2, H/2, W/2) on the host."""
    width, height = size
    y, (u, v) = luma.numpy(), chroma.numpy()
    half = slice(height // 2), slice(width // 2)
    return Planes(y[:height, :width], u[half], v[half])

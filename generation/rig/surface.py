"""Paintings in one colour space: full RGB, full luma, or chroma at half size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from generation.media.yuv import RGB_TO_YUV, YUV_OFFSET, planes_from_rgb
from generation.rig.sampling import Sheet, sample_cubic, sample_linear, sheet_of
from generation.types import Bytes2D


@dataclass(frozen=True, slots=True)
class Surface:
    """What can be sampled at points of one scene or several, colours 0..1.

    source: C channels of M scenes; scale: scene px per sample; black: (C,) the value of no
    light, which shading moves toward; matrix: (C, 3) and offset: (C,) bring RGB textures here.
    """

    source: Sheet
    scale: int
    cubic: bool
    black: Tensor
    matrix: Tensor
    offset: Tensor

    @property
    def size(self) -> tuple[int, int]:
        """Return (rows, columns) of samples, those of the largest painting."""
        return self.source.values.shape[2], self.source.values.shape[3]

    def of(self, slots: Tensor) -> Surface:
        """Return the surfaces of some of the scenes, (m,) int64."""
        return replace(self, source=self.source.of(slots))

    def axis(self, start: int, stop: int) -> Tensor:
        """Return the scene px of samples start..stop (in samples), centres of the blocks."""
        numbers = torch.arange(start, stop, device=self.black.device, dtype=torch.float32)
        return numbers * self.scale + (self.scale - 1) / 2

    def at(self, x: Tensor, y: Tensor) -> Tensor:
        """Sample the painting at scene px (N, h, w); returns (N, C, h, w)."""
        shift = (self.scale - 1) / 2
        x, y = (x - shift) / self.scale, (y - shift) / self.scale
        return (sample_cubic if self.cubic else sample_linear)(self.source, x, y)

    def colours(self, rgb: np.ndarray) -> Tensor:
        """Convert an (h, w, 3) texture of colours to (C, h, w), smoothed where chroma is."""
        return self.details(rgb) + self.offset[:, None, None]

    def details(self, rgb: np.ndarray) -> Tensor:
        """Convert an (h, w, 3) texture of signed differences to (C, h, w)."""
        texture = torch.as_tensor(rgb, device=self.black.device)
        return self.masks(torch.einsum("cx,hwx->chw", self.matrix, texture))

    def masks(self, texture: Tensor) -> Tensor:
        """Smooth (C, h, w) by 1-2-1 where one sample stands for four pixels."""
        if self.scale == 1:
            return texture
        kernel = torch.tensor([0.25, 0.5, 0.25], device=texture.device)
        window = (kernel[:, None] * kernel)[None, None]
        padded = functional.pad(texture[:, None], (1, 1, 1, 1), mode="replicate")
        return functional.conv2d(padded, window)[:, 0]


def rgb_surface(pictures: Sequence[Bytes2D], device: torch.device) -> Surface:
    """Return the paintings in RGB, sampled by Keys' cubic."""
    sources = [torch.as_tensor(rgb, device=device).permute(2, 0, 1) / 255 for rgb in pictures]
    zeros = torch.zeros(3, device=device)
    return Surface(sheet_of(sources), 1, True, zeros, torch.eye(3, device=device), zeros)


def plane_surfaces(pictures: Sequence[Bytes2D], device: torch.device) -> tuple[Surface, Surface]:
    """Return the paintings' luma (cubic) and chroma (bilinear), as planes_from_rgb."""
    planes = [planes_from_rgb(rgb) for rgb in pictures]
    matrix = torch.as_tensor(RGB_TO_YUV, device=device)
    offset = torch.as_tensor(YUV_OFFSET, device=device) / 255
    luma = [torch.as_tensor(y, device=device)[None] / 255 for y, _, _ in planes]
    chroma = [torch.as_tensor(np.stack([u, v]), device=device) / 255 for _, u, v in planes]
    return (
        Surface(sheet_of(luma), 1, True, offset[:1], matrix[:1], offset[:1]),
        Surface(sheet_of(chroma), 2, False, offset[1:], matrix[1:], offset[1:]),
    )

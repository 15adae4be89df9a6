"""The seven modules of one network, put together for given sizes."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn

from generation.liveportrait.appearance import Appearance
from generation.liveportrait.motion import MotionExtractor
from generation.liveportrait.retargeting import EYES, LIPS, STITCHING, Perceptron
from generation.liveportrait.sizes import Sizes
from generation.liveportrait.spade import Generator
from generation.liveportrait.warping import Warping


class Parts(NamedTuple):
    """f appearance, m motion, w warping, g generator, s stitching; lips, eyes retargeting."""

    f: Appearance
    m: MotionExtractor
    w: Warping
    g: Generator
    s: Perceptron
    lips: Perceptron
    eyes: Perceptron


def build(sizes: Sizes, device: torch.device | str = "cpu") -> Parts:
    """Return modules with weights not yet meant to be used; on "meta" nothing is allocated."""
    with torch.device(device):
        parts = Parts(
            Appearance(sizes), MotionExtractor(sizes), Warping(sizes), Generator(sizes),
            Perceptron(STITCHING), Perceptron(LIPS), Perceptron(EYES),
        )  # fmt: skip
    for part in parts:
        part.eval().requires_grad_(False)
    return parts


def laid_out(module: nn.Module) -> None:
    """Lay convolutions' weights channels-last: what tensor cores read without turning."""
    for weight in module.parameters():
        if weight.ndim == 4:
            weight.data = weight.data.contiguous(memory_format=torch.channels_last)
        elif weight.ndim == 5:
            weight.data = weight.data.contiguous(memory_format=torch.channels_last_3d)

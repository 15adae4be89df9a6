"""LivePortrait (arXiv 2407.03168), written anew: one picture's features, moved by points.

Once a scene: ``appearance`` and ``motion``. Each frame: points, ``stitch``, ``render``. All
tensors live on the model's device; nothing here waits for it. Points are always float32.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from generation.liveportrait import keypoints as formula
from generation.liveportrait.blocks import fold
from generation.liveportrait.checkpoint import load_parts
from generation.liveportrait.keypoints import Motion
from generation.liveportrait.parts import Parts, laid_out
from generation.liveportrait.retargeting import Perceptron, retargeted, stitched
from generation.liveportrait.seeding import random_parts
from generation.liveportrait.sizes import PUBLISHED, Sizes


class LivePortrait:
    """The network of one set of weights on one device. B is the batch: portraits may differ.

    f appearance, m motion, w warping, g generator, s stitching, lips and eyes retargeting:
    the modules, to be measured apart. ``sizes.picture`` (256) is the side of what is read,
    ``sizes.frame`` (512) that of a frame; shapes below are for the published sizes, and
    ``sizes.features`` tells the features'.
    """

    def __init__(
        self, parts: Parts, sizes: Sizes, device: torch.device | str, dtype: torch.dtype
    ) -> None:
        """Take modules, make them fast, and move them; the points' networks stay float32."""
        self.sizes = sizes
        self.device = torch.device(device)
        self.dtype = dtype
        for part in parts:
            fold(part)
            part.to(self.device, torch.float32 if isinstance(part, Perceptron) else dtype)
            if self.device.type == "cuda":
                laid_out(part)
        self.f, self.m, self.w, self.g, self.s, self.lips, self.eyes = parts

    @classmethod
    def load(
        cls,
        folder: Path,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
    ) -> LivePortrait:
        """Return the network of the published files below ``folder``.

        A ``sizes.json`` beside them (``checkpoint.save``) tells other sizes. Raises
        WeightsMissing naming the file and the tensor; runs no code from a file.
        """
        parts, sizes = load_parts(folder)
        return cls(parts, sizes, device, dtype)

    @classmethod
    def random(
        cls,
        seed: int,
        sizes: Sizes = PUBLISHED,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
    ) -> LivePortrait:
        """Return a network of random weights that lets motion be seen; for tests, ``TINY``."""
        return cls(random_parts(seed, sizes), sizes, device, dtype)

    @torch.inference_mode()
    def appearance(self, picture: Tensor) -> Tensor:
        """Return features (B, 32, 16, 64, 64) of pictures (B, 3, 256, 256) in 0..1."""
        features: Tensor = self.f(picture.to(self.dtype))
        return features

    @torch.inference_mode()
    def motion(self, picture: Tensor) -> Motion:
        """Return how the faces of pictures (B, 3, 256, 256) in 0..1 are held; float32."""
        held: Motion = self.m(picture.to(self.dtype))
        return held

    def keypoints(self, motion: Motion) -> Tensor:
        """Return (B, 21, 3) = s · (x_c R + δ) + t with t_z left out."""
        return formula.keypoints(motion)

    @torch.inference_mode()
    def stitch(self, source_kp: Tensor, driving_kp: Tensor) -> Tensor:
        """Return driving points (B, 21, 3) mended so that neck and shoulders stay in place.

        Δ = S(x_s, x_d) − S(x_s, x_s): driving equal to source gives the source exactly.
        """
        return stitched(self.s, source_kp, driving_kp)

    @torch.inference_mode()
    def retarget_lips(self, source_kp: Tensor, ratios: Tensor) -> Tensor:
        """Return the change (B, 21, 3) of the points that opens the lips.

        ratios: (B, 2), how open they are in the source, and how open they should be.
        """
        return retargeted(self.lips, source_kp, ratios)

    @torch.inference_mode()
    def retarget_eyes(self, source_kp: Tensor, ratios: Tensor) -> Tensor:
        """Return the change (B, 21, 3) of the points that opens the eyes.

        ratios: (B, 3), how open left and right are in the source, and how open both should be.
        """
        return retargeted(self.eyes, source_kp, ratios)

    @torch.inference_mode()
    def render(self, features: Tensor, source_kp: Tensor, driving_kp: Tensor) -> Tensor:
        """Return frames (B, 3, 512, 512) in 0..1: the features with their points moved."""
        frame: Tensor = self.g(self.w(features, source_kp, driving_kp))
        return frame

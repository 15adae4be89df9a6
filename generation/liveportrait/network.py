"""LivePortrait (arXiv 2407.03168), written anew: one picture's features, moved by points.

Once a scene: ``appearance`` and ``motion``. Each frame: points, ``stitch``, ``render``. All
tensors live on the model's device; nothing here waits for it. Points are always float32.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from generation.liveportrait import keypoints as formula
from generation.liveportrait.keypoints import Motion
from generation.liveportrait.sizes import PUBLISHED, Sizes


class LivePortrait:
    """The network of one set of weights on one device. B is the batch: portraits may differ.

    f appearance, m motion, w warping, g generator, s stitching, lips and eyes retargeting:
    the modules, to be measured apart. ``sizes.picture`` (256) is the side of what is read,
    ``sizes.frame`` (512) that of a frame; shapes below are for the published sizes, and
    ``sizes.features`` tells the features'.
    """

    sizes: Sizes
    device: torch.device
    dtype: torch.dtype

    @classmethod
    def load(
        cls,
        folder: Path,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
    ) -> LivePortrait:
        """Return the network of the published files below ``folder``, made fast (``fold``).

        A ``sizes.json`` beside them (``checkpoint.save``) tells other sizes. Raises
        WeightsMissing naming the file and the tensor; runs no code from a file.
        """
        raise NotImplementedError

    @classmethod
    def random(
        cls,
        seed: int,
        sizes: Sizes = PUBLISHED,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
    ) -> LivePortrait:
        """Return a network of random weights that lets motion be seen; for tests, ``TINY``."""
        raise NotImplementedError

    def appearance(self, picture: Tensor) -> Tensor:
        """Return features (B, 32, 16, 64, 64) of pictures (B, 3, 256, 256) in 0..1."""
        raise NotImplementedError

    def motion(self, picture: Tensor) -> Motion:
        """Return how the faces of pictures (B, 3, 256, 256) in 0..1 are held; float32."""
        raise NotImplementedError

    def keypoints(self, motion: Motion) -> Tensor:
        """Return (B, 21, 3) = s · (x_c R + δ) + t with t_z left out."""
        return formula.keypoints(motion)

    def stitch(self, source_kp: Tensor, driving_kp: Tensor) -> Tensor:
        """Return driving points (B, 21, 3) mended so that neck and shoulders stay in place.

        Δ = S(x_s, x_d) − S(x_s, x_s): driving equal to source gives the source exactly.
        """
        raise NotImplementedError

    def retarget_lips(self, source_kp: Tensor, ratios: Tensor) -> Tensor:
        """Return the change (B, 21, 3) of the points that opens the lips.

        ratios: (B, 2), how open they are in the source, and how open they should be.
        """
        raise NotImplementedError

    def retarget_eyes(self, source_kp: Tensor, ratios: Tensor) -> Tensor:
        """Return the change (B, 21, 3) of the points that opens the eyes.

        ratios: (B, 3), how open left and right are in the source, and how open both should be.
        """
        raise NotImplementedError

    def render(self, features: Tensor, source_kp: Tensor, driving_kp: Tensor) -> Tensor:
        """Return frames (B, 3, 512, 512) in 0..1: the features with their points moved."""
        raise NotImplementedError

"""The forward displacement of a scene: what each node of the painting moves by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from generation.rig.numbers import base_coefficients, head_turn
from generation.scene.model import Scene
from generation.types import Pose


class Field:
    """The bases and the head of one scene on one device."""

    def __init__(self, scene: Scene, device: torch.device) -> None:
        self._scene = scene
        self._bases = torch.as_tensor(scene.bases, device=device)
        head = scene.head
        self._offset = None if head is None else torch.as_tensor(head.offset, device=device)
        self._weight = None if head is None else torch.as_tensor(head.weight, device=device)

    def displacement(self, poses: Sequence[Pose]) -> Tensor:
        """Return (N, 2, h, w) px: sum_k c_k B_k + weight ((R - I)[:2] (offset - pivot) + shift).

        The head turns the painting as it lies, not as the bases have moved it.
        """
        scene, device = self._scene, self._bases.device
        c = torch.as_tensor(np.stack([base_coefficients(p, scene) for p in poses]), device=device)
        d = torch.einsum("nk,kchw->nchw", c, self._bases)
        if scene.head is None or self._offset is None or self._weight is None:
            return d
        turns = np.stack([head_turn(p, scene.head) for p in poses])
        m = torch.as_tensor(turns, device=device)
        turned = torch.einsum("ncx,xhw->nchw", m[..., :3], self._offset) + m[..., 3, None, None]
        return d + self._weight * turned

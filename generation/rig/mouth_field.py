"""How the paint around mouths moves: two layers, upper and lower, and their inverse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generation.rig.constants import NEWTON_STEPS
from generation.rig.inverse import invert
from generation.rig.sampling import Ends, grids_of, sum_of
from generation.scene.model import Mouth
from generation.types import MOUTH_AXES, Box

# The mouth of a scene that has none: a box no pixel lies in.
_NONE = np.zeros((3, 1, 1), np.float32)
BLANK = Mouth(
    box=Box(1, 1, 0, 0), stride=1, half=1.0, edge=1.0,
    bases=np.zeros((2, len(MOUTH_AXES) + 2, 2, 2, 2), np.float32),
    lips=_NONE, line=_NONE, places=_NONE, colours=np.zeros((6, 257, 3), np.float32),
    profiles=np.zeros((5, 257), np.float32), beard=0.0, faint=0.0,
)  # fmt: skip


class MouthField(NamedTuple):
    """The mouths' two displacement layers, in node units. bases: (M, 2, K, 2, h, w)."""

    bases: Tensor
    ends: Ends
    stride: int

    def of(self, slots: Tensor) -> MouthField:
        """Return the fields of some of the scenes, (m,) int64."""
        ends = Ends(self.ends.x[slots], self.ends.y[slots])
        return MouthField(self.bases[slots], ends, self.stride)

    def inverse(self, coefficients: Tensor, steps: int = NEWTON_STEPS) -> Tensor:
        """Return (2, N, 2, h, w) backward displacements in node units for (N, K)."""
        c = coefficients[:, :, None, None, None, None]
        fields = sum_of(c[:, n] * self.bases[:, :, n] for n in range(c.shape[1]))
        own = (end[:, None].expand(len(fields), 2, 1, 1).flatten(0, 1) for end in self.ends)
        found = invert(fields.flatten(0, 1), steps=steps, ends=Ends(*own))
        return found.view(len(fields), 2, *found.shape[1:]).transpose(0, 1)


def mouth_field(mouths: Sequence[Mouth | None], device: torch.device) -> MouthField:
    """Return the layers of mouths, all of one stride."""
    own = [torch.as_tensor((mouth or BLANK).bases, device=device) for mouth in mouths]
    (stride,) = {mouth.stride for mouth in mouths if mouth} or {1}
    bases, ends = grids_of(own)
    return MouthField(bases / stride, ends, stride)

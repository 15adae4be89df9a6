"""How large each part of the network is: the published sizes, and a tiny one for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from generation.errors import WeightsMissing
from generation.types import Words

POINTS = 21  # key-points; the published layout knows no other number
SHRINK = 4  # features are this much smaller than the picture
ENLARGE = 2  # the frame is this much larger than the picture


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sides in pixels, channels, numbers of blocks. The defaults are the published network.

    picture: side of what appearance and motion read, a multiple of 32. channels × depth:
    the features. first: channels of the appearance's first layer. stages, widths: blocks and
    channels of the motion extractor. bins: of an angle, 3° each. compressed: channels that
    the dense motion looks at. coarse, coarsest, levels: channels at the finest and at most,
    and halvings, of its hourglass. mask: side of its last kernel. wide: channels between
    warping and generator. spread: hidden channels of a SPADE norm. middle: generator blocks.
    last: channels of its last block.
    """

    picture: int = 256
    channels: int = 32
    depth: int = 16
    first: int = 64
    blocks: int = 6
    stages: tuple[int, ...] = (3, 3, 9, 3)
    widths: tuple[int, ...] = (96, 192, 384, 768)
    bins: int = 66
    compressed: int = 4
    coarse: int = 32
    coarsest: int = 1024
    levels: int = 5
    mask: int = 7
    wide: int = 256
    spread: int = 128
    middle: int = 6
    last: int = 64

    def __post_init__(self) -> None:
        """Raise ValueError for sides that cannot be halved as often as the network does."""
        if self.picture % 32 or (self.picture // SHRINK) % (1 << self.levels) or not self.mask % 2:
            raise ValueError("picture must divide by 32 and by 4 · 2**levels, mask must be odd")
        if len(self.stages) != len(self.widths):
            raise ValueError("stages and widths must be as many")

    @property
    def features(self) -> tuple[int, int, int, int]:
        """Return (channels, depth, height, width) of one picture's features."""
        return self.channels, self.depth, self.picture // SHRINK, self.picture // SHRINK

    @property
    def frame(self) -> int:
        """Return the side of a rendered frame in pixels."""
        return self.picture * ENLARGE


PUBLISHED = Sizes()
TINY = Sizes(
    picture=64, channels=4, depth=4, first=4, blocks=1, stages=(1, 1, 1, 1), widths=(8, 8, 16, 16),
    compressed=1, coarse=4, coarsest=16, levels=2, mask=3, wide=16, spread=8, middle=1, last=8,
)  # fmt: skip


def write_sizes(sizes: Sizes) -> str:
    """Return the sizes as JSON, as they lie beside a checkpoint that is not the published one."""
    return json.dumps(asdict(sizes), indent=1)


def read_sizes(text: str, name: str) -> Sizes:
    """Return the sizes that ``write_sizes`` wrote. Raises WeightsMissing naming the file."""
    try:
        told = json.loads(text)
        return Sizes(**{key: _whole(value) for key, value in _known(told).items()})
    except (ValueError, TypeError) as why:
        raise WeightsMissing(
            Words(
                f"{name}: это не описание размеров сети ({why}). Уберите файл, если веса — "
                "изданные.",
                f"{name}: this does not describe the network's sizes ({why}). Remove the file if "
                "the weights are the published ones.",
            )
        ) from why


def _known(told: object) -> Mapping[str, Any]:
    names = {field.name for field in fields(Sizes)}
    if not isinstance(told, dict) or not set(told) <= names:
        raise ValueError("unknown field")
    return told


def _whole(value: object) -> Any:
    if isinstance(value, list):
        return tuple(_whole(one) for one in value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 4096:
        raise ValueError(f"{value!r} is not a whole number 1..4096")
    return value

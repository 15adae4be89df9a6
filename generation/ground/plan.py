"""What the curator drew: brushed things with their paths, flows with their arrows, what stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from generation.types import Bytes2D

Point = tuple[float, float]
Points = tuple[Point, ...]

Motion = Literal["auto", "cut", "water", "wave", "sway", "smoke"]
Ease = Literal["smooth", "linear", "in", "out"]
Loop = Literal["none", "once", "there-and-back", "travel"]
Matte = Literal["auto", "drawn"]

MOTIONS: tuple[Motion, ...] = ("auto", "cut", "water", "wave", "sway", "smoke")
EASES: tuple[Ease, ...] = ("smooth", "linear", "in", "out")
LOOPS: tuple[Loop, ...] = ("none", "once", "there-and-back", "travel")
MATTES: tuple[Matte, ...] = ("auto", "drawn")


class Disc(NamedTuple):
    """A round thing, in pixels of the plan."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the picture: a polygon, a stroke of some width, or a mask. One is given.

    mask: (H, W) uint8 of the plan's own size, 255 inside.
    """

    polygon: Points = ()
    stroke: Points = ()
    width: float = 0.0
    mask: Bytes2D | None = None


@dataclass(frozen=True, slots=True)
class Brushed:
    """A thing that moves along a path.

    path: where its start goes, px; what counts is the way from the first point. seconds: of
    one way. loop: what it does by itself, without a timeline. matte "auto" finds the thing
    inside the area, "drawn" takes the area as it is. halo: px of glow around it that moves
    with it, None to look for one.
    """

    area: Area
    path: Points
    seconds: float = 5.0
    ease: Ease = "smooth"
    loop: Loop = "none"
    matte: Matte = "auto"
    halo: float | None = None


@dataclass(frozen=True, slots=True)
class Flowing:
    """A region that flows without end.

    arrows: (x0, y0, x1, y1), px. amount: 1 is the usual size of the motion. seconds: of one
    loop, None for what suits the motion. found_still: keep what looks like a star, a mast, a
    moon; still adds to that, moving takes away from it. on_sitter: it may lie on the person.
    """

    area: Area
    arrows: tuple[tuple[float, float, float, float], ...] = ()
    motion: Motion = "auto"
    amount: float = 1.0
    seconds: float | None = None
    found_still: bool = True
    still: tuple[Disc | Points, ...] = ()
    moving: tuple[Disc, ...] = ()
    on_sitter: bool = False


@dataclass(frozen=True, slots=True)
class GroundPlan:
    """All that moves in one picture. Pixels of ``size`` (width, height), origin top left."""

    size: tuple[int, int]
    brush: tuple[Brushed, ...] = ()
    flow: tuple[Flowing, ...] = ()
    still: tuple[Points, ...] = field(default=())

"""What is computed once per picture, as plain arrays: the only thing a renderer reads.

Node grids: node (j, i) lies at pixel (i * step, j * step); there are ceil(W/step)+1 columns
and ceil(H/step)+1 rows. All vectors are (x, y) in pixels, y down. Colours are RGB.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from generation.types import Box, Bytes2D, Floats, Landmarks

SCENE_VERSION = 3


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye in its own frame: origin ``centre``, axes ``across`` (to the viewer's right)
    and ``down``, both unit vectors; curves are y over x, 257 samples from x0 by dx."""

    centre: Floats  # (2,)
    across: Floats  # (2,)
    down: Floats  # (2,)
    width: float  # corner to corner, px
    x0: float
    dx: float
    upper: Floats  # (257,) edge of the upper lid
    lower: Floats  # (257,) edge of the lower lid
    brow: Floats  # (257,) the line the lid is stretched from
    iris: Floats  # (2,) centre in the eye frame
    iris_radius: float
    opening: float  # largest lower - upper, px
    box: Box  # pixels outside are never touched
    lid_low: Floats  # (h, w, 3) 0..1, low-pass skin over the box and 0.9 width below it
    lid_high: Floats  # (h, w, 3) signed detail of the same area
    lid_level: float  # mean of lid_low below the box, scales the detail
    glint: Floats  # (h, w) over the box, 0..1: what the catchlight adds to the iris


@dataclass(frozen=True, slots=True)
class Mouth:
    """Two layers that part along the lip line, and what lies between them.

    Heights are in half mouth widths below the lip line; s runs -1..1 from corner to corner.
    Tables over s have 257 samples from -4/3 to 4/3.
    """

    box: Box
    stride: int  # px between nodes of ``bases``
    half: float  # px of half a mouth width
    edge: float  # half widths, softness of the cut
    bases: Floats  # (2 layers: upper, lower; MOUTH_AXES, round, open; 2 xy; h, w) px per unit
    lips: Floats  # (2 layers; MOUTH_AXES, round; 2; 257) half widths per unit, along the line
    line: Floats  # (2, 257) the line in the mouth's frame over s: along, below, half widths
    places: Floats  # (3, H, W) of the box: height, s, and relative brush strokes
    colours: Floats  # (6, 257, 3) dark, warm, tongue, tooth, gum, lip; RGB 0..1 over s
    profiles: Floats  # (5, 257) between teeth, tongue, fall of the jaw, upper and lower teeth
    beard: float  # 0..1
    faint: float  # 0..1, how little the painted lips differ from the skin


@dataclass(frozen=True, slots=True)
class Head:
    """A head that can turn in depth: d = weight * (R - I)[:2] @ (offset - pivot)."""

    centre: Floats  # (2,) of the skull
    face_width: float  # px
    face_height: float
    pivot_drop: float  # px below centre, pivot of pitch and roll
    offset: Floats  # (3, h, w) x, y from centre and depth toward the viewer, px
    weight: Floats  # (h, w) 0..1
    eyes: tuple[Eye, Eye]  # sitter's right, left
    mouth: Mouth
    landmarks: Landmarks  # in scene pixels


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a renderer needs. ``rgb`` is (H, W, 3) uint8, both sides even."""

    source_sha256: str
    rgb: Bytes2D
    step: int
    base_axes: tuple[str, ...]  # which of BASE_AXES this scene has, in order
    bases: Floats  # (K, 2, h, w) px per unit of the axis
    depth: Floats  # (h, w) about 0..1, 1 nearest; drives the camera's parallax
    focus: tuple[float, float]  # px, the fixed point of zoom and camera roll
    limits: dict[str, tuple[float, float]]  # axis -> lowest, highest allowed value
    min_jacobian: float = 1.0  # smallest determinant met inside the limits
    head: Head | None = None
    version: int = field(default=SCENE_VERSION)

    @property
    def size(self) -> tuple[int, int]:
        """Return (width, height) in pixels."""
        return self.rgb.shape[1], self.rgb.shape[0]

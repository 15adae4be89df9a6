"""Which landmark is what: index lists into the MediaPipe face mesh, left to right as seen."""

from __future__ import annotations

from typing import NamedTuple


class EyeIndices(NamedTuple):
    """Lids from the viewer's left corner to the right, brow, and iris (centre first)."""

    upper: tuple[int, ...]
    lower: tuple[int, ...]
    brow: tuple[int, ...]
    brow_top: tuple[int, ...]
    iris: tuple[int, ...]


RIGHT_EYE = EyeIndices(
    (33, 246, 161, 160, 159, 158, 157, 173, 133),
    (33, 7, 163, 144, 145, 153, 154, 155, 133),
    (46, 53, 52, 65, 55),
    (70, 63, 105, 66, 107),
    (468, 469, 470, 471, 472),
)
LEFT_EYE = EyeIndices(
    (362, 398, 384, 385, 386, 387, 388, 466, 263),
    (362, 382, 381, 380, 374, 373, 390, 249, 263),
    (285, 295, 282, 283, 276),
    (336, 296, 334, 293, 300),
    (473, 474, 475, 476, 477),
)
INNER_UPPER_LIP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
INNER_LOWER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
OUTER_UPPER_LIP = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
OUTER_LOWER_LIP = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip

OUTER_CORNER_R, OUTER_CORNER_L = 33, 263
EAR_R, EAR_L = 234, 454
FOREHEAD, CHIN = 10, 152
MOUTH_R, MOUTH_L = 61, 291
PHILTRUM = (0, 13, 14, 17)
NOSE_BASE = 2
LIP_FOLD = 18
CHEEK_R, CHEEK_L = 205, 425
CHIN_FRONT = 199
MESH_POINTS = 468
ALL_POINTS = 478

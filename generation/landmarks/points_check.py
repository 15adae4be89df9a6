"""Tell whether twelve hand points can be a face, and say which point is wrong."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generation.errors import PointsRefused
from generation.landmarks.mesh import yaw_of
from generation.types import Floats, Words

SMALLEST_EYES = 16.0  # px between the outer eye corners
WORST_MISS = 0.25  # rms distance to the average face, in eye distances
WIDEST_YAW = 55.0  # degrees
EYES = ("right_eye", "left_eye")

ALONG = (  # (first, second): the second lies further to the viewer's right
    ("right_eye_outer", "right_eye_inner"),
    ("right_eye_inner", "left_eye_inner"),
    ("left_eye_inner", "left_eye_outer"),
    ("mouth_right", "mouth_left"),
    ("right_cheek", "left_cheek"),
)
BELOW = (  # (first, second): the second lies further down the face
    ("right_eye_inner", "nose_tip"),
    ("nose_tip", "upper_lip"),
    ("upper_lip", "lower_lip"),
    ("lower_lip", "chin"),
)


def check_layout(points: Mapping[str, Floats]) -> None:
    """Refuse points whose order on the face is impossible. Raises PointsRefused."""
    eyes = points["left_eye_outer"] - points["right_eye_outer"]
    distance = float(np.linalg.norm(eyes))
    if distance < SMALLEST_EYES:
        raise PointsRefused(
            Words(
                f"Между наружными углами глаз всего {distance:.0f} пикс.: лицо слишком мелкое.",
                f"Only {distance:.0f} px between the outer eye corners: the face is too small.",
            )
        )
    across = eyes / distance
    down = np.array([-across[1], across[0]], np.float32)
    for axis, pairs, ru, en in (
        (across, ALONG, "правее", "to the right of"),
        (down, BELOW, "ниже", "below"),
    ):
        for first, second in pairs:
            if float((points[second] - points[first]) @ axis) <= 0:
                raise _misplaced(first, second, ru, en)


def check_place(points: Mapping[str, Floats], picture: tuple[int, int]) -> None:
    """Refuse a face without a whole eye in a (width, height) picture. Raises PointsRefused.

    The rest may lie beyond the edge: miniatures of one eye are portraits, too.
    """
    inside = {name: bool(((at >= 0) & (at <= picture)).all()) for name, at in points.items()}
    if not any(inside[f"{eye}_outer"] and inside[f"{eye}_inner"] for eye in EYES):
        width, height = picture
        raise PointsRefused(
            Words(
                f"Ни один глаз не лежит на картине {width} × {height} целиком: проверьте углы "
                "глаз.",
                f"Neither eye lies wholly in the picture, {width} × {height}: check the corners "
                "of the eyes.",
            )
        )


def check_pose(posed: Floats, miss: float) -> None:
    """Refuse a (468, 3) fit that is no face: too far off or turned away. Raises PointsRefused."""
    yaw = yaw_of(posed)
    if abs(yaw) > WIDEST_YAW:
        raise PointsRefused(
            Words(
                f"По точкам лицо повёрнуто на {abs(yaw):.0f}°: профиль оживить нельзя.",
                f"The points turn the face by {abs(yaw):.0f}°: a profile cannot be animated.",
            )
        )
    if miss > WORST_MISS:
        raise PointsRefused(
            Words(
                f"Точки не складываются в лицо (расхождение {miss:.2f} расстояния между глазами).",
                f"The points do not make a face (off by {miss:.2f} of the eye distance).",
            )
        )


def _misplaced(first: str, second: str, ru: str, en: str) -> PointsRefused:
    return PointsRefused(
        Words(
            f"Точка {second} должна быть {ru} точки {first} (если смотреть на картину).",
            f"Point {second} must lie {en} {first}, seen by the viewer.",
        )
    )

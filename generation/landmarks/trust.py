"""Decide whether a face mesh may be animated, and say in words why not."""

from __future__ import annotations

import numpy as np

from generation.landmarks.mesh import yaw_of
from generation.types import Floats, Words

# Measured: 1.00 on every painting whose mesh sits well, 0.00-0.01 on those where it does not.
LOWEST_CONFIDENCE = 0.5
WIDEST_YAW = 42.0  # degrees; Vermeer's girl, turned as far as a rig can follow, reads 35
NARROWEST_CHEEK = -0.1  # nose to far cheek over nose to near: 0.03 on Vermeer, 1 frontal
SMALLEST_FACE = 32.0  # px cheek to cheek; below, eyes are a few pixels
NOSE, RIGHT_CHEEK, LEFT_CHEEK = 1, 234, 454


def doubt(points: Floats, confidence: float) -> Words | None:
    """Return why a (468, 3) mesh in pixels is refused, None when it is trusted."""
    if confidence < LOWEST_CONFIDENCE:
        return Words(
            f"Похоже на лицо, но модель ему не верит (уверенность {confidence:.2f}): оно "
            "слишком условно, повёрнуто, или это не лицо. Чтобы оживить его, поставьте "
            "12 точек вручную.",
            f"This looks like a face, but the model does not trust it (confidence "
            f"{confidence:.2f}): too stylised, turned away, or no face at all. To animate it, "
            "place the 12 points by hand.",
        )
    yaw = yaw_of(points)
    if abs(yaw) > WIDEST_YAW or _cheeks(points) < NARROWEST_CHEEK:
        return Words(
            f"Лицо в профиль (поворот около {abs(yaw):.0f}°): вторую половину лица взять "
            "неоткуда. Такую картину можно оживить только движением камеры.",
            f"The face is in profile (turned about {abs(yaw):.0f}°): its other half is not in "
            "the painting. Such a picture can only be given a camera move.",
        )
    width = float(np.linalg.norm(points[LEFT_CHEEK, :2] - points[RIGHT_CHEEK, :2]))
    if width < SMALLEST_FACE:
        return Words(
            f"Лицо слишком мелкое ({width:.0f} пикс. в ширину). Нужен снимок крупнее.",
            f"The face is too small ({width:.0f} px wide). A larger photograph is needed.",
        )
    return None


def _cheeks(points: Floats) -> float:
    """Return 0..1: how evenly the nose tip lies between the cheeks; negative when outside."""
    axis = points[LEFT_CHEEK, :2] - points[RIGHT_CHEEK, :2]
    right = float((points[NOSE, :2] - points[RIGHT_CHEEK, :2]) @ axis)
    left = float((points[LEFT_CHEEK, :2] - points[NOSE, :2]) @ axis)
    return min(left, right) / max(left, right, 1e-6)

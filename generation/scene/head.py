"""How strongly each node follows the head, the chest and the hair."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from generation.scene import topology as at
from generation.scene.corrections import Corrections
from generation.scene.frame import FaceFrame
from generation.scene.shapes import Array, blur, border_pin, soft_step

PIVOT_DROP = 0.75  # of the face height: where the neck bends
BORDER_REACH = 0.20  # of the shorter side


@dataclass(frozen=True, slots=True)
class Weights:
    """Each (h, w) 0..1: what turns with the head, lifts with breath, sways."""

    head: Array
    chest: Array
    hair: Array


def weights(
    frame: FaceFrame,
    person: Array,
    x: Array,
    y: Array,
    size: tuple[int, int],
    step: int,
    by_hand: Corrections | None = None,
) -> Weights:
    """Return the weights; all vanish on the picture's border. person: (h, w) 0..1, corrected;
    by_hand: what else was."""
    radius, (_, below), chin = frame.ellipse(x, y), frame.place(x, y), frame.chin()
    pin = border_pin(x, y, size, BORDER_REACH * min(size))
    neck = 1 - soft_step(below, chin * 0.98, chin + 0.75 * frame.height)
    head = (1 - soft_step(radius, 1.02, 2.1)) * np.where(below > 0, neck, 1)
    hair = _hair(frame, person, x, y, step)
    rows = soft_step(below, chin + 0.15 * frame.height, chin + frame.height)
    sides = soft_step(np.minimum(x, size[0] - 1 - x), 0, 0.06 * size[0])
    chest = blur(rows * np.clip(person * 1.6, 0, 1) * sides, 24 / step)
    foot = soft_step(size[1] - 1 - y, 0, 0.06 * size[1])
    chest = chest * foot * sides
    if by_hand is not None:
        head, hair = by_hand.head.on(head), by_hand.hair.on(hair) * by_hand.sitter.kept
        chest = chest * by_hand.sitter.kept
    return Weights(head * pin, chest, hair * pin)


def _hair(frame: FaceFrame, person: Array, x: Array, y: Array, step: int) -> Array:
    """The person outside the face's oval, more below than above."""
    oval = np.zeros(x.shape, np.uint8)
    polygon = (frame.points[list(at.OVAL), :2] / step).astype(np.int32)
    cv2.fillPoly(oval, [polygon], 1.0)
    away = cv2.distanceTransform(1 - oval, cv2.DIST_L2, 5).astype(float) * step
    _, below = frame.place(x, y)
    hang = 0.35 + 0.65 * soft_step(below, -0.5 * frame.height, 0.9 * frame.height)
    beyond = soft_step(away, 0.10 * frame.width, 0.5 * frame.width)
    return blur(beyond * np.clip(person * 1.5, 0, 1) * hang, 20 / step)


def assumed_person(frame: FaceFrame, x: Array, y: Array) -> Array:
    """Return (h, w) 0..1 where a sitter would be when no mask is known: head and shoulders."""
    head = 1 - soft_step(frame.ellipse(x, y), 0.95, 1.15)
    along, below = frame.place(x, y)
    chin = frame.chin()
    half = frame.width * (0.55 + 1.1 * soft_step(below, chin, chin + 0.9 * frame.height))
    body = soft_step(below, chin - 0.2 * frame.height, chin + 0.1 * frame.height)
    body *= 1 - soft_step(np.abs(along), half * 0.9, half * 1.15)
    return np.asarray(np.maximum(head, body))

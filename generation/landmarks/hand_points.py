"""Twelve points set by hand → the 478 landmarks of a face the model does not believe in.

JSON: ``{"points": {NAME: [x, y], ...}}`` (or the inner object alone), x right and y down in
pixels of the upright picture; NAME is each key of ``NAMES``; right and left are the sitter's.

An average face is posed by weak perspective (least squares, nearest rotation by SVD), then
bent toward the points by a regularised thin-plate spline in units of the eye distance:
without the regularisation hand noise is amplified five to ten times. ``mean_face.npy`` holds
positions only: the mirrored Procrustes mean of the mesh on eight old public-domain paintings,
unit = half the face width, x right, y down, z away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from scipy.interpolate import RBFInterpolator

from generation.errors import PointsRefused
from generation.landmarks.points_check import check_layout, check_place, check_pose
from generation.types import Floats, Landmarks, Words

NAMES: dict[str, int] = {
    "right_eye_outer": 33,
    "right_eye_inner": 133,
    "left_eye_inner": 362,
    "left_eye_outer": 263,
    "nose_tip": 1,
    "mouth_right": 61,
    "mouth_left": 291,
    "upper_lip": 0,
    "lower_lip": 17,
    "chin": 152,
    "right_cheek": 234,
    "left_cheek": 454,
}
SMOOTHING = 0.05
SAME_FACE = 0.3  # rms eye distances between points and a found face that they correct
IRIS_RADIUS = 0.2  # of the eye's width; 0.16-0.25 measured on five paintings
# The iris sits a little above the line of the corners: -0.03 to -0.09 measured.
IRIS_RISE = 0.06
# Toward the outer corner, up, inner, down, as the iris network orders them.
IRIS_ORDER = np.array([[0, 0], [1, 0], [0, -1], [-1, 0], [0, 1]], np.float32)


def read_points(text: str) -> dict[str, tuple[float, float]]:
    """Return the named points of a JSON text. Raises PointsRefused."""
    try:
        given = json.loads(text)
    except ValueError as error:
        raise PointsRefused(
            Words(f"Файл точек — не JSON ({error}).", f"The points file is not JSON ({error}).")
        ) from error
    if not isinstance(given, dict):
        raise PointsRefused(
            Words("Файл точек должен быть объектом JSON.", "The points must be a JSON object.")
        )
    return named_points(given)


def named_points(given: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Return all twelve points as floats, in the order of NAMES. Raises PointsRefused."""
    inner = given.get("points", given)
    if not isinstance(inner, Mapping):
        raise PointsRefused(Words("Точки не названы.", "The points are not named."))
    missing, unknown = NAMES.keys() - inner.keys(), inner.keys() - NAMES.keys()
    if missing or unknown:
        which = ", ".join(sorted(missing or unknown))
        ru, en = ("Не хватает точек", "Missing points") if missing else (
            "Неизвестные точки", "Unknown points")  # fmt: skip
        raise PointsRefused(Words(f"{ru}: {which}.", f"{en}: {which}."))
    return {name: _pair(name, inner[name]) for name in NAMES}


def landmarks_from_points(
    points: Mapping[str, Any], picture: tuple[int, int] | None = None
) -> Landmarks:
    """Return 478 landmarks from the twelve named points, px. Raises PointsRefused.

    picture: (width, height) in which an eye must lie, None for anywhere.
    """
    named = named_points(points)
    targets = np.array([named[name] for name in NAMES], np.float32)
    placed = dict(zip(NAMES, targets, strict=True))
    check_layout(placed)
    if picture is not None:
        check_place(placed, picture)
    indices = list(NAMES.values())
    posed, off = _pose(mean_face(), indices, targets)
    check_pose(posed, off)
    mesh = _bend(posed, indices, targets)
    irises = np.concatenate([_iris(mesh, 33, 133, 1), _iris(mesh, 362, 263, -1)])
    return Landmarks(np.concatenate([mesh, irises]).astype(np.float32), 1.0, "hand")


def corrected(
    found: Iterable[Landmarks], points: Mapping[str, Any], picture: tuple[int, int] | None = None
) -> Landmarks:
    """Return the face the twelve points describe: the one of those found that they correct,
    bent to them, else an average face. Raises as ``landmarks_from_points``.

    A found mesh knows more than twelve points; where they leave it alone it stays as it was.
    """
    by_hand = landmarks_from_points(points, picture)
    indices = list(NAMES.values())
    named = named_points(points)
    targets = np.array([named[name] for name in NAMES], np.float32)
    unit = _eye_distance(by_hand.points)
    for face in found:
        moves = (targets - face.points[indices, :2]) / unit
        if float(np.sqrt((moves**2).sum(1).mean())) < SAME_FACE:
            return _moved(face, indices, moves * unit)
    return by_hand


def miss_of(name: str, points: Mapping[str, tuple[float, float]]) -> float:
    """Return how far a point lies from where the eleven others put it, in eye distances."""
    targets = np.array([points[other] for other in NAMES], np.float32)
    others = [i for i, other in enumerate(NAMES) if other != name]
    indices = [list(NAMES.values())[i] for i in others]
    posed, _ = _pose(mean_face(), indices, targets[others])
    bent = _bend(posed, indices, targets[others])
    return float(np.linalg.norm(bent[NAMES[name], :2] - points[name]) / _eye_distance(posed))


@lru_cache(maxsize=1)
def mean_face() -> Floats:
    """Return the average face, (468, 3) float32, z away from the viewer."""
    with files("generation.landmarks").joinpath("mean_face.npy").open("rb") as source:
        mean: Floats = np.load(source, allow_pickle=False)
    mean.setflags(write=False)
    return mean


def _pair(name: str, value: Any) -> tuple[float, float]:
    pair = value if isinstance(value, list | tuple) and len(value) == 2 else ()
    numbers = [float(v) for v in pair if isinstance(v, int | float) and np.isfinite(v)]
    if len(numbers) != 2:
        raise PointsRefused(
            Words(
                f"Точка {name} — не пара чисел [x, y].",
                f"Point {name} is not a pair of numbers [x, y].",
            )
        )
    return numbers[0], numbers[1]


def _pose(mean: Floats, indices: list[int], targets: Floats) -> tuple[Floats, float]:
    """Return the mean face in picture pixels, and its rms miss in eye distances."""
    known = mean[indices]
    centre, goal = known.mean(0), targets.mean(0)
    linear = np.linalg.lstsq(known - centre, targets - goal, rcond=None)[0].T
    u, s, vt = np.linalg.svd(linear, full_matrices=False)
    flat = u @ vt
    rotation = np.vstack([flat, np.cross(flat[0], flat[1])])
    posed = (mean - centre) @ rotation.T * s.mean()
    posed[:, :2] += goal
    miss = np.sqrt(((posed[indices, :2] - targets) ** 2).sum(1).mean())
    return posed.astype(np.float32), float(miss / _eye_distance(posed))


def _bend(posed: Floats, indices: list[int], targets: Floats) -> Floats:
    unit = _eye_distance(posed)
    anchors = posed[indices, :2]
    spline = RBFInterpolator(
        anchors / unit, (targets - anchors) / unit, kernel="thin_plate_spline", smoothing=SMOOTHING
    )
    bent = posed.copy()
    bent[:, :2] += spline(posed[:, :2] / unit) * unit
    return bent


def _moved(face: Landmarks, indices: list[int], moves: Floats) -> Landmarks:
    """Return a found face with its named points moved (12, 2) px and the rest carried along."""
    anchors, unit = face.points[indices, :2], _eye_distance(face.points)
    carry = RBFInterpolator(anchors / unit, moves / unit, kernel="thin_plate_spline")
    points = face.points.copy()
    points[:, :2] += carry(points[:, :2] / unit) * unit
    return Landmarks(points.astype(np.float32), face.confidence, "hand")


def _eye_distance(points: Floats) -> float:
    return float(np.linalg.norm(points[33, :2] - points[263, :2]))


def _iris(mesh: Floats, left: int, right: int, first: int) -> Floats:
    """Return (5, 3): centre and rim of an iris between two corners, viewer's left first."""
    across = mesh[right, :2] - mesh[left, :2]
    down = np.array([-across[1], across[0]], np.float32)
    spokes = IRIS_ORDER * IRIS_RADIUS
    spokes[:, 0] *= first
    spokes[:, 1] -= IRIS_RISE
    flat = (mesh[left, :2] + mesh[right, :2]) / 2 + spokes @ np.stack([across, down])
    depth = np.full((5, 1), mesh[[left, right], 2].mean(), np.float32)
    return np.concatenate([flat, depth], 1)

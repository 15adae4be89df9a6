"""Bare winter trees, grown by one rule: a branch divides in two and reaches for the light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.painter.canvas import Canvas
from generation.painter.drawing import Points, lines
from generation.painter.palette import Field

Twig = tuple[float, float, float, float, float]  # x, y, angle, length, width


@dataclass(frozen=True, slots=True)
class Tree:
    """foot: where it stands and height: of the crown's top, in picture heights; lean: radians;
    trunk: nominal pixels; forks: how often a branch divides on its way out."""

    foot: tuple[float, float]
    height: float
    trunk: float
    forks: int = 9
    lean: float = 0.0
    spread: float = 0.42


def bare_tree(canvas: Canvas, tree: Tree, element: str) -> Field:
    """Return the coverage 0..1 (H, W) of one tree."""
    rng, cover = canvas.rng(element), np.zeros(canvas.shape)
    growing: list[Twig] = [(*tree.foot, -np.pi / 2 + tree.lean, tree.height * 0.26, tree.trunk)]
    for _ in range(tree.forks):
        sprouts: list[Twig] = []
        by_width: dict[int, list[Points]] = {}
        for twig in growing:
            points = _grow(twig, rng)
            by_width.setdefault(max(1, round(twig[4] * 4)), []).append(points)
            sprouts += _divide(twig, points, tree, rng)
        for quarters, branches in by_width.items():
            np.maximum(cover, lines(canvas, branches, quarters / 4), out=cover)
        growing = sprouts
    return cover


def _grow(twig: Twig, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Return a slightly crooked stretch of branch."""
    x, y, angle, length, _ = twig
    points = [(x, y)]
    for bend in rng.normal(0, 0.13, 4).tolist():
        angle += bend
        x, y = x + np.cos(angle) * length / 4, y + np.sin(angle) * length / 4
        points.append((float(x), float(y)))
    return points


def _divide(
    twig: Twig, points: list[tuple[float, float]], tree: Tree, rng: np.random.Generator
) -> list[Twig]:
    """Return two or three daughters: one carries on, the others leave to the sides."""
    _, _, angle, length, width = twig
    if length < tree.height * 0.012:
        return []
    out: list[Twig] = []
    for side in (-1.0, 1.0):
        turn = side * tree.spread * rng.uniform(0.45, 1.35)
        up = 0.16 * np.sin(-np.pi / 2 - angle - turn)  # towards the light
        keep = rng.uniform(0.70, 0.88)
        out.append(
            (*points[-1], float(angle + turn + up), length * keep, width * (0.52 + 0.26 * keep))
        )
    if rng.uniform() < 0.55:
        side = rng.choice([-1.0, 1.0])
        start = points[int(rng.integers(2, 4))]
        out.append(
            (*start, float(angle + side * rng.uniform(0.6, 1.0)), length * 0.6, width * 0.45)
        )
    return out

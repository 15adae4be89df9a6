"""What a scene is made from besides the picture: plain values, nothing heavy behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generation.scene.model import SCENE_VERSION


@dataclass(frozen=True, slots=True)
class SceneRecipe:
    """What a scene is made from besides the picture.

    size: the frame's largest (width, height); the painting keeps its own aspect.
    face: index into the faces found, largest first. points: hand points by name, px of the
    picture. beard: 0..1, how far hair covers the lips: the curator's word, for no measure of
    the painting tells it from shade. masks: parts corrected by hand, as ground/masks.py reads.
    """

    size: tuple[int, int] = (1080, 960)
    face: int = 0
    points: dict[str, Any] | None = None
    beard: float = 0.0
    masks: dict[str, Any] | None = None
    version: int = SCENE_VERSION

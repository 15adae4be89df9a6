"""Moving pictures. This is the public face: import from here, nothing is loaded before use."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Cue": "generation.types",
    "Landmarks": "generation.types",
    "Planes": "generation.types",
    "Pose": "generation.types",
    "Words": "generation.types",
    "GenerationError": "generation.errors",
    "Performer": "generation.protocols",
    "Scene": "generation.scene.model",
    "FlowRegion": "generation.scene.flow",
    "load_scene": "generation.scene.store",
    "save_scene": "generation.scene.store",
    "Prepared": "generation.preparing",
    "SceneRecipe": "generation.preparing",
    "prepare_scene": "generation.preparing",
    "open_engine": "generation.registry",
    "ENGINES": "generation.registry",
    "open_picture": "generation.media.picture",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"generation has no {name!r}")
    return getattr(import_module(_HOME[name]), name)

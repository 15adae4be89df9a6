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
    "scene_of": "generation.preparing",
    "Found": "generation.landmarks.find",
    "find_faces": "generation.landmarks.find",
    "read_points": "generation.landmarks.hand_points",
    "read_axes": "generation.rig.posing",
    "keep_within": "generation.rig.posing",
    "write_clip": "generation.offline",
    "write_still": "generation.offline",
    "describe": "generation.description",
    "examine": "generation.doctor",
    "Finding": "generation.doctor",
    "prepare_scene": "generation.preparing",
    "open_engine": "generation.registry",
    "ENGINES": "generation.registry",
    "open_picture": "generation.media.picture",
    "Comparison": "generation.quality.report",
    "Report": "generation.quality.report",
    "Wanted": "generation.quality.measure",
    "compare_clips": "generation.quality.measure",
    "measure_clip": "generation.quality.measure",
    "measures_json": "generation.quality.table",
    "measures_table": "generation.quality.table",
    "encode_clean": "generation.media.picture",
    "derivative": "generation.media.picture",
    "PictureLimits": "generation.media.picture",
    "PictureRefused": "generation.errors",
    "Hub": "generation.live.hub",
    "Viewer": "generation.live.viewer",
    "fits": "generation.live.capacity",
    "Ack": "generation.live.wire",
    "Phase": "generation.live.wire",
    "Pointer": "generation.live.wire",
    "WireError": "generation.live.wire",
    "parse_from_viewer": "generation.live.wire",
    "Bye": "generation.live.messages",
    "Health": "generation.live.messages",
    "Hello": "generation.live.messages",
    "Offer": "generation.live.messages",
    "Pause": "generation.live.messages",
    "Quality": "generation.live.messages",
    "Refused": "generation.live.messages",
    "Role": "generation.live.messages",
    "build_text": "generation.live.messages",
    "choose_codec": "generation.live.messages",
    "parse_text": "generation.live.messages",
    "STREAM_VERSION": "generation.live.messages",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"generation has no {name!r}")
    return getattr(import_module(_HOME[name]), name)

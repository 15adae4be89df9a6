"""Render a clip or a still to a file, without a museum around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from generation.media.clip import ClipWriter, write_whole
from generation.media.picture import encode_clean
from generation.protocols import Performer
from generation.rig.renderer import TorchRenderer, to_bytes
from generation.scene.model import Scene
from generation.types import NO_CUE, REST, Bytes2D

Progress = Callable[[int], object]


def draw_still(scene: Scene, axes: Mapping[str, float]) -> Bytes2D:
    """Return (H, W, 3) uint8 of one pose by the reference renderer; at rest, the painting."""
    colours = TorchRenderer(scene).render_rgb([REST.with_(**axes)])
    return np.ascontiguousarray(to_bytes(colours)[0].transpose(1, 2, 0))


def write_still(scene: Scene, axes: Mapping[str, float], path: Path) -> None:
    """Write one pose as a lossless PNG, whole or not at all. Raises EncoderFailed."""
    write_whole(path, encode_clean(draw_still(scene, axes), "PNG"))


def write_clip(performer: Performer, path: Path, frames: int, fps: int, progress: Progress) -> None:
    """Write what a performer does by itself as an MP4, whole or not at all.

    ``progress`` is called with 1 after each frame. Raises EngineFailed or EncoderFailed.
    """
    with ClipWriter(path, performer.size, fps) as clip:
        for index in range(frames):
            performer.frame(index / fps, NO_CUE, clip.planes)
            clip.write()
            progress(1)

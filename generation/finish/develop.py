"""Develop a scene: everything of a finish that lies in the painting itself, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from generation.finish.blur import defocus, glow
from generation.finish.colour import grained, holding_gain, skin_mask, toned
from generation.finish.model import PAINTING, Finish
from generation.finish.optics import falloff, part_colours
from generation.scene.model import Eye, Head, Scene
from generation.types import Bytes2D, Floats

GAMMA = 2.2


def developed(scene: Scene, finish: Finish, *, seed: int) -> Scene:
    """Return the scene with its painting, lids and mouth as this finish colours them.

    Depth of field, bloom, aberration, tone and grain are drawn into the source, in this order,
    so that they cost nothing while it plays. ``Finish()`` returns the scene itself.
    """
    if finish == PAINTING:
        return scene
    rng = np.random.default_rng(seed)
    before = np.asarray(scene.rgb / np.float32(255), np.float32)
    linear = np.asarray(before**GAMMA, np.float32)
    after = through_lens(defocus(linear, scene, finish, rng), finish)
    lit = after * light_left(scene.size, finish)
    gain = holding_gain(before, lit, skin_mask(scene), finish)
    rgb = _bytes(grained(after * gain, finish, rng))
    head = None if scene.head is None else _head(scene.head, finish, gain)
    return replace(scene, rgb=rgb, head=head)


def through_lens(light: Floats, finish: Finish) -> Floats:
    """Return colours 0..1 of linear light (H, W, 3): bloom, aberration and tone."""
    return toned(part_colours(_encoded(glow(light, finish)), finish), finish)


def light_left(size: tuple[int, int], finish: Finish) -> Floats:
    """Return (H, W, 1), or one number as such, of the light a lens leaves."""
    fall = falloff(size, finish)
    if fall is None:
        return np.ones((1, 1, 1), np.float32)
    columns, rows = fall
    return np.asarray((rows[:, None] * columns)[..., None], np.float32)


def _encoded(light: Floats) -> Floats:
    """Bring light back to 0..1, highlights rolled off softly above .9."""
    top = np.float32(0.9)
    value = np.maximum(light, 0) ** np.float32(1 / GAMMA)
    over = np.maximum(value - top, 0)
    return np.asarray(np.where(value > top, top + over / (1 + over), value), np.float32)


def _bytes(rgb: Floats) -> Bytes2D:
    return np.asarray(np.rint(np.clip(rgb, 0, 1) * 255), np.uint8)


def _head(head: Head, finish: Finish, gain: Floats) -> Head:
    """Tone the colours that do not come from the painting: lids and the inside of the mouth."""

    def tone(texture: Floats) -> Floats:
        return np.asarray(np.clip(toned(texture, finish) * gain, 0, 1), np.float32)

    first, second = (_eye(eye, tone) for eye in head.eyes)
    mouth = replace(head.mouth, colours=tone(head.mouth.colours))
    return replace(head, eyes=(first, second), mouth=mouth)


def _eye(eye: Eye, tone: Callable[[Floats], Floats]) -> Eye:
    low = tone(eye.lid_low)
    level = eye.lid_level * float(low.mean() / max(eye.lid_low.mean(), 1e-6))
    return replace(
        eye, lid_low=low, lid_high=tone(eye.lid_low + eye.lid_high) - low, lid_level=level
    )

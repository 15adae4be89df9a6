"""What a living painting shows that was never painted, and what of the paint has moved.

*Invented*: the hollow of a mouth and its teeth, a lid over an eyeball, a catchlight put where
there was none, what was painted behind a thing that moved away, light and shade laid on, and
paint drawn out so far that it is mostly interpolated. *Moved*: the painter's own paint, in
another place. Both come from the numbers frames are drawn from, never from comparing frames.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import cv2
import numpy as np

from generation.ground.lattice import Lattice
from generation.ground.painted import PaintedGround, prepare_ground
from generation.ground.reading import read_ground
from generation.rig.director import Director
from generation.rig.numbers import moves_mouth
from generation.rig.posing import Pinned
from generation.rig.renderer import TorchRenderer
from generation.rig.touching import STRETCHED
from generation.scene.model import Scene
from generation.scene.shapes import Array, floats, soft_step
from generation.tratteggio.reach import Ends, ends_of, farthest, moments, mouth_reach, reach_of
from generation.types import BRUSH_TRACKS, MOUTH_AXES, NO_CUE, Bytes2D, Cue, Pose, Timeline

UNSEEN, VISIBLE, FAR = 0.25, 0.5, 0.02  # px, px, and of the picture's width: see _grade
COUNTED = 85  # of 255: what is touched less is in no share
TOLD_FROM = 0.0005  # of the picture: less of drawn out paint is not worth a word
BATCH = 8  # poses at once, for memory

Part = Literal["lids", "mouth", "behind", "drawn"]
Told = Mapping[str, Any]  # a ground as docs/motion-brush.md has it


class Shares(NamedTuple):
    """Percent of the picture, 0..100; what is both counts as invented."""

    invented: float
    moved: float


@dataclass(frozen=True, slots=True, eq=False)
class Touched:
    """What was done to a picture, (H, W) uint8 each, 0 where nothing was.

    invented: how much of a pixel is not the painter's, 255 all of it. moved: how far the
    paint has come, 85 at half a pixel, 255 from a fiftieth of the picture's width. parts: what
    is ever invented: lids over eyes, the inside of the mouth, what lies behind things that
    leave their place, paint drawn out; of one moment they are not told.
    """

    invented: Bytes2D
    moved: Bytes2D
    parts: tuple[Part, ...] = ()

    @property
    def shares(self) -> Shares:
        """Return how much of the picture each is: what is a third invented, or half a px away."""
        made = self.invented >= COUNTED
        moved = (self.moved >= COUNTED) & ~made
        return Shares(100 * float(made.mean()), 100 * float(moved.mean()))


def untouched(scene: Scene) -> Touched:
    """Return what an engine does to a scene that only shows it: nothing."""
    nothing = np.zeros(scene.rgb.shape[:2], np.uint8)
    return Touched(nothing, nothing)


def wholly_made(scene: Scene) -> Touched:
    """Return what a film does to a scene: any pixel may be a network's, and nobody knows which."""
    everything = np.full(scene.rgb.shape[:2], 255, np.uint8)
    return Touched(everything, np.zeros_like(everything))


def touched(
    scene: Scene, ground: Told | None = None, timelines: Sequence[Timeline] | None = None
) -> Touched:
    """Return what is ever invented or moved, in the place it has in the painting.

    ground: what is brushed and flows, as a curator drew it. timelines: every script there is,
    () where the portrait has none; None stands for any script within the scene's limits.
    Raises BrushRefused where the ground cannot be.
    """
    reach = reach_of(scene, timelines)
    invented, moved = _drawn(scene, moments(reach, timelines))
    far, drawn = farthest(scene, reach)
    lattice = Lattice.of(scene)
    moved = np.maximum(moved, lattice.to_pixels(floats(far)))
    stretched = soft_step(lattice.to_pixels(floats(drawn)), *STRETCHED)
    invented = np.maximum(invented, stretched)
    if scene.head is not None:
        box = scene.head.mouth.box
        own = Lattice((box.right - box.left, box.bottom - box.top), scene.head.mouth.stride)
        part = moved[box.top : box.bottom, box.left : box.right]
        np.maximum(part, own.to_pixels(floats(mouth_reach(scene, reach))), out=part)
    holes = np.zeros_like(invented)
    for told, amounts in _grounds(ground, timelines):
        behind, away = _prepared(scene, told).touched(amounts)
        holes, moved = np.maximum(holes, behind), np.maximum(moved, away)
    there: dict[Part, bool] = {
        "lids": scene.head is not None,
        "mouth": any(reach[axis][1] > 0 for axis in MOUTH_AXES if axis in reach),
        "behind": bool(holes.any()),
        "drawn": bool((stretched > COUNTED / 255).mean() > TOLD_FROM),
    }
    found = _graded(np.maximum(invented, holes), moved)
    return replace(found, parts=tuple(part for part, is_ in there.items() if is_))


def touched_at(
    scene: Scene,
    t: float,
    cue: Cue = NO_CUE,
    *,
    seed: int,
    ground: Told | None = None,
    held: Mapping[str, float] | None = None,
) -> Touched:
    """Return what is invented and moved in the frame of one moment, in the frame's own pixels.

    t: seconds since the stage began; cue: see Performer.frame; held: axes a curator pinned.
    The pose is the director's own, had it just begun: the half second in which a script is
    taken up or let go is not in it. Raises BrushRefused.
    """
    director = Pinned(Director(scene, seed=seed), held or {})
    pose = director.pose(t, cue)
    told = ground if cue.timeline is None or cue.timeline.ground is None else cue.timeline.ground
    prepared = None if told is None else _prepared(scene, told)
    amounts = dict(director.ground_amounts(cue))
    if prepared is not None and told is ground:
        idle = {name: n * director.life for name, n in prepared.idle(t).items()}
        amounts = {name: max(amounts.get(name, 0.0), n) for name, n in idle.items()}
    return touched_in(scene, pose, prepared, t, amounts)


def touched_in(
    scene: Scene,
    pose: Pose,
    ground: PaintedGround | None = None,
    t: float = 0.0,
    amounts: Mapping[str, float] | None = None,
) -> Touched:
    """Return what is invented and moved in one pose, over the ground at t seconds."""
    renderer = TorchRenderer(scene)
    touch = renderer.touch([pose])
    invented, moved = (np.asarray(part[0]) for part in touch)
    if ground is not None:
        off = np.asarray(renderer.source_map([pose])[0])
        place = Lattice.of(scene).to_pixels(floats(np.moveaxis(off, 0, -1)))
        rows, columns = np.indices(place.shape[:2], np.float32)
        x, y = columns + place[..., 0], rows + place[..., 1]
        behind, away = (
            cv2.remap(layer, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            for layer in ground.touched_at(t, amounts or {})
        )
        invented, moved = np.maximum(invented, behind), np.maximum(moved, away)
    return _graded(invented, moved)


def _drawn(scene: Scene, poses: Sequence[Pose]) -> tuple[Array, Array]:
    """Return the most that is invented in any of the poses, and the px moved, (H, W) each."""
    renderer, shape = TorchRenderer(scene), scene.rgb.shape[:2]
    most = np.zeros((2, *shape), np.float32)
    for batch in _batches(poses):
        touch = renderer.touch(batch)
        most = np.maximum(most, np.stack([np.asarray(part.amax(0)) for part in touch]))
    return most[0], most[1]


def _batches(poses: Sequence[Pose]) -> list[Sequence[Pose]]:
    """Poses that are drawn alike together: a shut eye needs no mouth computed."""
    apart = [[p for p in poses if moves_mouth(p) == spoken] for spoken in (False, True)]
    return [part[n : n + BATCH] for part in apart for n in range(0, len(part), BATCH)]


def _grounds(
    own: Told | None, timelines: Sequence[Timeline] | None
) -> list[tuple[Told, dict[str, float]]]:
    """Return every ground there is, and how far scripts take each thing in it, 0..1."""
    found = []
    if own is not None:
        using = [t for t in timelines or () if t.ground is None]
        any_ = None if timelines is not None else dict.fromkeys(BRUSH_TRACKS, 1.0)
        found.append((own, any_ or {"flow": 1.0, **_amounts(ends_of(using))}))
        found[0][1]["flow"] = 1.0
    for timeline in timelines or ():
        if timeline.ground is not None:
            found.append((timeline.ground, _amounts(ends_of([timeline]))))
    return found


def _amounts(ends: Ends) -> dict[str, float]:
    return {name: ends[name][1] for name in (*BRUSH_TRACKS, "flow") if name in ends}


def _prepared(scene: Scene, told: Told) -> PaintedGround:
    return prepare_ground(scene, read_ground(told, scene.size))


def _graded(invented: Array, moved: Array) -> Touched:
    """Round to bytes: a share, and px brought to 0..1 by way of 1/3 where they become visible."""
    far = FAR * moved.shape[1]
    grades = np.interp(moved, (UNSEEN, VISIBLE, far), (0.0, 1 / 3, 1.0))
    return Touched(_bytes(invented), _bytes(grades))


def _bytes(share: Array) -> Bytes2D:
    return np.asarray(np.rint(np.clip(share, 0, 1) * 255), np.uint8)

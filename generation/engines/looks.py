"""How a scene looks: one finish, and what moves in the painting by itself, ready to be drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any, Literal, Protocol

import cv2

from generation.devices.lease import locks
from generation.devices.picking import pick
from generation.engines.exposed import Exposed, Renderer, needs_exposure, open_exposure
from generation.finish.develop import developed
from generation.finish.model import Finish
from generation.finish.optics import bent_nodes
from generation.ground.painted import PaintedGround, prepare_ground
from generation.ground.reading import read_ground
from generation.media.yuv import around, copy_box, empty_planes, overlap, planes_from_rgb
from generation.protocols import Ground, OnDevice
from generation.scene.model import Scene
from generation.types import Box, Floats, Planes, Pose

FADE = 0.4  # s from one look to the next

Wanted = tuple[Finish, str]  # a finish, and the ground as JSON text, empty for none


class Drawing(Protocol):
    """What draws a moment into planes; False when nothing changed."""

    def draw(self, t: float, pose: Pose, amounts: Mapping[str, float], out: Planes) -> bool: ...


class Face(Protocol):
    """What draws a face in the rig's place, into the painting the rig bends."""

    @property
    def box(self) -> Box:
        """Return the even box of pixels ``paste`` may change."""
        ...

    def follow(self, t: float, pose: Pose) -> tuple[Pose, bool]:
        """Return what is left of a pose for the rig, and whether ``paste`` has news."""
        ...

    def paste(self, painting: Planes, out: Planes) -> None:
        """Write the box of ``out``: the painting with the face over it."""
        ...


OpenFace = Callable[[Scene], Face]
Drawer = Literal["auto", "fast", "reference", "cuda"]


class Look:
    """A scene under one finish with one ground. Not thread-safe.

    alive: whether the ground also moves by itself, as the portrait's own does. face: what
    draws the face, None for the renderer itself.
    """

    def __init__(
        self,
        scene: Scene,
        renderer: Renderer,
        exposed: Exposed | None,
        ground: Ground | None,
        *,
        alive: bool = False,
        face: Face | None = None,
    ) -> None:
        self.ground, self._alive, self._face = ground, alive, face
        self._renderer, self._exposed = renderer, exposed
        still = ground is None and face is None
        self._source = None if still else planes_from_rgb(scene.rgb)
        self._shown = None if face is None else planes_from_rgb(scene.rgb)

    def draw(self, t: float, pose: Pose, amounts: Mapping[str, float], out: Planes) -> bool:
        """Move the ground, bend the painting, expose it; False when nothing changed.

        t: seconds that stand still while the stage is paused; amounts: see Ground.draw, and
        "life", 0..1 of what a ground that is alive does by itself.
        """
        box = self._move_ground(t, amounts)
        if self._face is not None:
            pose, news = self._face.follow(t, pose)
            box = self._paste_face(self._face, box, news)
        painting = self._source if self._shown is None else self._shown
        if box is not None and painting is not None:
            self._renderer.repaint(painting, box)
        if self._exposed is None:
            return self._renderer.render(pose, out)
        return self._exposed.render(pose, t, out)

    @property
    def device_ms(self) -> float:
        """Return the milliseconds the last frame took on a device, see OnDevice."""
        parts: tuple[object, ...] = (self._renderer, self._face)
        return sum(part.device_ms for part in parts if isinstance(part, OnDevice))

    def _move_ground(self, t: float, amounts: Mapping[str, float]) -> Box | None:
        if self.ground is None or self._source is None:
            return None
        if self._alive and isinstance(self.ground, PaintedGround):
            idle = self.ground.idle(t)
            life = amounts.get("life", 1.0)
            amounts = {name: max(amounts.get(name, 0.0), n * life) for name, n in idle.items()}
        return self.ground.draw(t, amounts, self._source)

    def _paste_face(self, face: Face, moved: Box | None, news: bool) -> Box | None:
        """Lay the face over what moved beneath it; return all that changed."""
        assert self._source is not None and self._shown is not None
        if moved is not None:
            copy_box(self._source, self._shown, moved)
        if news or (moved is not None and overlap(moved, face.box)):
            face.paste(self._source, self._shown)
            return face.box if moved is None else around(moved, face.box)
        return moved


class Fading:
    """One look, or two of them while the second comes in over the first."""

    def __init__(self, look: Drawing, size: tuple[int, int]) -> None:
        self.look, self._before, self._since = look, look, 0.0
        self._scratch = empty_planes(*size), empty_planes(*size)

    def turn_to(self, look: Drawing, t: float) -> None:
        """Begin to show another look at t seconds; the first frame of all has it whole."""
        if look is not self.look:
            self._before, self.look, self._since = self.look if t > 0 else look, look, t

    def draw(self, t: float, pose: Pose, amounts: Mapping[str, float], out: Planes) -> bool:
        """See Look.draw. Between two looks both are drawn and mixed."""
        share = min((t - self._since) / FADE, 1.0)
        if self._before is self.look or share >= 1:
            self._before = self.look
            return self.look.draw(t, pose, amounts, out)
        weight = share * share * (3 - 2 * share)
        for look, planes in zip((self._before, self.look), self._scratch, strict=True):
            look.draw(t, pose, amounts, planes)
        for target, a, b in zip(out, *self._scratch, strict=True):
            target[:] = cv2.addWeighted(a, 1 - weight, b, weight, 0)
        return True


def wanted_look(finish: Finish, ground: Mapping[str, Any] | None) -> Wanted:
    """Return what tells two looks apart."""
    return finish, json.dumps(dict(ground), sort_keys=True) if ground else ""


def open_look(
    scene: Scene,
    wanted: Wanted,
    renderer: Drawer,
    luma: Literal["catmull-rom", "linear"],
    *,
    seed: int,
    alive: bool = False,
    open_face: OpenFace | None = None,
    device: str = "auto",
) -> Look:
    """Make a look ready: develop the painting, prepare its ground. Seconds.

    alive: whether the ground also moves by itself. open_face: what draws the face of the
    developed painting in the renderer's place. device: see open_renderer.
    Raises BrushRefused where the ground cannot be, and what ``open_face`` and open_renderer do.
    """
    finish, told = wanted
    painted = developed(scene, finish, seed=seed)
    ground = prepare_ground(painted, read_ground(json.loads(told), scene.size)) if told else None
    bent = bent_nodes(scene.size, scene.step, finish)
    drawing, fast = open_renderer(painted, renderer, luma, bent, device)
    exposed = None
    if needs_exposure(finish):
        exposed = Exposed(drawing, open_exposure(scene, finish, fast=fast), finish, seed=seed)
    face = open_face(painted) if open_face else None
    return Look(painted, drawing, exposed, ground, alive=alive, face=face)


def open_renderer(
    scene: Scene,
    renderer: Drawer,
    luma: Literal["catmull-rom", "linear"],
    lens: Floats | None,
    device: str = "auto",
) -> tuple[Renderer, bool]:
    """Return what draws the scene, and whether the fast kernels are here too.

    "cuda" draws on ``device`` with everybody who draws there; where "auto" finds no GPU that
    this process may own, it is "auto". Raises DeviceRefused, DeviceLost, MemoryShort.
    """
    if renderer == "cuda":
        where = pick(device, purpose="the rig", folder=locks()).device
        if where != "cpu" or device == "cpu":
            from generation.rig.together import SharedRenderer

            return SharedRenderer(scene, where, lens), find_spec("numba") is not None
    if renderer != "reference":
        try:
            from generation.fast.rehearsal import rehearse_poses
            from generation.fast.renderer import FastRenderer
        except ImportError:
            if renderer == "fast":
                raise
        else:
            drawing = FastRenderer(scene, luma, lens)
            rehearse_poses(drawing, scene)
            return drawing, True
    from generation.rig.renderer import TorchPlanesRenderer

    return TorchPlanesRenderer(scene, lens=lens), False

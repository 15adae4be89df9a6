"""The default engine: the painting itself, gently bent. No neural network draws anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any, ClassVar, Literal

from generation.capabilities import Capabilities, Licence
from generation.engines.looks import (
    Drawer,
    Drawing,
    Fading,
    Look,
    OpenFace,
    Wanted,
    open_look,
    wanted_look,
)
from generation.findings import Finding
from generation.finish.reading import read_finish
from generation.making import Models
from generation.options import check_fields
from generation.protocols import OnDevice
from generation.rig.director import Director
from generation.rig.posing import Pinned, keep_within
from generation.scene.model import Scene
from generation.types import Cue, Planes, Timeline, Words

MOST_TIMELINES = 64  # that are remembered as ready

FinishOption = Annotated[
    str | Mapping[str, Any],
    Words("отделка: имя или параметры (finish.md)", "finish: name or parameters (finish.md)"),
]
GroundOption = Annotated[
    Mapping[str, Any] | None,
    Words(
        "что движется в картине само (motion-brush.md)",
        "what moves in the painting by itself (motion-brush.md)",
    ),
]


@dataclass(frozen=True, slots=True)
class RigOptions:
    """renderer: "auto" takes the fast one where numba works, else the torch reference; "cuda"
    draws on ``device`` together with every stage there (docs/gpu.md). device: as devices.pick
    takes it, "auto" for the first free GPU.

    pose: axis → number, held fixed while everything else lives. finish: a preset's name or a
    mapping, see docs/finish.md. ground: what is brushed and flows, None for nothing.
    Raises OptionsRefused, FinishRefused.
    """

    renderer: Annotated[
        Drawer,
        Words(
            "что рисует кадр: быстрое ядро, torch или GPU",
            "what draws: the fast kernels, torch or a GPU",
        ),
    ] = "auto"
    device: Annotated[
        str, Words("устройство для «cuda»: auto, cuda:0", 'device for "cuda": auto, cuda:0')
    ] = "auto"
    luma: Annotated[
        Literal["catmull-rom", "linear"],
        Words("чем берётся яркость между пикселями", "how brightness is taken between pixels"),
    ] = "catmull-rom"
    pose: Annotated[
        Mapping[str, float],
        Words("оси, которые держатся на месте", "axes held where they are put"),
    ] = field(default_factory=dict)
    finish: FinishOption = "painting"
    ground: GroundOption = None

    def __post_init__(self) -> None:
        check_fields(self)
        read_finish(self.finish)


class RigPerformer:
    """A director who decides the pose, and looks that draw it. See Performer.

    open_face: what draws the face in the rig's place, None for the rig itself.
    """

    def __init__(
        self,
        scene: Scene,
        director: Director | Pinned,
        options: RigOptions,
        seed: int,
        open_face: OpenFace | None = None,
    ) -> None:
        self.size, self._open_face = scene.size, open_face
        self._scene, self._director, self._options, self._seed = scene, director, options, seed
        self._own = wanted_look(read_finish(options.finish), options.ground)
        self._looks = {self._own: self._open(self._own)}
        self._wanted: dict[Timeline, Wanted] = {}
        self._fading = Fading(self._looks[self._own], scene.size)
        self._last, self._paused = 0.0, 0.0

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready. Raises FinishRefused and BrushRefused."""
        finish, own_ground = self._own[0], self._options.ground
        if timeline.finish is not None:
            finish = read_finish(timeline.finish)
        wanted = wanted_look(finish, own_ground if timeline.ground is None else timeline.ground)
        if wanted not in self._looks:
            self._looks[wanted] = self._open(wanted)
        self._wanted[timeline] = wanted
        for old in list(self._wanted)[:-MOST_TIMELINES]:
            del self._wanted[old]
        kept = {self._own, wanted, *self._wanted.values()}
        self._looks = {told: look for told, look in self._looks.items() if told in kept}

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame."""
        if cue.paused:
            self._paused += max(t - self._last, 0.0)
        self._last = max(t, self._last)
        now = self._last - self._paused
        pose = self._director.pose(t, cue)
        told = self._director.ground_amounts(cue)
        self._fading.turn_to(self._look(cue, told), now)
        return self._fading.draw(now, pose, {**told, "life": self._director.life}, out)

    @property
    def device_ms(self) -> float:
        """Return the milliseconds the last frame took on a device, see OnDevice."""
        look = self._fading.look
        return look.device_ms if isinstance(look, OnDevice) else 0.0

    def _look(self, cue: Cue, told: Mapping[str, float]) -> Drawing:
        """The look of the cue; one that a script leaves stays until its ground is at rest."""
        look = self._looks[self._own]
        if cue.timeline is not None:
            return self._looks[self._wanted.get(cue.timeline, self._own)]
        shown = self._fading.look
        moving = isinstance(shown, Look) and shown.ground is not None and any(told.values())
        return shown if moving else look

    def _open(self, wanted: Wanted) -> Look:
        own = self._options
        alive = wanted[1] == self._own[1]
        return open_look(
            self._scene, wanted, own.renderer, own.luma,
            seed=self._seed, alive=alive, open_face=self._open_face, device=own.device,
        )  # fmt: skip


class RigEngine:
    """Live and offline; needs a CPU and, for speed, numba."""

    Options = RigOptions
    CAPABILITIES: ClassVar[Capabilities] = Capabilities(
        tasks=frozenset({"live"}),
        draws="animation",
        licence=Licence("Apache-2.0"),
        takes=frozenset({"seed", "motion-brush", "camera"}),
    )

    def __init__(self, options: RigOptions) -> None:
        self._options = options

    @classmethod
    def check(cls, options: RigOptions) -> Iterator[Finding]:
        """Yield whether the kernels are here that draw a frame fast enough for a hall."""
        name = "numba"
        try:
            found = version(name)
        except PackageNotFoundError:
            slow = Words(
                "не установлена: рисовать будет медленный путь на torch",
                "not installed: the slow torch path will draw",
            )
            mend = Words("Выполните «make setup».", "Run “make setup”.")
            yield Finding(name, False, slow, mend, required=options.renderer == "fast")
        else:
            yield Finding(name, True, Words(found, found))

    def weights(self) -> Models:
        """Return nothing: the painting itself is bent, no network draws."""
        return ()

    def prepare(self, scene: Scene, *, seed: int) -> RigPerformer:
        """See LiveEngine.prepare. Raises BrushRefused where the ground cannot be, and with
        "cuda" DeviceRefused, DeviceLost, MemoryShort."""
        life = Director(scene, seed=seed)
        held = keep_within(self._options.pose, scene)[0]
        return RigPerformer(scene, Pinned(life, held) if held else life, self._options, seed)

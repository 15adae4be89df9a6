"""LivePortrait as a live engine: a neural network draws the face, the rig bends the rest.

The same Director decides every pose: a gaze follows the finger, an answer is spoken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from generation.capabilities import Capabilities
from generation.devices.picking import present
from generation.engines.rig import FinishOption, GroundOption, RigOptions, RigPerformer
from generation.errors import FaceNotTrusted, GenerationError, OptionsRefused
from generation.findings import Finding
from generation.finish.reading import read_finish
from generation.liveportrait.layout import weight_files
from generation.making import Models
from generation.options import Within, check_fields
from generation.rig.director import Director
from generation.scene.model import Scene
from generation.types import Words
from generation.weights.known import KNOWN
from generation.weights.manifest import NAME, hashes, weights_dir, weights_names

if TYPE_CHECKING:
    from generation.engines.looks import Face, OpenFace
    from generation.liveportrait.device import Device
    from generation.liveportrait.templates import Template

_ABSENT = Words(
    "Такого устройства здесь нет: выберите «auto».", "There is no such device: choose “auto”."
)
NO_FACE = Words(
    "На этой картине лицо не найдено, а LivePortrait оживляет только лица.",
    "No face was found in this painting, and LivePortrait animates only faces.",
)
_LICENCE = next(one.licence for one in KNOWN if one.name == "liveportrait")


@dataclass(frozen=True, slots=True)
class LivePortraitOptions:
    """weights: the name of a registered set (``manage.py models add``), or a folder's path.

    device: "auto" takes the first GPU, else the CPU. dtype: "auto" is half precision on a GPU.
    fps: how often the face is drawn at most, 0 for every frame. template: a motion template's
    path, "" for none (see docs/liveportrait.md). finish, ground: as the rig's.
    Raises OptionsRefused, FinishRefused.
    """

    weights: Annotated[str, Words("имя или папка весов", "name or folder of the weights")] = (
        "liveportrait"
    )
    device: Annotated[str, Words("устройство: auto, cpu, cuda:0", "device: auto, cpu, cuda:0")] = (
        "auto"
    )
    dtype: Annotated[
        Literal["auto", "float32", "float16", "bfloat16"], Words("точность", "precision")
    ] = "auto"
    fps: Annotated[
        float,
        Within(0, 60),
        Words("кадров лица в секунду, 0 — все", "face frames a second, 0: all"),
    ] = 0.0
    template: Annotated[str, Words("шаблон движения (.npz)", "motion template (.npz)")] = ""
    finish: FinishOption = "painting"
    ground: GroundOption = None

    def __post_init__(self) -> None:
        check_fields(self)
        read_finish(self.finish)
        kind, _, number = self.device.partition(":")
        if self.device not in ("auto", "cpu", "cuda") and not (kind == "cuda" and number.isdigit()):
            raise OptionsRefused(
                Words(
                    f"device: «{self.device}» не бывает. Есть: auto, cpu, cuda, cuda:N.",
                    f"device: {self.device!r} does not exist. Known: auto, cpu, cuda, cuda:N.",
                )
            )


class LivePortraitEngine:
    """Live and offline; needs the published weights and, for real time, a GPU."""

    Options = LivePortraitOptions
    CAPABILITIES: ClassVar[Capabilities] = Capabilities(
        tasks=frozenset({"live"}),
        draws="modified",
        licence=_LICENCE,
        needs=frozenset({"weights", "gpu"}),
        takes=frozenset({"seed", "motion-brush", "camera"}),
    )

    def __init__(self, options: LivePortraitOptions) -> None:
        self._options = options

    @classmethod
    def check(cls, options: LivePortraitOptions) -> Iterator[Finding]:
        """Yield whether the weights are here, and a device quick enough. Loads no weights."""
        try:
            folder = folder_of(options.weights)
            weight_files(folder)
            yield Finding("LivePortrait", True, _same(str(folder)))
        except GenerationError as error:
            absent = Words("весов нет", "no weights")
            yield Finding("LivePortrait", False, absent, error.for_people)
        yield _device_found(options.device)

    def weights(self) -> Models:
        """Return (name, SHA-256) of every weight file. Raises WeightsMissing."""
        own = self._options.weights
        if own in weights_names():
            return hashes(own)
        files = weight_files(folder_of(own)).values()
        home = Path(own).name
        return tuple(
            (f"{home}/{file.name}", _digest(file, file.stat().st_mtime_ns)) for file in files
        )

    def prepare(self, scene: Scene, *, seed: int) -> RigPerformer:
        """See LiveEngine.prepare. Raises FaceNotTrusted where there is no face, and what
        ``opener`` raises."""
        own = self._options
        if scene.head is None:
            raise FaceNotTrusted(NO_FACE)
        rig = RigOptions(finish=own.finish, ground=own.ground)
        return RigPerformer(scene, Director(scene, seed=seed), rig, seed, self.opener())

    def opener(self) -> OpenFace:
        """Return what opens the face of a scene with a head, the network loaded.

        Raises WeightsMissing with how to get them, OptionsRefused for a template that is none,
        DeviceRefused, DeviceLost, MemoryShort and EngineFailed.
        """
        from generation.liveportrait.device import open_device
        from generation.liveportrait.templates import read_template

        own = self._options
        template = read_template(Path(own.template)) if own.template else None
        device = open_device(folder_of(own.weights), own.device, own.dtype)
        return partial(_open_face, device, template, own.fps)


def save_motion(film: Path, template: Path, options: LivePortraitOptions, models: Path) -> float:
    """Save how a filmed face moves as a motion template; return its seconds. Slow.

    models: the folder of our own face models. Raises ClipRefused, FaceNotTrusted,
    WeightsMissing and what stops a device.
    """
    from generation.liveportrait.device import open_device
    from generation.liveportrait.templates import record_template, write_template

    device = open_device(folder_of(options.weights), options.device, options.dtype)
    motion = record_template(film, device, models)
    write_template(motion, template)
    return motion.seconds


def folder_of(weights: str) -> Path:
    """Return the folder of a registered set, or of a path. Raises WeightsMissing."""
    if NAME.fullmatch(weights) and (weights in weights_names() or not Path(weights).is_dir()):
        return weights_dir(weights)
    return Path(weights)


@lru_cache(maxsize=32)
def _digest(path: Path, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open_face(device: Device, template: Template | None, fps: float, painted: Scene) -> Face:
    from generation.liveportrait.performer import LiveFace

    assert painted.head is not None
    return LiveFace(painted, painted.head, device, template, fps)


def _device_found(wanted: str) -> Finding:
    """Say which device would draw; claims none."""
    here = (*present(), "cpu")
    first = {"auto": here[0], "cuda": "cuda:0"}.get(wanted, wanted)
    if first not in here:
        return Finding("device", False, _same(", ".join(here)), _ABSENT)
    slow = Words(
        "Нужна видеокарта с CUDA: на процессоре кадр занимает секунды.",
        "Real time needs a GPU with CUDA: a CPU takes seconds a frame.",
    )
    return Finding("device", first != "cpu", _same(first), slow, required=False)


def _same(text: str) -> Words:
    return Words(text, text)

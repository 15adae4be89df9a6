"""What happens besides speech: how long each event lasts, its tracks, its music."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from generation.camerawork.plan import CameraPlan
from generation.camerawork.reading import read_camera
from generation.camerawork.tracks import camera_tracks
from generation.directing.expressions import expression_of, lay_expressions
from generation.directing.gestures import gesture_seconds, lay_gesture, lay_look, look_seconds
from generation.directing.mixing import Bed
from generation.directing.moves import Tracks, key_tracks, lay_brushes, lay_camera, lay_flows
from generation.directing.score import Score
from generation.directing.sources import told_by
from generation.errors import BrushRefused
from generation.ground.plan import GroundPlan
from generation.scene.model import Scene
from generation.script.files import Files
from generation.script.model import (
    LONGEST,
    Brush,
    Camera,
    Caption,
    Event,
    Express,
    Flow,
    Head,
    Look,
    Music,
    Script,
)
from generation.sound.read import read_sound
from generation.types import Sound, Words

Kind = TypeVar("Kind", bound=Event)


class Happening(NamedTuple):
    """One event and its seconds; ``level`` 1 for what happens at a word of another."""

    event: Event
    start: float
    end: float
    level: int = 0


class Acting:
    """The events of one script that nobody speaks, on one scene. Raises ScriptRefused."""

    def __init__(
        self, script: Script, scene: Scene, files: Files, ground: GroundPlan | None, seed: int
    ) -> None:
        self.scene, self._script, self._files, self._ground = scene, script, files, ground
        self._seed, self._paths = seed, _paths(ground, script.points or {})
        self.plans: dict[str, CameraPlan] = {}  # by the sentence
        self._sounds: dict[str, Sound] = {}

    def seconds(self, event: Event) -> float:
        """Return how long an event lasts; music that does not say lasts to the end."""
        with told_by(event):
            match event:
                case Express():
                    return expression_of(event).seconds
                case Look():
                    return look_seconds(event)
                case Head():
                    return gesture_seconds(event)
                case Camera(move=str(sentence)):
                    return self._plan(sentence).seconds
                case Camera(move=tuple(keys)):
                    return keys[-1]["at"]
                case Brush():
                    self._check_brush(event.region)
                    return event.seconds
                case Flow():
                    return event.fade
                case Music():
                    self._sound(event.file)
                    return event.seconds or 0.0
        assert isinstance(event, Caption)
        return event.seconds

    def lay(self, score: Score, happenings: Sequence[Happening]) -> None:
        """Lay the tracks of all of them."""
        lay_expressions(score, list(_of(Express, happenings)))
        for start, head in _of(Head, happenings):
            lay_gesture(score, start, head)
        for start, look in _of(Look, happenings):
            lay_look(score, start, look, self.scene, self._script.points or {})
        lay_camera(score, list(_of(Camera, happenings)), self._move)
        drawn = self._ground.brush if self._ground else ()
        lay_brushes(score, list(_of(Brush, happenings)), drawn)
        flows = self._ground is not None and bool(self._ground.flow)
        lay_flows(score, list(_of(Flow, happenings)), flows)

    def beds(self, happenings: Sequence[Happening], seconds: float) -> list[Bed]:
        """Return the music: each piece until the next begins, or as long as it says."""
        found = sorted(_of(Music, happenings), key=lambda pair: pair[0])
        ends = [*(after for after, _ in found[1:]), seconds]
        return [
            Bed(start, min(end, start + (event.seconds or end)), event, self._sound(event.file))
            for (start, event), end in zip(found, ends, strict=False)
        ]

    def _plan(self, sentence: str) -> CameraPlan:
        if sentence not in self.plans:
            self.plans[sentence] = read_camera(sentence, self._script.language)
        return self.plans[sentence]

    def _move(self, event: Camera, start: Mapping[str, float] | None) -> Tracks:
        """The tracks of one move from where the camera stands; None opens a shot."""
        if not isinstance(event.move, str):
            return key_tracks(event.move)
        with told_by(event):
            plan = self._plan(event.move)
            return camera_tracks(plan, self.scene, start, paths=self._paths, seed=self._seed)[0]

    def _sound(self, name: str) -> Sound:
        if name not in self._sounds:
            self._sounds[name] = read_sound(self._files(name), longest=LONGEST)
        return self._sounds[name]

    def _check_brush(self, region: int) -> None:
        # without a ground of its own a script moves the portrait's, which is not known here
        if self._ground and region > len(self._ground.brush):
            raise BrushRefused(
                Words(
                    f"кисти {region} в «ground» нет: нарисовано {len(self._ground.brush)}.",
                    f"“ground” has no brush {region}: {len(self._ground.brush)} are drawn.",
                )
            )


def _paths(ground: GroundPlan | None, points: Mapping[str, tuple[float, float]]) -> Tracks:
    """Where the camera may follow to: brushed paths and the script's own points, 0..1."""
    paths = {name: np.array([point], np.float32) for name, point in points.items()}
    if ground:
        size = np.array(ground.size, np.float32)
        for number, brushed in enumerate(ground.brush, 1):
            paths[f"brush_{number}"] = np.array(brushed.path, np.float32) / size
    return paths


def _of(kind: type[Kind], happenings: Sequence[Happening]) -> Iterator[tuple[float, Kind]]:
    return ((h.start, h.event) for h in happenings if isinstance(h.event, kind))

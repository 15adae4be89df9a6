"""From a script and a scene to a timeline: speak, schedule, move, mix, caption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from generation.camerawork.plan import CameraPlan
from generation.directing.acting import Acting, Happening
from generation.directing.captioning import captions_in
from generation.directing.mixing import mix
from generation.directing.playing import check_members, lay, play
from generation.directing.score import Score
from generation.directing.sources import Sources, Voices
from generation.directing.together import Places, listen, one_picture, voices_of, with_camera
from generation.errors import GenerationError, ScriptRefused
from generation.finish.reading import read_finish
from generation.ground.plan import GroundPlan
from generation.ground.reading import read_ground
from generation.presenter.parts import Parts
from generation.scene.model import Scene
from generation.script.files import Files, no_files
from generation.script.model import Script
from generation.types import Timeline, Words


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A timeline, when everything in it happens, and what could not be as asked.

    plans: camera sentence → what it was understood to mean.
    """

    timeline: Timeline
    happenings: tuple[Happening, ...]
    plans: Mapping[str, CameraPlan]
    notes: tuple[Words, ...]


def compile_script(
    script: Script, scene: Scene, voices: Voices, files: Files = no_files, *, seed: int = 1
) -> Timeline:
    """Return the script as numbers over time for one scene. Slow: it speaks every word.

    voices: the table of voice engines (settings.VOICES). files: reads a file the script
    names. Raises ScriptRefused that points at the event, whoever refused it.
    """
    return rehearse(script, scene, voices, files, seed=seed).timeline


def rehearse(
    script: Script, scene: Scene, voices: Voices, files: Files = no_files, *, seed: int = 1
) -> Rehearsal:
    """Do what ``compile_script`` does and tell what happens when. Raises ScriptRefused."""
    check_members(script.events, 1)
    finish, drawn = _finish(script), _ground(script, scene)
    acting = Acting(script, scene, files, drawn, seed)
    played = play(script, acting, Sources(script, voices, files), 1)
    score = Score(played.seconds)
    notes = lay(score, played, acting, member=1, seed=seed)
    sounds = [(turn.start, turn.performed.sound) for turn in played.turns if turn.performed.sound]
    timeline = Timeline(
        duration=played.seconds,
        tracks=score.within(scene),
        sound=mix(sounds, acting.beds(played.happenings, played.seconds), played.seconds),
        captions=captions_in(script, played) if script.captions else (),
        finish=finish,
        ground=script.ground,
    )
    return Rehearsal(timeline, played.happenings, acting.plans, notes)


def rehearse_together(
    script: Script,
    scenes: Sequence[Scene],
    voices: Voices,
    files: Files = no_files,
    *,
    seed: int = 1,
) -> Rehearsal:
    """Do what ``rehearse`` does for two to four at once, on one clock: its timeline is Parts.

    scenes: faces of one picture (the same source, see ``faces_of_one``), or pictures from
    left to right. Faces of one picture share the camera moves of the first. Raises
    ScriptRefused, also for a member that is not there and a ground of several pictures.
    """
    check_members(script.events, len(scenes))
    one = one_picture(scenes)
    if not one:
        _refuse_ground(script)
    finish, drawn = _finish(script), _ground(script, scenes[0])
    actings = [Acting(script, scene, files, drawn, seed) for scene in scenes]
    played = play(script, actings[0], Sources(script, voices, files), len(scenes))
    places = Places.of(scenes)
    members, notes = list[Timeline](), list[Words]()
    for number, acting in enumerate(actings, 1):
        score = Score(played.seconds)
        asked = lay(score, played, acting, member=number, seed=seed + number - 1)
        notes += [Words(f"{number}: {note.ru}", f"{number}: {note.en}") for note in asked]
        listen(score, acting.scene, played.turns, number, places, seed=seed)
        tracks = score.within(acting.scene)
        if one and members:
            tracks = with_camera(tracks, members[0].tracks)
        members.append(Timeline(played.seconds, tracks, finish=finish, ground=script.ground))
    beds = actings[0].beds(played.happenings, played.seconds)
    timeline = Parts(
        duration=played.seconds,
        sound=mix(voices_of(played, places), beds, played.seconds),
        captions=captions_in(script, played) if script.captions else (),
        finish=finish,
        ground=script.ground,
        members=tuple(members),
    )
    return Rehearsal(timeline, played.happenings, actings[0].plans, tuple(notes))


def _refuse_ground(script: Script) -> None:
    if script.ground is not None:
        with _setting("ground"):
            raise ScriptRefused(
                Words(
                    "нарисовано на одной картине, а их здесь несколько; уберите «ground».",
                    "it is drawn on one picture, and there are several; leave it out.",
                )
            )


def _finish(script: Script) -> Mapping[str, Any] | None:
    if script.finish is None:
        return None
    with _setting("finish"):
        read_finish(script.finish)
    return {"preset": script.finish} if isinstance(script.finish, str) else script.finish


def _ground(script: Script, scene: Scene) -> GroundPlan | None:
    if script.ground is None:
        return None
    with _setting("ground"):
        return read_ground(script.ground, scene.size)


@contextmanager
def _setting(field: str) -> Iterator[None]:
    """Say which field of the script another room refuses."""
    try:
        yield
    except GenerationError as error:
        said = error.for_people
        raise ScriptRefused(
            Words(f"Сценарий: поле {field}: {said.ru}", f"Script: field {field}: {said.en}")
        ) from error

"""From a script and a scene to a timeline: speak, schedule, move, mix, caption."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from generation.camerawork.plan import CameraPlan
from generation.directing.accompany import accompany
from generation.directing.acting import Acting, Happening
from generation.directing.expressions import expression_of
from generation.directing.mixing import mix
from generation.directing.schedule import Slot, schedule
from generation.directing.score import Score
from generation.directing.sources import Performed, Sources, Voices, language_of
from generation.errors import GenerationError, ScriptRefused
from generation.finish.reading import read_finish
from generation.ground.plan import GroundPlan
from generation.ground.reading import read_ground
from generation.scene.model import Scene
from generation.script.files import Files, no_files
from generation.script.marks import Inline
from generation.script.model import LONGEST, Caption, Express, Look, Pause, Say, Script
from generation.speech.captions import captions_of
from generation.types import TRACK_RATE, Timeline, Words
from generation.types import Caption as Shown

LEAST_SHOWN = 0.5  # seconds
OPENING = 0.12  # seconds in which lips that speak at once leave their rest
TAIL = 0.6  # seconds after the last event, for the face to come to rest
QUICKEST = 45.0  # characters a second that no voice says


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
    _check_length(script)
    finish, drawn = _finish(script), _ground(script, scene)
    acting, sources = Acting(script, scene, files, drawn, seed), Sources(script, voices, files)
    lasting = [0.0 if event.spoken else acting.seconds(event) for event in script.events]
    heard = {n: sources.perform(event) for n, event in enumerate(script.events) if event.spoken}
    for number, performed in heard.items():
        lasting[number] = performed.seconds
    slots = schedule(script.events, lasting)
    happenings = list(_happenings(script, slots, heard, acting))
    seconds = _duration(happenings)
    spoken = [(slots[number].start, performed) for number, performed in heard.items()]
    score = Score(seconds)
    for start, performed in spoken:
        for axis, curve in performed.lips.items():
            score.raise_to(axis, start - performed.lead, curve)
    score.begin_at_rest(OPENING)
    acting.lay(score, happenings)
    notes = score.notes(scene)
    for start, performed in spoken:
        if performed.spoken:
            accompany(score, start, performed.spoken, seed=seed)
    sounds = [(start, performed.sound) for start, performed in spoken if performed.sound]
    timeline = Timeline(
        duration=seconds,
        tracks=score.within(scene),
        sound=mix(sounds, acting.beds(happenings, seconds), seconds),
        captions=_captions(script, happenings, spoken) if script.captions else (),
        finish=finish,
        ground=script.ground,
    )
    return Rehearsal(timeline, tuple(happenings), acting.plans, notes)


def _check_length(script: Script) -> None:
    """Refuse, before anything is spoken, what cannot end in time."""
    least = sum(e.seconds for e in script.events if isinstance(e, Pause))
    least += sum(len(e.text) for e in script.events if isinstance(e, Say)) / QUICKEST
    if least > LONGEST:
        raise _too_long(script.events[-1].line, least)


def _duration(happenings: Sequence[Happening]) -> float:
    last = max(happenings, key=lambda happening: happening.end)
    if last.end + TAIL > LONGEST:
        raise _too_long(last.event.line, last.end)
    return math.ceil((last.end + TAIL) * TRACK_RATE) / TRACK_RATE


def _too_long(line: int, seconds: float) -> ScriptRefused:
    told = f"{seconds / 60:.1f}"
    return ScriptRefused(
        Words(
            f"Сценарий: строка {line}: он длится {told} мин, можно {LONGEST / 60:g}. "
            "Разделите его на несколько.",
            f"Script: line {line}: it lasts {told} min, {LONGEST / 60:g} are allowed. "
            "Divide it into several.",
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


def _happenings(
    script: Script, slots: Sequence[Slot], heard: Mapping[int, Performed], acting: Acting
) -> Iterator[Happening]:
    """Everything that happens, in the order of the script; marks follow their text."""
    for number, (event, slot) in enumerate(zip(script.events, slots, strict=True)):
        yield Happening(event, *slot)
        if number in heard:
            for inline in heard[number].inlines:
                yield _at_word(inline, slot.start, heard[number].marks, acting)


def _at_word(inline: Inline, begun: float, marks: Mapping[str, float], acting: Acting) -> Happening:
    event, start = inline.event, begun + marks[inline.start]
    if inline.stop and isinstance(event, Express | Look):
        goes = expression_of(event).fade_out if isinstance(event, Express) else 0.0
        event = replace(event, seconds=max(begun + marks[inline.stop] - start, 0.1) + goes)
    return Happening(event, start, start + acting.seconds(event), 1)


def _captions(
    script: Script, happenings: Sequence[Happening], spoken: Sequence[tuple[float, Performed]]
) -> tuple[Shown, ...]:
    own = [
        Shown(h.start, h.end, h.event.text,
              h.event.language or script.language or language_of(h.event.text))
        for h in happenings
        if isinstance(h.event, Caption)
    ]  # fmt: skip
    said = [
        caption._replace(start=start + caption.start, end=start + caption.end)
        for start, performed in spoken
        if performed.spoken
        for caption in captions_of(performed.spoken, performed.text, performed.language)
    ]
    return tuple(sorted([*own, *_one_at_a_time(sorted(said))]))


def _one_at_a_time(captions: Sequence[Shown]) -> Iterator[Shown]:
    """Each goes when the next one comes, unless two speak at once."""
    for caption, after in zip_longest(captions, captions[1:]):
        soon = after is not None and caption.start + LEAST_SHOWN <= after.start < caption.end
        yield caption._replace(end=after.start) if soon else caption

"""A rehearsed script told to a person: when what happens, and what could not be as asked."""

from __future__ import annotations

from collections.abc import Mapping

from generation.camerawork.plan import CameraPlan
from generation.camerawork.telling import plan_words
from generation.directing.acting import Happening
from generation.directing.compile import Rehearsal
from generation.directing.playing import speaker
from generation.presenter.parts import Parts
from generation.script.model import (
    Acted,
    Brush,
    Camera,
    Caption,
    Event,
    Express,
    Flow,
    Head,
    Look,
    Music,
    Pause,
    Recording,
    Say,
    Sing,
)
from generation.types import Words

WIDTH = 72  # characters of what is told of one event
KINDS = {
    "say": Words("говорит", "says"), "sing": Words("поёт", "sings"),
    "recording": Words("запись", "recording"), "pause": Words("пауза", "pause"),
    "express": Words("лицо", "face"), "look": Words("взгляд", "look"),
    "head": Words("голова", "head"), "camera": Words("камера", "camera"),
    "brush": Words("кисть", "brush"), "flow": Words("поток", "flow"),
    "music": Words("музыка", "music"), "caption": Words("титр", "caption"),
}  # fmt: skip


def plan_table(rehearsal: Rehearsal) -> Words:
    """Return the schedule as lines: from, to, what; then what was brought to a limit."""
    together = isinstance(rehearsal.timeline, Parts)
    rows = [_row(h, rehearsal.plans, together) for h in rehearsal.happenings]
    seconds = rehearsal.timeline.duration
    ru = [row.ru for row in rows] + [f"Всего {seconds:.1f} с."]
    en = [row.en for row in rows] + [f"{seconds:.1f} s in all."]
    ru += [note.ru for note in rehearsal.notes]
    en += [note.en for note in rehearsal.notes]
    return Words("\n".join(ru), "\n".join(en))


def _row(happening: Happening, plans: Mapping[str, CameraPlan], together: bool) -> Words:
    event, start, end, level = happening
    told, kind = _told(event, plans), KINDS[event.kind]
    name = f"{event.id}: " if event.id else ""
    if together and isinstance(event, Acted) and (event.member or event.spoken):
        name = f"[{speaker(event)}] {name}"
    clock = f"{start:7.2f} – {end:7.2f}  {'  ' * level}"
    lead = (f"{clock}{word:<{11 - 2 * level}}{name}" for word in kind)
    return Words(*(before + _short(text) for before, text in zip(lead, told, strict=True)))


def _told(event: Event, plans: Mapping[str, CameraPlan]) -> Words:
    """What an event is, in a few words."""
    match event:
        case Say(text=text) | Caption(text=text):
            return Words(text, text)
        case Sing():
            return _same(event.lyrics or event.melody)
        case Recording(file=file) | Music(file=file):
            return _same(file)
        case Camera():
            return _camera(event, plans)
        case Express():
            return _expression(event)
        case Look():
            return _same(event.toward if isinstance(event.toward, str)
                         else f"{event.toward[0]:g}, {event.toward[1]:g}")  # fmt: skip
        case Head():
            degrees = "" if event.degrees is None else f" {event.degrees:g}°"
            return _same(event.gesture + degrees + (f" ×{event.times}" if event.times > 1 else ""))
        case Brush():
            return _same(f"{event.region} → {event.to:g}")
        case Flow():
            return _same(f"→ {event.amount:g}")
        case Pause():
            return _same(f"{event.seconds:g} s")
    return _same("")


def _camera(event: Camera, plans: Mapping[str, CameraPlan]) -> Words:
    if isinstance(event.move, str):
        return plan_words(plans[event.move])
    count = len(event.move)
    return Words(f"ключевых кадров: {count}", f"key frames: {count}")


def _expression(event: Express) -> Words:
    amount = "" if event.amount == 1 else f" {event.amount:.0%}"
    if isinstance(event.expression, str):
        return _same(event.expression + amount)
    return _same(
        ", ".join(f"{axis} {value:g}" for axis, value in event.expression.items()) + amount
    )


def _same(text: str) -> Words:
    return Words(text, text)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"

"""What is heard, and when everything happens: the same for every scene of a script."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from generation.directing.accompany import accompany
from generation.directing.acting import Acting, Happening
from generation.directing.expressions import expression_of
from generation.directing.schedule import Slot, schedule
from generation.directing.score import Score
from generation.directing.sources import Performed, Sources
from generation.errors import ScriptRefused
from generation.script.marks import Inline
from generation.script.model import LONGEST, Acted, Event, Express, Look, Pause, Say, Script
from generation.types import TRACK_RATE, Words

OPENING = 0.12  # seconds in which lips that speak at once leave their rest
TAIL = 0.6  # seconds after the last event, for the face to come to rest
QUICKEST = 45.0  # characters a second that no voice says


class Turn(NamedTuple):
    """What is heard from ``start`` seconds on, and of which member, from 1."""

    start: float
    performed: Performed
    member: int


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Everything that happens, in the order of the script, and what is heard of it."""

    happenings: tuple[Happening, ...]
    turns: tuple[Turn, ...]
    seconds: float


def play(script: Script, acting: Acting, sources: Sources, members: int) -> Played:
    """Speak every word, then tell when what happens. Slow. Raises ScriptRefused."""
    _check_length(script)
    lasting = [0.0 if event.spoken else acting.seconds(event) for event in script.events]
    heard = {n: sources.perform(event) for n, event in enumerate(script.events) if event.spoken}
    for number, performed in heard.items():
        lasting[number] = performed.seconds
    slots = schedule(script.events, lasting)
    happenings = tuple(_happenings(script, slots, heard, acting))
    check_members([happening.event for happening in happenings], members)
    turns = tuple(
        Turn(slots[number].start, performed, speaker(script.events[number]))
        for number, performed in heard.items()
    )
    return Played(happenings, turns, _duration(happenings))


def lay(
    score: Score, played: Played, acting: Acting, *, member: int, seed: int
) -> tuple[Words, ...]:
    """Lay what one member does; return what it was asked that its scene does not allow."""
    turns = [turn for turn in played.turns if turn.member == member]
    for start, performed, _ in turns:
        for axis, curve in performed.lips.items():
            score.raise_to(axis, start - performed.lead, curve)
    score.begin_at_rest(OPENING)
    acting.lay(score, [h for h in played.happenings if _concerns(h.event, member)])
    notes = score.notes(acting.scene)
    for start, performed, _ in turns:
        if performed.spoken:
            accompany(score, start, performed.spoken, seed=seed)
    return notes


def check_members(events: Sequence[Event], count: int) -> None:
    """Refuse what belongs to a member that is not there. Raises ScriptRefused."""
    for event in events:
        if isinstance(event, Acted) and event.member > count:
            alone = count == 1
            ru = "портрет здесь один" if alone else f"вместе выступают {count}"
            en = "there is one portrait" if alone else f"there are {count}"
            raise ScriptRefused(
                Words(
                    f"Сценарий: строка {event.line}, поле member: участника {event.member} нет, "
                    f"{ru}.",
                    f"Script: line {event.line}, field member: there is no member "
                    f"{event.member}: {en}.",
                )
            )


def speaker(event: Event) -> int:
    """Return the member whose voice a spoken event is."""
    return (event.member if isinstance(event, Acted) else 0) or 1


def _concerns(event: Event, member: int) -> bool:
    return not isinstance(event, Acted) or event.member in (0, member)


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


def _happenings(
    script: Script, slots: Sequence[Slot], heard: Mapping[int, Performed], acting: Acting
) -> Iterator[Happening]:
    """Everything that happens, in the order of the script; marks follow their text."""
    for number, (event, slot) in enumerate(zip(script.events, slots, strict=True)):
        yield Happening(event, *slot)
        if number in heard:
            for inline in heard[number].inlines:
                inline = replace(inline, event=_said_by(speaker(event), inline.event))
                yield _at_word(inline, slot.start, heard[number].marks, acting)


def _said_by(member: int, event: Event) -> Event:
    """What happens at a word is done by who says it."""
    if isinstance(event, Acted) and not event.member:
        return replace(event, member=member)
    return event


def _at_word(inline: Inline, begun: float, marks: Mapping[str, float], acting: Acting) -> Happening:
    event, start = inline.event, begun + marks[inline.start]
    if inline.stop and isinstance(event, Express | Look):
        goes = expression_of(event).fade_out if isinstance(event, Express) else 0.0
        event = replace(event, seconds=max(begun + marks[inline.stop] - start, 0.1) + goes)
    return Happening(event, start, start + acting.seconds(event), 1)

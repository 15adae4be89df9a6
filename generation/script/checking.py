"""What can be wrong between the fields of a script and between its events."""

from __future__ import annotations

from collections.abc import Sequence

from generation.script.marks import MARK, split_marks
from generation.script.model import DIRECTIONS, Event, Look, Say, Script, Sing
from generation.script.order import Waiting, in_order
from generation.script.rules import Wrong, near
from generation.types import Words


def across(script: Script, before: Sequence[Wrong]) -> list[Wrong]:
    """What is wrong between fields and between events."""
    if not script.events:
        if before:
            return []
        ru, en = "в сценарии ничего не происходит", "nothing happens in the script"
        return [Wrong(1, Words(ru, en), ".events")]
    wrongs = [wrong for event in script.events for wrong in _within(event, script)]
    names = {event.id for event in script.events} - {""}
    wrongs += _doubled(script.events)
    unknown = _strangers(script.events, names)
    if not unknown and not before:
        wrongs += _waiting(script.events)
    # what an event refused for another reason was called is not known
    return wrongs + ([] if before else unknown)


def _within(event: Event, script: Script) -> list[Wrong]:
    wrongs = []
    given = [n for n, v in (("at", event.at), ("after", event.after), ("with", event.beside))
             if v not in (None, "")]  # fmt: skip
    if len(given) > 1:
        told = ", ".join(given)
        ru, en = f"только одно из {told}", f"only one of {told}"
        wrongs.append(Wrong(event.line, Words(ru, en), f".{given[1]}"))
    if isinstance(event, Look):
        wrongs += _nowhere(event, script)
    if isinstance(event, Sing) and bool(event.melody) == bool(event.notes):
        ru, en = "нужно одно из melody (файл) и notes", "one of melody (a file) and notes is needed"
        wrongs.append(Wrong(event.line, Words(ru, en), ".sing"))
    if isinstance(event, Say):
        marked = split_marks(event.text, event.line)
        wrongs += [Wrong(w.line, w.words, f".say{w.path}") for w in marked.wrongs]
        wrongs += [w for inline in marked.inlines for w in _within(inline.event, script)]
        if not any(sign.isalnum() for sign in MARK.sub("", marked.text)):
            ru, en = "нет ни одного слова", "there is not a single word"
            wrongs.append(Wrong(event.line, Words(ru, en), ".say"))
    return wrongs


def _nowhere(event: Look, script: Script) -> list[Wrong]:
    known = (*DIRECTIONS, *(script.points or ()))
    if not isinstance(event.toward, str) or event.toward in known:
        return []
    guess = near(event.toward, known)
    ru = f"взгляда «{event.toward}» нет. {guess.ru}".rstrip(".")
    en = f"there is no look “{event.toward}”. {guess.en}".rstrip(".")
    return [Wrong(event.line, Words(ru, en), ".look")]


def _doubled(events: Sequence[Event]) -> list[Wrong]:
    seen, wrongs = set[str](), []
    for event in events:
        if event.id in seen:
            ru, en = f"имя «{event.id}» уже занято", f"the name “{event.id}” is taken"
            wrongs.append(Wrong(event.line, Words(ru, en), ".id"))
        seen |= {event.id} - {""}
    return wrongs


def _strangers(events: Sequence[Event], names: set[str]) -> list[Wrong]:
    wrongs = []
    for event in events:
        for field, name in (("after", event.after), ("with", event.beside)):
            if name and name not in names:
                guess = (
                    near(name, sorted(names)) if names else Words("Имён нет", "No event has a name")
                )
                ru = f"события «{name}» нет. {guess.ru}".rstrip(".")
                en = f"there is no event “{name}”. {guess.en}".rstrip(".")
                wrongs.append(Wrong(event.line, Words(ru, en), f".{field}"))
    return wrongs


def _waiting(events: Sequence[Event]) -> list[Wrong]:
    try:
        in_order(events)
    except Waiting as waiting:
        ring = [events[n] for n in waiting.ring]
        told = " → ".join(event.id or event.kind for event in ring)
        ru, en = f"события ждут друг друга: {told}", f"events wait for one another: {told}"
        first = next(event for event in ring if event.after or event.beside)
        field = ".after" if first.after else ".with"
        return [Wrong(first.line, Words(ru, en), field)]
    return []

"""Plain text with marks: each paragraph is said; a paragraph of marks alone is events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from generation.script.marks import (
    INLINE,
    MARK,
    PAIR,
    SPANS,
    Mark,
    find_marks,
    mark_value,
    read_mark,
    split_marks,
)
from generation.script.model import KINDS, Acted, Event, Say, Script
from generation.script.reader import Node
from generation.script.rules import Wrong
from generation.script.shapes import read_members, told_fields
from generation.types import Words

SETTINGS = ("title", "language", "voice", "captions", "layout", "finish")
_MELODY = re.compile(r"\S+\.(mid|midi|musicxml|xml|mxl)")


class Paragraph(NamedTuple):
    """Lines that belong together, and the number of the first."""

    text: str
    line: int


def read_plain(text: str, wrongs: list[Wrong]) -> Script:
    """Return the script of a plain text; what is wrong is added to ``wrongs``."""
    settings: dict[str, object] = {}
    events: list[Event] = []
    for part, member in _by_member(carried(paragraphs(text)), wrongs):
        first = len(events)
        marks = list(find_marks(part.text, part.line))
        if marks and marks[0].name == "sing":
            events += _sung(part, marks, wrongs)
        elif marks and not MARK.sub("", part.text).strip():
            for mark in marks:
                try:
                    if mark.name in SETTINGS:
                        settings |= _setting(mark)
                    else:
                        events.append(read_mark(mark, (*INLINE, "pause", "recording")))
                except Wrong as wrong:
                    wrongs.append(wrong)
        else:
            events += _said(part, wrongs)
        events[first:] = (_given_to(member, event) for event in events[first:])
    return Script(**settings, events=tuple(events))  # type: ignore[arg-type]


def paragraphs(text: str) -> list[Paragraph]:
    """Return what stands between empty lines."""
    found: list[Paragraph] = []
    lines: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            lines.append(line.strip())
        elif lines:
            found.append(Paragraph("\n".join(lines), number - len(lines)))
            lines = []
    return found


def carried(parts: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs so that what is opened in one and closed in a later one is
    closed and opened again in each: every paragraph stands for itself."""
    result: list[Paragraph] = []
    opened: dict[str, str] = {}  # name -> the whole opening mark
    for number, part in enumerate(parts):
        before = "".join(opened.values())
        for mark in find_marks(part.text, part.line):
            if mark.name in SPANS:
                opened[mark.name] = part.text[mark.start : mark.end]
            opened.pop(mark.closes, None)
        later = {m.closes for p in parts[number + 1 :] for m in find_marks(p.text, p.line)}
        opened = {name: mark for name, mark in opened.items() if name in later}
        text = before + part.text + "".join(f"[/{name}]" for name in opened)
        if MARK.sub("", text).strip() or not (before or opened):
            result.append(Paragraph(text, part.line))
        elif rest := _without(part.text, {*opened, *(f"/{name}" for name in SPANS)}):
            result.append(Paragraph(rest, part.line))
    return result


def _by_member(parts: list[Paragraph], wrongs: list[Wrong]) -> Iterator[tuple[Paragraph, int]]:
    """Yield each paragraph less its [member 2], which holds until the next such mark; 0 before
    the first."""
    member = 0
    for part in parts:
        text, marks = part.text, find_marks(part.text, part.line)
        named = [mark for mark in marks if mark.name == "member"]
        if len(named) > 1:
            ru, en = "в абзаце один [member]", "one [member] a paragraph"
            wrongs.append(Wrong(named[1].line, Words(ru, en)))
        for mark in named[:1]:
            text = text[: mark.start] + text[mark.end :]
            member = _member(mark, wrongs)
        words = text.lstrip()
        if words:
            skipped = text.count("\n", 0, len(text) - len(words))
            yield Paragraph(words, part.line + skipped), member


def _member(mark: Mark, wrongs: list[Wrong]) -> int:
    node = Node({"member": Node(mark_value(mark.rest), mark.line)}, mark.line)
    found = list[Wrong]()
    given = read_members(node, Acted, found)
    wrongs += [Wrong(w.line, w.words, "[member]") for w in found]
    return int(given.get("member", 0))


def _given_to(member: int, event: Event) -> Event:
    """What does not say whose it is belongs to the member whose turn it is."""
    if isinstance(event, Acted) and not event.member:
        return replace(event, member=member)
    return event


def _without(text: str, names: set[str]) -> str:
    """A paragraph of marks alone, less those that wait for words."""
    kept = [text[m.start : m.end] for m in find_marks(text, 1) if m.name not in names]
    return " ".join(kept)


def _setting(mark: Mark) -> dict[str, object]:
    """What a mark sets for the whole script. Raises Wrong."""
    value = Node(mark_value(mark.rest) if mark.name == "captions" else mark.rest, mark.line)
    if mark.name == "voice" and PAIR.search(mark.rest):
        value = Node(_voicing(mark), mark.line)
    wrongs: list[Wrong] = []
    given = read_members(Node({mark.name: value}, mark.line), Script, wrongs)
    if wrongs:
        raise Wrong(mark.line, wrongs[0].words, f"[{mark.name}]")
    return given


def _voicing(mark: Mark) -> dict[str, Node]:
    """[voice woman rate=0.95 pitch=1], or [voice engine=name]."""
    given = {name: Node(mark_value(text), mark.line) for name, text in PAIR.findall(mark.rest)}
    speaker = " ".join(PAIR.sub("", mark.rest).split())
    return given | ({"speaker": Node(speaker, mark.line)} if speaker else {})


def _said(part: Paragraph, wrongs: list[Wrong]) -> list[Event]:
    found = split_marks(part.text, part.line).wrongs
    wrongs += found
    node = Node({"say": Node(" ".join(part.text.split("\n")), part.line)}, part.line)
    given = read_members(node, Say, wrongs)
    # told above with the line of each mark, and not once more with that of the paragraph
    return [] if found or not given else [Say(**given, line=part.line)]


def _sung(part: Paragraph, marks: list[Mark], wrongs: list[Wrong]) -> list[Event]:
    """[sing song.musicxml part=2] or [sing C4 D4 …], then the lyrics, if it has none itself."""
    first, rest = marks[0], MARK.sub("", part.text)
    if len(marks) > 1 and not (len(marks) == 2 and marks[1].closes == "sing"):
        ru, en = "в песне других пометок быть не может", "a song takes no other marks"
        wrongs.append(Wrong(marks[1].line, Words(ru, en), f"[{marks[1].name}]"))
        return []
    fields = told_fields(KINDS["sing"])
    pairs = [pair for pair in PAIR.finditer(first.rest) if pair[1] in fields]
    score = " ".join(
        PAIR.sub(lambda pair: "" if pair[1] in fields else pair[0], first.rest).split()
    )
    field = "melody" if _MELODY.fullmatch(score) else "notes"
    members: dict[str, str | float | bool] = {"sing": " ".join(rest.split()), field: score}
    members |= {pair[1]: mark_value(pair[2]) for pair in pairs}
    node = Node({name: Node(value, part.line) for name, value in members.items()}, part.line)
    found: list[Wrong] = []
    given = read_members(node, KINDS["sing"], found)
    wrongs += found
    return [] if found else [KINDS["sing"](**given, line=part.line)]

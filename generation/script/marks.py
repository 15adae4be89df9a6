"""Marks in running text: [smile], [look left], [camera …], [/smile]; each is an event in short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generation.script.model import EXPRESSIONS, GESTURES, KINDS, Event
from generation.script.reader import Node
from generation.script.rules import Wrong, near
from generation.script.shapes import read_members
from generation.types import Words

MARK = re.compile(r"(?<!\\)\[([^\[\]]*)\]")  # \[ is a bracket to be read out
# What the voice itself obeys, as generation.speech.marks has it; these stay in the text.
VOICE_MARKS = (
    "pause", "slow", "fast", "quiet", "loud", "high", "low", "rising", "falling", "rate", "pitch",
    "loudness",
)  # fmt: skip
VOICE_RUSSIAN = {
    "пауза": "pause", "медленно": "slow", "быстро": "fast", "тихо": "quiet", "громко": "loud",
    "выше": "high", "ниже": "low", "вверх": "rising", "вниз": "falling", "темп": "rate",
    "тон": "pitch", "громкость": "loudness",
}  # fmt: skip
RUSSIAN = {
    "улыбка": "smile", "смех": "laugh", "грусть": "sad", "удивление": "surprise",
    "хмуро": "frown", "сомнение": "doubt", "нежно": "tender", "строго": "stern",
    "брови": "brows", "подмигнуть": "wink", "моргнуть": "blink", "закрыть": "close",
    "поцелуй": "kiss", "кивок": "nod", "нет": "shake", "поворот": "turn", "поклон": "bow",
    "наклон": "tilt", "взгляд": "look", "камера": "camera", "музыка": "music",
    "кисть": "brush", "поток": "flow", "титр": "caption", "запись": "recording",
    "петь": "sing", "финиш": "finish", "язык": "language", "голос": "voice",
    "название": "title", "участник": "member", "титры": "captions", "подача": "layout",
    **VOICE_RUSSIAN,
}  # fmt: skip
WAYS = {
    "влево": "left", "вправо": "right", "вверх": "up", "вниз": "down", "прямо": "ahead",
    "на зрителя": "visitor",
}  # fmt: skip
SENTENCES = ("camera", "caption", "title")  # all that follows is one text
INLINE = ("express", "look", "head", "camera", "brush", "flow", "music", "caption")
SPANS = (*EXPRESSIONS, "look")  # may be closed by [/name]
PAIR = re.compile(r"(\w+)=(\S+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in brackets: its name in English, what follows it, its line."""

    name: str
    rest: str
    line: int
    start: int
    end: int

    @property
    def closes(self) -> str:
        """Return the name that ends here, or nothing."""
        return self.name[1:] if self.name.startswith("/") else ""


@dataclass(frozen=True, slots=True)
class Inline:
    """An event that happens at a word: at mark ``start``, until mark ``stop`` if it has one."""

    event: Event
    start: str
    stop: str = ""


@dataclass(slots=True)
class Marked:
    """A text for the voice, whose marks m1, m2 … have one name each, and what happens at them."""

    text: str = ""
    inlines: list[Inline] = field(default_factory=list)
    wrongs: list[Wrong] = field(default_factory=list)


def find_marks(text: str, line: int) -> Iterator[Mark]:
    """Yield the marks of a text that begins on a line."""
    for found in MARK.finditer(text):
        name, _, rest = found[1].strip().partition(" ")
        closing, name = name[:1] == "/", name.lstrip("/").lower()
        name = RUSSIAN.get(name, name)
        where = line + text.count("\n", 0, found.start())
        yield Mark("/" * closing + name, rest.strip(), where, *found.span())


def split_marks(text: str, line: int = 1) -> Marked:
    """Return the text with numbered marks, the events at them, and what is wrong."""
    marked, opened, last = Marked(), dict[str, int](), 0
    for number, mark in enumerate(find_marks(text, line), 1):
        marked.text += text[last : mark.start]
        last = mark.end
        if (mark.closes or mark.name) in VOICE_MARKS:
            marked.text += f"[{mark.name}{' ' * bool(mark.rest)}{mark.rest}]"
            continue
        marked.text += f"[m{number}]"
        try:
            if mark.closes:
                place = _opened(mark, opened)
                marked.inlines[place] = replace(marked.inlines[place], stop=f"m{number}")
            else:
                marked.inlines.append(Inline(read_mark(mark), f"m{number}"))
                opened[mark.name] = len(marked.inlines) - 1
        except Wrong as wrong:
            marked.wrongs.append(wrong)
    marked.text += text[last:]
    if stray := re.search(r"(?<!\\)[\[\]]", MARK.sub("", text)):
        ru, en = f"скобка {stray[0]} без пары", f"the bracket {stray[0]} has no partner"
        marked.wrongs.append(Wrong(line, Words(ru, en)))
    return marked


def read_mark(mark: Mark, kinds: tuple[str, ...] = INLINE) -> Event:
    """Return the event of a mark. Raises Wrong."""
    kind, given = _members(mark)
    if kind not in kinds:
        known = [*EXPRESSIONS, *GESTURES, *kinds, *VOICE_MARKS]
        if kind in KINDS:
            ru = f"[{mark.name}] должна стоять отдельным абзацем"
            raise Wrong(mark.line, Words(ru, f"[{mark.name}] must be a paragraph by itself"))
        guess = near(mark.name, known)
        ru, en = f"пометки [{mark.name}] нет. {guess.ru}", f"no mark [{mark.name}]. {guess.en}"
        raise Wrong(mark.line, Words(ru.rstrip("."), en.rstrip(".")))
    wrongs: list[Wrong] = []
    node = Node({name: Node(value, mark.line) for name, value in given.items()}, mark.line)
    members = read_members(node, KINDS[kind], wrongs)
    if wrongs:
        raise Wrong(mark.line, wrongs[0].words, f"[{mark.name}]{wrongs[0].path}")
    return KINDS[kind](**members, line=mark.line)


def _opened(mark: Mark, opened: dict[str, int]) -> int:
    if mark.closes not in opened or mark.closes not in SPANS:
        ru, en = f"[{mark.name}] ничего не закрывает", f"[{mark.name}] closes nothing"
        raise Wrong(mark.line, Words(ru, en))
    return opened.pop(mark.closes)


def _members(mark: Mark) -> tuple[str, dict[str, str | float | bool | list[Node]]]:
    """The kind of event a mark is, and its members as JSON would have them."""
    given: dict[str, str | float | bool | list[Node]] = {}
    rest = mark.rest
    if mark.name not in SENTENCES:
        given |= {name: mark_value(text) for name, text in PAIR.findall(rest)}
        rest = " ".join(PAIR.sub("", rest).split())
    if mark.name in EXPRESSIONS:
        return "express", {"express": mark.name} | _extra("amount", rest) | given
    if mark.name in GESTURES:
        return "head", {"head": mark.name} | _extra("degrees", rest) | given
    if mark.name == "look":
        return "look", {"look": _target(rest, mark.line)} | given
    if mark.name in SENTENCES:
        return mark.name, {mark.name: rest}
    return mark.name, _extra(mark.name, rest) | given


def _extra(name: str, rest: str) -> dict[str, str | float | bool | list[Node]]:
    return {name: mark_value(rest)} if rest else {}


def _target(rest: str, line: int) -> str | list[Node]:
    parts = re.split(r"[\s,;]+", rest)
    if len(parts) == 2 and all(isinstance(mark_value(part), int | float) for part in parts):
        return [Node(mark_value(part), line) for part in parts]
    return WAYS.get(rest.lower(), rest)


def mark_value(text: str) -> str | float | bool:
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"[+-]?\d{1,9}", text):
        return int(text)
    if re.fullmatch(r"[+-]?\d{1,9}[.,]\d{1,9}", text):
        return float(text.replace(",", "."))
    return text

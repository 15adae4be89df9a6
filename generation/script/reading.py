"""Scripts from text: JSON or plain text with marks; all that is wrong is told with its line."""

from __future__ import annotations

from collections.abc import Sequence

from generation.errors import ScriptRefused
from generation.script.checking import across
from generation.script.model import KINDS, MOST_EVENTS, VERSION, Event, Script
from generation.script.plain import read_plain
from generation.script.reader import Node, NotJson, read_json
from generation.script.rules import Wrong, near, shown
from generation.script.shapes import read_members
from generation.types import Words

LARGEST = 400_000  # characters
MOST_TOLD = 5  # mistakes in one message
SETTING = "finish"  # may stand among the events, and holds for the whole script


def read_script(text: str) -> Script:
    """Return the script in a text: JSON when it begins with {, else plain text with marks.

    Raises ScriptRefused, which names line and field of up to five mistakes.
    """
    if len(text) > LARGEST:
        raise refused([Wrong(1, Words(
            f"сценарий длиннее {LARGEST} знаков", f"the script is longer than {LARGEST} characters"
        ))])  # fmt: skip
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise refused([Wrong(1, Words("сценарий пуст", "the script is empty"))])
    wrongs: list[Wrong] = []
    try:
        is_json = text.lstrip().startswith("{")
        script = _from_json(read_json(text), wrongs) if is_json else read_plain(text, wrongs)
    except NotJson as broken:
        raise refused([Wrong(broken.line, broken.words)]) from None
    wrongs += across(script, wrongs)
    if wrongs:
        raise refused(wrongs)
    return script


def refused(wrongs: Sequence[Wrong]) -> ScriptRefused:
    """Return the error that tells of the first few mistakes, by line."""
    wrongs = sorted(wrongs, key=lambda wrong: wrong.line)
    more = len(wrongs) - MOST_TOLD
    ru = [_sentence(wrong, "строка", "поле", wrong.words.ru) for wrong in wrongs[:MOST_TOLD]]
    en = [_sentence(wrong, "line", "field", wrong.words.en) for wrong in wrongs[:MOST_TOLD]]
    if more > 0:
        ru.append(f"и ещё {more}.")
        en.append(f"and {more} more.")
    return ScriptRefused(Words("Сценарий: " + " ".join(ru), "Script: " + " ".join(en)))


def _sentence(wrong: Wrong, line: str, field: str, words: str) -> str:
    where = f", {field} {wrong.path.lstrip('.')}" if wrong.path else ""
    return f"{line} {wrong.line}{where}: {words}{'' if words.endswith('?') else '.'}"


def _from_json(root: Node, wrongs: list[Wrong]) -> Script:
    assert isinstance(root.value, dict)
    members = dict(root.value)
    _check_version(members.pop("version", None), root.line, wrongs)
    events = members.pop("events", None)
    given = read_members(Node(members, root.line), Script, wrongs)
    if events is None or not isinstance(events.value, list):
        ru = "нужен список событий [ ]"
        line = events.line if events else root.line
        wrongs.append(Wrong(line, Words(ru, "a list of events [ ] is needed"), ".events"))
        return Script(**given)
    if len(events.value) > MOST_EVENTS:
        ru, en = f"событий больше {MOST_EVENTS}", f"there are more than {MOST_EVENTS} events"
        wrongs.append(Wrong(events.line, Words(ru, en), ".events"))
    read = list[Event]()
    for number, node in enumerate(events.value[:MOST_EVENTS]):
        found: list[Wrong] = []
        if (finish := _only_finish(node, found)) is not None:
            given = _set_finish(given, finish, node, found)
        elif (event := _event(node, found)) is not None:
            read.append(event)
        wrongs += [Wrong(w.line, w.words, f".events[{number}]{w.path}") for w in found]
    return Script(**given, events=tuple(read))


def _check_version(node: Node | None, line: int, wrongs: list[Wrong]) -> None:
    if node is None:
        ru, en = f'не хватает "version": {VERSION}', f'"version": {VERSION} is missing'
        wrongs.append(Wrong(line, Words(ru, en), ".version"))
    elif node.value != VERSION or isinstance(node.value, bool):
        ru = f"эта программа понимает версию {VERSION}, а не {shown(node)}"
        en = f"this program understands version {VERSION}, not {shown(node)}"
        wrongs.append(Wrong(node.line, Words(ru, en), ".version"))


def _only_finish(node: Node, wrongs: list[Wrong]) -> Node | None:
    if not isinstance(node.value, dict) or SETTING not in node.value:
        return None
    for name, member in node.value.items():
        if name != SETTING:
            ru = f"«{SETTING}» действует на весь сценарий, других полей у него нет"
            en = f"“{SETTING}” holds for the whole script and takes no other field"
            wrongs.append(Wrong(member.line, Words(ru, en), f".{name}"))
    return node.value[SETTING]


def _set_finish(
    given: dict[str, object], finish: Node, node: Node, wrongs: list[Wrong]
) -> dict[str, object]:
    if SETTING in given:
        ru, en = "«finish» уже был: он один на весь сценарий", "“finish” was given before"
        wrongs.append(Wrong(node.line, Words(ru, en), f".{SETTING}"))
        return given
    return given | read_members(Node({SETTING: finish}, node.line), Script, wrongs)


def _event(node: Node, wrongs: list[Wrong]) -> Event | None:
    if not isinstance(node.value, dict):
        ru, en = f"нужно событие {{ }}, а не {shown(node)}", f"an event {{ }}, not {shown(node)}"
        wrongs.append(Wrong(node.line, Words(ru, en)))
        return None
    kinds = [name for name in node.value if name in KINDS]
    if len(kinds) != 1:
        wrongs.append(Wrong(node.line, _which(kinds, node.value)))
        return None
    before = len(wrongs)
    given = read_members(node, KINDS[kinds[0]], wrongs)
    return None if len(wrongs) > before else KINDS[kinds[0]](**given, line=node.line)


def _which(kinds: list[str], members: dict[str, Node]) -> Words:
    if kinds:
        told = ", ".join(kinds)
        return Words(f"в одном событии сразу {told}; разделите", f"one event is {told}; divide it")
    guess = near(next(iter(members), ""), KINDS)
    return Words(f"непонятно, что это за событие. {guess.ru}".rstrip("."),
                 f"it does not say which event this is. {guess.en}".rstrip("."))  # fmt: skip

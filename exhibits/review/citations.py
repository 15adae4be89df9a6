"""Every statement a portrait makes has a source, or a word that it claims nothing. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from exhibits.portraits.models import Answer
from generation import Caption, Recording, Script, Words, read_script

MARK = re.compile(r"\[[^\]]*\]")
END = re.compile(r"(?<=[.!?…])[»”\"')]*\s+")
LEAST = re.compile(r"[^\W\d_]")


class Statement(NamedTuple):
    """One sentence and its source: None while nobody gave one, "" where it claims nothing."""

    text: str
    source: str | None


def statements(answer: Answer) -> list[Statement]:
    """Return an answer's sentences, each with its source. Raises ScriptRefused."""
    known = {_key(one["statement"]): str(one.get("source", "")) for one in answer.sources}
    return [Statement(text, known.get(_key(text))) for text in sentences(answer.text)]


def sentences(text: str) -> list[str]:
    """Return what a script says, sentence by sentence, without marks. Raises ScriptRefused."""
    found = []
    for words in said(read_script(text)):
        for part in END.split(" ".join(MARK.sub(" ", words).replace("*", "").split())):
            if LEAST.search(part):
                found.append(part.strip())
    return found


def said(script: Script) -> Iterable[str]:
    """Yield every text a script speaks, sings, or has a recording of."""
    for event in script.events:
        for name in ("text", "lyrics"):
            words = getattr(event, name, "")
            if words:
                yield words.replace("-", "") if name == "lyrics" else words


def uncaptioned(script: Script, captions: Iterable[Caption]) -> list[str]:
    """Return what is said or sung and cannot be read, word by word, and names of recordings
    nobody wrote down."""
    shown = _letters(" ".join(caption.text for caption in captions))
    unread = [
        word
        for words in said(script)
        for word in MARK.sub(" ", words).replace("*", "").split()
        if (letters := _letters(word)) and letters not in shown
    ]
    recordings = (event for event in script.events if isinstance(event, Recording))
    mute = [recording.file for recording in recordings if not recording.text]
    return unread + mute


def unsupported(answer: Answer) -> list[str]:
    """Return the sentences nobody gave a source for. Raises ScriptRefused."""
    return [one.text for one in statements(answer) if one.source is None]


def no_source(sentence: str) -> Words:
    """Say which words have no source; the wording is the design guide's."""
    return Words(
        f"У слов «{sentence}» нет источника. Без него на проверку не отправить.",
        f"“{sentence}” has no source. It cannot be sent for review without one.",
    )


def is_sources(value: Any) -> bool:
    """Return whether this is a list of {"statement", "source"}, both texts of a sane size."""
    return isinstance(value, list) and all(
        isinstance(one, Mapping)
        and isinstance(one.get("statement"), str)
        and isinstance(one.get("source"), str)
        and len(one["statement"]) <= 1000
        and len(one["source"]) <= 1000
        and one.keys() <= {"statement", "source"}
        for one in value
    )


def _key(text: str) -> str:
    """Return what makes two spellings of a sentence one: no stress marks, spaces, case."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if c != "\u0301")
    words = unicodedata.normalize("NFC", MARK.sub(" ", plain).replace("*", ""))
    return " ".join(words.split()).casefold()


def _letters(text: str) -> str:
    """Return the letters and digits alone: captions break lines and hyphens."""
    return "".join(c for c in _key(text) if c.isalnum())

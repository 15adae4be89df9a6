"""The book in words for people: what was done, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation import Words

VERBS = {
    "decided": Words("решено, может ли двигаться", "decided whether it may move"),
    "on show": Words("работа показана", "the work put on show"),
    "in store": Words("работа убрана", "the work taken off show"),
    "submitted": Words("отправлена на проверку", "sent for review"),
    "in_review": Words("прошла замеры", "passed the gate"),
    "returned": Words("возвращена автору", "returned to its author"),
    "rejected": Words("отклонена", "rejected"),
    "draft": Words("отозвана автором", "taken back by its author"),
    "judged": Words("дано заключение", "a verdict given"),
    "approved": Words("утверждена", "approved"),
    "published": Words("опубликована", "published"),
    "replaced": Words("заменена другой версией", "replaced by another version"),
    "shown": Words("показана", "shown"),
    "withdrawn": Words("снята", "withdrawn"),
    "pulled": Words("снято с экранов", "pulled from the screens"),
    "clip": Words("изготовлен клип", "a clip made"),
}
HIDDEN = frozenset({"digest"})  # for the machine; the download has it


def verb_words(verb: str) -> Words:
    """Return what was done; a verb nobody translated stands as it is."""
    return VERBS.get(verb, Words(verb, verb))


def details(told: Mapping[str, Any]) -> str:
    """Return what else was written down, without what only machines read."""
    return "; ".join(str(value) for name, value in told.items() if name not in HIDDEN and value)

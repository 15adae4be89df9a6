"""From a sentence to the pieces of meaning it is made of, in order, none left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple

from generation.camerawork import lexicon
from generation.camerawork.impossible import PHRASES
from generation.camerawork.numerals import NUMBER_PHRASES

MOST_CHARACTERS = 600
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)|(?P<arrow>->|=>|→)|(?P<word>[^\W\d]+(?:['’][^\W\d]+)?)"
    r"|(?P<quote>[\"'«»„“”‘’()\[\]])|(?P<stop>[.!?;\n]+)|(?P<comma>[,:/–—-]+)|(?P<sign>[%°×+&])"
    r"|(?P<strange>\S)"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u0301\u200b\u200c\u200d\ufeff\ufe0f"), None)
_SIGNS = {"%": ("unit", "percent"), "°": ("unit", "degree"), "×": ("unit", "times"),
          "+": ("joint", "and"), "&": ("joint", "and")}  # fmt: skip


class Piece(NamedTuple):
    """kind: which table of the lexicon; value: its key; text: as it was written."""

    kind: str
    value: str
    text: str


class _Phrase(NamedTuple):
    words: tuple[re.Pattern[str], ...]
    kind: str
    value: str


def read_pieces(sentence: str) -> list[Piece]:
    """Return the pieces of the sentence; what no table knows has the kind "unknown"."""
    tokens = list(_tokens(sentence))
    pieces, at = [], 0
    while at < len(tokens):
        kind, text = tokens[at]
        if kind != "word":
            if kind != "quote":
                pieces.append(_sign(kind, text))
            at += 1
            continue
        run = _words_from(tokens, at)
        phrase = _longest(run)
        taken = len(phrase.words) if phrase else 1
        kind, value = (phrase.kind, phrase.value) if phrase else ("unknown", text)
        pieces.append(Piece(kind, value, " ".join(run[:taken])))
        at += taken
    return pieces


def plain(sentence: str) -> str:
    """Return the sentence in the form the tables are written in: NFKC, lower case, е for ё."""
    text = unicodedata.normalize("NFKC", sentence).translate(_INVISIBLE).lower()
    text = unicodedata.normalize("NFKC", text).replace("ё", "е").replace("’", "'")
    return re.sub(r"(?<=[^\W\d])[-‐‑_](?=\w)", " ", text)


def known_words() -> tuple[str, ...]:
    """Return the whole words of all tables, for "did you mean"."""
    words = {
        part
        for kind, _, text in _tables()
        if kind not in ("filler", "impossible")
        for word in text.replace(",", " ").split()
        for part in word.strip("?*").split("/")
        if len(part) > 3
    }
    return tuple(sorted(words))


def _tokens(sentence: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(plain(sentence)):
        yield str(match.lastgroup), match.group()


def _sign(kind: str, text: str) -> Piece:
    if kind == "number":
        return Piece("number", text.replace(",", "."), text)
    if kind in ("stop", "arrow"):
        return Piece("joint", "then", text)
    if kind == "comma":
        return Piece("joint", "comma", text)
    known, value = _SIGNS.get(text, ("unknown", text))
    return Piece(known, value, text)


def _words_from(tokens: list[tuple[str, str]], at: int) -> list[str]:
    run = []
    for kind, text in tokens[at : at + 7]:
        if kind != "word":
            break
        run.append(text)
    return run


@cache
def _starting(word: str) -> tuple[_Phrase, ...]:
    return tuple(phrase for phrase in _phrases() if phrase.words[0].fullmatch(word))


def _longest(run: list[str]) -> _Phrase | None:
    fitting = [
        phrase
        for phrase in _starting(run[0])
        if len(phrase.words) <= len(run)
        and all(p.fullmatch(w) for p, w in zip(phrase.words, run, strict=False))
    ]
    return max(fitting, key=lambda phrase: len(phrase.words), default=None)


@cache
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(words, kind, value)
        for kind, value, text in _tables()
        for phrase in text.split(",")
        for words in _readings(phrase.split())
    )


def _readings(words: list[str]) -> Iterator[tuple[re.Pattern[str], ...]]:
    ways = [[word.rstrip("?"), None] if word.endswith("?") else [word] for word in words]
    for chosen in product(*ways):
        kept = tuple(_pattern(word) for word in chosen if word)
        if kept:
            yield kept


@cache
def _pattern(word: str) -> re.Pattern[str]:
    parts = (re.escape(part).replace(r"\*", r"\w*") for part in word.split("/"))
    return re.compile("|".join(parts))


def _tables() -> Iterator[tuple[str, str, str]]:
    """kind, value, phrases; where phrases are equally long, the earlier table wins."""
    tables: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("joint", lexicon.JOINTS),
        ("handheld", {"": lexicon.HANDHELD}),
        ("move", lexicon.MOVES),
        ("sweep", lexicon.SWEEPS),
        ("from", lexicon.FROM),
        ("way", lexicon.WAYS),
        ("target", lexicon.TARGETS),
        ("easing", lexicon.EASINGS),
        ("pace", lexicon.PACES),
        ("size", lexicon.SIZES),
        ("back", {"": lexicon.BACK}),
        ("delay", {"": lexicon.DELAY}),
        ("total", {"": lexicon.TOTAL}),
        ("around", {"": lexicon.AROUND}),
        ("horizon", {"": lexicon.HORIZON}),
        ("very", {"": lexicon.VERY}),
        *NUMBER_PHRASES,
        ("negation", {"": lexicon.NEGATIONS}),
        ("filler", {"": lexicon.FILLERS}),
        ("impossible", PHRASES),
    )
    for kind, table in tables:
        for value, text in table.items():
            yield kind, value, text

"""Captions from words and their times: at most two lines, cut where the sense allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from generation.speech.marks import read_utterance, without_stress
from generation.speech.model import Spoken, Text, Word
from generation.types import Caption

LINE = 42  # characters; the usual limit of subtitles on a screen
LONGEST = 6.0  # s one caption stays
SHORTEST = 1.2
LINGER = 0.6  # s it may stay after its last word
BREAK = 0.7  # s of silence that ends a caption
SENTENCE, CLAUSE = ".!?…", ",;:—–)»”"


def captions_of(spoken: Spoken, text: str | None, language: str) -> tuple[Caption, ...]:
    """Return the captions of what was spoken, in order, never overlapping.

    Where the words' times are not known (a recording without alignment) ``text`` is spread
    evenly over it; without that there are none. Lines are divided by a newline.
    """
    words = spoken.words or tuple(_spread(text or "", language, spoken.sound.seconds))
    groups = [group for sentence in _sentences(words) for group in _fitting(sentence)]
    starts = [*(group[0].start for group in groups[1:]), float("inf")][: len(groups)]
    return tuple(
        Caption(group[0].start, _end(group, following), _lines(_text(group)), language)
        for group, following in zip(groups, starts, strict=True)
    )


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Divide at the ends of sentences and at silences; a very short one joins the next."""
    sentence: list[Word] = []
    for word, after in pairwise([*words, None]):
        assert word is not None
        sentence.append(word)
        silence = after is not None and after.start - word.end >= BREAK
        ended = word.text.rstrip("\"'»”’)")[-1:] in tuple(SENTENCE)
        enough = word.end - sentence[0].start >= SHORTEST
        if after is None or silence or (ended and enough):
            yield sentence
            sentence = []


def _fitting(sentence: list[Word]) -> Iterator[list[Word]]:
    """Divide a sentence into captions of like length, rather at the end of a clause."""
    rest = sentence
    while rest:
        count = len(rest)
        while count > 1 and not _fits(rest[:count]):
            count -= 1
        if count < len(rest):
            count = min(range(1, count + 1), key=lambda i: _awkward(rest, i))
        yield rest[:count]
        rest = rest[count:]


def _awkward(rest: Sequence[Word], count: int) -> float:
    """Return how far from even, in characters, a cut here would be; clauses are forgiven."""
    whole = len(_text(rest))
    even = whole / -(-whole // (2 * LINE))
    clause = rest[count - 1].text[-1] in CLAUSE + SENTENCE
    return abs(len(_text(rest[:count])) - even) - (LINE / 2 if clause else 0)


def _fits(words: Sequence[Word]) -> bool:
    lines = _lines(_text(words)).split("\n")
    fits = len(lines) <= 2 and max(map(len, lines)) <= LINE
    return fits and words[-1].end - words[0].start <= LONGEST


def _lines(text: str) -> str:
    """Return the text on one line, or on the two most even ones."""
    if len(text) <= LINE or " " not in text:
        return text
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    best = min(spaces, key=lambda at: (max(at, len(text) - at - 1) > LINE, _uneven(text, at)))
    return f"{text[:best]}\n{text[best + 1 :]}"


def _uneven(text: str, at: int) -> float:
    return abs(len(text) - 1 - 2 * at) - (LINE / 4 if text[at - 1] in CLAUSE else 0)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _end(group: Sequence[Word], following: float) -> float:
    wanted = max(group[-1].end + LINGER, group[0].start + SHORTEST)
    return max(min(wanted, following), group[-1].end)


def _spread(text: str, language: str, seconds: float) -> Iterator[Word]:
    """Yield the words of a text as if each letter took as long."""
    if not text.strip():
        return
    pieces = read_utterance(text, language).pieces
    words = " ".join(piece.text for piece in pieces if isinstance(piece, Text)).split()
    shown = [without_stress(word) for word in words]
    whole, at = sum(len(word) + 1 for word in shown), 0.0
    for word in shown:
        until = at + seconds * (len(word) + 1) / whole
        yield Word(word, at, until)
        at = until

"""The captions of a script: its own, and of everything that is said, read or sung."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from generation.directing.playing import Played, Turn
from generation.script.model import Caption, Script
from generation.script.tongue import language_of
from generation.speech.captions import captions_of
from generation.speech.model import Word
from generation.types import Caption as Shown

LEAST_SHOWN = 0.5  # seconds
OVERLAP = 0.3  # seconds words of several singers may overlap and still follow one another


def captions_in(script: Script, played: Played) -> tuple[Shown, ...]:
    """Return what is read on the screen, in the order it appears."""
    own = [
        Shown(h.start, h.end, h.event.text,
              h.event.language or script.language or language_of(h.event.text))
        for h in played.happenings
        if isinstance(h.event, Caption)
    ]  # fmt: skip
    said = [caption for turns in _choirs(played.turns) for caption in _captions(turns)]
    return tuple(sorted([*own, *_one_at_a_time(sorted(said))]))


def _choirs(turns: Sequence[Turn]) -> list[list[Turn]]:
    """Songs that sound together, and everything else by itself."""
    choirs = list[list[Turn]]()
    for turn in sorted(turns, key=lambda turn: turn.start):
        last = choirs[-1] if choirs else []
        if turn.performed.sung and last and last[-1].performed.sung and turn.start < max(
            t.start + t.performed.seconds for t in last):  # fmt: skip
            last.append(turn)
        else:
            choirs.append([turn])
    return choirs


def _captions(turns: Sequence[Turn]) -> Iterator[Shown]:
    """Words that several sing at once are read once; where words differ, each has its own."""
    words = _in_unison([word for turn in turns for word in _words(turn)])
    spoken = turns[0].performed.spoken
    if len(turns) > 1 and spoken and words:
        yield from captions_of(replace(spoken, words=words), None, turns[0].performed.language)
        return
    for start, performed, _ in turns:
        if performed.spoken:
            for shown in captions_of(performed.spoken, performed.text, performed.language):
                yield shown._replace(start=start + shown.start, end=start + shown.end)


def _words(turn: Turn) -> Iterator[Word]:
    """The words of a turn, seconds from the beginning of the script."""
    spoken = turn.performed.spoken
    for word in spoken.words if spoken else ():
        yield word._replace(start=turn.start + word.start, end=turn.start + word.end)


def _in_unison(words: Sequence[Word]) -> tuple[Word, ...]:
    """One line of the words of several voices; nothing where different words sound at once."""
    line = list[Word]()
    for word in sorted(words, key=lambda word: word.start):
        half = (word.start + word.end) / 2
        if any(w.text == word.text and half < w.end for w in line):
            continue
        if line and word.start < line[-1].end - OVERLAP:
            return ()
        line.append(word)
    return tuple(line)


def _one_at_a_time(captions: Sequence[Shown]) -> Iterator[Shown]:
    """Each goes when the next one comes, unless two speak at once."""
    for caption, after in zip_longest(captions, captions[1:]):
        soon = after is not None and caption.start + LEAST_SHOWN <= after.start < caption.end
        yield caption._replace(end=after.start) if soon else caption

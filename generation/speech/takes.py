"""Cut an utterance into takes: what a voice says in one breath, and the silence between.

A take ends where a sentence, a pause, a paragraph or an intonation ends. Its tokens are
written words with the manner each is said in; marks know before which token they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from generation.speech.marks import without_stress
from generation.speech.model import Mark, Pause, Text, Utterance

SENTENCE_GAP = 0.4  # s
PARAGRAPH_GAP = 0.9
TUNE_GAP = 0.12  # where the intonation changes inside a sentence
SHORT = re.compile(r"^(\w|[A-ZА-Я][a-zа-я]|гг|вв|mrs|ул|им|рис|fig|no)\.$", re.IGNORECASE)
ENDS = re.compile(r"[.!?…]+[\"'»”’)]*$")
SPLIT = re.compile(r"(\s+)")


@dataclass(frozen=True, slots=True)
class Token:
    """One written word as it stands in the text, with the manner of its piece."""

    text: str
    manner: Text

    @property
    def shown(self) -> str:
        """Return it as printed."""
        return without_stress(self.text)

    @property
    def speaks(self) -> bool:
        """Return whether it holds a letter or a digit; a dash does not."""
        return any(character.isalnum() for character in self.text)


@dataclass
class Take:
    """tokens said without a break; marks: (index of the token after it, key); gap: s after."""

    tokens: list[Token] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)
    gap: float = 0.0

    @property
    def speaks(self) -> bool:
        """Return whether there is anything to say."""
        return any(token.speaks for token in self.tokens)


def takes(utterance: Utterance) -> list[Take]:
    """Return the takes of an utterance, in order."""
    cutter = _Cutter([Take()])
    marks = iter(utterance.marks)
    for piece in utterance.pieces:
        if isinstance(piece, Pause):
            cutter.pause(piece.seconds)
        elif isinstance(piece, Mark):
            cutter.mark(next(marks))
        else:
            cutter.say(piece)
    return [take for take in cutter.done if take.tokens or take.marks or take.gap]


@dataclass
class _Cutter:
    done: list[Take]
    glued: bool = False  # no white space since the last token
    ended: bool = False  # the last token ends a sentence

    def say(self, piece: Text) -> None:
        for part in SPLIT.split(piece.text):
            if part.isspace():
                self.glued = False
                if "\n\n" in part and self.done[-1].tokens:
                    self._cut(PARAGRAPH_GAP)
            elif part:
                self._add(Token(part, replace(piece, text="")))

    def pause(self, seconds: float) -> None:
        self._cut(seconds, carry=False)

    def mark(self, key: str) -> None:
        take = self.done[-1]
        take.marks.append((len(take.tokens), key))

    def _add(self, token: Token) -> None:
        take = self.done[-1]
        last = take.tokens[-1] if take.tokens else None
        if last and (self.glued or not (last.speaks and (token.speaks or _opens(token.text)))):
            take.tokens[-1] = _together(last, token, "" if self.glued else " ")
        else:
            if last and (self.ended or self._other_tune(token)):
                take = self._cut(SENTENCE_GAP if self.ended else TUNE_GAP)
            take.tokens.append(token)
        self.glued = True
        self.ended = _ends(take.tokens[-1].text)

    def _other_tune(self, token: Token) -> bool:
        return self.done[-1].tokens[-1].manner.intonation != token.manner.intonation

    def _cut(self, gap: float, *, carry: bool = True) -> Take:
        """Close the take. Marks at its very end belong to what follows, but not past a pause."""
        last, take = self.done[-1], Take()
        last.gap += gap
        if carry:
            end = len(last.tokens)
            take.marks = [(0, key) for at, key in last.marks if at == end]
            last.marks = [(at, key) for at, key in last.marks if at < end]
        self.done.append(take)
        self.ended = self.glued = False
        return take


def _ends(text: str) -> bool:
    return bool(ENDS.search(text)) and not SHORT.match(text)


def _opens(text: str) -> bool:
    return text[-1] in "([«“„\"'"


def _together(first: Token, second: Token, between: str) -> Token:
    """Join two; said in the manner of the part with letters."""
    manner = first.manner if first.speaks else second.manner
    return Token(first.text + between + second.text, manner)

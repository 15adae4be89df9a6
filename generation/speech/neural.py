"""What all neural voices share: a clause becomes symbols, a network says them, and each
symbol's time becomes the time of a phone and of its word.

A network has no pitch of its own to turn, so [pitch], [high] and [low] are passed over;
tempo, loudness, emphasis and pauses are obeyed.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from generation.errors import TextRefused
from generation.sound.mix import mixed
from generation.sound.resample import resampled
from generation.speech.align import aligned, moved_phones, moved_words
from generation.speech.assemble import Said, assembled
from generation.speech.espeak import IPA, phonemes
from generation.speech.espeak_voice import (
    EMPHASIS,
    EspeakOptions,
    EspeakVoice,
    pronounceable,
)
from generation.speech.model import Phone, Spoken, Text, Utterance, Word
from generation.speech.takes import Take, Token, takes
from generation.types import Floats, Sound, Words

BASE = {"ru": "ru", "en": "en-us"}  # espeak's language, for the phonemes
CLAUSE = re.compile(r"[.,;:!?…—–]+")
MODIFIERS = frozenset("ʲːˑ̩̃̈ʰˠʷ̪̯")
STRESSES = "ˈˌ"
SHORT_BREATH = 0.04  # s between parts of a take said in different manners


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """What a network gave: (n,) samples, Hz, and seconds of every symbol if it tells."""

    samples: Floats
    rate: int
    lengths: Sequence[float] | None


class NeuralVoice(ABC):
    """A voice from a network; subclasses know its symbols and run it."""

    reads_ipa = True

    @abstractmethod
    def render(self, symbols: str, rate: float) -> Rendered:
        """Say a string of symbols (IPA or letters), ``rate`` times the usual tempo."""

    def speak(self, utterance: Utterance) -> Spoken:
        """See Voice.speak."""
        language = utterance.language
        return assembled(utterance, [(t, self._said(t, language)) for t in takes(utterance)])

    def _said(self, take: Take, language: str) -> Said | None:
        if not take.speaks:
            return None
        clock, parts = 0.0, list[tuple[float, Sound]]()
        phones: list[Phone] = []
        words: list[Word] = []
        for manner, group in groupby(take.tokens, key=lambda token: token.manner):
            one = self._run(list(group), manner, language)
            parts.append((clock, one.sound))
            phones += (p._replace(start=p.start + clock, end=p.end + clock) for p in one.phones)
            words += (w._replace(start=w.start + clock, end=w.end + clock) for w in one.words)
            clock += one.sound.seconds + SHORT_BREATH
        return Said(mixed(parts, clock - SHORT_BREATH), tuple(phones), tuple(words))

    def _run(self, tokens: Sequence[Token], manner: Text, language: str) -> Said:
        """Say words that share one manner."""
        symbols = self._symbols(tokens, language)
        slower, _, louder, _ = EMPHASIS if manner.emphasis else (1.0, 0.0, 0.0, 1.0)
        done = self.render(symbols, manner.rate * slower)
        gain = np.float32(10 ** ((manner.loudness + louder) / 20))
        sound = resampled(Sound(done.samples[:, None] * gain, done.rate))
        if done.lengths is None or not self.reads_ipa:
            return _by_alignment(sound, tokens, language)
        phones, spans = phones_of(symbols, done.lengths)
        return Said(sound, phones, words_of([t.shown for t in tokens if t.speaks], spans))

    def _symbols(self, tokens: Sequence[Token], language: str) -> str:
        if not self.reads_ipa:
            return " ".join(token.shown for token in tokens).lower()
        text, voice, out, at = " ".join(t.text for t in tokens), BASE[language], "", 0
        for stop in [*CLAUSE.finditer(text), None]:
            clause = text[at : stop.start() if stop else len(text)].strip()
            if clause:
                said = phonemes(pronounceable(clause, voice), voice, IPA)
                out += (" " if out else "") + re.sub(r"\([a-z-]+\)|_", "", said)
            if stop:
                out, at = out + stop.group()[0], stop.end()
        return out


def phones_of(
    symbols: str, lengths: Sequence[float]
) -> tuple[tuple[Phone, ...], list[tuple[float, float]]]:
    """Return the phones of IPA symbols with so many seconds each, and the spans of words."""
    phones: list[Phone] = []
    spans: list[tuple[float, float]] = []
    clock, stressed, inside = 0.0, False, False
    for symbol, length in zip(symbols, lengths, strict=True):
        start, clock = clock, clock + length
        if symbol in STRESSES:
            stressed = True
        elif symbol in MODIFIERS and inside:
            phones[-1] = phones[-1]._replace(ipa=phones[-1].ipa + symbol, end=clock)
            spans[-1] = (spans[-1][0], clock)
        elif not symbol.isalpha():
            inside = stressed = False
        else:
            phones.append(Phone(symbol, start, clock, stressed))
            spans = [*spans[:-1], (spans[-1][0], clock)] if inside else [*spans, (start, clock)]
            stressed, inside = False, True
    return tuple(phones), spans


def words_of(shown: Sequence[str], spans: Sequence[tuple[float, float]]) -> tuple[Word, ...]:
    """Return the words; where espeak joined or split some, all share the whole by letters."""
    if len(shown) == len(spans):
        return tuple(Word(text, *span) for text, span in zip(shown, spans, strict=True))
    if not spans:
        return ()
    start, end = spans[0][0], spans[-1][1]
    whole, at, out = sum(map(len, shown)), start, []
    for text in shown:
        until = at + (end - start) * len(text) / whole
        out.append(Word(text, at, until))
        at = until
    return tuple(out)


def unknown_letters(symbols: str) -> TextRefused:
    """Return the refusal of a text in letters or sounds that a network never learnt."""
    return TextRefused(
        Words(
            f"Этот голос не знает звуков «{symbols[:40]}». Возьмите голос для этого языка.",
            f"This voice knows none of the sounds “{symbols[:40]}”. Take one for this language.",
        )
    )


def _by_alignment(sound: Sound, tokens: Sequence[Token], language: str) -> Said:
    """Find the times by laying the sound beside espeak's."""
    text = " ".join(token.text for token in tokens)
    said = EspeakVoice(EspeakOptions()).speak(Utterance((Text(text),), language))
    there = aligned(sound, said)
    return Said(sound, moved_phones(said.phones, there), moved_words(said.words, there))

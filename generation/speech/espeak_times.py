"""Turn espeak's events into phones and words that lie where the sound is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from generation.speech.espeak import PHONEME, WORD, Event
from generation.speech.model import Phone, Word
from generation.speech.takes import Token

NO_SOUND = 0.06  # s; shorter events without a phoneme are not silence
VOWELS = frozenset("aɑɐʌæeɛəɜɚiɪyɨoɔɒuʊɵ")
# After these espeak names a vowel late: it sounds 11 to 34 ms before its event (medians).
EARLY_AFTER = frozenset("mnŋlɭɫrɹjwʲ")
EARLY = 0.015  # s
SHORTEST_VOWEL = 0.05


def phones_of(events: Sequence[Event], end: float) -> tuple[Phone, ...]:
    """Return the phones; a softness mark joins its consonant, silence is left out."""
    told = [e for e in events if e.kind == PHONEME and not e.ipa.startswith("(")]
    times = [event.seconds for event in told] + [end]
    out: list[Phone] = []
    silent = True
    for event, (start, stop) in zip(told, pairwise(times), strict=True):
        ipa = event.ipa.strip("ˈˌ ")
        if not ipa and stop - start >= NO_SOUND:
            silent = True
        elif not silent and (ipa in ("", "ʲ", "ː") or stop <= start):
            out[-1] = out[-1]._replace(ipa=out[-1].ipa + ipa, end=max(stop, out[-1].end))
        elif ipa:
            out.append(Phone(ipa, start, stop, event.ipa[0] in "ˈˌ"))
            silent = False
    return settled(out)


def settled(phones: list[Phone]) -> tuple[Phone, ...]:
    """Return the phones with each vowel's beginning where it sounds."""
    out = list(phones)
    for index in range(1, len(out)):
        before, vowel = out[index - 1], out[index]
        touching = vowel.start - before.end < 1e-6
        if vowel.ipa[0] in VOWELS and before.ipa[0] not in VOWELS and touching:
            start = vowel.start - (EARLY if before.ipa[-1] in EARLY_AFTER else 0.0)
            start = min(start, vowel.end - SHORTEST_VOWEL)
            start = max(start, before.start + 0.4 * (vowel.end - before.start))
            start = min(start, vowel.start)
            out[index - 1], out[index] = before._replace(end=start), vowel._replace(start=start)
    return tuple(out)


def words_of(
    events: Sequence[Event], starts: Sequence[int], tokens: Sequence[Token], phones: Sequence[Phone]
) -> tuple[Word, ...]:
    """Return one word for every token that has letters; starts: 1-based, of each token.

    espeak says some words as one (“have been”): such share its time by their letters.
    """
    begun: dict[int, float] = {}
    for event in events:
        if event.kind == WORD:
            begun.setdefault(max(bisect_right(starts, event.position) - 1, 0), event.seconds)
    spoken = [i for i, token in enumerate(tokens) if token.speaks]
    known = [i for i in spoken if i in begun] or spoken[:1]
    last = phones[-1].end if phones else 0.0
    out: list[Word] = []
    for index, following in zip(known, [*known[1:], len(tokens)], strict=True):
        start = begun.get(index, 0.0) if out else min(begun.values(), default=0.0)
        stop = begun.get(following, last + 1)
        end = max((p.end for p in phones if start <= p.start < stop), default=start)
        end = min(end, stop)
        out += _shared([tokens[i] for i in spoken if i >= index and i < following], start, end)
    return tuple(out)


def _shared(tokens: Sequence[Token], start: float, end: float) -> list[Word]:
    whole = sum(len(token.shown) for token in tokens)
    out, at = [], start
    for token in tokens:
        until = at + (end - start) * len(token.shown) / whole
        out.append(Word(token.shown, at, until))
        at = until
    return out

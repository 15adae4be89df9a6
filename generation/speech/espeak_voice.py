"""The embedded voice: espeak-ng, Russian and English, men and women."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from generation.errors import OptionsRefused
from generation.sound.resample import resampled
from generation.speech.assemble import Said, assembled
from generation.speech.espeak import Manner, phonemes, synthesised, variants
from generation.speech.espeak_times import phones_of, words_of
from generation.speech.model import STRESS, Spoken, Text, Utterance
from generation.speech.stress import restressed, stressed_index, unstressed
from generation.speech.takes import Take, Token, takes
from generation.types import Sound, Words

# name -> espeak's variant; median pitch of a Russian sentence in Hz
SPEAKERS = {
    "man": "", "man-low": "m1", "man-high": "m3", "old-man": "grandpa",
    "woman": "f2", "woman-low": "steph", "woman-high": "f3", "old-woman": "grandma",
}  # fmt: skip
WORDS_A_MINUTE = 125
VOLUME = 60  # leaves room for what is said louder
SEMITONE = 6.1  # of espeak's pitch, measured on the median of Russian sentences
RELEASE = 0.03  # s kept after the last phone
# What emphasis adds: tempo, semitones, dB, melody
EMPHASIS = (0.85, 2.0, 3.0, 1.4)
LETTERS = re.compile(f"[^\\W\\d_]+(?:{STRESS}[^\\W\\d_]*)*")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
# What intonation does to the last word: its stop, semitones, melody
TUNES = {"rising": ("?", 4.0, 1.6), "falling": (".", -2.0, 1.0), "": ("", 0.0, 1.0)}
CLOSING = re.compile(r"[\s.,;:!?…]+(?=[\"'»”’)]*$)")


@dataclass(frozen=True, slots=True)
class EspeakOptions:
    """speaker: a name in SPEAKERS or one of espeak's own variants.

    rate: times 125 words a minute; pitch: semitones; melody: how far the voice moves, 1 its
    own; english: which English, "en-us" or "en".
    """

    speaker: str = "man"
    rate: float = 1.0
    pitch: float = 0.0
    melody: float = 1.0
    english: str = "en-us"

    def __post_init__(self) -> None:
        if self.speaker not in SPEAKERS and self.speaker not in variants():
            known = ", ".join(SPEAKERS)
            raise OptionsRefused(
                Words(
                    f"Голоса «{self.speaker}» нет. Есть: {known}.",
                    f"There is no speaker {self.speaker!r}. Known: {known}.",
                )
            )
        for name, low, high in (("rate", 0.5, 3), ("pitch", -8, 8), ("melody", 0, 2)):
            if not low <= getattr(self, name) <= high:
                raise OptionsRefused(
                    Words(
                        f"{name}: нужно число от {low} до {high}.",
                        f"{name} must be from {low} to {high}.",
                    )
                )


class EspeakVoice:
    """Speaks at once, on any machine; knows when each phoneme sounds."""

    Options = EspeakOptions

    def __init__(self, options: EspeakOptions) -> None:
        self._options = options

    def speak(self, utterance: Utterance) -> Spoken:
        """See Voice.speak."""
        return assembled(
            utterance, [(take, self._said(take, utterance)) for take in takes(utterance)]
        )

    def name(self, language: str) -> str:
        """Return espeak's name of this voice in a language."""
        base = "ru" if language == "ru" else self._options.english
        variant = SPEAKERS.get(self._options.speaker, self._options.speaker)
        return f"{base}+{variant}" if variant else base

    def _said(self, take: Take, utterance: Utterance) -> Said | None:
        if not take.speaks:
            return None
        voice = self.name(utterance.language)
        text, starts = self._written(take, utterance.language)
        samples, rate, events = synthesised(text, voice, self._manner(take.tokens[0].manner))
        end = max((event.seconds for event in events), default=len(samples) / rate)
        # Not by loudness: espeak's noise differs a little from call to call.
        samples = samples[: round((end + RELEASE) * rate)]
        wave = (samples / np.float32(32_768)).astype(np.float32)[:, None]
        sound = resampled(Sound(wave, rate))
        phones = phones_of(events, end)
        return Said(sound, phones, words_of(events, starts, take.tokens, phones))

    def _written(self, take: Take, language: str) -> tuple[str, list[int]]:
        """Return what espeak reads and where (1-based) each token begins in it."""
        voice, text, starts, before = self.name(language), "", [], ""
        last = len(take.tokens) - 1
        for number, token in enumerate(take.tokens):
            commands = _commands(self._manner(token.manner, last=number == last))
            starts.append(len(text) + 1)
            said = _ended(token) if number == last else token.text
            text += (commands if commands != before else "") + pronounceable(said, voice) + " "
            before = commands
        return text, starts

    def _manner(self, text: Text, *, last: bool = False) -> Manner:
        rate, pitch, loudness, melody = EMPHASIS if text.emphasis else (1.0, 0.0, 0.0, 1.0)
        _, lifted, livelier = TUNES[text.intonation if last else ""]
        mine = self._options
        tone = 50 + SEMITONE * (mine.pitch + text.pitch + pitch + lifted)
        volume = VOLUME * 10 ** ((text.loudness + loudness) / 20)
        return Manner(
            rate=_within(WORDS_A_MINUTE * mine.rate * text.rate * rate, 80, 450),
            volume=_within(volume, 1, 200),
            pitch=_within(tone, 0, 99),
            range=_within(50 * mine.melody * melody * livelier, 0, 99),
        )


def pronounceable(text: str, voice: str) -> str:
    """Return the text for espeak: marked words as mnemonics, nothing that would be a command."""
    plain = "".join(c for c in text if c.isprintable()).replace("[", "(").replace("]", ")")
    told = LETTERS.sub(lambda found: _marked(found.group(), voice), plain)
    # espeak passes over mnemonics that touch an opening quotation mark or bracket.
    return re.sub(r"(?<=[^\w\s-])\[\[", " [[", told).replace(STRESS, "")


def _marked(word: str, voice: str) -> str:
    """Return a word with one stress mark as mnemonics, any other as it is."""
    index = stressed_index(word)
    own_letters = bool(CYRILLIC.search(word)) == voice.startswith("ru")
    if index is None or not own_letters:
        return word
    plain = unstressed(word)
    return f"[[{restressed(word, phonemes(plain, voice), index)}]]"


def _ended(token: Token) -> str:
    """Return the last word of a take with the stop that gives its intonation."""
    if stop := TUNES[token.manner.intonation][0]:
        return CLOSING.sub("", token.text) + stop
    return token.text if CLOSING.search(token.text) else token.text + ","


def _commands(manner: Manner) -> str:
    return f"\x01{manner.rate}S\x01{manner.volume}A\x01{manner.pitch}P\x01{manner.range}R"


def _within(value: float, low: int, high: int) -> int:
    return round(min(max(value, low), high))

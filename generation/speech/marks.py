"""Read a curator's text with marks into an utterance. The marks: docs/voices.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generation.errors import TextRefused
from generation.speech.model import STRESS, Mark, Pause, Piece, Text, Utterance
from generation.types import Words

LONGEST = 20_000  # characters, some twenty minutes
LANGUAGES = ("ru", "en")
LONGEST_PAUSE = 30.0  # s
MARK = re.compile(r"\\([\[\]*\\])|\[(/?)\s*([^\[\]]*?)\s*\]|(\*)|(\n[ \t]*\n\s*)")

# mark -> (field of Text, its value); a field that takes a number has its range instead
MANNERS: dict[str, tuple[str, float | str]] = {
    "slow": ("rate", 0.75),
    "fast": ("rate", 1.3),
    "quiet": ("loudness", -8.0),
    "loud": ("loudness", 6.0),
    "high": ("pitch", 3.0),
    "low": ("pitch", -3.0),
    "rising": ("intonation", "rising"),
    "falling": ("intonation", "falling"),
}
NUMBERS: dict[str, tuple[float, float]] = {
    "rate": (0.4, 2.5),
    "pitch": (-8.0, 8.0),
    "loudness": (-20.0, 10.0),
}
RUSSIAN = {
    "пауза": "pause", "медленно": "slow", "быстро": "fast", "тихо": "quiet", "громко": "loud",
    "выше": "high", "ниже": "low", "вверх": "rising", "вниз": "falling", "темп": "rate",
    "тон": "pitch", "громкость": "loudness",
}  # fmt: skip


def read_utterance(text: str, language: str) -> Utterance:
    """Return what the text asks to be said; marks that are not the voice's become Mark.

    Raises TextRefused: nothing to say, too long, letters of no language we have, a mark that
    does not read.
    """
    if language not in LANGUAGES:
        raise TextRefused(
            Words(
                f"Языка «{language}» у голосов нет. Есть: ru, en.",
                f"The voices have no language {language!r}. Known: ru, en.",
            )
        )
    if len(text) > LONGEST:
        raise TextRefused(
            Words(
                f"В тексте {len(text)} знаков, можно {LONGEST}. Разделите его.",
                f"The text has {len(text)} characters; {LONGEST} are allowed. Divide it.",
            )
        )
    pieces = _Reader().read(unicodedata.normalize("NFC", text))
    said = "".join(piece.text for piece in pieces if isinstance(piece, Text))
    _check_letters(said)
    return Utterance(pieces, language)


def without_stress(text: str) -> str:
    """Return the text as it is printed."""
    return text.replace(STRESS, "")


@dataclass
class _Reader:
    """Walks the text once; ``opened`` are the manners in force, the innermost last."""

    pieces: list[Piece] = field(default_factory=list)
    opened: list[tuple[str, str, float | str]] = field(default_factory=list)
    emphasis: bool = False

    def read(self, text: str) -> tuple[Piece, ...]:
        at = 0
        for found in MARK.finditer(text):
            self._say(text[at : found.start()])
            at = found.end()
            self._obey(found)
        self._say(text[at:])
        return tuple(self.pieces)

    def _obey(self, found: re.Match[str]) -> None:
        escaped, closing, inside, star, paragraph = found.groups()
        if escaped:
            self._say(escaped)
        elif star:
            self.emphasis = not self.emphasis
        elif paragraph:
            self.opened, self.emphasis = [], False
            self._say("\n\n")
        elif closing:
            self._close(inside)
        elif inside:
            self._open(inside)

    def _say(self, text: str) -> None:
        if not text:
            return
        piece = replace(self._manner(), text=text)
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, Text) and replace(last, text=text) == piece:
            self.pieces[-1] = replace(piece, text=last.text + text)
        else:
            self.pieces.append(piece)

    def _manner(self) -> Text:
        manner = Text("", emphasis=self.emphasis)
        for _, name, value in self.opened:
            if name == "rate":
                manner = replace(manner, rate=manner.rate * float(value))
            elif name == "pitch":
                manner = replace(manner, pitch=manner.pitch + float(value))
            elif name == "loudness":
                manner = replace(manner, loudness=manner.loudness + float(value))
            elif value == "rising" or value == "falling":
                manner = replace(manner, intonation="rising" if value == "rising" else "falling")
        return manner

    def _open(self, inside: str) -> None:
        name, _, rest = inside.partition(" ")
        word = RUSSIAN.get(name.lower(), name.lower())
        if word == "pause":
            self.pieces.append(Pause(_number(inside, rest or "0.5", (0.0, LONGEST_PAUSE))))
        elif word in MANNERS and not rest:
            self.opened.append((word, *MANNERS[word]))
        elif word in NUMBERS:
            self.opened.append((word, word, _number(inside, rest, NUMBERS[word])))
        else:
            self.pieces.append(Mark(inside))

    def _close(self, inside: str) -> None:
        word = RUSSIAN.get(inside.lower(), inside.lower())
        for index in range(len(self.opened) - 1, -1, -1):
            if self.opened[index][0] == word:
                del self.opened[index]
                return
        if word in MANNERS or word in NUMBERS:
            raise TextRefused(
                Words(
                    f"Пометка [/{inside}] ничего не закрывает: [{inside}] перед ней нет.",
                    f"The mark [/{inside}] closes nothing: there is no [{inside}] before it.",
                )
            )
        self.pieces.append(Mark(f"/{inside}"))


def _number(mark: str, told: str, allowed: tuple[float, float]) -> float:
    low, high = allowed
    try:
        number = float(told.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise TextRefused(
            Words(
                f"Пометка [{mark}]: нужно число от {low:g} до {high:g}.",
                f"The mark [{mark}] needs a number from {low:g} to {high:g}.",
            )
        )
    return number


def _check_letters(said: str) -> None:
    if not any(character.isalnum() for character in said):
        raise TextRefused(
            Words(
                "Говорить нечего: в тексте нет ни слова. Напишите хотя бы одно.",
                "There is nothing to say: the text has no word. Write at least one.",
            )
        )
    if strange := "".join(dict.fromkeys(_strange(said))):
        raise TextRefused(
            Words(
                f"Букв «{strange[:12]}» голоса не знают: нужен русский или английский текст.",
                f"No voice knows the letters “{strange[:12]}”: write Russian or English.",
            )
        )


def _strange(said: str) -> Iterator[str]:
    for character in said:
        if character.isalpha():
            script = unicodedata.name(character, "").partition(" ")[0]
            if script not in ("CYRILLIC", "LATIN", "FEMININE", "MASCULINE"):
                yield character

"""Move the stress of a word in espeak's mnemonics to the vowel a curator marked.

espeak ignores the combining acute, but obeys mnemonics. Russian vowels change with stress;
which mnemonic a letter gets where was counted over words that espeak stresses itself:
а 'A, before the stress a, elsewhere V; о 'o, else V; and so on.
"""

from __future__ import annotations

import re
import unicodedata

from generation.speech.model import STRESS

RUSSIAN_VOWELS = "аеёиоуыэюя"
# "@-" is the helper vowel inside брат; it makes no syllable.
RUSSIAN = re.compile(r"(['%,=]*)([aAVo8OeEiIyYuU])([#2]*)")
ENGLISH = re.compile(r"(['%,=]*)(@(?!-)|aI@|aU@|aI|aU|eI|OI|oU|[aAVoOeEiIuU03])([#23:@L]*)")
HARD = re.compile(r"[SZ]$|ts$")
ENGLISH_FULL = {"a": "a", "e": "E", "i": "I", "o": "0", "u": "V", "y": "I"}


def stressed_index(word: str) -> int | None:
    """Return which vowel (0 the first) carries a curator's mark; None without exactly one."""
    plain = unicodedata.normalize("NFD", word.lower()).replace("ё", "ё").replace("й", "й")
    marks = [at for at, letter in enumerate(plain) if letter == STRESS]
    if len(marks) != 1 or marks[0] == 0:
        return None
    if plain[marks[0] - 1] in RUSSIAN_VOWELS:
        return sum(letter in RUSSIAN_VOWELS for letter in plain[: marks[0]]) - 1
    if plain[marks[0] - 1] in ENGLISH_FULL:
        return len(re.findall("[aeiouy]+", plain[: marks[0]].replace(STRESS, ""))) - 1
    return None


def unstressed(word: str) -> str:
    """Return the word to look up; the é of café is part of its spelling and stays."""
    kept = "" if not word.endswith(("é", "É")) else word[-1]
    plain = unicodedata.normalize("NFD", word[: len(word) - len(kept)]).replace(STRESS, "")
    return unicodedata.normalize("NFC", plain) + kept


def restressed(word: str, mnemonics: str, index: int) -> str:
    """Return espeak's mnemonics of a word with the stress on its ``index``-th vowel.

    Where espeak says another number of vowels than are written (silent or spelt-out ones)
    the nearest of them is stressed.
    """
    letters = [letter for letter in word.lower() if letter in RUSSIAN_VOWELS]
    vowels = list((RUSSIAN if letters else ENGLISH).finditer(mnemonics))
    if not vowels:
        return mnemonics
    if not letters:
        return _english(word, mnemonics, vowels, index)
    known = len(letters) == len(vowels)
    target = min(index, len(vowels) - 1)
    out, at = [], 0
    for number, vowel in enumerate(vowels):
        before = mnemonics[at : vowel.start()]
        said = vowel.group(2) + vowel.group(3)
        if known:
            hard = bool(HARD.search(before))
            last = number == len(vowels) - 1 and vowel.end() == len(mnemonics)
            said = _russian(letters[number], said, number - target, hard and not last)
            if last and number != target and letters[number] in "ая":
                said = "a#"
        out.append(before + ("'" if number == target else "") + said)
        at = vowel.end()
    return "".join(out) + mnemonics[at:]


def _russian(letter: str, said: str, distance: int, hard: bool) -> str:
    """Return the mnemonic of a vowel letter so many syllables after the stress."""
    if distance == 0:
        full = {"а": "A", "я": "A", "о": "o", "ё": "8", "э": "E", "ы": "y", "у": "u", "ю": "u"}
        if letter == "е":
            return "E" if hard else "e"
        return full.get(letter, said)
    if letter in "ая":
        return "a" if distance == -1 else "V"
    if letter == "о":
        return "V"
    if letter in "еэ":
        return "E#" if letter == "э" else ("y" if hard else "i")
    return said


def _english(word: str, mnemonics: str, vowels: list[re.Match[str]], index: int) -> str:
    target = vowels[min(index, len(vowels) - 1)]
    plain = unicodedata.normalize("NFD", word.lower())
    marked = plain[plain.index(STRESS) - 1] if STRESS in plain else ""
    said = target.group(2) + target.group(3)
    if said.startswith("@") or said in ("I2", "a#"):
        said = ENGLISH_FULL.get(marked, said)
    before = mnemonics[: target.start()].replace("'", "").replace(",", "")
    after = mnemonics[target.end() :].replace("'", "").replace(",", "")
    return f"{before}'{said}{after}"

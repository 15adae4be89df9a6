"""Tell Russian from English by the letters."""

from __future__ import annotations

import re
import unicodedata


def language_of(text: str, otherwise: str = "ru") -> str:
    """Return "ru" when more than half of the letters are Cyrillic, else "en"; ``otherwise``
    where there are no letters."""
    letters = re.findall(r"[^\W\d_]", text)
    russian = sum(unicodedata.name(letter, "").startswith("CYRILLIC") for letter in letters)
    return ("ru" if 2 * russian > len(letters) else "en") if letters else otherwise

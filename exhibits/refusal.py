"""What the museum refuses, and why, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from generation import Words


class Refused(Exception):
    """An action that may not be done now; ``for_people`` says why and what to do."""

    def __init__(self, for_people: Words) -> None:
        super().__init__(for_people.en)
        self.for_people = for_people


def in_language(words: Words, language: str | None = None) -> str:
    """Return a sentence in the asked or current language."""
    english = (language or get_language() or "ru").startswith("en")
    return str(words.en if english else words.ru)

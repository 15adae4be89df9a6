"""The museum's back of house, found by Django's admin."""

from exhibits.admin import (
    answers,
    artworks,
    book,
    halls,
    people,
    portraits,
    spending,
    versions,
    withdrawing,
)

__all__ = [
    "answers",
    "artworks",
    "book",
    "halls",
    "people",
    "portraits",
    "spending",
    "versions",
    "withdrawing",
]

"""The museum's back of house, found by Django's admin."""

from exhibits.admin import answers, artworks, halls, people, portraits

__all__ = ["answers", "artworks", "halls", "people", "portraits"]

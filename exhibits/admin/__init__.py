"""The museum's back of house, found by Django's admin."""

from exhibits.admin import artworks, halls, people, portraits

__all__ = ["artworks", "halls", "people", "portraits"]

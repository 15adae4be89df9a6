"""Melodies and those who sing them."""

"""Voices, and the mouth that goes with them."""

"""Lens, shutter, light and grain."""

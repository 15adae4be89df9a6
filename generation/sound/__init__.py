"""Recordings: ``read`` them, ``level`` their loudness, ``mix`` and duck, ``encode`` files."""

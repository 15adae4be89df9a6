"""Recordings: read, levelled, mixed, written."""

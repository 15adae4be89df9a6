"""The script of a performance: read, checked, written."""

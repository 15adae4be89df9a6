"""Which pixels of a living painting nobody painted, and which moved: docs/tratteggio.md."""

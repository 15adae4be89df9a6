"""Which sizes of a picture the pages ask for."""

from __future__ import annotations

WIDTHS = (480, 960, 1440)

"""How much one connection may say. Pure: the moment is an argument."""

from __future__ import annotations


class Allowance:
    """A bucket that fills at ``rate`` a second up to ``most``; each message takes one."""

    def __init__(self, rate: float, most: float, now: float) -> None:
        self._rate, self._most = rate, most
        self._left, self._at = most, now

    def take(self, now: float) -> bool:
        """Take one, and say whether there was one."""
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

"""Lines a printer would set: what may not part, where to break, no word left alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

NO_BREAK = "\u00a0"
_SHORT = re.compile(r"(?<![\w-])([А-Яа-яЁё]{1,2}) (?=\S)")
_DASH = re.compile(r" (?=[—–] )")
_NUMBER = re.compile(r"(?<=\d) (?=[а-яё%×])|(?<=×) (?=\d)")
_PAUSES = ".,;:!?…—–»”)"

Width = Callable[[str], float]


def typeset(text: str) -> str:
    """Put no-break spaces where Russian typography wants them; English stays as it is."""
    for pattern, kept in ((_SHORT, rf"\1{NO_BREAK}"), (_DASH, NO_BREAK), (_NUMBER, NO_BREAK)):
        text = pattern.sub(kept, text)
    return text


def broken(text: str, width: Width, room: float) -> list[str]:
    """Return the fewest lines no wider than ``room``, as even as they can be.

    A word wider than the room has a line of its own, which is then too wide: ``width`` tells.
    """
    words = typeset(text).split(" ")
    least = _fewest(words, width, room)

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[str, ...]]:
        if lines == 1:
            line = " ".join(words[start:])
            return _slack(width(line), room), (line,)
        found = (float("inf"), ("",) * lines)
        for end in range(start + 1, len(words) - lines + 2):
            line = " ".join(words[start:end])
            cost = _slack(width(line), room)
            rest, others = best(end, lines - 1)
            found = min(found, (cost + rest, (line, *others)))
            if width(line) > room:
                break
        return found

    return list(best(0, least)[1])


def _slack(width: float, room: float) -> float:
    return ((room - width) / room) ** 2 if width <= room else 1e6 + width


def _fewest(words: list[str], width: Width, room: float) -> int:
    lines, line = 1, words[0]
    for word in words[1:]:
        longer = f"{line} {word}"
        if width(longer) <= room:
            line = longer
        else:
            lines, line = lines + 1, word
    return lines


def pages(text: str, width: Width, room: float, most_lines: int = 2) -> list[list[str]]:
    """Return the text in pages of at most ``most_lines`` lines, parted where speech pauses."""
    words, found = typeset(" ".join(text.split())).split(" "), list[list[str]]()
    while words:
        count = _that_fit(words, width, room, most_lines)
        if count < len(words):
            count = _at_a_pause(words, count)
        found.append(broken(" ".join(words[:count]), width, room))
        words = words[count:]
    return [page for page in found if any(page)]


def _that_fit(words: list[str], width: Width, room: float, most_lines: int) -> int:
    for count in range(1, len(words) + 1):
        if _fewest(words[:count], width, room) > most_lines:
            return max(count - 1, 1)
    return len(words)


def _at_a_pause(words: list[str], count: int) -> int:
    """Return where to part: after the last pause in the page's second half, else evenly, so
    that the last page is no single word."""
    for end in range(count, count // 2, -1):
        if words[end - 1][-1:] in _PAUSES:
            return end
    left = len(words) - count
    return count if left > 2 else max(count - 2, 1)

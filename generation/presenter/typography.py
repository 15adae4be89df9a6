"""Lines a printer would set: what may not part, where to break, no word left alone. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import accumulate

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
    begins = _begins(words, width)
    # best[k][i]: the least unevenness of words i.. in k + 1 lines, and where the first ends
    last = [
        (_slack(_span(begins, start, len(words)), room), len(words)) for start in range(len(words))
    ]
    best = [last]
    for lines in range(2, _fewest(begins, room) + 1):
        best.append(
            [_split(begins, start, room, best[-1]) for start in range(len(words) - lines + 1)]
        )
    found, start = list[str](), 0
    for table in reversed(best):
        end = table[start][1]
        found.append(" ".join(words[start:end]))
        start = end
    return found


def _split(
    begins: list[float], start: int, room: float, rest: list[tuple[float, int]]
) -> tuple[float, int]:
    found = (math.inf, start + 1)
    for end in range(start + 1, len(rest)):
        wide = _span(begins, start, end)
        found = min(found, (_slack(wide, room) + rest[end][0], end))
        if wide > room:
            break
    return found


def _begins(words: list[str], width: Width) -> list[float]:
    """Return where each word begins on one endless line, and last how wide a space is."""
    space, known = width(" "), {word: width(word) for word in set(words)}
    return [0.0, *accumulate(known[word] + space for word in words), space]


def _span(begins: list[float], start: int, end: int) -> float:
    """Return how wide the words from ``start`` to before ``end`` are."""
    return begins[end] - begins[start] - begins[-1]


def _slack(width: float, room: float) -> float:
    return ((room - width) / room) ** 2 if width <= room else 1e6 + width


def _fewest(begins: list[float], room: float) -> int:
    """Return how few lines hold all words."""
    lines, start = 1, 0
    for end in range(1, len(begins) - 1):
        if _span(begins, start, end) > room and end - start > 1:
            lines, start = lines + 1, end - 1
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
    """Return how many words fill the lines, at least one."""
    lines, count, taken = 1, 0, 0.0
    space = width(" ")
    for word in words:
        wide = width(word)
        if taken and taken + wide > room:
            lines, taken = lines + 1, 0.0
        if lines > most_lines:
            break
        taken, count = taken + wide + space, count + 1
    return max(count, 1)


def _at_a_pause(words: list[str], count: int) -> int:
    """Return where to part: after the last pause in the page's second half, else evenly, so
    that the last page is no single word."""
    for end in range(count, count // 2, -1):
        if words[end - 1][-1:] in _PAUSES:
            return end
    left = len(words) - count
    return count if left > 2 else max(count - 2, 1)

"""Russian lines must not end in a preposition or begin with a dash. Pure."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
_SHORT = re.compile(r"(?<![\w-])([А-Яа-яЁё]{1,2}) (?=\S)")
_DASH = re.compile(r" (?=[—–] )")
_NUMBER = re.compile(r"(?<=\d) (?=[а-яё%×])|(?<=×) (?=\d)")


def typeset(text: str) -> str:
    """Put no-break spaces where Russian typography wants them; English stays as it is."""
    for pattern, kept in ((_SHORT, rf"\1{NO_BREAK}"), (_DASH, NO_BREAK), (_NUMBER, NO_BREAK)):
        text = pattern.sub(kept, text)
    return text

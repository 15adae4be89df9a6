"""Numbers and measures in the two languages: «три с половиной секунды», "half a minute"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.camerawork.pieces import Piece

_NUMBERS = {
    "0": "zero, ноль, нуля", "0.5": "half, пол, половин*", "1": "one, один, одну, одна, одной",
    "1.5": "полтора, полторы", "2": "two, a? couple of?, два, две, двух, пара, пару",
    "3": "three, a? few, три, трех, несколько", "4": "four, четыре, четырех",
    "5": "five, пять, пяти", "6": "six, шесть, шести", "7": "seven, семь, семи",
    "8": "eight, восемь, восьми", "9": "nine, девять, девяти", "10": "ten, десять, десяти",
    "11": "eleven, одиннадцат*", "12": "twelve, двенадцат*", "13": "thirteen, тринадцат*",
    "14": "fourteen, четырнадцат*", "15": "fifteen, пятнадцат*", "16": "sixteen, шестнадцат*",
    "17": "seventeen, семнадцат*", "18": "eighteen, восемнадцат*",
    "19": "nineteen, девятнадцат*", "20": "twenty, двадцат*", "30": "thirty, тридцат*",
    "40": "forty, сорок, сорока", "50": "fifty, пятьдесят, пятидесяти",
    "60": "sixty, шестьдесят, шестидесяти", "90": "ninety, девяносто",
    "100": "hundred, сто, ста",
}  # fmt: skip
_UNITS = {
    "second": "seconds, second, sec, secs, s, секунд*, сек",
    "minute": "minutes, minute, min, mins, минут*, мин",
    "millisecond": "ms, milliseconds, millisecond, мс, миллисекунд*",
    "percent": "percent, per cent, процент*",
    "degree": "degrees, degree, deg, градус*",
    "times": "times, time, раз, раза, x, х",
}
_MEASURES = {  # a number and its unit in one word or phrase
    "0.5 second": "полсекунды", "30 second": "полминуты, half a minute, half minute",
    "0.5 second ": "half a second, half second", "90 second": "minute and a half",
    "1.5 second": "second and a half",
    "2 times": "twice, дважды", "3 times": "thrice, трижды", "180 degree": "пол оборота, пол круга",
    "2 factor": "вдвое, twice as close/near/big/large", "3 factor": "втрое",
}  # fmt: skip
NUMBER_PHRASES = (
    ("measure", _MEASURES),
    ("plus_half", {"": "and a half, с половиной"}),
    ("numeral", _NUMBERS),
    ("unit", _UNITS),
)
_SECONDS = {"second": 1.0, "minute": 60.0, "millisecond": 0.001}


def with_measures(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with numbers and units joined into ("measure", "4.0 second")."""
    joined: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece, taken = _measure(pieces, at)
        joined.append(piece)
        at += taken
    return joined


def in_seconds(measure: str) -> float | None:
    """Return the seconds of a measure, None when it measures something else."""
    number, unit = measure.split()
    return float(number) * _SECONDS[unit] if unit in _SECONDS else None


def _measure(pieces: Sequence[Piece], at: int) -> tuple[Piece, int]:
    piece = pieces[at]
    number, taken = _number(pieces, at)
    if taken == 0:
        if piece.kind == "unit" and piece.value in ("second", "minute"):
            return _joined(pieces, at, 1, f"1 {piece.value}")
        if piece.text in ("x", "х", "×") and (after := _number(pieces, at + 1))[1]:
            return _joined(pieces, at, 1 + after[1], f"{after[0]:g} factor")
        return piece, 1
    end = at + taken
    while end < len(pieces) and pieces[end].text in ("a", "of"):  # half a second
        end += 1
    if end < len(pieces):
        after_number = pieces[end]
        if after_number.kind == "unit":
            unit = after_number.value
            if unit == "times" and (after_number.text in "xх×" or _said(pieces, at - 1, "в", "in")):
                unit = "factor"
            half = end + 1 < len(pieces) and pieces[end + 1].kind == "plus_half"
            total = number + 0.5 * half
            return _joined(pieces, at, end + 1 + half - at, f"{total:g} {unit}")
        if after_number.text in ("с", "c"):  # «4 с»
            return _joined(pieces, at, end + 1 - at, f"{number:g} second")
    return _joined(pieces, at, taken, f"{number:g} number")


def _number(pieces: Sequence[Piece], at: int) -> tuple[float, int]:
    """A number beginning here and how many pieces it takes; 0 pieces when there is none."""
    total, taken = 0.0, 0
    last = float("inf")
    while at + taken < len(pieces) and pieces[at + taken].kind in ("number", "numeral"):
        value = float(pieces[at + taken].value)
        if taken and (pieces[at + taken].kind == "number" or not _continues(last, value)):
            break
        total, last, taken = total + value, value, taken + 1
        if pieces[at + taken - 1].kind == "number":
            break
    if taken and at + taken < len(pieces) and pieces[at + taken].kind == "plus_half":
        return total + 0.5, taken + 1
    return total, taken


def _continues(last: float, value: float) -> bool:
    return last >= 20 and last % 10 == 0 and 1 <= value < 10 and last > value


def _said(pieces: Sequence[Piece], at: int, *texts: str) -> bool:
    return at >= 0 and pieces[at].text in texts


def _joined(pieces: Sequence[Piece], at: int, taken: int, value: str) -> tuple[Piece, int]:
    text = " ".join(piece.text for piece in pieces[at : at + taken])
    return type(pieces[at])("measure", value, text), taken

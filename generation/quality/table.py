"""Show measurements: a table for people, in Russian or English, and JSON for programs."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any, NamedTuple

from generation.quality.report import Comparison, Report
from generation.types import Words


class Row(NamedTuple):
    """One line of the table: which figure, its name, how it is written, what is good."""

    measure: str
    figure: str
    name: Words
    form: str = ".3f"
    good: str = ""


CLIP_ROWS = (
    Row("flashes", "safe", Words("Вспышки: безопасно", "Flashes: safe"), "yes", "WCAG 2.3.1"),
    Row("flashes", "general", Words("  общих за 1 с", "  general in 1 s"), ".1f", "≤ 3"),
    Row("flashes", "red", Words("  красных за 1 с", "  red in 1 s"), ".1f", "≤ 3"),
    Row("flashes", "fails_at", Words("  нарушение на секунде", "  fails at second"), ".2f"),
    Row("flicker", "levels", Words("Мерцание, уровни", "Flicker, levels"), ".2f"),
    Row("flicker", "static", Words("  доля неподвижного", "  still share"), ".2f"),
    Row("sharpness", "lowest", Words("Мелкие детали: мин.", "Fine detail: min"), ".3f", "≥ 0.90"),
    Row("sharpness", "highest", Words("  макс.", "  max"), ".3f", "≤ 1.10"),
    Row("sharpness", "pop", Words("  скачок за кадр", "  change in a frame"), ".3f"),
    Row("sharpness", "moving_lowest", Words("  где движется: мин.", "  where moving: min")),
    Row("sharpness", "moving_highest", Words("  где движется: макс.", "  where moving: max")),
    Row("motion", "typical", Words("Подвижность, 95 %", "Liveliness, 95 %"), ".2f"),
    Row("motion", "most", Words("  наибольшая", "  most"), ".2f"),
    Row("motion", "at", Words("  на секунде", "  at second"), ".2f"),
    Row("loop", "seam", Words("Шов петли / шаг", "Loop seam / step"), ".3f", "≤ 1.05"),
    Row("loop", "pulse", Words("  пульс движения", "  pulse of motion"), ".3f", "≤ 0.10"),
    Row("drift", "typical", Words("Уход лица, 95 %", "Identity drift, 95 %"), ".4f"),
    Row("drift", "largest", Words("  наибольший", "  largest"), ".4f"),
    Row("drift", "faces", Words("  лиц", "  faces"), "d"),
    Row("drift", "lost", Words("  кадров без лица", "  frames without face"), "d", "0"),
    Row("lips", "together", Words("Губы и звук: r", "Lips and sound: r"), ".2f", "≥ 0.60"),
    Row("lips", "best", Words("  лучшее r", "  best r"), ".2f"),
    Row("lips", "offset", Words("  сдвиг, кадры", "  offset, frames"), "+d", "−1…+1"),
    Row("lips", "travel", Words("  ход губ", "  lip travel"), ".3f"),
)
BETWEEN_ROWS = (
    Row("psnr", "pooled", Words("PSNR, дБ", "PSNR, dB"), ".2f"),
    Row("psnr", "lowest", Words("  худший кадр", "  worst frame"), ".2f"),
    Row("ssim", "mean", Words("SSIM", "SSIM"), ".4f"),
    Row("ssim", "lowest", Words("  худший кадр", "  worst frame"), ".4f"),
    Row("vmaf", "mean", Words("VMAF", "VMAF"), ".2f"),
    Row("vmaf", "lowest", Words("  худший кадр", "  worst frame"), ".2f"),
)
TITLES = {
    "flicker": Words("мерцание", "flicker"),
    "sharpness": Words("мелкие детали", "fine detail"),
    "loop": Words("петля", "loop"),
    "drift": Words("уход лица", "identity drift"),
    "motion": Words("подвижность", "liveliness"),
    "lips": Words("губы и звук", "lips and sound"),
}


def measures_table(measured: Report | Comparison, language: str) -> str:
    """Return the table as text, language "ru" or "en"; no trailing newline."""
    if isinstance(measured, Report):
        return _columns([measured], language)
    both = [measured.clip] + ([measured.other] if measured.other else [])
    return f"{_columns(both, language)}\n\n{_between(measured, language)}"


def measures_json(measured: Report | Comparison) -> str:
    """Return the figures as JSON; an infinite PSNR is the string "inf"."""
    tree: dict[str, Any]
    if isinstance(measured, Report):
        tree = {"clip": _tree(measured)}
    else:
        other = _tree(measured.other) if measured.other else None
        tree = {
            "clip": _tree(measured.clip),
            "other": other,
            "other_name": measured.other_name,
            "difference": _tree(measured.difference),
        }
    return json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False)


def _columns(reports: list[Report], language: str) -> str:
    size = Words("Размер, частота", "Size, rate")
    length = Words("Кадров, секунд", "Frames, seconds")
    lines = [
        ["", *(r.name for r in reports), _word(Words("норма", "good"), language)],
        [_word(size, language), *(f"{r.width}×{r.height}, {r.fps:g}" for r in reports), ""],
        [_word(length, language), *(f"{r.frames}, {r.seconds:.2f}" for r in reports), ""],
    ]
    for row in CLIP_ROWS:
        if any(getattr(r, row.measure) is not None for r in reports):
            cells = [_cell(r, row, language) for r in reports]
            lines.append([_word(row.name, language), *cells, row.good])
    return "\n".join([_aligned(lines), *_reasons(reports, language)])


def _between(measured: Comparison, language: str) -> str:
    title = Words(
        f"Против «{measured.other_name}», кадров: {measured.difference.frames}",
        f"Against “{measured.other_name}”, frames: {measured.difference.frames}",
    )
    lines = [
        [_word(row.name, language), _cell(measured.difference, row, language)]
        for row in BETWEEN_ROWS
        if getattr(measured.difference, row.measure) is not None
    ]
    reasons = [
        f"{name.upper()}: {_word(reason, language)}"
        for name, reason in measured.difference.missing.items()
    ]
    return "\n".join([_word(title, language), *([_aligned(lines)] if lines else []), *reasons])


def _reasons(reports: list[Report], language: str) -> list[str]:
    """Return a line per missing measure, naming the clip when there are two."""
    return [
        f"— {_word(TITLES[name], language)}"
        + (f" ({report.name})" if len(reports) > 1 else "")
        + f": {_word(reason, language)}"
        for report in reports
        for name, reason in report.missing.items()
    ]


def _cell(source: Any, row: Row, language: str) -> str:
    measure = getattr(source, row.measure)
    value = None if measure is None else getattr(measure, row.figure)
    if value is None:
        return "—"
    if row.form == "yes":
        return _word(Words("да", "yes") if value else Words("НЕТ", "NO"), language)
    if math.isinf(value):
        return "∞"
    return format(value, row.form)


def _aligned(lines: list[list[str]]) -> str:
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _word(words: Words, language: str) -> str:
    return words.en if language == "en" else words.ru


def _tree(source: Any) -> dict[str, Any]:
    # asdict cannot copy a read-only mapping, nor a tuple of words by name.
    fields = {name: getattr(source, name) for name in source.__dataclass_fields__}
    missing = {name: words._asdict() for name, words in fields.pop("missing").items()}
    tree = {
        name: asdict(value) if hasattr(value, "__dataclass_fields__") else value
        for name, value in fields.items()
    }
    if fields.get("flashes") is not None:
        tree["flashes"]["safe"] = fields["flashes"].safe
    return _finite(tree) | {"missing": missing}


def _finite(tree: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _finite(value)
        if isinstance(value, dict)
        else "inf"
        if isinstance(value, float) and math.isinf(value)
        else value
        for key, value in tree.items()
    }

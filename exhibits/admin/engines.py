"""The page of engines: what can animate or make pictures here, what is missing, how to get it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse

import generation
from exhibits.refusal import in_language
from generation import Finding, Standing, Weights, Words

PERMISSION = "exhibits.change_livingportrait"
SAY = {
    "intro": Words(
        "Чем этот музей может оживлять и рисовать, чего не хватает и как это получить. Сама "
        "программа ничего не скачивает.",
        "What this museum can animate and paint with, what is missing, and how to get it. The "
        "program downloads nothing by itself.",
    ),
    "used": Words("в настройках как", "in the settings as"),
    "unused": Words("в настройках не назван", "not named in the settings"),
    "found": Words("Что найдено", "What was found"),
    "nothing": Words("Ничего не требуется.", "Nothing is needed."),
    "trap": Words("Условия", "Terms"),
    "terms": Words("текст лицензии", "text of the licence"),
    "options": Words("Настройки", "Options"),
    "option": Words("настройка", "option"),
    "allowed": Words("что бывает", "allowed"),
    "default": Words("по умолчанию", "default"),
    "meaning": Words("что значит", "meaning"),
    "weights": Words("Веса", "Weights"),
    "weights_how": Words(
        "Скачайте веса сами, прочтите лицензию и добавьте их командой: каждый файл будет проверен "
        "и записан с его SHA-256.",
        "Download weights yourself, read the licence, and add them with this command: every file "
        "is checked and written down with its SHA-256.",
    ),
    "set": Words("набор", "set"),
    "for": Words("движок", "engine"),
    "licence": Words("лицензия", "licence"),
    "state": Words("здесь", "here"),
}
READY = Words("готов", "ready")
WEAK = Words("готов, с оговоркой", "ready, with a remark")
SHORT = Words("чего-то не хватает", "something is missing")
BROKEN = Words("не загружается", "cannot be loaded")
ABSENT = Words("нет", "no")
NOT_OURS = Words("не используем", "not used")


class Found(NamedTuple):
    """One finding. mark: "ok", "weak" or "missing"."""

    mark: str
    word: Words
    finding: Finding


class Card(NamedTuple):
    """One engine on the page."""

    engine: Standing
    mark: str
    word: Words
    findings: tuple[Found, ...]
    rows: tuple[Any, ...]
    options: tuple[Any, ...]


class Line(NamedTuple):
    """One set of weights on the page."""

    weights: Weights
    mark: str
    state: str
    licence: Words


def engines_page(request: HttpRequest) -> HttpResponse:
    """Show every engine and set of weights. Loads no weights, measures nothing."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    sets = generation.weights_here(Path(settings.MODELS_DIR))
    context = admin.site.each_context(request) | {
        "title": in_language(Words("Движки", "Engines")),
        "say": SAY,
        "gpu": _found(generation.gpu_finding()),
        "engines": [_card(engine) for engine in generation.engines_here(settings.GENERATION)],
        "weights": [_line(one) for one in sets],
    }
    return TemplateResponse(request, "admin/engines.html", context)


def _card(engine: Standing) -> Card:
    mark, word = _state(engine)
    able, schema = engine.capabilities, engine.options
    if able is None or schema is None:
        mark, word = "missing", BROKEN
    return Card(
        engine,
        mark,
        word,
        tuple(map(_found, engine.findings)),
        generation.capability_rows(able) if able else (),
        generation.option_rows(schema) if schema else (),
    )


def _state(engine: Standing) -> tuple[str, Words]:
    if not engine.ready:
        return "missing", SHORT
    return ("ok", READY) if all(one.ok for one in engine.findings) else ("weak", WEAK)


def _found(finding: Finding) -> Found:
    if finding.ok:
        return Found("ok", Words("есть", "here"), finding)
    if finding.required:
        return Found("missing", Words("нет", "missing"), finding)
    return Found("weak", Words("слабо", "weak"), finding)


def _line(one: Weights) -> Line:
    licence = Words("?", "?")
    if one.known:
        licence = generation.licence_words(one.known.licence)
    elif one.here and one.here.licence:
        licence = Words(one.here.licence, one.here.licence)
    if one.problem:
        return Line(one, "missing", in_language(one.problem), licence)
    if one.here:
        size = filesizeformat(sum(seen.bytes for seen in one.here.files.values()))
        return Line(one, "ok", f"{size}, {one.here.added}", licence)
    used = one.known is not None and bool(one.known.engine)
    return Line(one, "none", in_language(ABSENT if used else NOT_OURS), licence)

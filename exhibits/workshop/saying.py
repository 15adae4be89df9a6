"""Read the answers of a draft as a page sends them, and write them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.urls import reverse

from exhibits import studio
from exhibits.portraits.models import Answer, LivingPortrait
from exhibits.portraits.performing import name_of
from exhibits.portraits.rules import NO_QUESTION
from exhibits.portraits.snapshot import drafts_of
from generation import GenerationError, Words

MOST_ANSWERS, MOST_SOURCES, LONGEST = 60, 200, 100_000
FIELDS = ("question_ru", "question_en", "language", "text", "sources")
NO_LIST = Words("Ответы — это список.", "Answers are a list.")
NO_ANSWER = Words("Ответ не прочитан.", "The answer could not be read.")
TOO_LONG = Words("Вопрос длиннее 80 букв.", "The question is longer than 80 letters.")
NO_TEXT = Words("Напишите, что она или он говорит.", "Write what is said.")
NO_LANGUAGE = Words("Язык ответа: ru или en.", "The language is ru or en.")
NO_SOURCES = Words("Источники не прочитаны.", "The sources could not be read.")
NO_RECORDING = Words("Такой записи нет.", "There is no such recording.")


def tell_answers(portrait: LivingPortrait) -> list[dict[str, Any]]:
    """Return the draft's answers for the page, each with where it may be heard."""
    answers = drafts_of(portrait)
    for answer in answers:
        answer.portrait = portrait
    return [_told(answer) for answer in answers]


def read_answers(value: Any) -> tuple[list[dict[str, Any]], dict[str, Words]]:
    """Return the answers as fields, and refusals by ``answers.<number>.<field>``."""
    if not isinstance(value, list) or len(value) > MOST_ANSWERS:
        return [], {"answers": NO_LIST}
    read, refused = [], {}
    for number, told in enumerate(value):
        if not isinstance(told, dict):
            refused[f"answers.{number}"] = NO_ANSWER
            continue
        wrong = _wrong(told)
        refused |= {f"answers.{number}.{field}": words for field, words in wrong.items()}
        if not wrong:
            read.append(_fields(told))
    return read, refused


def write_answers(portrait: LivingPortrait, told: list[dict[str, Any]]) -> None:
    """Make the draft's answers these, in this order. Call in a transaction.

    What is no longer told goes; its recording stays on disk, so that undo finds it again.
    """
    before = {answer.pk: answer for answer in drafts_of(portrait)}
    kept = set()
    for position, fields in enumerate(told):
        answer = before.get(fields["id"]) or Answer(portrait=portrait, pk=_free(fields["id"]))
        for name, value in fields.items():
            if name != "id":
                setattr(answer, name, value)
        answer.position = position
        answer.save()
        kept.add(answer.pk)
    for answer in before.values():
        if answer.pk not in kept:
            answer.delete()


def _told(answer: Answer) -> dict[str, Any]:
    name = name_of(answer)
    return {field: getattr(answer, field) for field in FIELDS} | {
        "id": str(answer.pk),
        "recording": answer.recording.name or "",
        "recording_sha256": answer.recording_sha256,
        "name": name,
        "words": reverse("answer-words", args=[answer.pk, name]),
    }


def _wrong(told: Mapping[str, Any]) -> dict[str, Words]:
    questions = [told.get(f"question_{code}", "") for code in ("ru", "en")]
    if not all(isinstance(question, str) for question in questions):
        return {"question_ru": NO_ANSWER}
    if not any(question.strip() for question in questions):
        return {"question_ru": NO_QUESTION}
    for code, question in zip(("ru", "en"), questions, strict=True):
        if len(question) > 80:
            return {f"question_{code}": TOO_LONG}
    if told.get("language") not in Answer.Language.values:
        return {"language": NO_LANGUAGE}
    if not _are_sources(told.get("sources", [])):
        return {"sources": NO_SOURCES}
    recording = told.get("recording", "")
    if not isinstance(recording, str) or (recording and not _is_recording(recording)):
        return {"recording": NO_RECORDING}
    text = told.get("text", "")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        return {"text": NO_TEXT}
    voiced = Path(studio.RECORDING) if recording else None
    try:
        studio.script_of(studio.Telling(text, told["language"], voiced))
    except GenerationError as refusal:
        return {"text": refusal.for_people}
    return {}


def _are_sources(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= MOST_SOURCES
        and all(
            isinstance(one, dict)
            and one.keys() == {"statement", "source"}
            and all(isinstance(text, str) and len(text) <= 2000 for text in one.values())
            for one in value
        )
    )


def _is_recording(name: str) -> bool:
    """Say whether this names a recording we keep."""
    folder, _, file = name.partition("/")
    stem = file.removesuffix(".flac")
    plain = folder == "recordings" and len(stem) == 32 and set(stem) <= set("0123456789abcdef")
    return plain and (Path(settings.MEDIA_ROOT) / name).is_file()


def _fields(told: Mapping[str, Any]) -> dict[str, Any]:
    recording = told.get("recording", "")
    return {
        "id": _uuid(told.get("id")),
        "question_ru": told.get("question_ru", "").strip(),
        "question_en": told.get("question_en", "").strip(),
        "language": told["language"],
        "text": told["text"],
        "sources": told.get("sources", []),
        "recording": recording,
        "recording_sha256": _sha256(recording),
    }


def _sha256(recording: str) -> str:
    """Return the fingerprint of a recording by what is on disk, not by what a page says."""
    if not recording:
        return ""
    with (Path(settings.MEDIA_ROOT) / recording).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _uuid(value: Any) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        return uuid4()


def _free(key: UUID) -> UUID:
    """Return this key, or a new one where another answer has it."""
    return uuid4() if Answer.objects.filter(pk=key).exists() else key

"""What the editor of words asks: mistakes by line, sentences that need a source, recordings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

import generation
from exhibits import studio
from exhibits.portraits.models import Answer, recording_path
from exhibits.portraits.recordings import read_recording
from exhibits.refusal import Refused, in_language
from exhibits.review.citations import sentences
from generation import GenerationError, Words

LARGEST_UPLOAD = 60_000_000  # bytes: five minutes of uncompressed stereo
NO_FILE = Words("Файл не пришёл.", "No file has come.")
TOO_LARGE = Words("Файл больше 60 МБ.", "The file is larger than 60 MB.")
LINE = re.compile(r"\bline (\d+)")


def tell_script(text: str, language: str, recorded: bool) -> dict[str, Any]:
    """Return {"sentences", "wrong", "lines"} of a script as it is being written.

    wrong: why it cannot be performed, empty when it can; lines: where, from 1.
    """
    told: dict[str, Any] = {"sentences": [], "wrong": "", "lines": []}
    voiced = Path(studio.RECORDING) if recorded else None
    try:
        told["sentences"] = sentences(text)
        studio.script_of(studio.Telling(text, language, voiced))
    except GenerationError as refusal:
        told["wrong"] = in_language(refusal.for_people)
        told["lines"] = sorted({int(line) for line in LINE.findall(refusal.for_people.en)})
    return told


def keep_recording(upload: UploadedFile[Any] | None) -> dict[str, str]:
    """Keep an uploaded recording; return {"recording", "recording_sha256"} for an answer.

    Raises Refused or SoundRefused. One no answer takes is left on disk, as undo's are.
    """
    if upload is None:
        raise Refused(NO_FILE)
    if (upload.size or 0) > LARGEST_UPLOAD:
        raise Refused(TOO_LARGE)
    recorded = read_recording(upload.read())
    name = default_storage.save(recording_path(Answer(), ""), ContentFile(recorded.flac))
    return {"recording": name, "recording_sha256": recorded.sha256}


def voices() -> list[dict[str, str]]:
    """Return who may speak: {"mark": as the script calls it, "name"}."""
    own = [{"mark": name, "name": name} for name in generation.SPEAKERS]
    embedded = {"default"} | {a for a, v in settings.VOICES.items() if v["ENGINE"] == "espeak"}
    others = sorted(set(studio.voices()) - embedded)
    return own + [{"mark": f"engine={name}", "name": name} for name in others]

"""The form of an answer: a script that can be read, a recording that can be heard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from exhibits import studio
from exhibits.portraits.models import Answer
from exhibits.portraits.recordings import read_recording
from exhibits.portraits.rules import NO_QUESTION
from exhibits.refusal import in_language
from generation import GenerationError


def forget_recording_after_commit(name: str) -> None:
    """Remove a recording's file once nobody needs it for certain, no version either."""
    if name and not Answer.objects.filter(recording=name).exists():
        path = Path(settings.MEDIA_ROOT) / name
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is asked and what is answered. A script that cannot be read is refused in place."""

    class Meta:
        model = Answer
        fields = ("portrait", "question_ru", "question_en", "language", "text", "recording",
                  "position")  # fmt: skip

    def clean_recording(self) -> Any:
        """Return the recording as we keep it: checked, decoded, written anew."""
        upload = self.cleaned_data["recording"]
        if upload is False:  # to be removed
            self.instance.recording_sha256 = ""
        if not isinstance(upload, UploadedFile):
            return upload
        try:
            recorded = read_recording(upload.read())
        except GenerationError as refusal:
            raise forms.ValidationError(in_language(refusal.for_people)) from refusal
        self.instance.recording_sha256 = recorded.sha256
        return ContentFile(recorded.flac, studio.RECORDING)

    def clean(self) -> dict[str, Any] | None:
        """Refuse an answer nobody can ask for, and a script with a mistake in it."""
        told = super().clean() or self.cleaned_data
        if not (told.get("question_ru") or told.get("question_en")):
            self.add_error("question_ru", in_language(NO_QUESTION))
        if told.get("text") and "recording" in told:
            voiced = Path(studio.RECORDING) if told["recording"] else None
            try:
                studio.script_of(studio.Telling(told["text"], told["language"], voiced))
            except GenerationError as refusal:
                self.add_error("text", in_language(refusal.for_people))
        return told

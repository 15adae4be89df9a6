"""Answers of drafts in the admin: written and heard."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, TextField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from exhibits.admin.answer_form import AnswerForm, forget_recording_after_commit
from exhibits.portraits.models import Answer
from exhibits.portraits.performing import name_of


class AnswerInline(TabularInline):
    """The answers of a living portrait, to read; each is written on its own page."""

    model = Answer
    extra = 0
    hide_title = True
    show_change_link = True
    can_delete = False
    fields = readonly_fields = ("question_ru", "question_en", "language")
    verbose_name_plural = _("answers")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        """Leave the answers of versions out: those never change."""
        return super().get_queryset(request).filter(version=None)  # type: ignore[no-any-return]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave writing to the answer's own page."""
        return False


@admin.register(Answer)
class AnswerAdmin(ModelAdmin):
    """What visitors may ask once a version with it is published."""

    form = AnswerForm
    list_display = ("asked", "work", "language")
    list_filter = ("language",)
    list_filter_sheet = False
    search_fields = ("question_ru", "question_en", "text", "portrait__artwork__title_ru",
                     "portrait__artwork__title_en")  # fmt: skip
    autocomplete_fields = ("portrait",)
    readonly_fields = ("listen",)
    compressed_fields = False
    formfield_overrides = {TextField: {"widget": UnfoldAdminTextareaWidget({"rows": 12})}}
    fieldsets = [
        (None, {"fields": ["listen"]}),
        (
            _("Question"),
            {
                "description": _(
                    "Shown on the button, up to about twenty letters a line. A question in one "
                    "language only is offered to visitors who read that language."
                ),
                "fields": ["portrait", ("question_ru", "question_en"), ("language", "position")],
            },
        ),
        (
            _("Answer"),
            {
                "description": _(
                    "Plain words, with marks where needed: an accent over the stressed vowel, "
                    "*emphasis*, [pause 0.8], [smile], [look left]; or a whole script as JSON. "
                    "With a recording, this is what the recording says. "
                    "Visitors hear it once a version with it is published."
                ),
                "fields": ["text", "recording"],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        """Fetch portraits, works and pictures with the answers."""
        answers: QuerySet[Answer] = super().get_queryset(request)
        drafts = answers.filter(version=None)
        return drafts.select_related("portrait__artwork", "portrait__image")

    @display(description=_("question"), ordering="question_ru")
    def asked(self, answer: Answer) -> str:
        """Return the question."""
        return answer.question or "–"

    @display(description=_("work"), ordering="portrait__artwork__accession_number")
    def work(self, answer: Answer) -> str:
        """Name the work that answers."""
        return answer.portrait.artwork.said("title")

    @display(description=_("listen"))
    def listen(self, answer: Answer) -> str:
        """Let it be heard as it was last saved."""
        if answer._state.adding:
            return str(_("Save it first."))
        address = reverse("answer-sound", args=[answer.pk, name_of(answer)])
        return format_html('<audio controls preload="none" src="{}"></audio>', address)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; a recording that was replaced stays only where a version has it."""
        before = form.initial.get("recording")
        super().save_model(request, obj, form, change)
        if before and "recording" in form.changed_data:
            forget_recording_after_commit(before.name)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Answer]) -> None:
        """Remove answers with their recordings."""
        for answer in queryset:
            self.delete_model(request, answer)

    def delete_model(self, request: HttpRequest, obj: Answer) -> None:
        """Remove an answer of the draft with its recording; versions keep theirs."""
        name = str(obj.recording.name or "")
        super().delete_model(request, obj)
        forget_recording_after_commit(name)

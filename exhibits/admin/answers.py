"""Answers in the admin: written, heard, approved."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet, TextField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from exhibits.admin.answer_form import AnswerForm, forget_recording_after_commit
from exhibits.admin.doing import attempt, attempt_after_saving, person
from exhibits.portraits.actions import approve_answer, withdraw_answer
from exhibits.portraits.models import Answer
from exhibits.portraits.performing import make_answer, name_of
from exhibits.portraits.rules import may_be_asked
from exhibits.refusal import in_language

SAID = ("portrait", "question_ru", "question_en", "language", "text", "recording")


def try_and_approve(answer: Answer, user: User) -> None:
    """Approve what can really be heard: it is made first, and kept."""
    make_answer(answer)
    approve_answer(answer, user)


class AnswerInline(TabularInline):
    """The answers of a living portrait, to read; each is written on its own page."""

    model = Answer
    extra = 0
    hide_title = True
    show_change_link = True
    can_delete = False
    fields = readonly_fields = ("question_ru", "question_en", "language", "approved_by")
    verbose_name_plural = _("answers")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave writing to the answer's own page."""
        return False


@admin.register(Answer)
class AnswerAdmin(ModelAdmin):
    """What visitors may ask, and who allowed the answer."""

    form = AnswerForm
    list_display = ("asked", "work", "language", "approval", "offered")
    list_filter = ("language", ("approved_at", admin.EmptyFieldListFilter))
    list_filter_sheet = False
    search_fields = ("question_ru", "question_en", "text", "portrait__artwork__title_ru",
                     "portrait__artwork__title_en")  # fmt: skip
    autocomplete_fields = ("portrait",)
    readonly_fields = ("listen", "offered_or_not", "approved_by", "approved_at")
    compressed_fields = False
    formfield_overrides = {TextField: {"widget": UnfoldAdminTextareaWidget({"rows": 12})}}
    actions = ("approve_all", "withdraw_all")
    actions_submit_line = ("approve_it", "withdraw_it")
    fieldsets = [
        (None, {"fields": [("listen", "offered_or_not"), ("approved_by", "approved_at")]}),
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
                    "A change takes the approval back: listen again, then approve."
                ),
                "fields": ["text", "recording"],
            },
        ),
    ]

    def has_approve_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether this person approves answers."""
        return request.user.has_perm("exhibits.approve_answer")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        """Fetch portraits, works and pictures with the answers."""
        answers: QuerySet[Answer] = super().get_queryset(request)
        return answers.select_related("portrait__artwork", "portrait__image", "approved_by")

    @display(description=_("question"), ordering="question_ru")
    def asked(self, answer: Answer) -> str:
        """Return the question."""
        return answer.question or "–"

    @display(description=_("work"), ordering="portrait__artwork__accession_number")
    def work(self, answer: Answer) -> str:
        """Name the work that answers."""
        return answer.portrait.artwork.said("title")

    @display(description=_("approval"), label={True: "success", False: "warning"})
    def approval(self, answer: Answer) -> tuple[bool, str]:
        """Say who approved it, or that it waits."""
        if answer.approved_at is None:
            return False, str(_("waits for approval"))
        who = answer.approved_by
        return True, (who.get_full_name() or who.username) if who else "–"

    @display(description=_("may visitors ask it?"))
    def offered(self, answer: Answer) -> str:
        """Say yes, or why not."""
        reason = may_be_asked(answer)
        return in_language(reason) if reason else str(_("Yes"))

    @display(description=_("may visitors ask it?"))
    def offered_or_not(self, answer: Answer) -> str:
        """Say it on the form, too."""
        return "–" if answer._state.adding else self.offered(answer)

    @display(description=_("listen"))
    def listen(self, answer: Answer) -> str:
        """Let it be heard as it was last saved."""
        if answer._state.adding:
            return str(_("Save it first."))
        address = reverse("answer-sound", args=[answer.pk, name_of(answer)])
        return format_html('<audio controls preload="none" src="{}"></audio>', address)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; whatever changes the answer takes the approval back."""
        before = form.initial.get("recording")
        if before and "recording" in form.changed_data:
            forget_recording_after_commit(before.name)
        super().save_model(request, obj, form, change)
        if obj.approved_at and set(SAID) & set(form.changed_data):
            withdraw_answer(obj)
            self.message_user(
                request, _("It says something else now and waits for approval again."), 30
            )

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Answer]) -> None:
        """Remove answers with their recordings."""
        for answer in queryset:
            self.delete_model(request, answer)

    def delete_model(self, request: HttpRequest, obj: Answer) -> None:
        """Remove an answer with its recording; it leaves every screen first."""
        withdraw_answer(obj)
        forget_recording_after_commit(str(obj.recording.name or ""))
        super().delete_model(request, obj)

    @action(description=_("Save and approve"), permissions=["approve"])
    def approve_it(self, request: HttpRequest, answer: Answer) -> None:
        """Approve it once it is saved and can be heard."""
        done = str(_("Approved. Visitors may ask it."))
        attempt_after_saving(request, partial(try_and_approve, answer, person(request)), done)

    @action(description=_("Withdraw"), permissions=["approve"])
    def withdraw_it(self, request: HttpRequest, answer: Answer) -> None:
        """Withdraw it."""
        done = str(_("Withdrawn. The question leaves every screen within seconds."))
        attempt_after_saving(request, partial(withdraw_answer, answer), done)

    @admin.action(description=_("Approve"), permissions=["approve"])
    def approve_all(self, request: HttpRequest, answers: QuerySet[Answer]) -> None:
        """Approve the chosen ones, or say of each why not."""
        for answer in answers:
            attempt(request, partial(try_and_approve, answer, person(request)), str(answer))

    @admin.action(description=_("Withdraw"), permissions=["approve"])
    def withdraw_all(self, request: HttpRequest, answers: QuerySet[Answer]) -> None:
        """Withdraw the chosen ones."""
        for answer in answers:
            attempt(request, partial(withdraw_answer, answer), str(answer))

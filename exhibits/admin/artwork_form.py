"""The form of a work: its fields in groups, and what it will not accept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from exhibits.catalogue import rules
from exhibits.catalogue.models import Artwork
from exhibits.refusal import in_language

DECISION = ("may_move", "may_move_reason", "may_move_until")
DECIDED = ("may_move_decided_by", "may_move_decided_at")
TAB = {"classes": ["tab"]}
FIELDSETS = [
    (None, {"fields": [("accession_number", "slug"), ("portrait_of_it", "state")]}),
    (
        _("Label"),
        TAB
        | {
            "fields": [
                ("title_ru", "title_en"),
                ("maker_ru", "maker_en"),
                ("date_text_ru", "date_text_en"),
                ("medium_ru", "medium_en"),
                ("credit_ru", "credit_en"),
                ("description_ru", "description_en"),
            ]
        },
    ),
    (
        _("For visitors"),
        TAB
        | {
            "description": _(
                "The alt text tells the picture to those who cannot see it, in one sentence. "
                "Without it a work cannot go on show."
            ),
            "fields": [("alt_ru", "alt_en"), ("attract_ru", "attract_en")],
        },
    ),
    (
        _("Facts and rights"),
        TAB
        | {
            "fields": [
                ("date_from", "date_to"),
                ("height_mm", "width_mm"),
                ("rights_work", "rights_photo"),
            ]
        },
    ),
    (
        _("May it move?"),
        TAB
        | {
            "description": _(
                "Decided by the registrar, with a reason: rights, the sitter’s dignity, faith, "
                "the wishes of heirs. A change is signed with your name and reaches every screen "
                "within seconds."
            ),
            "fields": [*DECISION, DECIDED],
        },
    ),
]  # fmt: skip


class ArtworkForm(forms.ModelForm):  # type: ignore[type-arg]
    """A work's record; what is on show must stay complete, a decision must have a reason."""

    class Meta:
        model = Artwork
        fields = "__all__"
        widgets = {
            f"{name}_{code}": UnfoldAdminTextareaWidget({"rows": rows})
            for name, rows in (("medium", 2), ("credit", 2), ("alt", 3), ("attract", 2))
            for code in ("ru", "en")
        }

    def clean(self) -> dict[str, Any] | None:
        """Refuse a decision without a reason."""
        if set(DECISION) & set(self.changed_data):
            reason = self.cleaned_data.get("may_move_reason", "").strip()
            if not reason:
                self.add_error("may_move_reason", in_language(rules.NO_REASON))
            until = self.cleaned_data.get("may_move_until")
            if until and "may_move_until" in self.changed_data and until < timezone.localdate():
                self.add_error("may_move_until", in_language(rules.PAST))
        return super().clean()

    def _post_clean(self) -> None:
        """Refuse to take from a work on show what it needs there."""
        super()._post_clean()  # type: ignore[misc]
        work: Artwork = self.instance
        if work.published and not self.errors:
            lacking = [w for w in rules.missing(work, pictures=1) if w is not rules.DECISION]
            if lacking:
                self.add_error(None, in_language(rules.not_yet(lacking)))

"""The book in the admin: to read, to search, to download; never to write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from exhibits.book.models import Entry
from exhibits.book.telling import details, verb_words
from exhibits.book.writing import lines
from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import Version
from exhibits.refusal import in_language
from exhibits.review.blind import first_sealed, readable


@admin.register(Entry)
class EntryAdmin(ModelAdmin):
    """Every decision, publication, showing and withdrawal, newest first."""

    list_display = ("number", "when", "what", "about", "signed", "details")
    list_filter = ("verb",)
    list_filter_sheet = False
    search_fields = ("subject", "name", "verb")
    ordering = ("-number",)
    list_per_page = 50
    list_display_links = None
    actions_list = ("download",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes here by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is written stays."""
        return False

    has_delete_permission = has_change_permission

    @display(description=_("when"), ordering="at")
    def when(self, entry: Entry) -> str:
        """Return the moment on one line."""
        return f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}".replace(" ", "\u00a0")

    @display(description=_("what"), ordering="verb")
    def what(self, entry: Entry) -> str:
        """Return what was done."""
        return in_language(verb_words(entry.verb))

    @display(description=_("about"), ordering="subject")
    def about(self, entry: Entry) -> str:
        """Name the work or the version; another subject as the chain has it."""
        kind, _colon, key = entry.subject.partition(":")
        found: Version | Artwork | None = None
        if kind == "version":
            found = Version.objects.select_related("portrait__artwork").filter(pk=key).first()
        elif kind == "work":
            found = Artwork.objects.filter(accession_number=key).first()
        return str(found or entry.subject)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Leave out what tells of others' verdicts before a version is decided."""
        entries: QuerySet[Entry] = super().get_queryset(request)
        return readable(entries, request.user)

    @display(description=_("signed"), ordering="name")
    def signed(self, entry: Entry) -> str:
        """Return who did it; the house does what follows by rule."""
        return entry.name or str(_("the house"))

    @display(description=_("details"))
    def details(self, entry: Entry) -> str:
        """Return what else was written down."""
        return details(entry.told) or "–"

    @action(description=_("Download the book"), url_path="download", permissions=["view"])
    def download(self, request: HttpRequest) -> StreamingHttpResponse:
        """Send the book as JSON lines; manage.py verify_book proves such a file.

        It ends before the first verdict on a version that is not decided yet.
        """
        sealed = first_sealed()

        def written() -> Iterator[str]:
            for line in lines():
                if line.number == sealed:
                    return
                yield json.dumps(line._asdict(), ensure_ascii=False) + "\n"

        response = StreamingHttpResponse(written(), content_type="application/jsonl")
        response.headers["Content-Disposition"] = 'attachment; filename="book.jsonl"'
        return response

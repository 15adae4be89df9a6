"""What paid services cost, in the admin: to read, never to write."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from exhibits.chains.models import ChainRun
from exhibits.refusal import in_language
from exhibits.spending.models import Spending
from exhibits.spending.purse import spent_this_month
from generation import Words

OFF = Words(
    "Платные службы выключены: SPENDING_CAP_USD равен 0.",
    "Paid services are off: SPENDING_CAP_USD is 0.",
)


@admin.register(Spending)
class SpendingAdmin(ModelAdmin):
    """Every order to a paid service, newest first."""

    list_display = ("asked_at", "service", "used_for", "estimated", "real", "state", "month")
    list_filter = ("state", "service", "month")
    list_filter_sheet = False
    search_fields = ("number", "about")
    list_per_page = 50
    list_display_links = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes here by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was ordered was ordered."""
        return False

    has_delete_permission = has_change_permission

    def changelist_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """Say above the list how much of the month's money is left."""
        cap, spent = settings.SPENDING_CAP_USD, spent_this_month(timezone.localdate())
        told = Words(
            f"В этом месяце: ${spent:.2f} из ${cap}.", f"This month: ${spent:.2f} of ${cap}."
        )
        messages.info(request, in_language(told if cap else OFF))
        response: HttpResponse = super().changelist_view(request, *args, **more)
        return response

    @display(description=_("for"), ordering="about")
    def used_for(self, spending: Spending) -> str:
        """Name the chain it was spent on and lead there; one that is gone as it was called."""
        kind, _colon, key = spending.about.partition(":")
        run = ChainRun.objects.filter(pk=key).first() if kind == "chain" else None
        if run is None:
            return spending.about
        return format_html('<a href="{}">{}</a>', reverse("chain", args=[run.pk]), run)

    @display(description=_("estimate"), ordering="estimate")
    def estimated(self, spending: Spending) -> str:
        """Return what was expected."""
        return _dollars(spending.estimate)

    @display(description=_("real cost"), ordering="actual")
    def real(self, spending: Spending) -> str:
        """Return what it took, where that is known."""
        return "–" if spending.actual is None else _dollars(spending.actual)


def _dollars(amount: Decimal) -> str:
    return f"${amount:.2f}" if amount == round(amount, 2) else f"${amount:.4f}".rstrip("0")

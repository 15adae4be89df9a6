"""The red button: choose what leaves every screen, say why, and watch each screen answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from exhibits.admin.doing import person
from exhibits.kiosks.models import Withdrawal
from exhibits.kiosks.withdrawing import pull, screens_of
from exhibits.portraits.models import Version
from exhibits.refusal import Refused, in_language

EVERYTHING = "everything"


class WithdrawForm(forms.Form):
    """What leaves, and why. The choices are what is on show now."""

    what = forms.ChoiceField(label=_("What leaves every screen"), widget=UnfoldAdminSelectWidget)
    reason = forms.CharField(
        label=_("Why"),
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
        help_text=_("The reason stays in the book. Visitors do not read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = Version.objects.filter(state=Version.State.PUBLISHED)
        works = shown.select_related("portrait__artwork").order_by(
            "portrait__artwork__accession_number"
        )
        choices = [(f"version:{one.pk}", called(one)) for one in works]
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *choices,
            (EVERYTHING, _("Everything that moves (%(count)d)") % {"count": len(choices)}),
        ]


@admin.register(Withdrawal)
class WithdrawalAdmin(ModelAdmin):
    """What was withdrawn and which screens have answered. Nothing here is edited."""

    list_display = ("at", "what", "by", "reason", "answered")
    actions_list = ("withdraw_now",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave writing to the button."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was done stays as it was done."""
        return False

    has_delete_permission = has_change_permission

    def has_withdraw_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether this person may pull things from the screens."""
        return request.user.has_perm("exhibits.withdraw_version")

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        """Show the screens' answers instead of fields."""
        return answers_page(request, object_id, self.admin_site.each_context(request))

    @display(description=_("what"))
    def what(self, withdrawal: Withdrawal) -> str:
        """Name it as people do."""
        return named(withdrawal)

    @display(description=_("screens that answered"))
    def answered(self, withdrawal: Withdrawal) -> str:
        """Return ``19 / 20``."""
        screens = screens_of(withdrawal)
        return f"{sum(one.after is not None for one in screens)} / {len(screens)}"

    @action(description=_("Withdraw"), permissions=["withdraw"], icon="block", url_path="withdraw")
    def withdraw_now(self, request: HttpRequest) -> Any:
        """Show the form of the red button."""
        context = self.admin_site.each_context(request) | {"opts": Withdrawal._meta}
        return withdraw_page(request, context)


def withdraw_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the form; take away what was chosen."""
    if not request.user.has_perm("exhibits.withdraw_version"):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None, initial={"what": request.GET.get("what", "")})
    if form.is_valid():
        scope, _sep, target = form.cleaned_data["what"].partition(":")
        try:
            withdrawal = pull(scope, target, person(request), form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, in_language(refusal.for_people))
        else:
            done = reverse("admin:exhibits_withdrawal_change", args=[withdrawal.pk])
            return HttpResponseRedirect(done)
    return TemplateResponse(
        request, "admin/withdraw.html", context | {"form": form, "title": _("Withdraw")}
    )


def answers_page(request: HttpRequest, withdrawal_id: str, context: dict[str, Any]) -> HttpResponse:
    """Show what each screen answered; the page looks again while some are silent."""
    if not request.user.has_perm("exhibits.view_withdrawal"):
        raise PermissionDenied
    withdrawal = get_object_or_404(Withdrawal, pk=withdrawal_id)
    screens = screens_of(withdrawal)
    silent = sum(screen.after is None for screen in screens)
    response = TemplateResponse(
        request,
        "admin/withdrawn.html",
        context
        | {
            "title": _("Withdrawn"),
            "withdrawal": withdrawal,
            "what": named(withdrawal),
            "screens": screens,
            "silent": silent,
        },
    )
    if silent:
        response.headers["Refresh"] = "2"
    return response


def named(withdrawal: Withdrawal) -> str:
    """Return what was withdrawn as people call it: a version by its work and number."""
    if withdrawal.scope != Withdrawal.Scope.VERSION:
        return str(withdrawal)
    versions = Version.objects.select_related("portrait__artwork")
    version = versions.filter(pk=withdrawal.target).first()
    return called(version) if version else str(withdrawal)


def called(version: Version) -> str:
    """Return a version's work and number in words."""
    number = _("version %(number)s") % {"number": version.number}
    return f"{version.portrait.artwork.said('title')}, {number}"

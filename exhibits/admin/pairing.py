"""The page where a curator types the code a new screen shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from exhibits.admin.doing import person
from exhibits.kiosks.actions import confirm_pairing
from exhibits.kiosks.models import Exhibit, Kiosk
from exhibits.refusal import Refused, in_language


class PairingForm(forms.Form):
    """Which screen, and which kiosk it shall be: a known one or a new one."""

    code = forms.CharField(
        label=_("Code on the screen"),
        max_length=20,
        widget=UnfoldAdminTextInputWidget(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True,
                   "placeholder": "ABC DEF", "spellcheck": "false"}
        ),
    )  # fmt: skip
    kiosk = forms.ModelChoiceField(
        label=_("Screen"),
        queryset=Kiosk.objects.all(),
        required=False,
        empty_label=_("A new screen"),
        widget=UnfoldAdminSelectWidget,
        help_text=_("A screen that was paired before gives its place to the new one."),
    )
    name = forms.CharField(
        label=_("Name of the new screen"),
        max_length=120,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    exhibit = forms.ModelChoiceField(
        label=_("Exhibit on the new screen"),
        queryset=Exhibit.objects.all(),
        required=False,
        empty_label=_("Later"),
        widget=UnfoldAdminSelectWidget,
    )

    def clean(self) -> dict[str, Any] | None:
        """A new screen needs a name, and only a new one takes one."""
        if bool(self.cleaned_data.get("kiosk")) == bool(self.cleaned_data.get("name")):
            self.add_error("name", _("Choose a screen or name a new one."))
        return super().clean()


def pair(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """Show the form, or pair."""
    if not request.user.has_perm("exhibits.pair_kiosk"):
        raise PermissionDenied
    waiting = Kiosk.objects.filter(token_hash="").first()  # it has a name, and no screen yet
    begun = {"code": request.GET.get("code", "")[:20], "kiosk": waiting}
    form = PairingForm(request.POST or None, initial=begun)
    if not request.user.has_perm("exhibits.add_kiosk"):
        for name in ("name", "exhibit"):
            del form.fields[name]
        form.fields["kiosk"].required = True
    if request.method == "POST" and form.is_valid() and (done := _paired(request, form)):
        return done
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Pair a screen"),
        "opts": Kiosk._meta,
        "form": form,
    }
    return TemplateResponse(request, "admin/pair.html", context)


def _paired(request: HttpRequest, form: PairingForm) -> HttpResponse | None:
    """Confirm the code; None when it was refused, with the reason in the form."""
    asked = form.cleaned_data
    kiosk = asked["kiosk"] or Kiosk(name=asked["name"], exhibit=asked["exhibit"])
    new = kiosk._state.adding
    if new:
        kiosk.save()
    try:
        screen = confirm_pairing(asked["code"], kiosk, person(request))
    except Refused as refusal:
        if new:
            kiosk.delete()
        form.add_error("code", in_language(refusal.for_people))
        return None
    messages.success(
        request, _("Paired: %(kiosk)s, %(screen)s px.") % {"kiosk": kiosk, "screen": screen or "?"}
    )
    return HttpResponseRedirect(reverse("admin:exhibits_kiosk_changelist"))

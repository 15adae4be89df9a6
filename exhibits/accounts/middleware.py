"""Let nobody work with a password that others have seen."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from exhibits.accounts.actions import waiting_password

Handler = Callable[[HttpRequest], HttpResponse]
OPEN = ("admin:password_change", "admin:logout", "admin:jsi18n", "set_language")


def choose_your_password(get_response: Handler) -> Handler:
    """Lead whoever still has a one-time password to the page where they choose their own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            isinstance(user, User)
            and request.path.startswith(reverse("admin:index"))
            and request.path not in {reverse(name) for name in OPEN}
            and waiting_password(user)
        ):
            return HttpResponseRedirect(reverse("admin:password_change"))
        return get_response(request)

    return middleware

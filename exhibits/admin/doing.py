"""Try an action for somebody and say in their language how it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from exhibits.refusal import Refused, in_language
from generation import GenerationError


def person(request: HttpRequest) -> User:
    """Return who signs for what is done here. Raises PermissionDenied."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def attempt(request: HttpRequest, action: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        action()
    except (Refused, GenerationError) as refusal:
        messages.error(request, in_language(refusal.for_people))
        return False
    messages.success(request, done)
    return True


def attempt_after_saving(request: HttpRequest, action: Callable[[], Any], done: str) -> None:
    """Do it once the form, with its pictures, is safely saved; a refusal undoes nothing.

    The person stays on the form, where a refusal can be answered.
    """
    pressed = request.POST.copy()
    pressed["_continue"] = "1"
    request.POST = pressed  # type: ignore[assignment]
    transaction.on_commit(lambda: attempt(request, action, done))

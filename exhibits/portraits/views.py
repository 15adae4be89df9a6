"""Hand out answers: words and sound of those on show, or to staff who may see them."""

from __future__ import annotations

import logging
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from exhibits.portraits.models import Answer, Version
from exhibits.portraits.performing import make_answer, name_of
from exhibits.portraits.rules import may_be_asked
from generation import GenerationError

log = logging.getLogger(__name__)

A_YEAR = 31_536_000
COME_BACK = 60  # seconds


@require_safe
def words(request: HttpRequest, answer_id: UUID, name: str) -> HttpResponseBase:
    """Send an answer's captions, its length, and where its sound is."""
    answer = _heard_by(request, answer_id, name)
    try:
        made = make_answer(answer)
    except GenerationError as error:
        return not_now(answer, error)
    told = {
        "duration": made.timeline.duration,
        "captions": [caption._asdict() for caption in made.timeline.captions],
        "sound": reverse("answer-sound", args=[answer_id, name]) if made.sound else None,
    }
    return for_ever(request, name, not may_be_asked(answer), JsonResponse(told))


@require_safe
def sound(request: HttpRequest, answer_id: UUID, name: str) -> HttpResponseBase:
    """Send an answer's sound: FLAC, so that its first sample is the first."""
    answer = _heard_by(request, answer_id, name)
    try:
        made = make_answer(answer)
    except GenerationError as error:
        return not_now(answer, error)
    if made.sound is None:
        raise Http404
    data = made.sound.read_bytes()
    response = HttpResponse(data, content_type="audio/flac")
    return for_ever(request, name, not may_be_asked(answer), response)


def _heard_by(request: HttpRequest, answer_id: UUID, name: str) -> Answer:
    """Return the answer of this name. What may not be heard does not exist."""
    answers = Answer.objects.select_related(
        "portrait__artwork", "portrait__image", "version__portrait__artwork", "version__image"
    )
    answer = answers.filter(pk=answer_id).first()
    if answer is None or name_of(answer) != name:
        raise Http404
    user = request.user
    staff = user.is_active and user.is_staff and user.has_perm("exhibits.view_answer")
    if may_be_asked(answer) and not staff:
        raise Http404
    return answer


def for_ever(
    request: HttpRequest, name: str, public: bool, response: HttpResponse
) -> HttpResponseBase:
    """Let browsers keep it: the address changes with everything it is made from."""
    etag = f'"{name}"'
    found = get_conditional_response(request, etag=etag, response=response) or response
    whose = "public" if public else "private"
    found["ETag"] = etag
    found["Cache-Control"] = f"{whose}, max-age={A_YEAR}, immutable"
    found["X-Content-Type-Options"] = "nosniff"
    return found


def not_now(what: Answer | Version, error: GenerationError) -> HttpResponse:
    """Say that it cannot be made, and when to come back."""
    log.error("%s %s cannot be given: %s", what._meta.model_name, what.pk, error)
    response = JsonResponse({"error": error.for_people._asdict()}, status=503)
    response["Retry-After"] = str(COME_BACK)
    response["Cache-Control"] = "no-store"
    return response

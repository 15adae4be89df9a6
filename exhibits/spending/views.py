"""Where paid services knock. Whatever they say is a hint: only our own question is believed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from exhibits.spending.bell import knock, order_at, secret_of
from generation import genuine_webhook

LARGEST = 64 * 1024  # bytes; a knock says who and that it is done


@never_cache
@csrf_exempt
@require_POST
def bfl(request: HttpRequest, token: str) -> HttpResponse:
    """Hear Black Forest Labs, if it signs with the order's own word."""
    order, body = order_at(token, "Black Forest Labs"), request.read(LARGEST + 1)
    if order is None:
        return HttpResponse(status=404)
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    signature = request.headers.get("X-BFL-Signature", "")
    if not genuine_webhook(body, signature, secret_of(order.number)):
        return HttpResponse(status=403)
    knock(order, timezone.now())
    return HttpResponse(status=204)


@never_cache
@csrf_exempt
@require_POST
def kling(request: HttpRequest, token: str) -> HttpResponse:
    """Hear Kling, which does not sign: nothing it says is read or kept."""
    order = order_at(token, "Kling")
    if order is None:
        return HttpResponse(status=404)
    if len(request.read(LARGEST + 1)) > LARGEST:
        return HttpResponse(status=413)
    knock(order, timezone.now())
    return HttpResponse(status=204)

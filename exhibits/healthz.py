"""Say whether the house stands, for watchers and proxies."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exhibits.streaming.stages import houses


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Return 200 with the version, or 503 when the database does not answer.

    stages: how many this process runs and has room for, and how many of them rest or are stood
    in for; devices: the GPUs it owns. They never make it unwell: screens keep their picture.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        database = "ok"
    except DatabaseError:
        database = "no answer"
    status = 200 if database == "ok" else 503
    told = {"version": settings.VERSION, "database": database, "stages": _stages()}
    return JsonResponse(told, status=status)


def _stages() -> dict[str, object]:
    found = houses()
    stages = [stage for house in found for stage in house.stages]
    return {
        "running": len(stages),
        "more": sum(house.more for house in found),
        "ailing": sum(stage.ails for stage in stages),
        "devices": [held.device for house in found[:1] for held in house.devices],
    }

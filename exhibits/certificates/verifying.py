"""“Verify a file”: whoever has a clip or a poster learns whether it is ours. Nothing is kept."""

from __future__ import annotations

from contextlib import suppress
from threading import BoundedSemaphore
from typing import Any, NamedTuple
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

import generation
from exhibits.certificates.issuing import anchors, record_in
from exhibits.certificates.models import Certificate
from exhibits.certificates.record import tells_the_same
from exhibits.certificates.telling import Standing, standing
from exhibits.refusal import in_language
from generation import GenerationError, Words

MOST = 100 * 2**20  # bytes: some ten minutes of a clip
SIDECAR_MOST = 2**20
FORM = 64 * 2**10  # what a form adds around its files
AT_ONCE = 2  # files in memory
LARGE = Words(
    f"Файл больше {MOST // 2**20} МБ. Такой проверьте программой, которая понимает C2PA.",
    f"The file is larger than {MOST // 2**20} MB. Check it with a program that knows C2PA.",
)
NO_FILE = Words("Выберите файл.", "Choose a file.")
_reading = BoundedSemaphore(AT_ONCE)


class Found(NamedTuple):
    """What a file proves, in words, and how its version stands today."""

    state: str  # trusted, valid, invalid, none
    words: str
    sha256: str
    parent: str = ""
    title: str = ""
    version: str = ""
    certificate: Certificate | None = None
    standing: Standing | None = None
    same: bool = False  # the record in the file is the one the museum signed


@csrf_exempt  # it changes nothing, and a form larger than it may be must not be read at all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Show the form, or what the file in it proves."""
    if request.method != "POST":
        return _page(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST + SIDECAR_MOST + FORM:
        return _page(request, 413, refusal=in_language(LARGE))
    given, beside = request.FILES.get("file"), request.FILES.get("sidecar")
    if given is None:
        return _page(request, 400, refusal=in_language(NO_FILE))
    if _size(given) > MOST or _size(beside) > SIDECAR_MOST:
        return _page(request, 413, refusal=in_language(LARGE))
    with _reading:
        found = examine(given.read(), beside.read() if beside else None)
    return _page(request, found=found)


def examine(data: bytes, sidecar: bytes | None = None) -> Found:
    """Return what a file proves, and what this museum knows of its version."""
    trusted = b""
    with suppress(GenerationError):  # without a key of our own nobody is trusted
        trusted = anchors()
    verdict = generation.verify_file(data, trusted, sidecar)
    found = Found(verdict.state, in_language(verdict.words), verdict.sha256, verdict.parent_sha256)
    if (record := verdict.record) is None:
        return found
    found = found._replace(title=in_language(record.title), version=record.version)
    known = _certificate(record.version) if verdict.state == "trusted" else None
    if known is None:
        return found
    found = found._replace(certificate=known, standing=standing(known.version))
    with suppress(GenerationError):  # the certificate's own row was damaged: its page says so
        return found._replace(same=tells_the_same(record_in(known), record))
    return found


def _certificate(version: str) -> Certificate | None:
    known = Certificate.objects.select_related("version__portrait__artwork")
    with suppress(ValueError):  # a foreign record may call its version anything
        return known.filter(pk=UUID(version)).first()
    return None


def _size(file: UploadedFile[Any] | None) -> int:
    return (file.size or 0) if file else 0


def _page(request: HttpRequest, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, "web/verify.html", {"most": MOST // 2**20, **told}, status=status)

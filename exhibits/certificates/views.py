"""The public paper trail of a version: its page, and the files anybody can check it with."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from exhibits.certificates.issuing import holds, record_in, signed_text
from exhibits.certificates.models import Certificate
from exhibits.certificates.record import labels_for
from exhibits.certificates.telling import CHAIN_SAY, rows, standing, steps
from exhibits.refusal import in_language
from generation import NEURAL_DRAWS, GenerationError, signer_key

R = TypeVar("R", bound=HttpResponse)
SOON = "public, max-age=0, must-revalidate"  # a version may be withdrawn any moment


@require_safe
def certificate(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a certificate, also of a version withdrawn since: the trail stays."""
    found = _found(version_id)
    context = {"certificate": found, "version": found.version, "whole": holds(found)}
    try:
        record = record_in(found)
    except GenerationError as damaged:
        context["damaged"] = in_language(damaged.for_people)
        return render(request, "web/certificate.html", context, status=500)
    context |= {
        "record": record,
        "title": in_language(record.title),
        "maker": in_language(record.maker),
        "kind": in_language(labels_for(record).long),
        "engine": in_language(record.engine_label),
        "approved": datetime.fromisoformat(record.approved) if record.approved else None,
        "published": datetime.fromisoformat(record.published),
        "standing": standing(found.version),
        "options": rows(record.options),
        "measures": rows(record.measures),
        "steps": steps(record),
        "neural": record.kind in NEURAL_DRAWS,
        "say": CHAIN_SAY,
    }
    return render(request, "web/certificate.html", context)


@require_safe
def certificate_json(request: HttpRequest, version_id: UUID) -> JsonResponse:
    """Send what was signed, letter by letter, with the signature and how the version stands now.

    ``signature``: base64 of r‖s, ECDSA P-256 SHA-256, over the UTF-8 of ``signed``.
    """
    found = _found(version_id)
    try:
        signed = signed_text(found)
    except GenerationError as damaged:
        return JsonResponse({"error": damaged.for_people._asdict()}, status=500)
    told = {
        "signed": signed,
        "algorithm": "ES256",
        "signature": found.signature,
        "key": signer_key(found.chain.encode()),
        "chain": found.chain,
        "state": found.version.state,
        "since": found.version.state_at.isoformat(timespec="seconds"),
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _for_anybody(response, f"certificate-{version_id}.json")


@require_safe
def certificate_pem(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Send the chain of certificates, the signer's first."""
    chain = _found(version_id).chain
    response = HttpResponse(chain, content_type="application/x-pem-file")
    return _for_anybody(response, f"certificate-{version_id}.pem")


def _found(version_id: UUID) -> Certificate:
    found = Certificate.objects.select_related("version__portrait__artwork", "version__image")
    return get_object_or_404(found, pk=version_id)


def _for_anybody(response: R, name: str) -> R:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = SOON
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""A work as IIIF Presentation 3.0: its still picture, and what is said where it lives."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from exhibits.catalogue.derivatives import WIDTHS
from exhibits.catalogue.models import Artwork
from exhibits.kiosks.state import OnShow, on_show

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
MEDIA_TYPE = f'application/ld+json;profile="{CONTEXT}"'
LANGUAGES = ("ru", "en")
ORIGINAL = {
    "label": {"ru": ["Что это"], "en": ["What this is"]},
    "value": {"ru": ["Оригинал. Ничего не изменено."], "en": ["The original. Nothing changed."]},
}


@require_safe
def manifest(request: HttpRequest, slug: str) -> JsonResponse:
    """Tell machines of a work on show. A viewer must show its required statement."""
    work = Artwork.objects.filter(slug=slug, published=True).first()
    shown = on_show(work) if work else None
    if shown is None:
        raise Http404
    told = manifest_json(shown, request.build_absolute_uri("/").rstrip("/"))
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = MEDIA_TYPE
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=0, must-revalidate"  # withdrawn any moment
    return response


def manifest_json(shown: OnShow, origin: str) -> dict[str, Any]:
    """Return the manifest; ``origin``: scheme and host. The canvas is the untouched picture and
    says so; the living one is a rendering, and the words of its record stand for the whole."""
    work = shown.artwork
    address = origin + reverse("manifest", args=[work.slug])
    pages = {code: origin + _page(work, code) for code in LANGUAGES}
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "id": address,
        "type": "Manifest",
        "label": _both(work, "title"),
        "summary": _both(work, "maker"),
        "requiredStatement": ORIGINAL,
        "homepage": [_text(pages[code], _both(work, "title"), code) for code in LANGUAGES],
        "items": [_canvas(shown, address, origin)],
    }
    if shown.said:
        labels = shown.said.labels
        living = {code: [getattr(labels.short, code)] for code in LANGUAGES}
        told["requiredStatement"] = dict(labels.required_statement)
        told["rendering"] = [_text(pages[code], living, code) for code in LANGUAGES]
    return told


def _canvas(shown: OnShow, address: str, origin: str) -> dict[str, Any]:
    image, canvas = shown.image, f"{address}/canvas"
    width = min(max(WIDTHS), image.width)
    size = {"width": width, "height": round(width * image.height / image.width)}
    body = {
        "id": origin + reverse("picture", args=[image.pk, max(WIDTHS)]),
        "type": "Image",
        "format": "image/jpeg",
        **size,
    }
    painting = {
        "id": f"{canvas}/painting",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": canvas,
    }
    page = {"id": f"{canvas}/page", "type": "AnnotationPage", "items": [painting]}
    return {
        "id": canvas,
        "type": "Canvas",
        "label": _both(shown.artwork, "title"),
        **size,
        "requiredStatement": ORIGINAL,
        "items": [page],
    }


def _text(page: str, label: dict[str, list[str]], language: str) -> dict[str, Any]:
    return {
        "id": page,
        "type": "Text",
        "label": label,
        "format": "text/html",
        "language": [language],
    }


def _page(work: Artwork, language: str) -> str:
    with override(language):
        return reverse("work", args=[work.slug])


def _both(work: Artwork, name: str) -> dict[str, list[str]]:
    return {code: [work.said(name, code)] for code in LANGUAGES if work.said(name, code)}

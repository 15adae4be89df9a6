"""Clips visitors may take home: a page with the words, and the file. Gone once withdrawn."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exhibits.certificates.issuing import record_in
from exhibits.certificates.record import labels_for, record_of_file
from exhibits.clips.actions import SIDECAR
from exhibits.clips.models import Clip
from exhibits.clips.rules import may_be_taken
from exhibits.clips.sending import MIMES, send_file
from exhibits.clips.wishes import FILMS, MOVING, answer_of, read_wish
from exhibits.linked import script_safe
from exhibits.portraits.models import Answer, Version
from exhibits.portraits.performing import timeline_of
from exhibits.refusal import in_language
from generation import Caption, GenerationError, Labels, spoken_in, transcript, web_vtt

log = logging.getLogger(__name__)

GONE = 410
CAPTIONS = ".vtt"


@never_cache
@require_safe
def clip(request: HttpRequest, clip_id: UUID) -> HttpResponse:
    """Show a clip with its label, or say why it is gone."""
    found = _offered(clip_id)
    work = found.version.portrait.artwork
    if reason := may_be_taken(found):
        told = {"work": work, "gone": in_language(reason)}
        return render(request, "web/clip.html", told, status=GONE)
    labels = labels_of_clip(found)
    file = reverse("clip-file", args=[found.pk, f"{work.slug}{found.suffix}"])
    context = {
        "work": work,
        "clip": found,
        "film": found.suffix in FILMS,
        "label": in_language(labels.long),
        "alt": in_language(labels.alt),
        "eu": labels.eu,
        "share": in_language(labels.share),
        "address": request.build_absolute_uri(),
        "file": file,
        "json_ld": script_safe(_linked(found, labels, request.build_absolute_uri(file))),
        "mime": MIMES[found.suffix],
        "signature": reverse("clip-file", args=[found.pk, work.slug + SIDECAR])
        if found.suffix == ".webm"
        else "",
        **_words(found, work.slug),
    }
    return render(request, "web/clip.html", context)


@require_safe
def clip_file(request: HttpRequest, clip_id: UUID, name: str) -> HttpResponseBase:
    """Send the file of a clip, of a WebM its signature beside, and its captions as WebVTT."""
    found = _offered(clip_id)
    if reason := may_be_taken(found):
        words = in_language(reason)
        response = HttpResponse(words, status=GONE, content_type="text/plain; charset=utf-8")
        response["Cache-Control"] = "no-store"
        return response
    if name == f"{found.version.portrait.artwork.slug}{CAPTIONS}":
        return _vtt(found)
    suffixes = (found.suffix, SIDECAR) if found.suffix == ".webm" else (found.suffix,)
    suffix = Path(name).suffix
    if name != f"{found.version.portrait.artwork.slug}{suffix}" or suffix not in suffixes:
        raise Http404
    path = Path(found.file.path).with_suffix(suffix)
    return send_file(request, path, MIMES[suffix], name, found.sha256 + suffix)


def clips_offered(version: Version | None) -> list[Clip]:
    """Return the clips of a version on show that visitors may take home."""
    return list(version.clips.filter(public=True)) if version else []


def labels_of_clip(found: Clip) -> Labels:
    """Return what must be said of a clip: of the voices only those heard in it."""
    answer = _answer_in(found)
    said = [answer] if answer else []
    return labels_for(record_of_file(record_in(found.version.certificate), said))


def said_in(found: Clip) -> tuple[Caption, ...]:
    """Return what is said in a clip, in the language it is said in; nothing where nobody speaks,
    and where the answer cannot be read any more."""
    answer = _answer_in(found)
    if answer is None:
        return ()
    try:
        return spoken_in(timeline_of(answer).captions, answer.language)
    except GenerationError as error:
        log.warning("clip %s shows no words: %s", found.pk, error)
        return ()


def _answer_in(found: Clip) -> Answer | None:
    """Return the answer heard in a clip, None where nobody speaks."""
    wish = read_wish(found.told)
    return answer_of(wish, found.version) if wish.suffix in FILMS else None


def _words(found: Clip, slug: str) -> dict[str, Any]:
    """Return what is read beside a clip; its captions too where they are not in the frames."""
    if not (said := said_in(found)):
        return {}
    apart = not read_wish(found.told).captions
    return {
        "said": transcript(said).strip(),
        "language": said[0].language,
        "captions": reverse("clip-file", args=[found.pk, slug + CAPTIONS]) if apart else "",
    }


def _vtt(found: Clip) -> HttpResponse:
    if not (said := said_in(found)):
        raise Http404
    response = HttpResponse(web_vtt(said), content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"  # it may be withdrawn
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _linked(found: Clip, labels: Labels, address: str) -> dict[str, Any]:
    """Return what machines are told of the file: schema.org, MediaObject."""
    return {
        **labels.schema_org,
        "@type": "VideoObject" if found.suffix in MOVING else "ImageObject",
        "contentUrl": address,
        "encodingFormat": MIMES[found.suffix],
        "contentSize": str(found.bytes),
        "sha256": found.sha256,
        "uploadDate": found.made_at.isoformat(timespec="seconds"),
    }


def _offered(clip_id: UUID) -> Clip:
    """Return a clip; one never offered does not exist for visitors."""
    clips = Clip.objects.select_related(
        "version__portrait__artwork", "version__image", "version__certificate"
    )
    found = clips.filter(pk=clip_id, public=True).first()
    if found is None:
        raise Http404
    return found

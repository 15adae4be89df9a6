"""The public pages: home, works, one work, exhibits, how it is made."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.views.decorators.http import require_safe

from exhibits.catalogue.models import Artwork
from exhibits.clips.public import clips_offered
from exhibits.kiosks.models import Exhibit
from exhibits.kiosks.state import OnShow, on_show, works_of
from exhibits.kiosks.telling import answer_json
from exhibits.portraits.performing import offered
from exhibits.public.schema import artwork_json
from exhibits.public.search import matches
from generation import NEURAL_DRAWS

PAGE = 24
HANGING = 12  # works on the home page's wall


def published() -> list[OnShow]:
    """Return every work the public may see, in the order of the catalogue."""
    works = (
        Artwork.objects.filter(published=True)
        .select_related("living__image")
        .prefetch_related("images")
    )
    return [shown for work in works if (shown := on_show(work))]


def drawn_by_networks(work: OnShow) -> bool:
    """Return whether a neural network changed or made what moves."""
    return work.said is not None and work.said.record.kind in NEURAL_DRAWS


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show one living picture, the wall, and the exhibits."""
    works = published()
    hero = next((work for work in works if work.version), works[0] if works else None)
    exhibits = [(e, works_of(e)) for e in Exhibit.objects.filter(published=True)]
    return render(
        request,
        "web/home.html",
        {
            "hero": hero,
            "works": [work for work in works if work is not hero][:HANGING],
            "count": len(works),
            "exhibits": [pair for pair in exhibits if pair[1]],
            "neural": any(map(drawn_by_networks, works)),
        },
    )


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """List the works on show, or those a visitor looks for."""
    query = request.GET.get("q", "").strip()[:200]
    found = [work for work in published() if matches(work.artwork, query)]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "web/works.html", {"page": page, "query": query})


@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one work with its living portrait and its whole label."""
    artwork = Artwork.objects.filter(slug=slug, published=True).first()
    shown = on_show(artwork) if artwork else None
    if shown is None:
        raise Http404
    address = request.build_absolute_uri(reverse("work", args=[slug]))
    addresses = {code: translate_url(address, code) for code, _ in settings.LANGUAGES}
    image = request.build_absolute_uri(reverse("picture", args=[shown.image.pk, 1440]))
    return render(
        request,
        "web/work.html",
        {
            "work": shown,
            "address": address,
            "image_address": image,
            "answers": [answer_json(a) for a in offered(shown.version)] if shown.version else [],
            "clips": clips_offered(shown.version),
            "share": shown.said.share(address) if shown.said else None,
            "json_ld": artwork_json(shown, address, image, addresses),
        },
    )


@require_safe
def exhibits(request: HttpRequest) -> HttpResponse:
    """List the exhibits with their works."""
    shown = [(e, works_of(e)) for e in Exhibit.objects.filter(published=True)]
    return render(request, "web/exhibits.html", {"exhibits": [pair for pair in shown if pair[1]]})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Tell what “living” means and how it is made."""
    neural = any(map(drawn_by_networks, published()))
    return render(request, "web/about.html", {"neural": neural})

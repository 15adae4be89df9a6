"""What visitors at home get: honest pages in both languages, and nothing that is not on show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from exhibits.catalogue.models import Artwork
from exhibits.kiosks.models import Exhibit, Showing
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.snapshot import save_version
from exhibits.public.rights import rights_name
from exhibits.public.search import matches
from exhibits.review.actions import bring_before_visitors

PAGES = ("/ru/", "/en/", "/ru/works/", "/en/works/work/", "/ru/exhibits/", "/en/about/")


@pytest.fixture
def on_show(ready_work: Artwork, person: Callable[[str], User]) -> Artwork:
    """Return a published work with a published living portrait, in a published exhibit."""
    ready_work.published = True
    ready_work.save()
    image = ready_work.images.get()
    portrait = LivingPortrait.objects.create(artwork=ready_work, image=image)
    version = save_version(portrait, person("curator"))
    bring_before_visitors(version, version.author, timezone.now())
    exhibit = Exhibit.objects.create(slug="e", title_ru="Зал", title_en="Room", published=True)
    Showing.objects.create(exhibit=exhibit, artwork=ready_work)
    return ready_work


def test_the_door_speaks_the_visitors_language(client: Client, db: None) -> None:
    for asked, led in (("en-GB,en;q=0.9", "/en/"), ("ru", "/ru/"), ("fr", "/ru/")):
        answer = client.get("/", headers={"accept-language": asked})
        assert (answer.status_code, answer["Location"]) == (302, led)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole(client: Client, on_show: Artwork, page: str) -> None:
    answer = client.get(page)
    told = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{page[1:3]}"' in told
    assert 'hreflang="ru"' in told and 'hreflang="en"' in told
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]
    assert not re.search(r'(?:src|href|action)="https?://(?!testserver|creativecommons)', told)
    assert not re.search(r"<script(?![^>]*(?:src=|ld\+json))", told), "an inline script"
    assert ' style="' not in told


def test_a_work_tells_what_it_is(client: Client, on_show: Artwork) -> None:
    told = client.get("/en/works/work/").content.decode()
    for words in ("title en", "maker en", "medium en", "A-1", "CC0 1.0"):
        assert words in told
    assert "Digital animation of the painting" in told
    assert 'data-stream="/ws/stream/work/work/"' in told
    assert '<meta property="og:image" content="http://testserver/pictures/' in told


def test_machines_are_told_the_truth_too(client: Client, on_show: Artwork) -> None:
    on_show.title_en = "</script><script>alert(1)</script>"
    on_show.save()
    page = client.get("/en/works/work/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    assert told["name"] == on_show.title_en
    animation = told["encoding"]
    assert animation["digitalSourceType"].endswith("AlgorithmicallyEnhancedDigitalSource")
    assert animation["isBasedOn"] == told["@id"]


def test_a_work_that_may_not_move_is_shown_still(client: Client, on_show: Artwork) -> None:
    on_show.may_move = Artwork.May.STILL
    on_show.save()
    told = client.get("/en/works/work/").content.decode()
    assert "data-stream" not in told and "<canvas" not in told
    assert "Digital animation of the painting" not in told
    assert "VideoObject" not in told


def test_what_is_not_on_show_does_not_exist(client: Client, on_show: Artwork) -> None:
    on_show.published = False
    on_show.save()
    assert client.get("/en/works/work/").status_code == 404
    assert "title en" not in client.get("/en/works/").content.decode()
    assert "title en" not in client.get("/en/").content.decode()


def test_an_empty_museum_still_opens(client: Client, db: None) -> None:
    for page in ("/ru/", "/en/works/", "/ru/exhibits/", "/en/about/"):
        assert client.get(page).status_code == 200


def test_a_lost_visitor_finds_a_way_back(client: Client, db: None) -> None:
    answer = client.get("/ru/nothing/")
    assert answer.status_code == 404
    assert '<html lang="ru"' in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("", True), ("ёлка", True), ("ЕЛКА", True), ("fir 12", True), ("ель", False), ("т-12", True)],
)
def test_search_forgives(query: str, found: bool) -> None:
    work = Artwork(title_ru="Ёлка", title_en="Fir", maker_ru="", accession_number="Т-12")
    assert matches(work, query) is found


def test_search_page_says_what_it_found(client: Client, on_show: Artwork) -> None:
    assert "title en" in client.get("/en/works/?q=TITLE").content.decode()
    assert "Nothing by these words" in client.get("/en/works/?q=zzz").content.decode()
    assert client.get("/en/works/?q=a&page=999").status_code == 200


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"),
        ("https://museum.example/terms", "museum.example"),
    ],
)
def test_rights_have_short_names(uri: str, name: str) -> None:
    assert rights_name(uri) == name

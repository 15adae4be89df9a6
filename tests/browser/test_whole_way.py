"""From a saved draft to the wall and off it again: by keys alone, with a real worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from scripts.walk import hall, review, studio
from scripts.walk.hands import Keyboard
from scripts.walk.people import CURATOR, FIRST
from scripts.walk.walk import Walk, wait_moving
from tests.browser.conftest import LIGHT, UPRIGHT, Museum, run
from tests.browser.rooms import PASSWORD
from tests.browser.test_access import serious
from tests.server import working


@pytest.fixture
def worker(museum: Museum) -> Iterator[None]:
    """Let a worker do what takes longer than a request."""
    with working(museum.data, **LIGHT):
        yield


@pytest.fixture
def walk(browser: Browser, museum: Museum) -> Iterator[Walk]:
    """Return a walk that begins with a bare draft of a small picture, hung on a kiosk."""
    portrait = run(museum.data, "tests.browser.rooms", "walk", "fayum").strip()
    walk = Walk(browser, museum.http, PASSWORD, Path(), "small", hand=Keyboard())
    walk.screen = "walk"
    walk.told["portrait"] = portrait
    yield walk
    for page in walk.pages.values():
        page.context.close()


def test_a_draft_goes_through_the_house_to_the_wall_and_off_it(walk: Walk, worker: None) -> None:
    curator = walk.come(CURATOR, f"/admin/studio/{walk.told['portrait']}/")
    studio.save_version(walk)
    studio.send(walk)
    assert serious(curator) == []
    review.pass_gate(walk)
    review.judge_first(walk)
    assert serious(walk.pages[FIRST]) == []
    review.judge_second(walk)
    review.publish(walk)

    screen = walk.page_of(hall.SCREEN, UPRIGHT)
    cookie = {"name": "kiosk", "value": "token-of-the-walk", "url": walk.url}
    screen.context.add_cookies([cookie])  # type: ignore[list-item]
    screen.goto(f"{walk.url}/kiosk/")
    wait_moving(screen)
    expect(screen.locator(".says-moving")).to_be_visible()

    hall.withdraw(walk)
    assert serious(curator) == []
    expect(screen.locator(".pic.lives")).to_have_count(0)
    expect(screen.locator(".says-original")).to_be_visible()

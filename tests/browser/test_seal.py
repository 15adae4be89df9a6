"""The seal in a real Chromium: whole on a clean wire, broken within one group of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from generation.live.pace import GOP_SECONDS
from tests.browser.conftest import LIGHT, UPRIGHT, Museum, Visit
from tests.browser.looking import wait_alive
from tests.tampering import Wire, flip_a_payload, on_the_wire

WORK = "/ru/works/fayum/"
STATE = "document.querySelector('[data-stream]').viewer.seal.state"


@pytest.fixture
def wire(museum: Museum) -> Iterator[Wire]:
    with on_the_wire(museum.port) as wire:
        yield wire


def ink(page: Page) -> int:
    """Return how many pixels of the canvas are not empty."""
    found: int = page.evaluate("""() => {
      const canvas = document.querySelector('.pic canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, at) => at % 4 === 3 && value).length;
    }""")
    return found


def test_a_clean_stream_is_whole_and_names_its_certificate(visit: Visit, museum: Museum) -> None:
    page = visit(museum.http + WORK)
    expect(page.locator("[data-is=whole]")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-is=whole]")).to_have_text("Подпись музея верна")
    link = page.locator("[data-seal] a")
    expect(link).to_have_attribute("href", re.compile(r"^/ru/certificates/[0-9a-f-]{36}/$"))
    expect(page.locator(".says-moving")).to_be_visible()
    wait_alive(page, 40)  # several seals on
    page.click("[data-pause]")
    page.click("[data-pause]")
    page.mouse.move(700, 300)  # a stage of one's own
    wait_alive(page, 40)
    assert page.evaluate(STATE) == "whole"
    page.click("[data-view=original]")
    expect(page.locator("[data-seal]")).to_be_hidden()


def test_one_changed_byte_breaks_it_and_brings_the_original(
    visit: Visit, wire: Wire, museum: Museum
) -> None:
    page = visit(f"http://127.0.0.1:{wire.port}{WORK}")
    expect(page.locator("[data-is=whole]")).to_be_visible(timeout=60_000)
    page.evaluate("() => { window.was = document.querySelector('[data-stream]').viewer.stats; }")
    wire.tamper = flip_a_payload
    page.wait_for_function(f"() => {STATE} === 'broken'", timeout=60_000)
    expect(page.locator("[data-is=broken]")).to_be_visible()
    expect(page.locator(".says-original")).to_be_visible()
    expect(page.locator(".says-moving")).to_be_hidden()
    expect(page.locator(".pic canvas")).to_have_css("opacity", "0")
    assert ink(page) == 0
    painted_on = page.evaluate("window.was.seq") - wire.changed[0].seq
    assert painted_on <= GOP_SECONDS * int(LIGHT["STREAM_FPS"]), "longer than a group of pictures"
    wire.tamper = None
    page.click("[data-view=living]")  # the visitor may try again
    expect(page.locator("[data-is=whole]")).to_be_visible(timeout=60_000)


def test_a_kiosk_shows_the_original_instead(visit: Visit, wire: Wire, museum: Museum) -> None:
    screen = visit(
        f"http://127.0.0.1:{wire.port}/kiosk/", UPRIGHT, kiosk=museum.kiosks["faces"]["token"]
    )
    expect(screen.locator("body")).to_have_attribute("data-seal", "whole", timeout=60_000)
    expect(screen.locator(".seal [data-is=whole]")).to_be_visible()
    wire.tamper = flip_a_payload
    expect(screen.locator("body")).to_have_attribute("data-seal", "broken", timeout=60_000)
    expect(screen.locator(".seal [data-is=broken]")).to_be_visible()
    expect(screen.locator(".says-original")).to_be_visible()
    expect(screen.locator(".pic canvas")).to_have_css("opacity", "0")
    assert ink(screen) == 0


def test_on_plain_http_it_says_that_it_cannot_be_checked(visit: Visit, museum: Museum) -> None:
    page = visit(f"http://kiosk.test:{museum.port}{WORK}", strict=False)  # COOP is ignored there
    expect(page.locator("[data-is=unavailable]")).to_be_visible(timeout=60_000)
    assert page.evaluate("isSecureContext") is False
    wait_alive(page, 20)
    expect(page.locator("[data-is=whole]")).to_be_hidden()
    expect(page.locator(".says-moving")).to_be_visible()

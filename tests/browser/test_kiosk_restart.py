"""The server dies under a watching kiosk and comes back; the network is an insecure one."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.conftest import LIGHT, UPRIGHT, Museum, Visit
from tests.browser.looking import canvas, difference, screenshot, stat, wait_alive, wait_for
from tests.server import free_port, serve

DARK = 24.0  # a mean below this is the wall, not a picture

WATCH = """() => {
  const canvas = document.querySelector('#picture canvas');
  const small = new OffscreenCanvas(16, 16).getContext('2d', { willReadFrequently: true });
  window.darkest = 255;
  const look = () => {
    small.drawImage(document.querySelector('#picture canvas'), 0, 0, 16, 16);
    const seen = small.getImageData(0, 0, 16, 16).data;
    let sum = 0;
    for (let i = 0; i < seen.length; i += 4) sum += seen[i] + seen[i + 1] + seen[i + 2];
    window.darkest = Math.min(window.darkest, sum / 768);
    requestAnimationFrame(look);
  };
  look();
}"""


def watching(visit: Visit, origin: str, token: str) -> Page:
    page = visit(f"{origin}/kiosk/", UPRIGHT, kiosk=token, strict=False)
    wait_alive(page)
    return page


def test_killed_and_started_again_there_is_no_black_frame(
    visit: Visit, closed_museum: Museum
) -> None:
    token = closed_museum.kiosks["faces"]["token"]
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    with serve(closed_museum.data, port=port, **LIGHT) as server:
        page = watching(visit, origin, token)
        page.evaluate(WATCH)
        page.evaluate("window.sameDocument = true")
        server.process.kill()
        server.process.wait()
        wait_for(page, "living.state === 'offline'")
        assert screenshot(page, "#picture").mean() > DARK
        expect(page.locator("body")).to_contain_class("is-away", timeout=15_000)
        expect(page.locator(".says-original")).to_be_visible()
        assert screenshot(page, "#picture").mean() > DARK
        painted = stat(page, "painted")
    with serve(closed_museum.data, port=port, **LIGHT):
        wait_for(page, f"living.state === 'live' && living.stats.painted > {painted + 5}")
        expect(page.locator(".says-moving")).to_be_visible()
        assert page.evaluate("window.sameDocument"), "it reloaded"
        assert page.evaluate("window.darkest") > DARK


def test_on_plain_http_it_lives_by_jpeg(visit: Visit, museum: Museum) -> None:
    origin = f"http://kiosk.test:{museum.port}"
    page = watching(visit, origin, museum.kiosks["faces"]["token"])
    assert page.evaluate("[isSecureContext, 'VideoDecoder' in window]") == [False, False]
    assert stat(page, "codec") == "jpeg"
    secure = watching(visit, museum.http, museum.kiosks["faces"]["token"])
    assert stat(secure, "codec") == "h264"
    wall = np.float32(canvas(page)[:40])  # painted ground, it hardly moves
    assert difference(wall, canvas(secure)[:40]) < 4


def test_a_screen_that_is_let_go_shows_a_code_again(visit: Visit, museum: Museum) -> None:
    page = visit(f"{museum.http}/kiosk/", UPRIGHT, kiosk="a-token-nobody-gave", strict=False)
    expect(page.locator("body")).to_have_attribute("data-mode", "pair")
    expect(page.locator("#code span").first).not_to_be_empty()

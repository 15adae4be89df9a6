"""The stream in a real Chromium: colours, plain http, whose finger moves whom, a restart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from generation.media.yuv import empty_planes, rgb_from_planes
from generation.types import NO_CUE
from tests.hang import KIOSK_TOKEN
from tests.page_server import address, pages
from tests.performers import PATCHES, Patches
from tests.server import hang, serve

WORK, KIOSK = "/ws/stream/work/lady/", "/ws/stream/kiosk/"
PATIENCE = 30_000  # ms
LIVE = "() => window.living?.state === 'live'"
PIXEL = """([x, y]) => [...window.canvas.getContext('2d').getImageData(x, y, 1, 1).data]"""
MEANS = """(boxes) => boxes.map(([x, y, w, h]) => {
  const { data } = window.canvas.getContext('2d').getImageData(x, y, w, h);
  const sums = [0, 0, 0];
  data.forEach((value, n) => { if (n % 4 < 3) sums[n % 4] += value; });
  return sums.map((sum) => sum / (w * h));
})"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("stream")
    hang(found)
    return found


@pytest.fixture(scope="module")
def page_port() -> Iterator[int]:
    with pages() as port:
        yield port


@contextmanager
def opened(browser: Browser, url: str, *, kiosk: bool = False) -> Iterator[Page]:
    with browser.new_context() as context:
        if kiosk:
            cookie: Any = {
                "name": "kiosk",
                "value": KIOSK_TOKEN,
                "domain": "127.0.0.1",
                "path": "/",
            }
            context.add_cookies([cookie])
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        page.wait_for_function(LIVE, timeout=PATIENCE)
        yield page
        assert errors == []


def worst_patch(page: Page) -> float:
    """Return the largest difference of a patch's mean colour from its source, of 255."""
    size = (96, 192)
    planes = empty_planes(*size)
    Patches(size).frame(0, NO_CUE, planes)
    wanted = rgb_from_planes(planes)
    corners = [(n % 2 * 48 + 14, n // 2 * 48 + 14) for n in range(len(PATCHES))]
    shown = page.evaluate(MEANS, [[x, y, 20, 20] for x, y in corners])
    return max(
        abs(value - float(wanted[y + 10, x + 10, channel]))
        for (x, y), means in zip(corners, shown, strict=True)
        for channel, value in enumerate(means)
    )


def test_colours_and_plain_http(browser: Browser, data_dir: Path, page_port: int) -> None:
    """Flat patches within 3 of 255 for each codec; without VideoDecoder JPEG by itself."""
    with serve(
        data_dir, "tests.stream_app:application", PERFORMER="Patches", SIZE="96x192"
    ) as server:
        for codec in ("h264", "vp9", "jpeg"):
            url = address(page_port, server.ws + WORK, f"{codec}")
            with opened(browser, url) as page:
                kind = 2 if codec == "jpeg" else 1  # not the poster, which is a JPEG
                page.wait_for_function(f"() => living.stats.kind === {kind}", timeout=PATIENCE)
                assert page.evaluate("() => living.stats.codec") == codec
                assert worst_patch(page) <= 3, codec
        url = address(page_port, f"ws://kiosk.test:{server.port}{WORK}", host="kiosk.test")
        with opened(browser, url) as page:
            assert page.evaluate("() => [isSecureContext, typeof VideoDecoder]") == [
                False,
                "undefined",
            ]
            assert page.evaluate("() => living.stats.codec") == "jpeg"
            assert worst_patch(page) <= 3


def test_a_touch_moves_the_kiosks_own_stage(
    browser: Browser, data_dir: Path, page_port: int
) -> None:
    """The kiosk and a second page on its stage see it, the public page does not."""
    with serve(data_dir, "tests.stream_app:application", SIZE="192x256") as server:
        kiosk_url = address(page_port, server.ws + KIOSK)
        with (
            opened(browser, kiosk_url, kiosk=True) as kiosk,
            opened(browser, kiosk_url, kiosk=True) as second,
            opened(browser, address(page_port, server.ws + WORK)) as public,
        ):
            kiosk.evaluate("() => living.point(0.5, 0.5, 'enter')")
            kiosk.wait_for_function("() => living.stats.lastTouchPainted", timeout=PATIENCE)
            seen = "() => living.stats.painted > window.before + 8"
            for page in (kiosk, second, public):
                page.evaluate("() => { window.before = living.stats.painted; }")
                page.wait_for_function(seen, timeout=PATIENCE)
            bright = [page.evaluate(PIXEL, [96, 128])[0] for page in (kiosk, second, public)]
            assert min(bright[:2]) > 225 and bright[2] < 215
            assert kiosk.evaluate("() => living.stats.lastTouchPainted") < 5000


def test_the_server_dies_and_comes_back(browser: Browser, data_dir: Path, page_port: int) -> None:
    """The last picture stays, no reload, live again by itself."""
    with serve(data_dir, "tests.stream_app:application", SIZE="192x256") as server:
        port = server.port
        context = browser.new_context()
        page = context.new_page()
        page.goto(address(page_port, server.ws + WORK))
        page.wait_for_function(LIVE, timeout=PATIENCE)
        page.evaluate("() => { window.same = true; }")
    page.wait_for_function("() => living.state === 'offline'", timeout=PATIENCE)
    assert 40 < page.evaluate(PIXEL, [96, 128])[0] < 215
    with serve(data_dir, "tests.stream_app:application", port=port, SIZE="192x256"):
        page.wait_for_function(LIVE, timeout=PATIENCE)
        assert page.evaluate("() => window.same && living.stats.lost > 0")
        assert page.evaluate("() => window.states.at(-1)") == "live"
    context.close()

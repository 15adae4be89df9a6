"""In Chromium with the real rig and a real voice: tap → sound, sound against picture.

The peer of the tap is a touch answered by a painted frame, on the same page and stage.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.browser import TOUCH, museum, summary
from bench.record import append
from tests.browser.conftest import FLAGS, UPRIGHT, chromium
from tests.server import manage, serve

ASKED, TOUCHES = 8, 20
LISTEN = 3_000  # ms of each answer
LIVING = "document.querySelector('#picture').picture?.living"
MARKS = """() => Object.fromEntries(['asked', 'begun', 'sounds', 'offset'].map((name) => [
  name, performance.getEntriesByName(`answer-${name}`).map((mark) => mark.detail ?? mark.startTime),
]))"""


def kiosk(browser: Browser, url: str, token: str) -> Page:
    """Open the kiosk, wake it, wait until it may be asked."""
    width, height = UPRIGHT
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_cookies([{"name": "kiosk", "value": token, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/kiosk/")
    page.wait_for_function(f"() => {LIVING}?.state === 'live'", timeout=60_000)
    page.locator(".stage").click(position={"x": 5, "y": 5})
    page.locator(".q").first.wait_for(timeout=60_000)
    return page


def measure(page: Page) -> dict[str, Any]:
    """Return the figures of some answers and some touches."""
    begun, sounds, offsets, mended = [], [], [], 0
    for number in range(ASKED):
        page.locator(".q").nth(number % page.locator(".q").count()).click()
        page.wait_for_function("() => performance.getEntriesByName('answer-sounds').length")
        page.wait_for_timeout(LISTEN)
        told = page.evaluate(MARKS)
        begun.append(told["begun"][0] - told["asked"][0])
        sounds.append(told["sounds"][0] - told["asked"][0])
        offsets += [abs(offset) for offset in told["offset"]]
        mended += len(told["sounds"]) - 1
    page.evaluate(f"() => {{ window.living = {LIVING}; }}")
    touches = page.evaluate(TOUCH, TOUCHES)
    return {
        "tap to begin": summary(begun),
        "tap to sound": summary(sounds),
        "sound against picture, either way": summary(offsets),
        "mended": mended,
        "touch to painted": summary(touches),
        "tap to sound ÷ touch to painted": round(
            summary(sounds)["p50"] / summary(touches)["p50"], 2
        ),
    }


def main() -> None:
    """Measure once and keep the figures."""
    flags = [flag.replace("%20", " ") for flag in FLAGS.split()]
    with tempfile.TemporaryDirectory() as name:
        token = museum(Path(name))
        manage(Path(name), "collectstatic", "--noinput", "-v", "0")
        manage(Path(name), "warm")
        with serve(Path(name)) as server, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=flags)
            figures = measure(kiosk(browser, server.http, token))
            browser.close()
    append("answer", figures)
    for key, value in figures.items():
        print(f"{key}: {value}")


if __name__ == "__main__":
    main()

"""In Chromium with the real rig and a real voice: tap → sound, sound against picture.

The peer of the tap is a touch answered by a painted frame, on the same page and stage. Each tap
is taken apart: what came when, in ms after the finger. The first ones hit a stage and a page
that have only just opened, where a visitor in a hurry meets them.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.browser import TOUCH, museum, summary
from bench.record import append
from generation.live.playback import LEAD
from tests.browser.conftest import FLAGS, UPRIGHT, chromium
from tests.server import manage, serve

ASKED, TOUCHES = 8, 20
LISTEN = 3_000  # ms of each answer
LIVING = "document.querySelector('#picture').picture?.living"
MARKS = """() => {
  const marks = (name) => performance.getEntriesByName(`answer-${name}`);
  const told = (name) => marks(name).map(({ startTime, detail }) => [startTime, detail]);
  const names = ['asked', 'sent', 'begun', 'seen', 'sounds', 'offset'];
  return Object.fromEntries(names.map((name) => [name, told(name)]));
}"""


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


def clock_of(page: Page) -> float:
    """Return what to add to ms of the page to get ms of this machine's monotonic clock."""
    tries = []
    for _ in range(10):
        before = time.monotonic()
        now = page.evaluate("performance.now()")
        after = time.monotonic()
        tries.append((after - before, 500 * (before + after) - now))
    return float(min(tries)[1])


def tap(page: Page, number: int) -> tuple[dict[str, float], list[float]]:
    """Ask one question; return ms after the finger of each step, and sound − picture, ms."""
    page.locator(".q").nth(number % page.locator(".q").count()).click()
    page.wait_for_function("() => performance.getEntriesByName('answer-sounds').length")
    page.wait_for_timeout(LISTEN)
    told, clock = page.evaluate(MARKS), clock_of(page)
    first = {name: found[0][0] for name, found in told.items() if found}
    taken = told["begun"][0][1] - 1000 * LEAD - clock
    came = {
        "sent": first["sent"],
        "the stage took it": taken,
        "the page was told": first["begun"],
        "its first frame seen": first["seen"],
        "sound": first["sounds"],
    }
    steps = {name: round(at - first["asked"], 1) for name, at in came.items()}
    steps |= {"mended": len(told["sounds"]) - 1, "load": round(os.getloadavg()[0], 2)}
    return steps, [offset for _, offset in told["offset"]]


def measure(page: Page) -> dict[str, Any]:
    """Return the figures of some answers and some touches."""
    taps, offsets = [], []
    for number in range(ASKED):
        steps, apart = tap(page, number)
        taps.append(steps)
        offsets += apart
    page.evaluate(f"() => {{ window.living = {LIVING}; }}")
    touches = page.evaluate(TOUCH, TOUCHES)
    sounds = summary([steps["sound"] for steps in taps])
    return {
        "taps": taps,
        "tap to begin": summary([steps["the page was told"] for steps in taps]),
        "tap to sound": sounds,
        "slowest tap to sound": max(steps["sound"] for steps in taps),
        "sound against picture, either way": summary([abs(offset) for offset in offsets]),
        "within 45 ms": round(sum(abs(offset) <= 45 for offset in offsets) / len(offsets), 3),
        "mended": sum(steps["mended"] for steps in taps),
        "touch to painted": summary(touches),
        "tap to sound ÷ touch to painted": round(sounds["p50"] / summary(touches)["p50"], 2),
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
    for number, steps in enumerate(figures["taps"], 1):
        print(f"tap {number}: " + ", ".join(f"{name} {at}" for name, at in steps.items()))
    for key, value in figures.items():
        if key != "taps":
            print(f"{key}: {value}")


if __name__ == "__main__":
    main()

"""In Chromium with the real rig: touch → painted, and join → first picture."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.record import append
from tests.browser.conftest import FLAGS, chromium
from tests.page_server import address, pages
from tests.server import ROOT, environment, manage, serve

TOUCHES, JOINS = 45, 12
KIOSK, WORK = "/ws/stream/kiosk/", "/ws/stream/work/fayum/"
LIVE = "() => window.living?.state === 'live'"
TOUCH = """async (count) => {
  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  const found = [];
  for (let n = 0; n < count; n += 1) {
    await pause(150 + 200 * Math.random());
    living.stats.lastTouchPainted = null;
    living.point(n % 2 ? 0.15 : 0.85, Math.random(), 'enter');
    const { stats } = living;
    for (let tries = 0; tries < 1500 && stats.lastTouchPainted === null; tries += 1) await pause(2);
    if (stats.lastTouchPainted !== null) found.push(stats.lastTouchPainted);
  }
  return found;
}"""


def summary(values: Sequence[float]) -> dict[str, float]:
    """Return how many, p50 and p95, in ms."""
    ordered = sorted(values)
    points = {f"p{share}": ordered[int(len(ordered) * share / 100)] for share in (50, 95)}
    return {"n": len(ordered), **{name: round(value, 1) for name, value in points.items()}}


def watch(browser: Browser, url: str, token: str = "") -> Page:
    """Open a page of its own and wait until it lives."""
    context = browser.new_context()
    if token:
        cookie: Any = {"name": "kiosk", "value": token, "domain": "127.0.0.1", "path": "/"}
        context.add_cookies([cookie])
    page = context.new_page()
    page.goto(url)
    page.wait_for_function(LIVE, timeout=60_000)
    return page


def measure(browser: Browser, ws: str, port: int, token: str) -> dict[str, Any]:
    """Return the figures for each codec."""
    figures: dict[str, Any] = {}
    for codec in ("h264", "jpeg"):
        kiosk = watch(browser, address(port, ws + KIOSK, codec), token)
        kiosk.evaluate(TOUCH, 5)
        figures[f"{codec} touch to painted"] = summary(kiosk.evaluate(TOUCH, TOUCHES))
        kiosk.context.close()
        first = watch(browser, address(port, ws + WORK, codec))
        cold = first.evaluate("() => living.stats.firstPainted")
        warm = []
        for _ in range(JOINS):
            page = watch(browser, address(port, ws + WORK, codec))
            warm.append(page.evaluate("() => living.stats.firstPainted"))
            page.context.close()
        first.context.close()
        figures[f"{codec} join to first picture"] = summary(warm)
        figures[f"{codec} join to first picture, cold stage"] = round(cold, 1)
    return figures


def museum(data_dir: Path) -> str:
    """Seed a museum with a paired kiosk; return the kiosk's token."""
    os.environ.setdefault("MODELS_DIR", str(ROOT / "var" / "models"))
    os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / "var" / "numba"))
    for words in (("migrate", "-v", "0"), ("seed",)):
        manage(data_dir, *words)
    command = [sys.executable, "-m", "tests.browser.rooms"]
    env = environment(data_dir)
    rooms = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    token: str = json.loads(rooms.stdout)["faces"]["token"]
    return token


def main() -> None:
    """Measure once and keep the figures."""
    flags = [flag.replace("%20", " ") for flag in FLAGS.split()]
    with tempfile.TemporaryDirectory() as name:
        token = museum(Path(name))
        with serve(Path(name)) as server, pages() as port, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=flags)
            figures = measure(browser, server.ws, port, token)
            browser.close()
    append("browser", figures)
    for key, value in figures.items():
        print(f"{key}: {value}")


if __name__ == "__main__":
    main()

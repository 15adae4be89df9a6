"""A kiosk in a real Chromium while its engine changes, fails and comes back: never a dark frame."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import UPRIGHT, Visit
from tests.browser.looking import screenshot, stat, wait_alive
from tests.browser.test_kiosk_restart import DARK, WATCH
from tests.hang import KIOSK_TOKEN
from tests.server import manage, run_module, serve
from tests.tiny_weights import write_weights

SMALL = {"STREAM_FPS": "10", "STREAM_MAX_WIDTH": "320", "STREAM_MAX_HEIGHT": "480"}

# How far the middle of the face is from the painting's, 0…255; NaN where nothing is drawn yet.
AWAY = """() => {
  const canvas = document.querySelector('#picture canvas');
  const image = document.querySelector('#picture img');
  const grey = (source) => {
    const small = new OffscreenCanvas(48, 64).getContext('2d', { willReadFrequently: true });
    small.drawImage(source, 0, 0, 48, 64);
    return small.getImageData(16, 13, 16, 19).data;
  };
  const [one, other] = [grey(canvas), grey(image)];
  if (one[3] < 255) return NaN;
  return one.reduce((sum, value, at) => sum + Math.abs(value - other[at]), 0) / one.length;
}"""


def until_face(page: Page, near: bool) -> None:
    """Wait until the face is the painting's, or another one."""
    asked = f"() => ({AWAY})() {'<' if near else '>'} 12"
    page.wait_for_function(asked, timeout=60_000, polling=200)
    assert screenshot(page, "#picture").mean() > DARK


def show(data: Path, alias: str) -> None:
    """Show the portrait with another engine; the page's loop is this thread's."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(run_module, data, "tests.engine_app", alias).result()


def test_engines_change_and_fail_on_a_kiosk(visit: Visit, tmp_path: Path) -> None:
    write_weights(tmp_path / "weights")
    manage(tmp_path, "migrate", "--noinput", "-v", "0")
    manage(tmp_path, "collectstatic", "--noinput", "-v", "0")
    show(tmp_path, "default")
    told, broken = {**SMALL, "WEIGHTS": str(tmp_path / "weights")}, tmp_path / "broken"
    with serve(tmp_path, "tests.engine_app:application", port=0, **told) as server:
        page = visit(f"{server.http}/kiosk/", UPRIGHT, kiosk=KIOSK_TOKEN, strict=False)
        wait_alive(page)
        page.evaluate(WATCH)
        until_face(page, near=True)
        own = page.evaluate("window.darkest")
        show(tmp_path, "lively")
        until_face(page, near=False)
        broken.touch()
        until_face(page, near=True)
        painted = stat(page, "painted")
        broken.unlink()
        until_face(page, near=False)
        assert stat(page, "painted") > painted
        broken.touch()
        show(tmp_path, "default")
        until_face(page, near=True)
        assert own > 40 and page.evaluate("window.darkest") > 0.75 * own
        expect(page.locator(".says-moving")).to_be_visible()

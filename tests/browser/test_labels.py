"""The label is really seen while the picture moves: words, contrast, nothing over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, UPRIGHT, Visit
from tests.browser.looking import wait_alive
from tests.hang import KIOSK_TOKEN
from tests.server import Server, hang, manage, serve

LEGIBLE = 4.5  # WCAG 2.2, 1.4.3
SEEN = """label => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = label;
  while (behind && /, 0\\)$|transparent/.test(getComputedStyle(behind).backgroundColor)) {
    behind = behind.parentElement;
  }
  const [a, b] = [label, behind].map((node, at) =>
    light(getComputedStyle(node)[at ? 'backgroundColor' : 'color']));
  const box = label.querySelector('[data-short]').getBoundingClientRect();
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
    inside: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight,
    size: Math.min(box.width, box.height),
    uncovered: label.contains(there),
    seen: label.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
  };
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("labels")
    hang(data, "answers")
    manage(data, "collectstatic", "--noinput", "-v", "0")
    told = {"SIZE": "192x256", "LABEL_STRENGTH": "first"}
    with serve(data, "tests.stream_app:application", **told) as found:
        yield found


def look(page: Page, words: str) -> None:
    """Find the label legible, loud and quiet, and in the alternative text."""
    wait_alive(page)
    label = page.locator(".says-moving")
    expect(label).to_be_visible(timeout=30_000)
    expect(page.locator("[data-short]")).to_have_text(words)
    expect(page.locator(".pic img")).to_have_attribute(
        "alt", f"alt of lady, {_language(page)} {_alt(words)}"
    )
    label.scroll_into_view_if_needed()
    toggle = "on => document.querySelector('.says-moving').classList.toggle('quietly', on)"
    for quietly in (False, True):
        page.evaluate(toggle, quietly)
        found = label.evaluate(SEEN)
        assert found["contrast"] >= LEGIBLE, found
        assert found["inside"] and found["uncovered"] and found["seen"] and found["size"] > 10, (
            found
        )


def _language(page: Page) -> str:
    return str(page.evaluate("document.documentElement.lang"))[:2]


def _alt(words: str) -> str:
    return words.replace(" · ", ", ") + "."


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_at_home(visit: Visit, server: Server, size: tuple[int, int], scheme: str) -> None:
    page = visit(f"{server.http}/en/works/lady/", size, color_scheme=scheme)
    look(page, "Digital animation of the painting · synthetic voice")
    page.get_by_role("button", name="Original", exact=True).click()
    expect(page.locator(".says-moving")).to_be_hidden()
    expect(page.locator(".pic img")).to_have_attribute("alt", "alt of lady, en")


def test_on_a_screen(visit: Visit, server: Server) -> None:
    page = visit(f"{server.http}/kiosk/", UPRIGHT, kiosk=KIOSK_TOKEN)
    look(page, "Цифровая анимация картины · голос синтезирован")


def test_it_grows_quiet_and_never_goes(visit: Visit, server: Server) -> None:
    page = visit(f"{server.http}/ru/works/lady/")
    page.clock.install()
    page.reload()
    wait_alive(page)
    label = page.locator(".says-moving")
    expect(label).not_to_contain_class("quietly")
    page.clock.run_for(11_000)
    expect(label).to_contain_class("quietly")
    expect(label).to_be_visible()

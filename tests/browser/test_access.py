"""Hands, eyes and screen readers: target sizes, reach, and axe-core's serious findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, UPRIGHT, WIDE, Museum, Visit

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TARGETS = """() => [...document.querySelectorAll('a, button, input')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.matches('.skip'))
  .filter((e) => !document.querySelector('dialog[open]') || e.closest('dialog'))
  .map((e) => { const r = e.getBoundingClientRect();
    return [e.id || e.textContent.trim().slice(0, 20), r.width, r.height, r.top]; })"""


def targets(page: Page) -> list[tuple[str, float, float, float]]:
    return [tuple(found) for found in page.evaluate(TARGETS)]


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical."""
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((told) => told.violations)")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:150]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def kiosk(visit: Visit, museum: Museum, size: tuple[int, int], **more: Any) -> Page:
    token = museum.kiosks["pair"]["token"]
    page = visit(f"{museum.http}/kiosk/", size, kiosk=token, reduced_motion="reduce", **more)
    expect(page.locator("body")).to_have_attribute("data-mode", "attract")
    return page


@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
def test_a_hand_reaches_everything_on_a_kiosk(
    visit: Visit, museum: Museum, size: tuple[int, int]
) -> None:
    page = kiosk(visit, museum, size)
    assert serious(page) == []
    page.locator(".stage").click(position={"x": 5, "y": 5})
    expect(page.locator("#picture img")).to_be_visible()  # however early the tap
    for opened in ("", "#phone"):
        if opened:
            page.click(opened)
        found = targets(page)
        assert found and all(min(width, height) >= 60 for _, width, height, _ in found), found
        assert all(top >= size[1] / 2 for *_, top in found), "above the middle"
        assert serious(page) == []
    page.click("#close")
    for _ in range(2):
        page.click("#larger")
        outside = page.evaluate(
            "[...document.querySelectorAll('button, h1, p')].filter((e) => {"
            "const r = e.getBoundingClientRect(); return e.checkVisibility({visibilityProperty:"
            "true}) && (r.right > innerWidth + 1 || r.bottom > innerHeight + 1 || r.left < 0);})"
            ".map((e) => e.textContent)"
        )
        assert outside == []


def test_the_waiting_screen_is_readable(visit: Visit, museum: Museum) -> None:
    page = visit(f"{museum.http}/kiosk/", UPRIGHT)
    expect(page.locator("#code span").first).not_to_be_empty()
    assert serious(page) == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("path", ["/ru/", "/en/works/fayum/", "/ru/works/", "/ru/about/"])
def test_the_site_is_readable_in_both_lights(
    visit: Visit, museum: Museum, path: str, scheme: str
) -> None:
    size = DESK if scheme == "dark" else PHONE
    page = visit(museum.http + path, size, color_scheme=scheme, reduced_motion="reduce")
    assert serious(page) == []
    small = [one for one in targets(page) if min(one[1], one[2]) < 24]
    assert small == []

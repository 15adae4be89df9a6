"""Masks and comparing in a real Chromium, by mouse, touch and keys; both sides on one clock."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.looking import Picture, difference, wait_for
from tests.browser.test_access import serious
from tests.browser.test_studio import SAVED, TABLET, Studio, state, studio, value
from tests.browser.test_studio_tools import draw, on_board, tool

__all__ = ["studio"]  # a fixture
TINT = """([x, y]) => { const tint = document.querySelector('.tint');
  return tint.getContext('2d').getImageData(x * tint.width, y * tint.height, 1, 1).data[3]; }"""
TOLD = "() => { const t = document.querySelector('.tint'); return Boolean(t) && !t.hidden; }"
CHEST, OVER = (0.5, 0.9), (0.5, 0.04)  # shares of the picture


def masks(page: Page) -> None:
    tool(page, 7, "masks")
    page.wait_for_function(TOLD, timeout=60_000)


def tint(page: Page, at: tuple[float, float]) -> int:
    """Return how strongly a place is tinted, 0..255."""
    return int(page.evaluate(TINT, at))


def sides(page: Page) -> list[Picture]:
    """Return what both canvases of a comparison show, (H, W, 3) 0…255."""
    urls = page.evaluate("[...document.querySelectorAll('.two canvas')].map((c) => c.toDataURL())")
    files = (io.BytesIO(base64.b64decode(url.split(",", 1)[1])) for url in urls)
    return [np.asarray(Image.open(file).convert("RGB"), np.float32) for file in files]


def test_a_mask_is_painted_and_taken_back(studio: Studio) -> None:
    page = studio("fayum")
    masks(page)
    before = tint(page, CHEST)
    epoch = page.evaluate("studio.preview.living.stats.epoch")
    assert before > 60
    draw(page, (0.3, 0.9), (0.7, 0.9))
    assert tint(page, CHEST) == 0, "it is seen at once"
    expect(state(page)).to_have_text(SAVED)
    [stroke] = value(page, "masks.sitter")
    assert stroke["as"] == "away" and len(stroke["stroke"]) >= 2
    wait_for(page, f"living.stats.epoch !== {epoch}")
    assert tint(page, CHEST) == 0

    page.locator("[data-says=found]").click()
    draw(page, (0.25, 0.9), (0.75, 0.9))
    expect(state(page)).to_have_text(SAVED)
    page.wait_for_function(f"() => ({TINT})([{CHEST[0]}, {CHEST[1]}]) >= {before - 2}")
    assert serious(page) == []
    page.keyboard.press("Control+z")
    page.locator("[data-part-reset]").click()
    assert value(page, "masks") is None
    page.keyboard.press("Control+z")
    assert len(value(page, "masks.sitter")) == 1
    while page.evaluate("studio.draft.canUndo"):
        page.keyboard.press("Control+z")
    assert value(page, "masks") is None
    expect(state(page)).to_have_text(SAVED)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_a_mask_is_set_by_touch_and_by_keys_alone(studio: Studio) -> None:
    page = studio("fayum", size=TABLET, has_touch=True)
    masks(page)
    page.locator("[data-part=head]").tap()
    page.locator("[data-says=add]").tap()
    page.touchscreen.tap(*on_board(page, *OVER))
    [dot] = value(page, "masks.head")
    assert dot["as"] == "add" and len(dot["stroke"]) == 1

    page.locator("[data-says=away]").press("Enter")
    page.locator("[data-mask-keys]").press("Enter")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press("Enter")
        for _ in range(6):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert value(page, "masks.head[1].as") == "away"
    assert len(value(page, "masks.head[1].polygon")) == 4
    page.locator("[data-part-reset]").press("Enter")
    assert value(page, "masks") is None
    expect(state(page)).to_have_text(SAVED)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_two_live_side_by_side_on_one_clock(studio: Studio) -> None:
    page = studio("lady")
    compare: Any = page.locator("#compare-dialog")
    page.locator("[data-compare]").press("Enter")
    page.wait_for_function("() => studio.versions.compare.beside.going === true", timeout=60_000)
    first = sides(page)
    page.wait_for_function(
        "() => studio.versions.compare.beside.stats.every(({ painted }) => painted > 25)",
        timeout=60_000,
    )
    left, right = sides(page)
    assert left.shape == right.shape and difference(left, right) < 1.5, "the same looks, one clock"
    assert difference(left, first[0]) > 0.4 < difference(right, first[1]), "and both live"
    saids = compare.locator("[data-said]")
    expect(saids.nth(0)).to_contain_text("Digital animation")
    expect(saids.nth(0)).not_to_contain_text("draft")
    expect(saids.nth(1)).to_contain_text("draft, not reviewed")

    box = page.locator(".two").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    cut = compare.locator("[data-cut]")
    expect(cut).to_have_value("25")
    cut.press("ArrowRight")
    assert page.evaluate("document.querySelector('.two').style.getPropertyValue('--cut')") == "26%"
    compare.locator("[data-hold]").press("Enter")
    expect(compare.locator("[data-hold]")).to_have_attribute("aria-pressed", "true")
    assert serious(page) == []

    full = "{ words: { ru: 'Места нет.', en: 'Full.' }, full: true, over: true }"
    page.evaluate(f"studio.versions.compare.beside.onState({full})")
    expect(compare.locator("[data-compare-note]")).to_have_text("Full.", timeout=60_000)
    assert page.evaluate("[...document.querySelectorAll('.two img')].every((i) => i.naturalWidth)")
    expect(compare.locator("[data-moment]")).to_have_value("turned")
    expect(saids.nth(1)).to_contain_text("draft, not reviewed")
    page.keyboard.press("Escape")
    wait_for(page, "living.state === 'live'")
    assert page.complaints == []  # type: ignore[attr-defined]

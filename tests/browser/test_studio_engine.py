"""The choice of an engine in a real Chromium: by keys, shown, undone, never a dark preview."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.looking import canvas, stat, wait_alive, wait_for
from tests.browser.test_access import serious
from tests.browser.test_studio import SAVED, TABLET, Studio, state, studio, value

__all__ = ["studio"]  # a fixture


def radio(page: Page, alias: str) -> None:
    expect(page.locator(f"input[name=engine][value='{alias}']")).to_be_checked()


def drawn_anew(page: Page, epoch: int) -> None:
    wait_for(page, f"living.stats.epoch !== {epoch} && living.state === 'live'")
    wait_alive(page, 1)


def test_an_engine_is_chosen_by_keys_and_seen_and_a_broken_one_says_so(studio: Studio) -> None:
    page = studio("fayum", size=TABLET)
    wait_alive(page, 2)
    light = canvas(page).mean()
    page.keyboard.press("Alt+8")
    radio(page, "default")
    network = page.get_by_role("radio", name="LivePortrait")
    expect(network).to_be_disabled()
    expect(network).to_have_accessible_description(re.compile("models add liveportrait"))
    assert page.get_by_role("link", name="How to mend it").last.get_attribute("href") == (
        "/admin/engines/#engine-liveportrait"
    )
    assert serious(page) == []

    epoch = stat(page, "epoch")
    page.get_by_label("How brightness is taken").select_option("softer, quicker")
    assert value(page, "options") == {"luma": "linear"}
    expect(state(page)).to_have_text(SAVED)
    drawn_anew(page, epoch)
    page.locator("input[name=engine][value=default]").focus()
    page.keyboard.press("ArrowDown")
    radio(page, "still")
    expect(page.locator("[data-nothing]")).to_be_visible()
    expect(state(page)).to_have_text(SAVED)
    page.keyboard.press("Alt+2")
    expect(page.locator(".tool[data-for=pose] .rests")).to_contain_text("Still picture")
    page.keyboard.press("Alt+8")
    page.keyboard.press("Control+z")
    radio(page, "default")
    assert value(page, "options") == {"luma": "linear"}

    page.evaluate("studio.draft.change('x', { options: { luma: 'odd' } })")
    wrong = page.locator(".asked .wrong", has_text="expected one of")
    expect(wrong).to_be_visible()
    expect(page.get_by_label("How brightness is taken")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="As usual").click()
    expect(state(page)).to_have_text(SAVED)
    assert value(page, "options") == {}

    page.evaluate("studio.draft.change('x', { engine: 'film', options: { film: 'f'.repeat(64) } })")
    expect(page.locator("[data-note]")).to_contain_text("is not in the folder of films")
    assert abs(canvas(page).mean() - light) < 0.1 * light, "the last picture stays"
    radio(page, "film")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-note]")).to_have_text("")
    wait_alive(page, 1)

"""The experts' desk in a real Chromium: two judge blind, by keys alone; a curator publishes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, Museum, Visit, run
from tests.browser.looking import canvas, difference, drawn_painting, stat, wait_alive
from tests.browser.rooms import PASSWORD
from tests.browser.test_access import serious

TABLET = (1180, 820)
expect.set_options(timeout=20_000)  # two cores draw, encode and decode
Desk = Callable[..., Page]


@pytest.fixture(scope="module")
def version(closed_museum: Museum) -> str:
    """Return the id of a version that passed the gate, sent by the colleague."""
    return run(closed_museum.data, "tests.browser.rooms", "review", "modern").strip()


@pytest.fixture
def desk(visit: Visit, museum: Museum, version: str) -> Desk:
    """Return an opener of the desk for somebody."""

    def open_desk(who: str, size: tuple[int, int] = DESK) -> Page:
        there = f"/admin/review/{version}/"
        page = visit(f"{museum.http}/admin/login/?next={there}", size, locale="en-GB", strict=False)
        page.fill("input[name=username]", who)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{there}")
        page.wait_for_function("() => window.desk")
        return page

    return open_desk


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {selector}")


def test_two_experts_judge_blind_by_keys_and_a_curator_publishes(desk: Desk) -> None:
    first = desk("expert-one")
    expect(first.locator(".queue h2")).to_have_text("1 waits for you")
    wait_alive(first, 3)
    assert serious(first) == []

    tab_to(first, "[data-pause]")
    first.keyboard.press("Enter")
    expect(first.locator("[data-note]")).to_contain_text("Click the picture")
    tab_to(first, "[data-mark]")
    first.keyboard.press("Enter")
    mark = first.locator("[data-marks] button")
    expect(mark).to_be_focused()
    first.keyboard.press("ArrowLeft")
    first.keyboard.press("Shift+ArrowDown")
    tab_to(first, "[data-mark-list] input")
    first.keyboard.type("Too dark here")
    first.keyboard.press("Enter")  # must sign nothing
    assert first.evaluate("desk.marks.all") == [
        {"t": first.evaluate("desk.marks.all[0].t"), "x": 0.49, "y": 0.45,
         "note": "Too dark here", "answer": ""}
    ]  # fmt: skip

    approve = first.get_by_role("button", name="Approve and sign")
    expect(approve).to_have_attribute("aria-disabled", "true")
    expect(first.locator("[data-why]")).to_have_text("First answer 4 more questions.")
    tab_to(first, "textarea")
    first.keyboard.type("Almost.")
    first.locator("input[name=faithful]").focus()
    for name in ("faithful", "tasteful", "supported", "invented"):
        tab_to(first, f"input[name={name}]")
        first.keyboard.press("Space")
    expect(approve).to_have_attribute("aria-disabled", "false")
    tab_to(first, "button[value=approve]")
    first.keyboard.press("Enter")
    expect(first.locator(".told")).to_contain_text("Your verdict is signed.")
    expect(first.locator(".verdicts")).to_contain_text("Too dark here")
    expect(first.locator(".decide form")).to_have_count(0)
    assert serious(first) == []

    second = desk("expert-two", TABLET)
    wait_alive(second, 2)
    assert serious(second) == []
    expect(second.locator("body")).not_to_contain_text("Too dark here")
    expect(second.locator("body")).not_to_contain_text("expert-one")
    for name in ("faithful", "tasteful", "supported", "invented"):
        tab_to(second, f"input[name={name}]")
        second.keyboard.press("Space")
    tab_to(second, "button[value=approve]")
    second.keyboard.press("Enter")
    expect(second.locator(".state")).to_contain_text("Approved")
    expect(second.locator(".verdicts li > p > b")).to_have_text(["Approves"] * 2)

    curator = desk("tester")
    expect(curator.locator(".verdicts")).to_contain_text("expert-one")
    expect(curator.locator("[data-marks] button")).to_have_count(1)
    tab_to(curator, ".steps .btn.primary")
    curator.keyboard.press("Enter")
    expect(curator.locator(".state")).to_contain_text("Published")
    assert serious(curator) == []


def test_what_is_compared_and_heard(desk: Desk) -> None:
    page = desk("tester")
    wait_alive(page, 3)
    page.get_by_role("button", name="Curtain").press("Enter")
    divider = page.locator(".divider")
    expect(divider).to_be_focused()
    page.keyboard.press("End")
    assert page.evaluate("desk.preview.figure.style.getPropertyValue('--cut')") == "100"
    page.get_by_role("button", name="Difference").press("Enter")
    expect(page.locator(".untouched")).to_be_hidden()
    assert difference(canvas(page), drawn_painting(page)) < 12, "the same picture, alive"
    page.get_by_role("button", name="Side by side").press("Enter")
    expect(page.locator("[data-added] span")).to_contain_text("%", timeout=60_000)
    question = page.locator("[data-questions] button").first
    expect(question).to_be_visible(timeout=60_000)
    question.press("Enter")
    page.wait_for_function("() => desk.asking.answers.given", timeout=60_000)
    expect(page.locator("[data-clock]")).to_contain_text("/")
    expect(page.locator("[data-caption]")).not_to_be_empty()
    expect(page.locator("[data-voice]")).to_be_visible()
    assert stat(page, "lost") == 0

"""The studio in a real Chromium: a point dragged and nudged, seen at once; two at one desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.conftest import DESK, Museum, Visit, run
from tests.browser.looking import canvas, difference, wait_alive
from tests.browser.rooms import PASSWORD
from tests.browser.test_access import serious

TABLET = (1180, 820)
expect.set_options(timeout=15_000)  # two cores draw, encode and decode
SAVED = re.compile(r"^Saved at \d\d:\d\d$")

# From the last point to the next, in steps of eight CSS pixels, four with Shift.
LEFT, RIGHT, UP, DOWN = (f"Arrow{way} " for way in ("Left", "Right", "Up", "Down"))
KEYS_TO = (
    LEFT * 7, RIGHT * 4, RIGHT * 6, RIGHT * 4, LEFT * 7 + DOWN * 5, LEFT * 3 + DOWN * 4,
    RIGHT * 6, LEFT * 3 + UP, DOWN * 3, DOWN * 4, LEFT * 10 + UP * 12, RIGHT * 20,
)  # fmt: skip
NAMED = """(e) => e.dataset.point ?? (e.id || e.getAttribute('aria-label') || e.textContent.trim()
  || e.name || e.outerHTML.slice(0, 60))"""
FOCUSED = f"({NAMED})(document.activeElement)"
OFFERED = f"""[...document.querySelectorAll('a[href], button, input, select, [tabindex="0"]')]
  .filter((e) => e.checkVisibility() && !e.disabled && e.tabIndex >= 0).map({NAMED})"""

Studio = Callable[..., Page]


@pytest.fixture
def studio(visit: Visit, museum: Museum) -> Studio:
    """Return an opener of the studio of a work."""

    def open_studio(
        work: str, who: str = "tester", size: tuple[int, int] = DESK, **more: Any
    ) -> Page:
        page = visit(f"{museum.http}/admin/login/", size, strict=False, locale="en-GB", **more)
        page.fill("input[name=username]", who)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        portrait = run(museum.data, "tests.browser.rooms", "portrait", work).strip()
        complaints: list[str] = []

        def hear(said: ConsoleMessage) -> None:
            if said.type == "error":
                complaints.append(said.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.complaints = complaints  # type: ignore[attr-defined]
        with page.expect_response("**/here.json") as told:
            page.goto(f"{museum.http}/admin/studio/{portrait}/")
        here = told.value.json()
        if here["same"] and not here["mine"]:  # a page of the test before is still leaving
            page.get_by_role("button", name="Take over").click()
        return page

    return open_studio


def value(page: Page, field: str) -> Any:
    return page.evaluate(f"studio.draft.values.{field}")


def state(page: Page) -> Any:
    return page.locator("[data-state]")


def test_a_point_is_moved_by_mouse_and_keys_and_taken_back(studio: Studio) -> None:
    page = studio("lady")
    chin = page.locator(".pt[data-point=chin]")
    expect(chin).to_have_attribute("aria-label", "Chin", timeout=60_000)
    box = chin.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y + 20, steps=6)
    expect(page.locator(".loupe:not([hidden]) p")).to_have_text("Chin")
    page.mouse.up()
    moved = chin.bounding_box()
    assert moved and abs(moved["y"] - box["y"] - 20) < 1 and abs(moved["x"] - box["x"] - 5) < 1
    expect(state(page)).to_have_text(SAVED)
    before = value(page, "points.chin")

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    after = value(page, "points.chin")
    assert [round(a - b, 1) for a, b in zip(after, before, strict=True)] == [-1, -10]
    expect(page.locator("[data-summary]")).to_contain_text("Points set by hand.")

    page.keyboard.press("Control+z")  # the keys, one gesture
    assert value(page, "points.chin") == before
    page.keyboard.press("Control+z")  # the mouse
    assert value(page, "points") is None
    page.keyboard.press("Control+Shift+z")
    assert value(page, "points.chin") == before
    page.get_by_role("button", name="As found").click()
    expect(state(page)).to_have_text(SAVED)
    assert page.evaluate("studio.draft.unsaved") is False
    assert page.complaints == []  # type: ignore[attr-defined]


def test_the_preview_shows_what_is_changed_and_a_version_keeps_it(studio: Studio) -> None:
    page = studio("fayum", size=TABLET)
    wait_alive(page, 2)
    page.keyboard.press("Alt+2")
    turn = page.get_by_label("turn", exact=True)
    expect(turn).to_be_visible(timeout=60_000)
    rest = canvas(page)
    epoch = page.evaluate("studio.preview.living.stats.epoch")
    turn.focus()
    page.keyboard.press("End")
    held = value(page, "options.pose.yaw")
    assert held == max(a["high"] for a in _axes(page) if a["axis"] == "yaw"), (
        "it stops at the limit"
    )
    page.wait_for_function(
        f"() => studio.preview.living.stats.epoch !== {epoch}", timeout=60_000, polling=100
    )
    wait_alive(page, 2)
    assert difference(canvas(page), rest) > 1.5, "the head is turned"

    page.keyboard.press("Control+s")
    page.keyboard.type("Turned to the window")
    page.keyboard.press("Enter")
    first = page.locator("[data-versions] li").first
    expect(first).to_contain_text("Turned to the window")
    expect(first).to_contain_text("pose and finish")
    page.locator("[data-versions] li button").last.press("Enter")
    expect(page.locator("#version-dialog")).to_be_visible()
    assert serious(page) == []
    page.locator("#version-dialog [data-restore]").press("Enter")
    expect(page.get_by_role("button", name="let go")).to_have_count(0)
    assert value(page, "options") == {}
    assert serious(page) == []
    assert page.complaints == []  # type: ignore[attr-defined]


def test_keys_alone_reach_everything_and_set_a_face(studio: Studio) -> None:
    page = studio("sea")
    expect(page.locator("[data-summary]")).to_contain_text("No face was found.", timeout=60_000)
    page.locator("[data-guide]").press("Enter")
    for number in range(12):
        expect(page.locator("[data-guide-box] [data-step]")).to_contain_text(
            f"Point {number + 1} of 12"
        )
        for key in KEYS_TO[number].split():
            page.keyboard.press(key)
        page.keyboard.press("Enter")
    expect(page.locator("[data-guide-box]")).to_be_hidden()
    expect(page.locator(".pt")).to_have_count(12)
    expect(state(page)).to_have_text(SAVED)
    assert page.evaluate("studio.draft.refused") == {}

    page.locator(".bar a").first.focus()
    reached = set()
    for _ in range(70):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
    offered = set(page.evaluate(OFFERED))
    assert len(offered) > 25 and offered - reached == set()
    page.keyboard.press("Control+z")
    expect(page.locator(".pt")).to_have_count(0)
    expect(state(page)).to_have_text(SAVED)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_two_curators_at_one_desk(studio: Studio) -> None:
    first = studio("dutch")
    expect(first.locator(".pt")).to_have_count(12, timeout=60_000)
    expect(state(first)).to_have_text(SAVED)
    second = studio("dutch", who="colleague")
    expect(second.locator("[data-lock]")).to_contain_text("tester is changing the draft.")
    expect(second.get_by_role("button", name="Save a version")).to_have_attribute(
        "aria-disabled", "true"
    )
    chin = second.locator(".pt[data-point=chin]")
    expect(chin).to_have_attribute("aria-disabled", "true")

    first.evaluate("studio.draft.change('beard', { beard: 0.25 })")
    second.wait_for_function("() => studio.draft.values.beard === 0.25", timeout=20_000)
    second.get_by_role("button", name="Take over").click()
    expect(second.locator("[data-lock]")).to_be_hidden()
    first.evaluate("studio.draft.change('beard', { beard: 0.5 })")
    expect(first.locator("[data-lock]")).to_contain_text("colleague is changing the draft.")
    expect(state(first)).to_have_text("Not saved yet")
    assert value(first, "beard") == 0.5, "nothing of the first is lost"
    second.evaluate("studio.draft.change('beard', { beard: 0.75 })")
    expect(state(second)).to_have_text(SAVED)

    first.get_by_role("button", name="Take over").click()
    expect(first.locator("#moved-dialog")).to_be_visible()
    assert serious(first) == []
    first.get_by_role("button", name="Keep mine").click()
    expect(state(first)).to_have_text(SAVED)
    assert value(first, "beard") == 0.5
    first.evaluate("studio.draft.change('beard', { beard: 0 })")
    expect(state(first)).to_have_text(SAVED)


def _axes(page: Page) -> list[dict[str, Any]]:
    told = page.evaluate("studio.call(studio.config.at.axes).then(({ body }) => body.parts)")
    return [axis for part in told for axis in part["axes"]]

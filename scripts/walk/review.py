"""The gate, two experts who do not know of each other, and the curator who publishes."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from scripts.walk.people import CURATOR, FIRST, PEOPLE, SECOND
from scripts.walk.walk import Walk

GATE_SECONDS = 300
INSIDE = "(rows) => rows.map((row) => row.innerHTML)"
NOTE = "Похоже и спокойно. Веки нарисованы верно."


def pass_gate(walk: Walk) -> str:
    """The worker measures the version; the desk tells what it found."""
    since = time.monotonic()
    page = walk.come(CURATOR, _desk(walk))
    while page.locator(".gate li").count() == 0:
        assert time.monotonic() < since + GATE_SECONDS, page.locator(".gate").inner_text()
        page.wait_for_timeout(1000)
        page.reload()
    wrong = page.locator(".gate li.no").all_inner_texts()
    walk.shoot(page, "gate")
    assert not wrong, f"the gate turned it back: {wrong}"
    found = page.locator(".gate li").count()
    return f"{found} findings, all well, after {time.monotonic() - since:.0f} s"


def judge_first(walk: Walk) -> str:
    """The first expert approves, with a note."""
    page = walk.come(FIRST, "/admin/review/")
    walk.hand.press(page.locator(f".queue a[href*='{walk.told['version']}']"))
    page.wait_for_url(f"**{_desk(walk)}")
    _approve(walk, page, NOTE, "first-expert")
    return "approved and signed"


def judge_second(walk: Walk) -> str:
    """The second sees nothing of that, and approves."""
    page = walk.come(SECOND, _desk(walk))
    first, version = PEOPLE[FIRST][2], walk.told["version"]
    told = {_desk(walk): page.content(), "/admin/": walk.come(SECOND, "/admin/").content()}
    for path in ("/admin/exhibits/version/", "/admin/exhibits/entry/"):
        rows = walk.come(SECOND, path).locator("tr, li").evaluate_all(INSIDE)
        told[path] = "".join(row for row in rows if version in row)
    for path, seen in told.items():
        assert NOTE not in seen and first not in seen, f"{path} tells of the first verdict"
    page = walk.come(SECOND, _desk(walk))
    _approve(walk, page, "", "second-expert")
    expect(page.locator(".verdicts li")).to_have_count(2)  # decided: now both are open
    walk.shoot(page, "decided")
    return "knew of no verdict; approved; both are open now"


def publish(walk: Walk) -> str:
    """The curator publishes what both approved."""
    page = walk.come(CURATOR, _desk(walk))
    walk.hand.press(page.locator("form[action$='/do/publish/'] button"))
    page.locator(".told .success").wait_for()
    walk.shoot(page, "published")
    return page.locator(".told .success").inner_text()


def _approve(walk: Walk, page: Page, note: str, name: str) -> None:
    """Look until it lives, say yes to the four questions, sign."""
    page.locator(".pic.lives canvas").wait_for()
    for question in ("faithful", "invented", "supported", "tasteful"):
        walk.hand.tick(page.locator(f"input[name={question}]"))
    if note:
        walk.hand.write(page.locator("textarea[name=note]"), note)
    walk.shoot(page, name)
    walk.hand.press(page.locator("button[value=approve]"))
    page.locator(".told .success").wait_for()


def _desk(walk: Walk) -> str:
    return f"/admin/review/{walk.told['version']}/"

"""A visitor at a kiosk, a colleague at its mirror, somebody at home: three real pages."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import UPRIGHT, Museum, Visit
from tests.browser.looking import (
    canvas,
    difference,
    drawn_painting,
    iris_at,
    screenshot,
    stat,
    wait_alive,
    wait_for,
)
from tests.browser.rooms import PASSWORD

EYE = (0.32, 0.395, 0.455, 0.45)  # the viewer's left eye of "fayum", with room for a turn


def log_in(visit: Visit, museum: Museum, path: str) -> Page:
    page = visit(f"{museum.http}/admin/login/?next={path}", strict=False)
    page.fill("#id_username", "tester")
    page.fill("#id_password", PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(f"**{path}")
    return page


def kiosk_page(visit: Visit, museum: Museum, wall: str = "faces", **more: object) -> Page:
    return visit(f"{museum.http}/kiosk/", UPRIGHT, kiosk=museum.kiosks[wall]["token"], **more)


def put_finger(page: Page, x: float, y: float) -> None:
    """Put a finger on the picture and wait for the frame that answers it."""
    box = page.locator("#picture").bounding_box()
    assert box
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.mouse.down()
    wait_for(page, "living.stats.lastTouchPainted !== null")


def settle(page: Page, frames: int = 12) -> None:
    """Let a glance arrive: a turn of the head takes most of a second."""
    wait_alive(page, frames)


def test_a_curator_pairs_a_screen(visit: Visit, museum: Museum) -> None:
    screen = visit(f"{museum.http}/kiosk/", UPRIGHT)
    code = screen.locator("#code")
    expect(code).to_have_text(re.compile(r"^\w{6}$"))
    expect(screen.locator("#network")).to_have_text("есть связь")
    admin = log_in(visit, museum, "/admin/exhibits/kiosk/pair/")
    admin.fill("#id_code", code.inner_text())
    admin.select_option("#id_kiosk", label="Новый экран")
    admin.fill("#id_name", "Paired by a test")
    admin.select_option("#id_exhibit", label="faces")
    admin.locator("form button[type=submit], form input[type=submit]").last.click()
    expect(screen.locator("body")).to_have_attribute("data-mode", "attract", timeout=20_000)
    wait_alive(screen)
    cookie = screen.context.cookies()
    assert [one["httpOnly"] for one in cookie if one["name"] == "kiosk"] == [True]


def test_the_portrait_moves_and_stays_the_painting(visit: Visit, museum: Museum) -> None:
    screen = kiosk_page(visit, museum)
    wait_alive(screen)
    first = canvas(screen)
    wait_alive(screen, 15)
    later = canvas(screen)
    assert difference(first, later) > 0.02, "nothing moves"
    painting = drawn_painting(screen)
    assert first.shape == painting.shape == later.shape
    assert difference(later, painting) < 6, "this is another picture"
    expect(screen.locator(".says-moving")).to_be_visible()


def test_the_finger_draws_the_gaze_here_and_in_the_mirror_only(
    visit: Visit, museum: Museum
) -> None:
    screen = kiosk_page(visit, museum)
    mirror = log_in(visit, museum, f"/kiosk/{museum.kiosks['faces']['id']}/mirror/")
    home = visit(f"{museum.http}/ru/works/fayum/")
    pages = (screen, mirror, home)
    for page in pages:
        wait_alive(page)
    seen = []
    for x in (0.02, 0.98):
        put_finger(screen, x, 0.42)
        settle(screen)
        seen.append([canvas(page) for page in pages])
        screen.mouse.up()
    moved = [iris_at(right, EYE) - iris_at(left, EYE) for left, right in zip(*seen, strict=True)]
    width = seen[0][0].shape[1]
    assert moved[0] > 0.004 * width, f"the kiosk's eyes did not follow: {moved}"
    assert moved[1] > 0.004 * width, f"the mirror's eyes did not follow: {moved}"
    assert abs(moved[2]) < moved[0] / 2, f"the public page was steered: {moved}"
    for on_screen, mirrored, at_home in seen:
        assert difference(on_screen, mirrored) < difference(on_screen, at_home)


def test_pause_holds_the_picture_and_resume_lets_it_live(visit: Visit, museum: Museum) -> None:
    screen = kiosk_page(visit, museum)
    wait_alive(screen)
    screen.locator(".stage").click(position={"x": 5, "y": 5})
    screen.click("#pause")
    expect(screen.locator("#pause .when-still")).to_be_visible()
    wait_for(screen, "living.state === 'paused'")
    before = stat(screen, "painted")
    held = canvas(screen)
    screen.wait_for_timeout(500)  # a span in which nothing may happen cannot be waited for
    assert stat(screen, "painted") == before
    assert difference(held, canvas(screen)) == 0
    screen.click("#pause")
    wait_alive(screen)


def test_the_original_is_one_touch_away_and_in_its_place(visit: Visit, museum: Museum) -> None:
    screen = kiosk_page(visit, museum)
    wait_alive(screen)
    screen.locator(".stage").click(position={"x": 5, "y": 5})
    place = screen.locator("#picture").bounding_box()
    hold = screen.locator("#hold").bounding_box()
    assert hold
    screen.mouse.move(hold["x"] + 20, hold["y"] + 20)
    screen.mouse.down()
    expect(screen.locator(".says-original")).to_be_visible()
    expect(screen.locator(".says-moving")).to_be_hidden()
    expect(screen.locator("#picture canvas")).to_have_css("opacity", "0")
    assert screen.locator("#picture").bounding_box() == place
    original = screenshot(screen, "#picture")
    screen.wait_for_timeout(500)  # longer than a tap
    screen.mouse.up()
    expect(screen.locator(".says-moving")).to_be_visible()
    expect(screen.locator("#picture canvas")).to_have_css("opacity", "1")
    assert screen.locator("#picture").bounding_box() == place
    living = screenshot(screen, "#picture")
    edge = max(8, living.shape[1] // 40)
    assert difference(original[:, :edge], living[:, :edge]) < 6, "not in the same place"
    screen.locator("#hold").focus()
    screen.keyboard.press("Enter")
    expect(screen.locator(".says-original")).to_be_visible()


def test_language_size_phone_and_the_way_back(visit: Visit, museum: Museum) -> None:
    screen = kiosk_page(visit, museum)
    expect(screen.locator("body")).to_have_attribute("data-mode", "attract")
    expect(screen.locator(".big")).not_to_be_empty()
    screen.locator(".stage").click(position={"x": 5, "y": 5})
    screen.click("#language")
    expect(screen.locator("html")).to_have_attribute("lang", "en")
    expect(screen.locator("#pause .when-moving")).to_have_text("Pause")
    screen.click("#larger")
    assert screen.evaluate("document.documentElement.style.getPropertyValue('--scale')") == "1.2"
    screen.click("#low")
    expect(screen.locator("#low .to-raise")).to_be_visible()
    screen.click("#phone")
    expect(screen.locator("#take")).to_be_visible()
    expect(screen.locator("#take-url")).to_contain_text("fayum")
    screen.keyboard.press("Escape")
    expect(screen.locator("#take")).to_be_hidden()


def test_it_asks_before_it_starts_again(visit: Visit, museum: Museum) -> None:
    later = (
        "const now = performance.now.bind(performance); window.later = 0;"
        "performance.now = () => now() + window.later;"
    )
    screen = kiosk_page(visit, museum, script=later)
    wait_alive(screen)
    screen.locator(".stage").click(position={"x": 5, "y": 5})
    screen.click("#language")
    screen.evaluate("window.later = 61000")
    expect(screen.get_by_role("alertdialog")).to_be_visible()
    wait_for(screen, "living.paused")
    screen.click("#stay")
    expect(screen.get_by_role("alertdialog")).to_be_hidden()
    screen.evaluate("window.later = 130000")
    expect(screen.get_by_role("alertdialog")).to_be_visible()
    screen.evaluate("window.later = 161000")
    expect(screen.locator("body")).to_have_attribute("data-mode", "attract")
    expect(screen.locator("html")).to_have_attribute("lang", "ru")


def test_touching_a_work_keeps_it_and_the_mirror_follows(visit: Visit, museum: Museum) -> None:
    screen = kiosk_page(visit, museum, "pair")
    mirror = log_in(visit, museum, f"/kiosk/{museum.kiosks['pair']['id']}/mirror/")
    for page in (screen, mirror):
        expect(page.locator("#picture img")).to_have_attribute("src", re.compile("pictures"))
    source = screen.locator("#picture img").get_attribute("src")
    assert source and mirror.locator("#picture img").get_attribute("src") == source
    expect(mirror.locator(".label h1")).to_have_text(screen.locator(".label h1").inner_text())
    screen.locator(".stage").click(position={"x": 5, "y": 5})
    expect(screen.locator("body")).to_have_attribute("data-mode", "live")
    expect(mirror.locator("button")).to_have_count(0)


def test_the_mirror_reads_what_the_screen_says(visit: Visit, museum: Museum) -> None:
    screen = kiosk_page(visit, museum)
    mirror = log_in(visit, museum, f"/kiosk/{museum.kiosks['faces']['id']}/mirror/")
    for page in (screen, mirror):
        wait_alive(page)
    expect(mirror.locator("body")).to_have_class(re.compile("may-ask"), timeout=30_000)
    screen.locator(".stage").click(position={"x": 5, "y": 5})
    screen.locator(".q").first.click(timeout=30_000)
    expect(mirror.locator("#caption")).not_to_be_empty(timeout=30_000)
    expect(mirror.locator("[data-short]")).to_contain_text("голос синтезирован")
    screen.locator("#picture").click(position={"x": 40, "y": 40})
    expect(mirror.locator("#caption")).to_be_empty()
    assert mirror.evaluate("performance.getEntriesByName('answer-sounds').length") == 0

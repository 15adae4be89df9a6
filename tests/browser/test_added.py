"""What was added: hatched over the painting in its place, told in numbers; a line to compare."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, UPRIGHT, Museum, Visit
from tests.browser.looking import difference, screenshot, wait_alive

WORK = "/en/works/fayum/"
READY = 90_000


def greened(one: np.ndarray, other: np.ndarray) -> float:
    """Return how much greener than red a picture became, on the mean."""
    return float(((other[..., 1] - other[..., 0]) - (one[..., 1] - one[..., 0])).mean())


def test_the_hatching_lies_on_the_painting_and_is_told(visit: Visit, museum: Museum) -> None:
    page = visit(museum.http + WORK)
    wait_alive(page)
    page.click("[data-view=original]")
    place = page.locator(".pic").bounding_box()
    expect(page.locator(".pic canvas")).to_have_css("opacity", "0")
    original = screenshot(page, ".pic")
    page.click("[data-view=added]")
    expect(page.locator(".whatadded.ready")).to_be_visible(timeout=READY)
    expect(page.locator(".whatadded .if-some")).to_have_text(
        "Hatched: what the painter did not paint"
    )
    expect(page.locator("[data-parts]")).to_contain_text("shut eyelids, the inside of the mouth")
    shares = page.locator(".whatadded [data-share]").all_text_contents()
    assert 0 < float(shares[0].strip("%")) < 4
    expect(page.locator(".says-moving")).to_be_visible()
    assert page.locator(".pic").bounding_box() == place
    hatched = screenshot(page, ".pic")
    height, width = hatched.shape[:2]
    mouth = np.s_[int(0.56 * height) : int(0.62 * height), int(0.40 * width) : int(0.54 * width)]
    assert greened(original[mouth], hatched[mouth]) > 20 > greened(original, hatched)
    page.click("[data-view=original]")
    expect(page.locator(".whatadded")).to_be_hidden()
    assert difference(screenshot(page, ".pic"), original) == 0


def cut(page: Page) -> float:
    return float(page.evaluate("document.querySelector('.pic').style.getPropertyValue('--cut')"))


def test_a_line_divides_the_original_from_the_living_picture(visit: Visit, museum: Museum) -> None:
    page = visit(museum.http + WORK, size=PHONE, has_touch=True)
    wait_alive(page)
    page.click("[data-compare]")
    divider = page.locator(".divider")
    expect(divider).to_be_focused()
    expect(page.locator("[data-sides]")).to_be_visible()
    box = divider.bounding_box()
    assert box and cut(page) == 50
    page.keyboard.press("ArrowRight")
    assert cut(page) == 51
    page.touchscreen.tap(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    assert abs(cut(page) - 17) < 8, "a tap is enough: nobody must drag"
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 20, steps=4)
    page.mouse.up()
    assert abs(cut(page) - 83) < 8
    clip = page.evaluate("getComputedStyle(document.querySelector('.pic canvas')).clipPath")
    assert clip.startswith("inset(")
    page.click("[data-view=original]")
    expect(divider).to_be_hidden()


def test_a_screen_shows_what_was_added_and_goes_back(visit: Visit, museum: Museum) -> None:
    screen = visit(museum.http + "/kiosk/", UPRIGHT, kiosk=museum.kiosks["faces"]["token"])
    wait_alive(screen)
    expect(screen.locator("body.has-added")).to_be_attached(timeout=READY)
    screen.locator(".stage").click(position={"x": 5, "y": 5})
    place = screen.locator("#picture").bounding_box()
    screen.click("#see-added")
    expect(screen.locator("#added")).to_be_visible()
    expect(screen.locator("#added h2")).to_contain_text("Заштриховано то, чего художник")
    expect(screen.locator("#added [data-parts]")).to_contain_text("закрытые веки")
    expect(screen.locator("#picture .hatching")).to_be_visible()
    expect(screen.locator("#picture canvas")).to_have_css("opacity", "0")
    expect(screen.locator("#questions")).to_be_hidden()
    assert screen.locator("#picture").bounding_box() == place
    button = screen.locator("#hide-added").bounding_box()
    assert button and button["height"] >= 60 and button["y"] > UPRIGHT[1] / 2
    screen.click("#hide-added")
    expect(screen.locator("#picture canvas")).to_have_css("opacity", "1")
    assert screen.locator("#picture").bounding_box() == place
    wait_alive(screen)

"""The hall and the world: a screen paired, the portrait asked, its papers, and the red button."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from scripts.walk.hands import seek
from scripts.walk.people import CURATOR
from scripts.walk.studio import QUESTION
from scripts.walk.walk import WALL, Walk, wait_moving

REASON = "Наследники попросили снять."
SCREEN, VISITOR = "screen", "visitor"
SOON = 5.0  # seconds until a screen in contact must be dark of what was withdrawn


def hang(walk: Walk) -> str:
    """The curator opens an exhibit of this one work."""
    page, hand = walk.come(CURATOR, "/admin/exhibits/exhibit/add/"), walk.hand
    name = f"Прогулка {walk.tag}"
    hand.write(page.locator("#id_slug"), walk.slug)
    hand.write(page.locator("#id_title_ru"), name)
    hand.write(page.locator("#id_title_en"), f"Walk {walk.tag}")
    hand.tick(page.locator("#id_published"))
    hand.press(page.locator("#showings-group .add-row"))
    seek(hand, "id_showings-0-artwork", page, f"ПР-{walk.tag}")
    walk.shoot(page, "exhibit")
    hand.press(page.locator("button[name=_save]"))
    page.wait_for_url("**/exhibits/exhibit/")
    return name


def pair(walk: Walk) -> str:
    """A new screen shows six signs; the curator types them."""
    screen = walk.page_of(SCREEN, WALL)
    screen.goto(f"{walk.url}/kiosk/")
    code = screen.locator("#code")
    expect(code).to_have_text(re.compile(r"^\w{6}$"))
    walk.shoot(screen, "waiting-screen")
    page, hand = walk.come(CURATOR, "/admin/exhibits/kiosk/pair/"), walk.hand
    hand.write(page.locator("#id_code"), code.inner_text())
    hand.choose(page.locator("#id_kiosk"), "")
    hand.write(page.locator("#id_name"), walk.screen)
    named = page.locator("#id_exhibit option", has_text=f"Прогулка {walk.tag}")
    hand.choose(page.locator("#id_exhibit"), named.get_attribute("value") or "")
    walk.shoot(page, "pairing")
    hand.press(page.locator("form.pairing button[type=submit]"))
    page.wait_for_url("**/exhibits/kiosk/")
    expect(screen.locator("body")).to_have_attribute("data-mode", "attract")
    return "paired"


def ask(walk: Walk) -> str:
    """The portrait lives on the wall under its label, and answers."""
    screen = walk.page_of(SCREEN)
    by = wait_moving(screen)
    walk.shoot(screen, "attract")
    if walk.hand.keys:
        screen.keyboard.press("Enter")
    else:
        screen.locator(".stage").click(position={"x": 5, "y": 5})
    question = screen.locator(".q", has_text=QUESTION["ru"])
    expect(screen.locator(".says-moving")).to_be_visible()
    walk.hand.press(question)
    caption = screen.locator("#caption")
    expect(caption).to_have_text(re.compile(r"\S"))
    walk.shoot(screen, "answer")
    label = screen.locator(".says-moving").inner_text()
    return f"moves by {by:.2f}; label: {label}; says: {caption.inner_text()}"


def read_papers(walk: Walk) -> str:
    """The page of the work lives, its seal is whole; so is the certificate's signature."""
    page = walk.page_of(VISITOR)
    page.goto(f"{walk.url}/{walk.language}/works/{walk.slug}/")
    expect(page.locator("[data-seal] [data-is=whole]")).to_be_visible()
    wait_moving(page)
    walk.shoot(page, "work-page")
    told = page.locator("#answers").text_content() or "[]"
    walk.told["answer"] = _address(told)
    assert page.request.get(walk.url + walk.told["answer"]).status == 200
    walk.hand.press(page.locator("[data-seal] a"))
    page.wait_for_url("**/certificates/**")
    walk.told["certificate"] = page.url
    expect(page.locator("[data-check] [data-is=whole]")).to_be_visible()
    assert page.locator(".stand.ended").count() == 0
    walk.shoot(page, "certificate")
    return page.locator(".stand .says").first.inner_text()


def withdraw(walk: Walk) -> str:
    """The red button: the screen on the wall goes dark of it within seconds."""
    screen = walk.page_of(SCREEN)
    page, hand = walk.come(CURATOR, "/admin/exhibits/withdrawal/withdraw/"), walk.hand
    hand.choose(page.locator("#id_what"), f"version:{walk.told['version']}")
    hand.write(page.locator("#id_reason"), REASON)
    walk.shoot(page, "red-button")
    since = time.monotonic()
    hand.press(page.locator("form.pairing button[type=submit]"))
    expect(screen.locator(".says-moving")).to_be_hidden()
    seconds = time.monotonic() - since
    expect(screen.locator(".says-original")).to_be_visible()
    walk.shoot(screen, "original-again")
    assert seconds < SOON, f"the screen needed {seconds:.1f} s"
    expect(page.locator(".withdrawn tbody tr", has_text=walk.screen)).to_contain_text(
        re.compile(r"\d,\d")
    )
    walk.shoot(page, "screens-answer")
    return f"the original on the wall after {seconds:.1f} s"


def find_it_gone(walk: Walk) -> str:
    """The page shows the painting, the answer is not found, the certificate says withdrawn."""
    page = walk.page_of(VISITOR)
    page.goto(f"{walk.url}/{walk.language}/works/{walk.slug}/")
    assert page.locator("[data-stream]").count() == 0
    walk.shoot(page, "work-page-original")
    assert page.request.get(walk.url + walk.told["answer"]).status == 404
    page.goto(walk.told["certificate"])
    page.locator(".stand.ended").wait_for()
    walk.shoot(page, "certificate-withdrawn")
    return page.locator(".stand .says").first.inner_text()


def _address(told: str) -> str:
    found = re.search(r"/answers/[^\"\\]+\.json", told)
    assert found, "the page offers no answer"
    return found.group()

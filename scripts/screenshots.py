"""Take a picture of every page and state of a running museum, to be looked at by people.

    .venv/bin/python scripts/screenshots.py OUT --url http://localhost:8000 [--kiosk TOKEN]

Without a kiosk's token only the waiting screen and the public pages are taken. Needs the
development requirements and a Chromium (scripts/install_chromium.sh).
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

UPRIGHT, WIDE, DESK, PHONE = (1080, 1920), (1920, 1080), (1440, 900), (390, 844)
ALIVE = "() => document.querySelector('.pic.lives') !== null"
LATER = (
    "const now = performance.now.bind(performance); window.later = 0;"
    "performance.now = () => now() + window.later;"
)


def touch(page: Page) -> None:
    """Wake the screen beside the picture."""
    page.locator(".stage").click(position={"x": 5, "y": 5})


def click(*buttons: str) -> Callable[[Page], None]:
    """Return an act: wake the screen, then press buttons."""

    def act(page: Page) -> None:
        touch(page)
        for button in buttons:
            if page.locator(button).is_visible():
                page.click(button)

    return act


def wait_long(page: Page) -> None:
    """Let a minute pass without a touch."""
    touch(page)
    page.evaluate("window.later = 61000")
    page.wait_for_selector("#still[open]")


def lose_network(page: Page) -> None:
    """Cut the screen off and wait until it says so."""
    touch(page)
    page.context.set_offline(True)
    page.evaluate("document.querySelector('#picture').picture.lostAt = -1e6")
    page.wait_for_selector("body.is-away")


STATES: dict[str, Callable[[Page], None]] = {
    "attract": lambda page: None,
    "live": touch,
    "english": click("#language"),
    "original": click("#hold"),
    "larger": click("#larger", "#larger", "#low"),
    "phone": click("#phone"),
    "still-here": wait_long,
    "offline": lose_network,
}
PAGES = {"home": "", "works": "works/", "exhibits": "exhibits/", "about": "about/", "lost": "no/"}


def take_kiosk(browser: Browser, url: str, token: str, out: Path) -> None:
    """Take every state of a paired kiosk, and the waiting screen, upright and wide."""
    states = STATES if token else {}
    for name, size in (("upright", UPRIGHT), ("wide", WIDE)):
        for state, act in [*states.items(), ("pairing", None)]:
            context = browser.new_context(viewport={"width": size[0], "height": size[1]})
            if act:
                context.add_cookies([{"name": "kiosk", "value": token, "url": url}])
            page = context.new_page()
            page.add_init_script(LATER)
            page.goto(f"{url}/kiosk/")
            if act:
                page.wait_for_function(ALIVE, timeout=120_000)
                act(page)
            else:
                page.wait_for_selector("#code span:not(:empty)")
            shoot(page, out / f"kiosk-{name}-{state}.png")
            context.close()


def take_site(browser: Browser, url: str, out: Path) -> None:
    """Take every public page on a desk and a phone, in both lights."""
    for name, size in (("desk", DESK), ("phone", PHONE)):
        for scheme in ("dark", "light"):
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]}, color_scheme=scheme
            )
            page = context.new_page()
            page.goto(f"{url}/ru/works/")
            works = page.eval_on_selector_all(".hang a", "found => found.map((a) => a.href)")
            addresses = {key: f"{url}/ru/{path}" for key, path in PAGES.items()}
            for key, address in (addresses | {"work": works[0]} if works else addresses).items():
                page.goto(address)
                if page.locator("[data-stream]").count():
                    page.wait_for_function(ALIVE, timeout=120_000)
                shoot(page, out / f"site-{name}-{scheme}-{key}.png", full_page=True)
            context.close()


def shoot(page: Page, path: Path, full_page: bool = False) -> None:
    """Wait for fonts and transitions, then take the picture."""
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    page.screenshot(path=path, full_page=full_page)
    print(path)


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--kiosk", default="", help="the value of a paired screen's cookie")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    names = (os.environ.get("CHROMIUM"), "chromium", "google-chrome", "chromium-browser")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=flags)
        take_kiosk(browser, asked.url.rstrip("/"), asked.kiosk, asked.out)
        take_site(browser, asked.url.rstrip("/"), asked.out)


if __name__ == "__main__":
    main()

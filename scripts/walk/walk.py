"""What every step of the walk needs: who is at which page, what was made so far, pictures."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page

from scripts.walk.hands import Mouse

DESK, WALL = (1440, 900), (1080, 1920)
PATIENCE = 90_000  # ms until something drawn, measured or spoken must be there
MOVED = 0.05  # mean absolute difference of two moments, 0…255: paint at rest is below it


@dataclass
class Walk:
    """One walk through one museum."""

    browser: Browser
    url: str
    password: str
    picture: Path
    tag: str  # makes this walk's names its own
    out: Path | None = None  # None: no pictures
    hand: Mouse = field(default_factory=Mouse)
    language: str = "ru"
    size: tuple[int, int] = DESK
    told: dict[str, str] = field(default_factory=dict)  # ids and addresses made on the way
    pages: dict[str, Page] = field(default_factory=dict)  # who → where they are
    taken: int = 0
    screen: str = "Зал"  # the kiosk's name

    @property
    def slug(self) -> str:
        """Return the address part of the work."""
        return f"walk-{self.tag}"

    def page_of(self, who: str, size: tuple[int, int] | None = None) -> Page:
        """Return this person's page, in a browser window of their own."""
        if who not in self.pages:
            wide, high = size or self.size
            context = self.browser.new_context(
                viewport={"width": wide, "height": high}, locale=f"{self.language}-RU"
            )
            page = self.pages[who] = context.new_page()
            page.set_default_timeout(30_000)
        return self.pages[who]

    def come(self, who: str, path: str) -> Page:
        """Bring somebody to an address; they log in where they are asked to."""
        page = self.page_of(who)
        page.goto(f"{self.url}{path}")
        if "/admin/login/" in page.url:
            self.hand.write(page.locator("#id_username"), who)
            self.hand.write(page.locator("#id_password"), self.password)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "/login/" not in url)
        return page

    def shoot(self, page: Page, name: str) -> None:
        """Take a picture of what is seen now."""
        self.taken += 1
        if self.out:
            page.wait_for_timeout(400)  # transitions
            page.screenshot(path=self.out / f"{self.taken:02d}-{name}.png")


def canvas(page: Page) -> NDArray[np.float32]:
    """Return the pixels of the living canvas, (H, W, 3) 0…255."""
    url: str = page.evaluate("document.querySelector('.pic.lives canvas').toDataURL('image/png')")
    data = base64.b64decode(url.split(",", 1)[1])
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), np.float32)


def wait_moving(page: Page, patience: float = PATIENCE) -> float:
    """Wait until the picture lives and has moved; return by how much, 0…255."""
    page.locator(".pic.lives canvas").wait_for(timeout=patience)
    first = canvas(page)
    for _ in range(60):
        page.wait_for_timeout(250)
        later = canvas(page)
        if first.shape == later.shape and (by := float(np.abs(first - later).mean())) > MOVED:
            return by
    raise AssertionError("the picture does not move")

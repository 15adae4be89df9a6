"""Walk the whole way of a work as a museum's people do, in Chromium; a picture of every step.

    .venv/bin/python -m scripts.screencast --picture FILE --out FOLDER [--keyboard]

Without --url a museum is opened for the walk in a folder of its own and closed afterwards.
With it, a running one is used; its four people come from ``scripts.walk.people`` first. Says a
line for each step; where one fails, says which and exits with 1. Needs the development
requirements and a Chromium (scripts/install_chromium.sh).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PageError

from scripts.walk import hall, office, review, studio
from scripts.walk.hands import Keyboard, Mouse
from scripts.walk.museum import opened
from scripts.walk.walk import DESK, Walk

Step = Callable[[Walk], str]
STEPS: tuple[Step, ...] = (
    office.log_in, office.add_work, office.decide, office.put_on_show, office.make_portrait,
    studio.fix_point, studio.paint, studio.say_camera, studio.write_answer, studio.place_camera,
    studio.see_it_live, studio.save_version, studio.send,
    review.pass_gate, review.judge_first, review.judge_second, review.publish,
    hall.hang, hall.pair, hall.ask, hall.read_papers, hall.withdraw, hall.find_it_gone,
)  # fmt: skip


class Stopped(Exception):
    """A step failed."""


def go(walk: Walk, steps: tuple[Step, ...] = STEPS) -> None:
    """Take the steps, a line for each. Raises Stopped at the first that fails."""
    begun = time.monotonic()
    for number, step in enumerate(steps, 1):
        since = time.monotonic()
        name = f"{step.__module__.rpartition('.')[2]}.{step.__name__}"
        try:
            told = step(walk)
        except (AssertionError, PageError) as wrong:
            for who, page in walk.pages.items():
                walk.shoot(page, f"failed-{who}")
            raise Stopped(f"{name}: {wrong}") from wrong
        seconds = time.monotonic() - since
        print(f"{number:2d} {seconds:5.1f} s  {name}: {told}", flush=True)
    print(f"   {time.monotonic() - begun:5.1f} s  the whole way")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the Chromium there is; without one, playwright's own."""
    names = (os.environ.get("CHROMIUM"), "chromium", "google-chrome", "chromium-browser")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


def main() -> int:
    """Walk; return 0, or 1 where a step failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--picture", type=Path, required=True, help="a painting with a face")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--url", default="", help="a running museum")
    parser.add_argument("--password", default="a long password", help="of the four people")
    parser.add_argument("--keyboard", action="store_true", help="never touch the mouse")
    parser.add_argument("--size", default="x".join(map(str, DESK)), help="of the window, WxH")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    wide, high = map(int, asked.size.split("x"))
    with opened(asked.url, asked.password) as url, chromium() as browser:
        tag, hand = f"{int(time.time()):x}", Keyboard() if asked.keyboard else Mouse()
        walk = Walk(browser, url, asked.password, asked.picture, tag, asked.out, hand)
        walk.size, walk.screen = (wide, high), f"Зал {tag}"
        try:
            go(walk)
        except Stopped as failed:
            print(f"✗ {failed}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

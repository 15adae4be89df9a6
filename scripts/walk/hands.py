"""Two ways to use a page: with a mouse, or with nothing but keys.

The keys reach what they want with Tab alone, so a walk by keyboard fails where something can
be clicked only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

MOST_TABS = 400
# where the wanted element lies from the focused one: 0 there, 1 after, -1 before
WHERE = """(wanted) => {
  const now = document.activeElement ?? document.body;
  if (now === wanted) return 0;
  if (now === document.body) return 1;
  return now.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1;
}"""


class OutOfReach(AssertionError):
    """No number of Tabs leads there."""


class Mouse:
    """Points and clicks."""

    keys = False

    def press(self, what: Locator) -> None:
        """Press a button, follow a link."""
        what.click()

    def write(self, where: Locator, text: str) -> None:
        """Fill a field."""
        where.fill(text)

    def choose(self, where: Locator, value: str) -> None:
        """Choose from a list."""
        where.select_option(value)

    def tick(self, what: Locator) -> None:
        """Tick a box, or choose one of several."""
        what.check()

    def upload(self, where: Locator, file: Path) -> None:
        """Choose a file in the browser's dialog."""
        with where.page.expect_file_chooser() as chooser:
            where.click()
        chooser.value.set_files(file)

    def tool(self, page: Page, number: int) -> None:
        """Choose a tool of the studio."""
        page.locator(f".rail [data-tool]:nth-child({number})").click()


class Keyboard(Mouse):
    """Tab, arrows, Enter and Space."""

    keys = True

    def reach(self, what: Locator) -> None:
        """Bring the focus there with Tab and Shift+Tab. Raises OutOfReach."""
        what.wait_for(state="visible")
        turns, before = 0, 0
        for _ in range(MOST_TABS):
            where = int(what.evaluate(WHERE))
            if where == 0:
                return
            turns += before != 0 and where != before
            if turns > 2:
                break
            before = where
            what.page.keyboard.press("Tab" if where > 0 else "Shift+Tab")
        raise OutOfReach(f"no Tab leads to {_named(what)}")

    def press(self, what: Locator) -> None:
        """Press a button, follow a link."""
        self.reach(what)
        what.page.keyboard.press("Enter")

    def write(self, where: Locator, text: str) -> None:
        """Fill a field."""
        self.reach(where)
        where.page.keyboard.press("Control+a")
        where.page.keyboard.insert_text(text)

    def choose(self, where: Locator, value: str) -> None:
        """Choose from a list."""
        self.reach(where)
        where.page.keyboard.press("Home")
        for _ in range(where.locator("option").count()):
            if where.input_value() == value:
                return
            where.page.keyboard.press("ArrowDown")
        assert where.input_value() == value, f"{value!r} is not in {_named(where)}"

    def tick(self, what: Locator) -> None:
        """Tick a box, or go along several with arrows."""
        if what.get_attribute("type") != "radio":
            self.reach(what)
            if not what.is_checked():
                what.page.keyboard.press("Space")
            return
        group = what.page.locator(f"input[type=radio][name={what.get_attribute('name')}]")
        chosen = group.and_(what.page.locator(":checked"))
        self.reach(chosen if chosen.count() else group.first)
        for _ in range(group.count()):
            if what.is_checked():
                break
            what.page.keyboard.press("ArrowDown")

    def upload(self, where: Locator, file: Path) -> None:
        """Choose a file in the browser's dialog."""
        self.reach(where)
        with where.page.expect_file_chooser() as chooser:
            where.page.keyboard.press("Space")
        chooser.value.set_files(file)

    def tool(self, page: Page, number: int) -> None:
        """Choose a tool of the studio."""
        page.keyboard.press(f"Alt+{number}")


def seek(hand: Mouse, field: str, page: Page, words: str) -> None:
    """Choose from a list that is searched by typing: the admin's own widget."""
    hand.press(page.locator(f"#{field} + .select2 .select2-selection"))
    page.locator(".select2-search__field").wait_for()
    page.keyboard.insert_text(words)
    found: Any = page.locator(".select2-results__option--highlighted", has_text=words)
    found.wait_for()
    if hand.keys:
        page.keyboard.press("Enter")
    else:
        found.click()


def _named(what: Locator) -> str:
    return str(what.evaluate("(e) => e.outerHTML.slice(0, 120)"))

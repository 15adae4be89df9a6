"""The page of engines, on a desk and on a tablet, in both lights: readable, nothing cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Museum, Visit
from tests.browser.rooms import PASSWORD
from tests.browser.test_access import serious


@pytest.mark.parametrize(("size", "scheme"), [((1440, 900), "light"), ((1180, 820), "dark")])
def test_the_page_is_readable(
    visit: Visit, museum: Museum, size: tuple[int, int], scheme: str
) -> None:
    there = "/admin/engines/"
    page = visit(
        f"{museum.http}/admin/login/?next={there}", size, strict=False, color_scheme=scheme
    )
    page.fill("#id_username", "tester")
    page.fill("#id_password", PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(f"**{there}")
    expect(page.locator("#engine-liveportrait")).to_be_visible()
    for options in page.locator("details").all():
        options.locator("summary").click()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

"""From a work to its certificate: the visitor's browser checks the signature by itself."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import DESK, Museum, Visit
from tests.browser.test_access import serious, targets


def test_the_browser_checks_the_certificate(visit: Visit, museum: Museum) -> None:
    page = visit(f"{museum.http}/en/works/fayum/", DESK, reduced_motion="reduce")
    page.click(".how >> text=Certificate")
    expect(page).to_have_url(re.compile(r"/en/certificates/[0-9a-f-]{36}/$"))
    check = page.locator("[data-check]")
    expect(check).to_have_attribute("data-state", "whole")
    expect(check.locator("[data-is=whole]")).to_be_visible()
    assert serious(page) == []
    assert [one for one in targets(page) if min(one[1], one[2]) < 24] == []

    def change(route: Route) -> None:
        told = route.fetch().json()
        told["signed"] = told["signed"].replace('"seed": 1', '"seed": 2')
        route.fulfill(json=told)

    page.route("**/certificate.json", change)
    page.reload()
    expect(check).to_have_attribute("data-state", "broken")
    expect(check.locator("[data-is=broken]")).to_be_visible()


def test_an_unsigned_file_is_told_apart(visit: Visit, museum: Museum) -> None:
    page = visit(f"{museum.http}/en/verify/", DESK)
    assert serious(page) == []
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff no signature"}
    page.set_input_files("#file", file)
    page.click("button[type=submit]")
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "none")
    expect(page.get_by_text("carries no signature")).to_be_visible()

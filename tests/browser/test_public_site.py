"""Visitors at home, on a desk and on a phone: movement on their terms, nothing from strangers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Museum, Visit
from tests.browser.looking import stat, wait_alive, wait_for

WORK = "/ru/works/fayum/"


def test_the_work_lives_and_can_be_stopped(visit: Visit, museum: Museum) -> None:
    page = visit(museum.http + WORK)
    expect(page.locator(".says-moving")).to_be_visible(timeout=60_000)
    wait_alive(page)
    page.click("[data-pause]")
    wait_for(page, "living.paused")
    expect(page.locator("[data-pause] .when-still")).to_be_visible()
    page.click("[data-pause]")
    wait_alive(page)
    page.click("[data-view=original]")
    expect(page.locator(".says-original")).to_be_visible()
    expect(page.locator(".pic canvas")).to_have_css("opacity", "0")
    page.click("[data-view=living]")
    expect(page.locator(".says-moving")).to_be_visible()


def test_a_visitors_pointer_gets_a_stage_of_its_own(visit: Visit, museum: Museum) -> None:
    page = visit(museum.http + WORK)
    wait_alive(page)
    page.mouse.move(*[700, 300])
    wait_for(page, "living.stats.lastTouchPainted !== null")


def test_who_asked_for_less_motion_finds_it_still(visit: Visit, museum: Museum) -> None:
    page = visit(museum.http + WORK, reduced_motion="reduce")
    expect(page.locator("[data-pause] .when-still")).to_be_visible()
    expect(page.locator(".says-original")).to_be_visible()
    assert stat(page, "painted") is None, "it opened a stream nobody asked for"
    page.click("[data-pause]")
    wait_alive(page)
    expect(page.locator(".says-moving")).to_be_visible()


def test_without_scripts_the_painting_and_its_label_are_there(visit: Visit, museum: Museum) -> None:
    page = visit(museum.http + WORK, java_script_enabled=False)
    expect(page.locator(".pic img")).to_be_visible()
    expect(page.locator(".says-original")).to_be_visible()
    expect(page.locator("[data-controls]")).to_be_hidden()
    expect(page.locator(".label")).to_be_visible()


def test_languages_lead_to_each_other(visit: Visit, museum: Museum) -> None:
    page = visit(museum.http + "/")
    assert page.url.endswith("/ru/")
    page.click(".lang")
    assert page.url.endswith("/en/")
    page.goto(museum.http + WORK)
    page.click(".lang")
    assert page.url.endswith("/en/works/fayum/")


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("path", ["/ru/", WORK, "/ru/works/", "/en/exhibits/", "/en/about/"])
def test_no_page_is_wider_than_its_screen(
    visit: Visit, museum: Museum, path: str, size: tuple[int, int]
) -> None:
    page = visit(museum.http + path, size, reduced_motion="reduce")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

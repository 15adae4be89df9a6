"""A chain from its pages, with a real worker and diffusion models of a few kilobytes: price,
progress and previews under their label, a stop between steps, a step begun anew, the end."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from generation.weights.adding import add_weights
from tests.browser.conftest import DESK, Visit, browser, visit
from tests.browser.rooms import PASSWORD
from tests.browser.test_access import serious
from tests.generation.tiny_pipelines import save
from tests.server import manage, serve, working

__all__ = ["browser", "visit"]  # fixtures
PATIENCE = 60_000  # ms: a worker loads diffusers first
SIZE = "96×64"
AI = "Made with artificial intelligence"
CURATOR = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("tester", password={PASSWORD!r})
"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve an empty museum with weights of its own, and let a worker work."""
    for words in (("migrate", "-v", "0"), ("collectstatic", "--noinput", "-v", "0")):
        manage(tmp_path, *words)
    manage(tmp_path, "shell", "-v", "0", "-c", CURATOR)
    models = tmp_path / "models"
    (models / "weights").mkdir(parents=True)
    (models / "mediapipe").symlink_to(Path(os.environ["MODELS_DIR"]) / "mediapipe")
    for family in ("sdxl-turbo", "ltx"):
        add_weights(family, save(family, tmp_path), added="2026-11-21", models=models)
    own = {"MODELS_DIR": str(models), "OMP_NUM_THREADS": "1"}
    with serve(tmp_path, **own) as server, working(tmp_path, **own):
        yield server.http


def step(place: Locator, number: int) -> Locator:
    """Return one step of an editor, its engine's options open."""
    found = place.locator("[data-editor] .one").nth(number - 1)
    if found.locator("details").count():
        found.locator("details").evaluate("(details) => { details.open = true; }")
    return found


def field(place: Locator, name: str) -> Locator:
    return place.locator("label", has_text=re.compile(f"^{name}")).locator("input, textarea")


def state(page: Page, number: int) -> Locator:
    return page.locator(".step[data-step]").nth(number - 1)


def test_a_chain_is_begun_stopped_and_ended(visit: Visit, address: str) -> None:
    page = visit(f"{address}/admin/login/?next=/admin/chains/", DESK, strict=False, locale="en-GB")
    page.fill("#id_username", "tester")
    page.fill("#id_password", PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/admin/chains/")
    form = page.locator("[data-form]")
    page.fill("input[name=name]", "A boat")
    first, second = step(form, 1), step(form, 2)
    field(first, "What to show").fill("a boat at dawn")
    field(second, "What to show").fill("waves")
    field(second, "Seconds").fill("0.4")
    for one in (first, second):
        field(one, "Size").fill(SIZE)
    field(second, "Steps $").fill("200")
    field(second, "Steps between previews").fill("1")
    for _ in range(2):
        page.locator("[data-add]").click()
    expect(step(form, 4).locator("select").first).to_have_value("clip")
    page.locator("[data-send]").click()
    expect(page.locator("[data-cost]")).to_contain_text(" → ".join([SIZE] * 4))
    assert serious(page) == []
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile("/admin/chains/[0-9a-f-]{36}/"))

    drawn, moved = state(page, 1), state(page, 2)
    expect(drawn).to_have_attribute("data-state", "done", timeout=PATIENCE)
    expect(moved.locator("img[data-preview]")).to_be_visible(timeout=PATIENCE)
    expect(moved.locator("figcaption")).to_contain_text(AI)
    expect(moved.locator("progress")).to_have_attribute("value", re.compile(r"^[1-9]\d?$"))
    page.locator("[data-do=stop]").click()
    expect(moved).to_have_attribute("data-state", "cancelled", timeout=PATIENCE)
    expect(state(page, 3)).to_have_attribute("data-state", "planned")
    kept = drawn.locator("code").first.text_content()

    moved.locator("[data-edit=again]").click()
    dialog = page.locator("[data-dialog]")
    anew = step(dialog, 1)
    expect(field(anew, "Steps $")).to_have_value("200")
    field(anew, "Steps $").fill("4")
    dialog.locator("[data-send]").click()
    expect(dialog.locator("[data-cost]")).to_be_visible()
    dialog.locator("[data-send]").click()
    for number in range(1, 5):
        expect(state(page, number)).to_have_attribute("data-state", "done", timeout=PATIENCE)
        expect(state(page, number).locator("figcaption")).to_contain_text(AI)
    assert drawn.locator("code").first.text_content() == kept, "what was made is not made again"
    film = state(page, 4).locator("video")
    film.evaluate("(film) => film.play()")
    page.wait_for_function("() => document.querySelectorAll('video')[2].currentTime > 0.1")
    assert serious(page) == []

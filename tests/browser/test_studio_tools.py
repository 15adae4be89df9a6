"""The studio's tools in a real Chromium: what is painted moves, what is said is read back."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.looking import Picture, canvas, wait_alive, wait_for
from tests.browser.test_access import serious
from tests.browser.test_studio import SAVED, TABLET, Studio, state, studio, value

__all__ = ["studio"]  # a fixture
HILLS = (0.02, 0.3, 0.18, 0.55)  # of the lady's picture: left, top, right, bottom
CELL = 6  # px of the canvas


def tool(page: Page, key: int, name: str) -> None:
    """Choose a tool, once the draft is ours."""
    page.wait_for_function("() => studio.draft.mayChange", timeout=30_000)
    page.keyboard.press(f"Alt+{key}")
    expect(page.locator(f"[data-tool={name}]")).to_have_attribute("aria-pressed", "true")


def on_board(page: Page, x: float, y: float) -> tuple[float, float]:
    box = page.locator(".zoomer img").bounding_box()
    assert box
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def draw(page: Page, *points: tuple[float, float]) -> None:
    page.mouse.move(*on_board(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*on_board(page, *point), steps=5)
    page.mouse.up()


def moves(page: Page) -> float:
    """Return how much the painted place changes within some frames, mean levels of a blur:
    what an encoder does to single pixels is no movement."""
    wait_alive(page, 2)
    first = hills(page)
    differences = []
    for _ in range(4):
        wait_alive(page, 8)
        differences.append(float(abs(hills(page) - first).mean()))
    return max(differences)


def hills(page: Page) -> Picture:
    picture = canvas(page)
    height, width = picture.shape[:2]
    left, top, right, bottom = HILLS
    part = picture[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
    high, wide = (side // CELL for side in part.shape[:2])
    cells = part[: high * CELL, : wide * CELL].reshape(high, CELL, wide, CELL, 3)
    return np.asarray(cells.mean((1, 3)), np.float32)


def brush(page: Page) -> None:
    tool(page, 3, "brush")
    expect(page.locator("[data-guard]")).to_contain_text("protected", timeout=60_000)
    expect(page.locator(".part.face")).to_have_count(1)


def test_a_place_is_painted_and_its_way_drawn_by_mouse_and_it_moves(studio: Studio) -> None:
    page = studio("lady")
    rest = moves(page)
    brush(page)
    page.locator("[data-new=brush]").click()
    draw(page, (0.06, 0.38), (0.13, 0.38), (0.13, 0.46), (0.06, 0.46))
    expect(page.locator("[data-one-title]")).to_have_text("Path 1")
    page.locator("[data-drawn]").check()
    epoch = page.evaluate("studio.preview.living.stats.epoch")
    draw(page, (0.09, 0.42), (0.1, 0.47), (0.09, 0.52))
    expect(state(page)).to_have_text(SAVED)
    path = value(page, "ground.brush[0].path")
    assert 2 <= len(path) <= 77 and path[-1][1] > path[0][1]
    assert len(value(page, "ground.still")) >= 1, "the face"
    wait_for(page, f"living.stats.epoch !== {epoch}")
    assert moves(page) > 2 * rest + 1, rest
    assert serious(page) == []

    page.locator("[data-kind]").select_option("auto")
    suits = page.locator("[data-suits]")
    expect(suits).to_contain_text("lies on the sitter")  # whose outline is generous
    page.locator("[data-on-sitter]").check()
    expect(suits).to_contain_text("Proposed:")
    while page.evaluate("studio.draft.canUndo"):
        page.keyboard.press("Control+z")
    assert value(page, "ground") is None
    expect(state(page)).to_have_text(SAVED)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_a_path_is_set_with_the_keys_alone(studio: Studio) -> None:
    page = studio("lady", size=TABLET)
    brush(page)
    page.locator("[data-new=brush]").press("Enter")
    page.locator("[data-keys]").press("Enter")
    board = page.locator("[data-board]").bounding_box()
    corner = on_board(page, 0.1, 0.06)
    assert board
    across = round((board["x"] + board["width"] / 2 - corner[0]) / 8)
    down = round((board["y"] + board["height"] / 2 - corner[1]) / 8)
    keys = ["ArrowLeft"] * across + ["ArrowUp"] * down
    for steps in (keys, ["ArrowRight"] * 9, ["ArrowDown"] * 6, ["ArrowLeft"] * 9):
        for key in steps:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("[data-one-title]")).to_have_text("Path 1")
    assert len(value(page, "ground.brush[0].path")) == 2
    page.locator("[data-add-point]").press("Enter")
    last = page.locator("[data-way='2']")
    expect(last).to_be_focused()
    before = value(page, "ground.brush[0].path[2]")
    page.keyboard.press("Shift+ArrowDown")
    after = value(page, "ground.brush[0].path[2]")
    assert after[0] == before[0] and after[1] > before[1]
    page.keyboard.press("Delete")
    assert len(value(page, "ground.brush[0].path")) == 2
    page.locator("[data-kind]").select_option("cut")
    assert value(page, "ground.flow[0].motion") == "cut"
    assert value(page, "ground.brush") == []
    page.locator(".regions .lnk").press("Enter")
    assert value(page, "ground") is None
    expect(state(page)).to_have_text(SAVED)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_a_camera_sentence_is_read_back_and_placed(studio: Studio) -> None:
    page = studio("fayum")
    tool(page, 4, "camera")
    sentence = page.locator("[data-sentence]")
    sentence.fill("fly through the wall")
    expect(page.locator("[data-camera-wrong]")).to_contain_text("cannot be entered", timeout=60_000)
    page.locator("[data-nearest]").press("Enter")
    expect(sentence).to_have_value("push in strongly on the face")
    sentence.fill("push in on the face, 4 seconds, then pan left")
    expect(page.locator("[data-plan] li")).to_have_count(2)
    expect(page.locator("[data-plan] li").first).to_contain_text("0–4 s")
    expect(page.locator(".cam .fr")).to_have_count(3)
    page.locator("[data-try]").click()
    page.wait_for_function("() => studio.preview.canvas.getAnimations().length === 1")
    assert serious(page) == []
    text = value(page, "answers[0].text")
    page.locator("[data-right]").click()
    assert value(page, "answers[0].text").startswith("[camera push in on the face, 4 seconds")
    expect(state(page)).to_have_text(SAVED)
    page.locator("[data-tool=camera]").focus()
    page.keyboard.press("Control+z")
    assert value(page, "answers[0].text") == text
    expect(state(page)).to_have_text(SAVED)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_a_mistake_is_told_in_its_line_and_a_source_takes_the_wave_away(studio: Studio) -> None:
    page = studio("fayum")
    tool(page, 5, "words")
    page.locator("[data-add]:visible").click()
    page.keyboard.type("Who painted you?")
    text = page.locator("[data-text]")
    text.fill("Nobody knows.\n\n[smyle] I do.")
    wrong = page.locator("[data-answer-wrong=text]")
    expect(wrong).to_contain_text("line 3: no mark [smyle]")
    expect(page.locator(".ink .wrongline").first).to_contain_text("[smyle]")
    text.fill("Nobody knows.\n\n[smile] I do.")
    expect(wrong).to_be_empty()
    waves = page.locator(".ink .bad")
    expect(waves).to_have_text(["Nobody knows.", "I do."])
    page.get_by_label("Source of: Nobody knows.").fill("Inventory, 1911")
    expect(waves).to_have_text(["I do."])
    page.locator("[data-sources] input[type=checkbox]").nth(1).check()
    expect(waves).to_have_count(0)
    expect(page.locator("[data-todo=sources]")).to_have_class("done")
    expect(state(page)).to_have_text(SAVED)
    assert value(page, "answers.at(-1).sources") == [
        {"statement": "Nobody knows.", "source": "Inventory, 1911"},
        {"statement": "I do.", "source": ""},
    ]
    text.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.locator("[data-mark=stress]").press("Enter")
    assert value(page, "answers.at(-1).text").startswith("No\u0301body")
    expect(waves).to_have_count(0)
    page.locator("[data-play]").press("Enter")
    expect(page.locator(".spoken")).to_have_text(re.compile("body knows"), timeout=60_000)
    assert serious(page) == []
    page.locator("[data-answers] li.sel .btn").last.press("Enter")
    expect(page.locator("[data-answers] li", has_text="Who painted you?")).to_have_count(0)
    expect(state(page)).to_have_text(SAVED)
    mistakes = [said for said in page.complaints if "422" not in said]  # type: ignore[attr-defined]
    assert mistakes == []

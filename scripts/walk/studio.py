"""The studio: a point, something that moves, a camera sentence, words, and a version of it all."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from scripts.walk.hands import Mouse
from scripts.walk.people import CURATOR
from scripts.walk.walk import PATIENCE, Walk, wait_moving

SAVED = re.compile(r"\d\d:\d\d$")
POINTS, BRUSH, CAMERA, WORDS = 1, 3, 4, 5
SENTENCE = "медленный наезд на лицо, 4 секунды, затем обратно"
QUESTION = {"ru": "Кто вы?", "en": "Who are you?"}
ANSWER = "Меня написали красками на холсте. Как меня звали, никто не записал."
SOURCE = "Инвентарная книга музея, т. 2, с. 14"


def settled(page: Page) -> None:
    """Wait until the draft is saved."""
    expect(page.locator("[data-state]")).to_have_text(SAVED, timeout=PATIENCE)


def fix_point(walk: Walk) -> str:
    """The chin is moved: dragged with the loupe, or by arrow keys."""
    page = walk.pages[CURATOR]
    chin = page.locator(".pt[data-point=chin]")
    chin.wait_for()
    if walk.hand.keys:
        walk.hand.reach(chin)  # type: ignore[attr-defined]
        for key in ("ArrowDown", "ArrowDown", "ArrowLeft"):
            page.keyboard.press(key)
    else:
        box = chin.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 1, y + 3, steps=4)
    walk.shoot(page, "point")
    if not walk.hand.keys:
        page.mouse.up()
    settled(page)
    assert page.evaluate("studio.draft.values.points.chin"), "the point stayed where it was"
    return "the chin moved, and saved"


def paint(walk: Walk) -> str:
    """A piece of ground is painted over and given a path."""
    page = walk.pages[CURATOR]
    walk.hand.tool(page, BRUSH)
    walk.hand.press(page.locator("[data-new=brush]"))
    if walk.hand.keys:
        _corners(page, walk.hand, [(9, 26), (9, 0), (0, 6), (-9, 0)])
        expect(page.locator(".regions li")).to_have_count(1)
        _corners(page, walk.hand, [(11, 29), (3, -1), (3, 1)])
    else:
        _stroke(page, [(0.72, 0.84), (0.9, 0.84), (0.74, 0.9), (0.92, 0.9)])
        expect(page.locator(".regions li")).to_have_count(1)
        _stroke(page, [(0.74, 0.87), (0.82, 0.86), (0.88, 0.88)])
    settled(page)
    walk.shoot(page, "brush")
    drawn = page.evaluate("studio.draft.values.ground.brush[0]")
    assert len(drawn["path"]) >= 2 and len(drawn["polygon"]) >= 3
    return f"a region of {len(drawn['polygon'])} corners along {len(drawn['path'])} points"


def _corners(page: Page, hand: Mouse, moves: list[tuple[int, int]]) -> None:
    """Set corners with arrow keys: each (steps right, steps down) from the one before."""
    hand.press(page.locator("[data-keys]"))
    for right, down in moves:
        for key, count in (("Arrow" + ("Right" if right > 0 else "Left"), abs(right)),
                           ("Arrow" + ("Down" if down > 0 else "Up"), abs(down))):  # fmt: skip
            for _ in range(count):
                page.keyboard.press(key)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def _stroke(page: Page, line: list[tuple[float, float]]) -> None:
    """Draw over the picture, from point to point of it (0…1)."""
    box = page.locator("[data-board] .zoomer img").bounding_box()
    assert box
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in line]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def say_camera(walk: Walk) -> str:
    """A camera sentence is typed and read back."""
    page = walk.pages[CURATOR]
    walk.hand.tool(page, CAMERA)
    walk.hand.write(page.locator("#camera-says"), SENTENCE)
    page.locator("[data-plan] li").first.wait_for()
    page.locator("[data-preview] .pic.lives").wait_for(timeout=PATIENCE)
    walk.hand.press(page.locator("[data-try]"))
    walk.shoot(page, "camera")
    steps = page.locator("[data-plan] li span").all_inner_texts()
    return " / ".join(steps)


def write_answer(walk: Walk) -> str:
    """A question in two languages, its answer, and a source for every sentence."""
    page, hand = walk.pages[CURATOR], walk.hand
    hand.tool(page, WORDS)
    hand.press(page.locator("[data-add-first]"))
    for language, question in QUESTION.items():
        hand.press(page.locator(f"[data-tab={language}]"))
        hand.write(page.locator("[data-question]"), question)
    hand.choose(page.locator("[data-language]"), "ru")
    hand.write(page.locator("[data-text]"), ANSWER)
    rows = page.locator("[data-sources] li")
    expect(rows).to_have_count(2)
    for n in range(2):
        hand.write(rows.nth(n).locator("input[type=text]"), SOURCE)
    expect(page.locator("[data-sources] li.bare")).to_have_count(0)
    settled(page)
    hand.press(page.locator("[data-play]"))
    page.locator(".spoken:not([hidden])").wait_for()
    walk.shoot(page, "words")
    heard = page.locator(".spoken").inner_text()
    hand.press(page.locator("[data-for=words] [data-stop]"))
    return f"heard: {heard}"


def place_camera(walk: Walk) -> str:
    """The camera sentence goes into the words."""
    page = walk.pages[CURATOR]
    walk.hand.tool(page, CAMERA)
    walk.hand.press(page.locator("[data-right]"))
    settled(page)
    assert "[camera " in page.evaluate("studio.draft.values.answers[0].text")
    walk.shoot(page, "camera-placed")
    return page.locator("[data-placed]").inner_text()


def see_it_live(walk: Walk) -> str:
    """The draft lives beside the original."""
    page = walk.pages[CURATOR]
    by = wait_moving(page)
    walk.hand.tool(page, POINTS)
    walk.shoot(page, "live")
    return f"two moments differ by {by:.2f}"


def save_version(walk: Walk) -> str:
    """The draft becomes a version."""
    page = walk.pages[CURATOR]
    if walk.hand.keys:
        page.keyboard.press("Control+s")
    else:
        walk.hand.press(page.locator("[data-save-version]"))
    page.locator("#save-dialog[open]").wait_for()
    walk.hand.write(page.locator("#save-dialog [name=name]"), "Первая")
    walk.shoot(page, "save")
    if walk.hand.keys:
        page.keyboard.press("Enter")
    else:
        walk.hand.press(page.locator("#save-dialog [value=save]"))
    expect(page.locator("[data-versions] li")).to_have_count(1)
    told = page.evaluate("studio.call(studio.config.at.versions).then((a) => a.body.versions[0])")
    walk.told["version"] = told["id"]
    return f"version {told['number']}, {told['name']}"


def send(walk: Walk) -> str:
    """The version goes to the gate and the experts."""
    page = walk.pages[CURATOR]
    button = page.locator("[data-send]")
    expect(button).to_have_attribute("aria-disabled", "false")
    walk.hand.press(button)
    expect(button).to_have_attribute("aria-disabled", "true")
    walk.shoot(page, "sent")
    return "sent"

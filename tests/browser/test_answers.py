"""A visitor asks in a real Chromium: heard soon, in step with the picture, read, interrupted."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import UPRIGHT, Visit
from tests.browser.looking import wait_alive
from tests.hang import KIOSK_TOKEN
from tests.server import Server, hang, manage, serve

PATIENCE = 30_000  # ms
SOUND = """() => {
  // what a loudspeaker would play: every beginning of a buffer, in ms of performance.now()
  window.begun = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when, offset) {
    const { contextTime, performanceTime } = this.context.getOutputTimestamp();
    window.begun.push({ at: performanceTime + (when - contextTime) * 1000, offset: offset ?? 0 });
    return start.call(this, when, offset);
  };
  window.flashes = []; // when each is lit: at the repaint after the one it was drawn in
  let white = false;
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...told) {
    draw.apply(this, told);
    const light = this.getImageData(this.canvas.width >> 1, this.canvas.height >> 1, 1, 1).data[0];
    if (light > 245 && !white) window.flashes.push(document.timeline.currentTime + 17);
    white = light > 245;
  };
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("answers")
    hang(data, "answers")
    manage(data, "collectstatic", "--noinput", "-v", "0")
    told = {"PERFORMER": "Flashing", "SIZE": "192x256"}
    with serve(data, "tests.stream_app:application", **told) as found:
        yield found
    assert "Traceback" not in found.log.read_text()


def kiosk(visit: Visit, server: Server, **more: object) -> Page:
    """Open the kiosk, watch its sound and its flashes, wake it."""
    page = visit(f"{server.http}/kiosk/", UPRIGHT, kiosk=KIOSK_TOKEN, strict=False, **more)
    page.evaluate(SOUND)
    wait_alive(page)
    page.locator(".stage").click(position={"x": 5, "y": 5})
    expect(page.locator(".q")).to_have_count(2, timeout=PATIENCE)
    return page


def marks(page: Page, name: str) -> list[float]:
    """Return when something happened, or what was measured then."""
    return page.evaluate(  # type: ignore[no-any-return]
        "(name) => performance.getEntriesByName(name).map((mark) => mark.detail ?? mark.startTime)",
        f"answer-{name}",
    )


def ask(page: Page, question: str) -> None:
    page.get_by_role("button", name=question).click()
    sounds = "() => performance.getEntriesByName('answer-sounds').length"
    page.wait_for_function(sounds, timeout=PATIENCE)


def test_an_answer_is_soon_heard_and_in_step(visit: Visit, server: Server) -> None:
    page = kiosk(visit, server)
    ask(page, "Кто вы?")
    expect(page.locator("#caption")).to_have_text(re.compile("щелчок 3"), timeout=PATIENCE)
    expect(page.locator(".says-made")).to_be_visible()
    page.wait_for_function("() => window.flashes.length >= 5", timeout=PATIENCE)
    asked, sounds = marks(page, "asked")[0], marks(page, "sounds")
    offsets = marks(page, "offset")
    flashes, begun = page.evaluate("[window.flashes, window.begun]")
    heard = [
        begin["at"] + 1000 * (n + 0.5 - begin["offset"]) for n in range(5) for begin in begun[-1:]
    ]
    apart = [click - flash for click, flash in zip(heard, flashes[:5], strict=True)]
    print(f"sound {sounds[0] - asked:.0f} ms after the tap, mended {len(begun) - 1} times")
    print(f"sound − frames: median {statistics.median(offsets):.1f} ms of {len(offsets)}")
    print("clicks − flashes, ms:", [round(one, 1) for one in apart])
    assert sounds[0] - asked < 1500
    assert abs(statistics.median(offsets)) <= 45
    assert abs(statistics.median(apart)) <= 45
    expect(page.locator("body")).not_to_have_class(re.compile("speaking"), timeout=PATIENCE)
    expect(page.locator(".says-made")).to_be_hidden()

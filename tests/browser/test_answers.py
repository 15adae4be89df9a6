"""A visitor asks in a real Chromium: heard soon, in step with the picture, read, interrupted."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import UPRIGHT, Visit
from tests.browser.looking import LIVING, wait_alive
from tests.hang import KIOSK_TOKEN
from tests.server import Server, hang, manage, serve

pytestmark = pytest.mark.alone

PATIENCE = 30_000  # ms
CLICK = re.compile(r"(щелчок|click) \d")  # a caption stands for 0.9 s
SOUND = """() => {
  // what a loudspeaker would play: every beginning of a buffer, in ms of performance.now()
  window.begun = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when, offset) {
    const { contextTime, performanceTime } = this.context.getOutputTimestamp();
    this.begins = { at: performanceTime + (when - contextTime) * 1000, offset: offset ?? 0 };
    window.begun.push(this.begins);
    return start.call(this, when, offset);
  };
  window.stopped = 0;
  const stop = AudioBufferSourceNode.prototype.stop;
  AudioBufferSourceNode.prototype.stop = function (when) {
    // a beginning that is moved before it sounds is heard once
    const { begins } = this;
    if (begins.at > performance.now()) window.begun = window.begun.filter((one) => one !== begins);
    else window.stopped += 1;
    return stop.call(this, when);
  };
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...more) {
    if (to === this.context.destination) window.loudness = () => this.gain.value;
    return connect.call(this, to, ...more);
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
    log = found.log.read_text()  # daphne may complain of a page that left while it was told
    assert "cannot be performed" not in log and "a stage failed" not in log


def kiosk(visit: Visit, server: Server, moves: bool = True, **more: object) -> Page:
    """Open the kiosk, watch its sound and its flashes, wake it."""
    page = visit(f"{server.http}/kiosk/", UPRIGHT, kiosk=KIOSK_TOKEN, strict=False, **more)
    page.evaluate(SOUND)
    if moves:
        wait_alive(page)
    page.locator(".stage").click(position={"x": 5, "y": 5})
    expect(page.locator(".q")).to_have_count(2, timeout=PATIENCE)
    return page


def marks(page: Page, name: str) -> list[float]:
    """Return when something happened, or what was measured then."""
    return page.evaluate(  # type: ignore[no-any-return]
        """(name) => performance.getEntriesByName(name)
             .map(({ startTime, detail }) => (name === 'answer-offset' ? detail : startTime))""",
        f"answer-{name}",
    )


def ask(page: Page, question: str) -> None:
    page.get_by_role("button", name=question).click()
    sounds = "() => performance.getEntriesByName('answer-sounds').length"
    page.wait_for_function(sounds, timeout=PATIENCE)


def test_an_answer_is_soon_heard_and_in_step(visit: Visit, server: Server) -> None:
    page = kiosk(visit, server)
    ask(page, "Кто вы?")
    expect(page.locator("#caption")).to_have_text(CLICK, timeout=PATIENCE)
    expect(page.locator("[data-short]")).to_contain_text("голос синтезирован")
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
    assert abs(statistics.median(apart)) <= 90, "a frame is 33 ms, a busy machine late"
    expect(page.locator("body")).not_to_have_class(re.compile("speaking"), timeout=PATIENCE)


def test_touch_interrupts_and_another_question_switches(visit: Visit, server: Server) -> None:
    page = kiosk(visit, server)
    ask(page, "Кто вы?")
    caption, body = page.locator("#caption"), page.locator("body")
    expect(caption).to_have_text(CLICK, timeout=PATIENCE)
    ask(page, "Откуда вы?")
    pressed = page.locator(".q[aria-pressed=true]")
    expect(pressed).to_have_text("Откуда вы?")
    expect(caption).to_have_text(CLICK, timeout=PATIENCE)
    before = page.evaluate("window.stopped")
    page.locator("#picture").click(position={"x": 40, "y": 40})
    expect(pressed).to_have_count(0)
    expect(caption).to_have_text("")
    expect(body).not_to_have_class(re.compile("speaking"))
    expect(page.locator(".hint")).to_be_visible()
    assert page.evaluate("window.stopped") > before, "the voice goes on"
    page.wait_for_timeout(300)  # a span in which nothing may begin cannot be waited for
    assert page.evaluate("window.flashes.length") <= 2
    ask(page, "Кто вы?")
    expect(caption).to_have_text(CLICK, timeout=PATIENCE)
    pressed.click()  # the same question again: enough
    expect(caption).to_have_text("")


def test_volume_mute_captions_and_language(visit: Visit, server: Server) -> None:
    page = kiosk(visit, server)
    ask(page, "Кто вы?")
    caption = page.locator("#caption")
    expect(caption).to_have_text(CLICK, timeout=PATIENCE)
    page.click("#captions")
    expect(caption).to_have_text("")
    expect(page.locator("#captions")).to_have_attribute("aria-pressed", "false")
    page.click("#captions")
    page.click("#tune")
    assert page.locator("#volume").input_value() == "70"
    page.wait_for_function("() => Math.abs(window.loudness() - 0.49) < 0.02")
    page.locator("#volume").fill("100")
    page.wait_for_function("() => window.loudness() > 0.98")
    page.click("#mute")
    page.wait_for_function("() => window.loudness() < 0.01")
    page.click("#tuned")
    expect(page.locator("#tune .when-mute")).to_be_visible()
    for button in page.locator(".q, .bar .btn:visible, .util .u:visible").all():
        box = button.bounding_box()
        assert box and min(box["height"], box["width"]) >= 60, button.inner_text()
    page.click("#language")
    expect(page.locator(".q")).to_have_text(["Who are you?"])
    expect(caption).to_have_attribute("lang", "ru")  # it is still the Russian answer
    ask(page, "Who are you?")
    expect(caption).to_have_text(CLICK, timeout=PATIENCE)
    expect(page.locator("[data-short]")).to_contain_text("synthetic voice")


def test_a_pause_holds_the_answer_and_reduced_motion_still_answers(
    visit: Visit, server: Server
) -> None:
    page = kiosk(visit, server)
    ask(page, "Кто вы?")
    expect(page.locator("#caption")).to_have_text(CLICK, timeout=PATIENCE)
    page.click("#phone")
    page.wait_for_function("() => window.stopped === 1", timeout=PATIENCE)
    page.click("#close")
    page.wait_for_function("() => window.begun.length === 2", timeout=PATIENCE)
    assert 0.3 < page.evaluate("window.begun[1].offset") < 3
    expect(page.locator("#caption")).to_have_text(CLICK, timeout=PATIENCE)

    page.locator("#picture").click(position={"x": 40, "y": 40})  # both pages share a stage
    expect(page.locator("#caption")).to_have_text("")
    calm = kiosk(visit, server, reduced_motion="reduce", moves=False)
    ask(calm, "Кто вы?")
    painted = "document.querySelector('#picture').picture.stats.painted"
    seen = calm.evaluate(painted)
    expect(calm.locator("#caption")).to_have_text(CLICK, timeout=PATIENCE)
    assert calm.evaluate(painted) == seen and calm.evaluate("window.begun.length") == 1


def test_a_screen_nobody_has_touched_can_be_paused(visit: Visit, server: Server) -> None:
    page = visit(f"{server.http}/kiosk/", UPRIGHT, kiosk=KIOSK_TOKEN, strict=False)
    wait_alive(page)
    page.click("#pause-first")
    expect(page.locator("#pause .when-still")).to_be_visible()
    page.wait_for_function("() => document.querySelector('#picture').picture.living.paused")


def test_at_home_a_visitor_asks_on_a_stage_of_ones_own(visit: Visit, server: Server) -> None:
    page = visit(f"{server.http}/en/works/lady/", strict=False)
    page.wait_for_function(f"() => {LIVING}?.state === 'live'", timeout=PATIENCE)
    page.get_by_role("button", name="Who are you?").click(timeout=PATIENCE)
    expect(page.locator("[data-caption]")).to_have_text(CLICK, timeout=PATIENCE)
    expect(page.locator("[data-voice]")).to_have_text("synthetic voice")
    assert page.evaluate("performance.getEntriesByName('answer-sounds').length") >= 1
    other = visit(f"{server.http}/en/works/lady/", strict=False)
    other.wait_for_function(f"() => {LIVING}?.state === 'live'", timeout=PATIENCE)
    page.get_by_role("button", name="Who are you?").click()
    expect(page.locator("[data-caption]")).to_have_text("")
    assert other.locator("[data-caption]").inner_text() == ""


def test_who_asks_in_a_low_window_or_on_a_phone_sees_who_answers(
    visit: Visit, server: Server
) -> None:
    for size in ((1280, 640), (390, 700)):
        page = visit(f"{server.http}/en/works/lady/", size, strict=False, reduced_motion="reduce")
        question = page.get_by_role("button", name="Who are you?")
        question.scroll_into_view_if_needed(timeout=PATIENCE)
        question.click()
        caption = page.locator("[data-caption]")
        expect(caption).to_have_text(CLICK, timeout=PATIENCE)
        picture, words = page.locator("[data-stream]").bounding_box(), caption.bounding_box()
        assert picture and words
        in_sight = min(size[1], picture["y"] + picture["height"]) - max(0, picture["y"])
        assert in_sight >= 0.8 * picture["height"]
        if size[0] > 1000:
            assert picture["x"] + picture["width"] < words["x"], "not beside it"
            assert words["y"] + words["height"] <= size[1]

"""One viewer's conversation without a socket: real hubs, real threads, no server."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from exhibits.models import Answer, Version
from exhibits.streaming.access import OnStage
from exhibits.streaming.limits import Allowance
from exhibits.streaming.outbox import Outbox
from exhibits.streaming.places import Place
from exhibits.streaming.running import Studio
from exhibits.streaming.seat import ASK_AGAIN, IDLE
from exhibits.streaming.session import Session
from exhibits.streaming.stages import Limits, Stages
from generation import Phase, Pointer, Timeline, Words
from generation.live.messages import Label
from generation.live.wire import Ack, Header, Kind, build_ack, build_pointer, parse_frame
from tests.performers import Drifting

# nothing is read, but a thread that earlier tests used looks after its old connection
pytestmark = pytest.mark.django_db

WORDS = Words("Нет", "No")
HELLO = '{"type": "hello", "versions": [1], "codecs": ["h264", "jpeg"]}'
PORTRAIT = Version()
SHORT = Timeline(0.3)
LABEL = Label(WORDS, WORDS, WORDS, "", WORDS, "", "")
ON_STAGE = OnStage(PORTRAIT, answers={"who": Answer()}, label=LABEL)
ASK = '{"type": "ask", "answer": "who"}'
performers: list[Drifting] = []


def open_performer(portrait: object) -> Drifting:
    performers.append(Drifting())
    return performers[-1]


STUDIO = Studio(open_performer, lambda answer: SHORT)


class Visit:
    """A session whose outbox we read ourselves."""

    def __init__(
        self,
        stages: Stages,
        *,
        steers: bool = False,
        watches: bool = False,
        place: Place | None = None,
    ) -> None:
        def shared(registry: Stages, key: object) -> Any:
            return registry._find(("work", "w"), lambda: ON_STAGE)

        def private(registry: Stages, visitor: object) -> Any:
            return registry.private("w", visitor)

        alone = None if steers or watches else private
        place = place or Place(lambda: "w", shared, alone, steers, WORDS)
        self.outbox = Outbox()
        self.began = time.monotonic()
        self.session = Session(place, place.admit(), stages, self.outbox, self.began)
        self.pump = asyncio.create_task(self._pump())
        self.texts: list[dict[str, Any]] = []
        self.headers: list[Header] = []
        self.closed: int | None = None
        self._news = asyncio.Event()

    async def _pump(self) -> None:
        await self._send(await self.outbox.pump(self._send))

    async def _send(self, event: dict[str, Any]) -> None:
        if event["type"] == "websocket.close":
            self.closed = event["code"]
        elif "text" in event:
            self.texts.append(json.loads(event["text"]))
        else:
            self.headers.append(parse_frame(event["bytes"])[0])
        self._news.set()

    def say(self, message: str | bytes, now: float = 0.0) -> None:
        kind = "text" if isinstance(message, str) else "bytes"
        self.session.hear({"type": "websocket.receive", kind: message}, self.began + now)

    def tend(self, now: float) -> None:
        self.session.tend(self.began + now)

    def point(self, now: float, phase: Phase = Phase.MOVE, touch_id: int = 5) -> None:
        self.say(build_pointer(Pointer(phase, touch_id, 0.5, 0.5)), now)

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():
                self._news.clear()
                await self._news.wait()

    def speeches(self) -> list[tuple[str, str]]:
        return [(t["state"], t["reason"]) for t in self.texts if t["type"] == "speech"]

    def roles(self) -> list[tuple[bool, str]]:
        return [(t["steering"], t["reason"]) for t in self.texts if t["type"] == "role"]


@pytest.fixture
async def stages(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stages]:
    monkeypatch.setattr("exhibits.streaming.stages.on_stage_of_work", lambda slug: ON_STAGE)
    performers.clear()
    found = Stages(STUDIO, Limits(30, 8.0, 1))
    yield found
    for guide in list(found._guides):
        guide.cancel()
    await asyncio.gather(*found._guides, return_exceptions=True)


async def test_hello_brings_an_offer_a_role_and_frames(stages: Stages) -> None:
    visit = Visit(stages)
    visit.say(HELLO)
    await visit.until(lambda: len(visit.headers) > 2)
    assert [text["type"] for text in visit.texts] == ["offer", "health", "role", "label", "config"]
    assert visit.texts[0] == {"type": "offer", "version": 1, "codec": "h264"}


@pytest.mark.parametrize(
    "messages",
    [
        ["nonsense"],
        [b"nonsense"],
        [b""],
        ['{"type": "pause", "paused": true}'],
        [build_ack(Ack(4, 1, 1, 1))],
        [HELLO, HELLO],
        ['{"type": "hello", "versions": [9], "codecs": ["h264"]}'],
        ['{"type": "hello", "versions": [1], "codecs": ["av1"]}'],
        [HELLO, "x" * 5000],
        [HELLO, b"\x02" + b"\xff" * 15],
    ],
)
async def test_nonsense_is_answered_in_words_and_closed(
    stages: Stages, messages: list[str | bytes]
) -> None:
    visit = Visit(stages)
    for message in messages:
        visit.say(message)
    await visit.until(lambda: visit.closed)
    assert visit.closed == 4400
    refused = visit.texts[-1]
    assert refused["type"] == "refused" and refused["words"]["ru"] and refused["detail"]
    visit.say(HELLO)  # nothing is heard any more
    assert visit.texts[-1] is refused


async def test_too_many_messages_are_refused(stages: Stages) -> None:
    visit = Visit(stages)
    visit.say(HELLO)
    for _ in range(600):
        visit.point(0.0, Phase.LEAVE)
    await visit.until(lambda: visit.closed)
    assert visit.closed == 4429


async def test_who_does_not_say_hello_is_closed(stages: Stages) -> None:
    visit = Visit(stages)
    visit.tend(9.0)
    assert visit.closed is None
    visit.tend(11.0)
    await visit.until(lambda: visit.closed)
    assert visit.closed == 4408


async def test_a_visitor_who_points_gets_a_stage_of_its_own_and_gives_it_back(
    stages: Stages,
) -> None:
    visit, other = Visit(stages), Visit(stages)
    visit.say(HELLO)
    other.say(HELLO)
    await visit.until(lambda: visit.headers)
    visit.point(1.0, Phase.ENTER, touch_id=9)
    await visit.until(lambda: any(header.touch_id == 9 for header in visit.headers))
    assert visit.roles() == [(False, ""), (True, "")]
    epochs = {header.epoch for header in visit.headers}
    assert len(epochs) == 2
    assert all(header.touch_id == 0 for header in other.headers)
    visit.tend(1.0 + IDLE)
    assert len(visit.roles()) == 2
    visit.tend(1.1 + IDLE)
    await visit.until(lambda: len(visit.roles()) == 3)
    assert visit.roles()[-1] == (False, "")
    await visit.until(lambda: visit.headers[-1].epoch == other.headers[-1].epoch)


async def test_without_room_the_visitor_is_told_so_and_stays(stages: Stages) -> None:
    full = Stages(STUDIO, Limits(30, 0.0, 1))
    visit = Visit(full)
    visit.say(HELLO)
    await visit.until(lambda: visit.headers)
    for now in (1.0, 1.1, 1.2):
        visit.point(now)
    visit.point(1.3 + ASK_AGAIN)
    await visit.until(lambda: len(visit.roles()) == 3)
    assert visit.roles() == [(False, ""), (False, "full"), (False, "full")]
    assert "общую" in visit.texts[-1]["words"]["ru"]
    seen = len(visit.headers)
    await visit.until(lambda: len(visit.headers) > seen)
    assert {header.epoch for header in visit.headers} == {1}
    for guide in list(full._guides):
        guide.cancel()


async def test_a_steering_visitor_holds_the_performer_and_lets_go_when_leaving(
    stages: Stages,
) -> None:
    kiosk, mirror = Visit(stages, steers=True), Visit(stages)
    kiosk.say(HELLO)
    mirror.say(HELLO)
    kiosk.point(0.1, touch_id=3)
    await mirror.until(lambda: mirror.headers and mirror.headers[-1].touch_id == 3)
    kiosk.say('{"type": "pause", "paused": true}', 0.2)
    await asyncio.to_thread(_wait_for, lambda: performers[0].cues[-1].paused)
    kiosk.session.leave()
    await mirror.until(lambda: mirror.headers[-1].touch_id == 0)
    assert performers[0].cues[-1].gaze is None and not performers[0].cues[-1].paused


async def test_a_watching_visitor_holds_only_its_own_picture(stages: Stages) -> None:
    visit, other = Visit(stages), Visit(stages)
    visit.say(HELLO)
    other.say(HELLO)
    await visit.until(lambda: visit.headers)
    visit.say('{"type": "pause", "paused": true}')
    seen = len(other.headers)
    await other.until(lambda: len(other.headers) > seen + 5)
    held = [header for header in visit.headers if header.kind is not Kind.BEAT]
    assert len(held) < len(other.headers)
    assert not performers[0].cues[-1].paused


async def test_whoever_steers_asks_and_hushes_and_who_watches_hears(stages: Stages) -> None:
    kiosk, mirror = Visit(stages, steers=True), Visit(stages, watches=True)
    kiosk.say(HELLO)
    mirror.say(HELLO)
    kiosk.say(ASK)
    await mirror.until(lambda: ("end", "") in mirror.speeches())
    await kiosk.until(lambda: ("end", "") in kiosk.speeches())
    assert kiosk.speeches() == mirror.speeches() == [("begin", ""), ("end", "")]
    mirror.say(ASK, 0.1)
    await mirror.until(lambda: ("refused", "watching") in mirror.speeches())
    mirror.say('{"type": "hush"}', 0.2)
    kiosk.say(ASK, 0.3)
    await kiosk.until(lambda: len(kiosk.speeches()) == 3)
    kiosk.say('{"type": "hush"}', 0.4)
    await kiosk.until(lambda: kiosk.speeches()[-1] == ("interrupted", ""))
    assert mirror.closed is None and kiosk.closed is None


async def test_questions_come_one_by_one_and_unknown_ones_find_no_answer(stages: Stages) -> None:
    kiosk = Visit(stages, steers=True)
    kiosk.say(HELLO)
    await kiosk.until(lambda: kiosk.headers)
    kiosk.say('{"type": "ask", "answer": "the vault"}')
    await kiosk.until(lambda: ("refused", "unknown") in kiosk.speeches())
    for _ in range(8):
        kiosk.say(ASK, 0.1)
    await kiosk.until(lambda: ("refused", "too_fast") in kiosk.speeches())
    assert kiosk.closed is None


async def test_who_asks_at_home_gets_a_stage_of_its_own(stages: Stages) -> None:
    visit, other = Visit(stages), Visit(stages)
    visit.say(HELLO)
    other.say(HELLO)
    await other.until(lambda: other.headers)
    visit.say(ASK)
    await visit.until(lambda: ("end", "") in visit.speeches())
    assert visit.roles() == [(False, ""), (True, "")]
    assert other.speeches() == []


def test_an_allowance_fills_again() -> None:
    allowance = Allowance(rate=2, most=3, now=0)
    taken = deque(allowance.take(now) for now in (0, 0, 0, 0, 0.4, 0.5, 0.6, 100, 100, 100, 100))
    assert list(taken) == [True] * 3 + [False, False, True, False] + [True] * 3 + [False]


def _wait_for(true: Callable[[], bool]) -> None:
    while not true():
        pass

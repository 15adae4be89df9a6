"""Room for one more stage: who is told "full", and that those who watch go on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from websockets.exceptions import ConnectionClosed

from exhibits.streaming.room import Limits, Room
from exhibits.streaming.running import Running
from exhibits.streaming.session import TOO_MANY
from generation.live.capacity import Meter, Spent
from generation.live.wire import Header
from tests.hang import KIOSK_TOKEN
from tests.server import Server, hang, serve
from tests.stream_client import Client, watching


@dataclass
class Stage:
    """What Room looks at of a running stage; its own hub."""

    engine: str = "default"
    meter: Meter | None = None
    hub: Any = field(init=False)

    def __post_init__(self) -> None:
        self.hub = self.condition = self


def measured(spent: Spent, engine: str = "default") -> Stage:
    meter = Meter()
    for n in range(60):
        meter.note(spent, n / 30)
    return Stage(engine, meter)


def room(*stages: Stage, engine: str = "", cores: int = 2) -> int:
    found = Room(Limits(30, 0.75, cores), clock=lambda: 2.0)
    return found.more(cast("list[Running]", list(stages)), engine)


RIG, NEURAL = Spent(3, 5), Spent(1, 5, 13)


@pytest.mark.parametrize(
    ("stages", "engine", "more"),
    [
        ([], "", 6),  # by the first guess of a quarter of a core
        ([Stage(meter=None)], "", 5),  # what opens counts as much as what is known
        ([measured(RIG)], "", 5),
        ([measured(NEURAL, "live")], "live", 1),
        ([measured(NEURAL, "live"), Stage("live")], "live", 0),  # even before it was measured
        ([measured(NEURAL, "live"), measured(RIG)], "default", 4),
        ([measured(NEURAL, "live"), measured(NEURAL, "live")], "", 0),  # the dearest, unasked
    ],
)
def test_the_next_stage_is_expected_to_cost_what_its_engine_did(
    stages: list[Stage], engine: str, more: int
) -> None:
    assert room(*stages, engine=engine) == more


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir = tmp_path_factory.mktemp("museum")
    hang(data_dir, "works")
    slow = {"PERFORMER": "OnDevice", "FPS": "10"}  # a pace that busy machines keep
    with serve(data_dir, "tests.stream_app:application", **slow) as found:
        yield found
    assert "Traceback" not in found.log.read_text()


@asynccontextmanager
async def audience(*viewers: Client) -> AsyncIterator[Callable[[int], Awaitable[None]]]:
    """Keep several viewers reading; yields what waits until each has so many frames more."""
    news = asyncio.Event()

    async def read(viewer: Client) -> None:
        while True:
            await viewer.read()
            news.set()

    async def more(count: int) -> None:
        goals = [len(viewer.frames) + count for viewer in viewers]
        async with asyncio.timeout(60):
            while any(len(v.frames) < goal for v, goal in zip(viewers, goals, strict=True)):
                news.clear()
                await news.wait()

    tasks = [asyncio.create_task(read(viewer)) for viewer in viewers]
    try:
        yield more
    finally:
        for task in tasks:
            task.cancel()


async def test_two_fill_the_device_a_third_is_told_so_and_both_go_on(server: Server) -> None:
    lady, dog, boat = (f"{server.ws}/ws/stream/work/{slug}/" for slug in ("lady", "dog", "boat"))
    async with (
        watching(lady) as first,
        watching(dog) as second,
        audience(first, second) as more,
    ):
        await more(25)
        async with watching(boat) as third:
            refused = await third.text("refused")
            assert refused["reason"] == "full" and 0 < refused["retry"] <= 30
            assert "оригинал" in refused["words"]["ru"] and "original" in refused["words"]["en"]
            with pytest.raises(ConnectionClosed) as closed:
                await third.read()
            assert closed.value.rcvd and closed.value.rcvd.code == TOO_MANY
            assert not third.frames
        async with watching(lady) as joiner:  # what runs takes any number of viewers
            await joiner.frame()
        await more(60)  # both go on
        cookie = f"kiosk={KIOSK_TOKEN}"
        async with watching(f"{server.ws}/ws/stream/kiosk/", cookie=cookie) as screen:
            await screen.frame()  # a screen on the floor is never dark
    async with watching(boat) as late:
        assert (await late.text("refused"))["reason"] == "full", "stages linger for a reload"


async def test_what_ends_makes_room(server: Server) -> None:
    boat, until = f"{server.ws}/ws/stream/work/boat/", time.monotonic() + 40
    while time.monotonic() < until:
        async with watching(boat) as viewer:
            said = await viewer.until(lambda m: isinstance(m, Header) or m["type"] == "refused")
            if isinstance(said, Header):
                return
    raise AssertionError("still full")

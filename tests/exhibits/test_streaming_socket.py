"""The picture socket on a real daphne: who sees what, hostile input, withdrawal, slow readers."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from generation.live.wire import (
    Ack,
    Flags,
    Header,
    Kind,
    Phase,
    Pointer,
    build_ack,
    build_pointer,
    stamp_of,
)
from tests.hang import KIOSK_TOKEN
from tests.raw_viewer import BINARY, RawViewer
from tests.server import Server, hang, serve
from tests.stream_client import Client, watching

WORK = "/ws/stream/work/lady/"
KIOSK = "/ws/stream/kiosk/"
COOKIE = f"kiosk={KIOSK_TOKEN}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir = tmp_path_factory.mktemp("museum")
    hang(data_dir)
    with serve(data_dir, "tests.stream_app:application", SIZE="360x480") as found:
        yield found
    assert "Traceback" not in found.log.read_text()


def touched(touch_id: int) -> object:
    return lambda message: isinstance(message, Header) and message.touch_id == touch_id


async def test_the_first_picture_comes_and_moves(server: Server) -> None:
    async with watching(server.ws + WORK) as viewer:
        first = await viewer.frame()
        assert first.kind is Kind.VIDEO and first.flags & Flags.KEY
        await viewer.until(lambda m: isinstance(m, Header) and m.seq > first.seq + 20)
        async with watching(server.ws + WORK) as joiner:
            poster = await joiner.frame()
            assert poster.kind is Kind.JPEG
            await joiner.until(lambda m: isinstance(m, Header) and m.seq > poster.seq + 5)
            shown = [h.seq for h, _, _ in joiner.frames if not h.flags & Flags.CATCH_UP]
            assert shown[1:] == list(range(poster.seq, poster.seq + len(shown) - 1))


async def test_who_may_not_watch_is_told_so(server: Server) -> None:
    """All at once: each is given its seconds to read why."""

    async def refused(path: str, cookie: str) -> None:
        async with watching(server.ws + path, cookie=cookie) as viewer:
            told = await viewer.text("refused")
            assert told["reason"] == "forbidden" and told["words"]["ru"], (path, cookie)
            with pytest.raises(ConnectionClosed) as closed:
                await viewer.read()
            assert closed.value.rcvd and closed.value.rcvd.code == 4403, (path, cookie)

    await asyncio.gather(
        refused("/ws/stream/work/nothing/", ""),
        refused(KIOSK, ""),
        refused(KIOSK, "kiosk=guess"),
        refused("/ws/stream/mirror/5b1c1c1e-0000-4000-8000-000000000000/", ""),
        refused("/ws/stream/mirror/5b1c1c1e-0000-4000-8000-000000000000/", COOKIE),
    )


async def test_a_kiosk_steers_its_own_stage_and_nobody_elses(server: Server) -> None:
    async with (
        watching(server.ws + KIOSK, cookie=COOKIE) as kiosk,
        watching(server.ws + KIOSK, cookie=COOKIE) as second,
        watching(server.ws + WORK) as page,
    ):
        await asyncio.gather(kiosk.frame(), second.frame(), page.frame())
        await kiosk.point(71, 0.2, 0.2, Phase.ENTER)
        await asyncio.gather(kiosk.until(touched(71)), second.until(touched(71)))
        await page.until(lambda m: isinstance(m, Header) and m.seq > page.frames[0][0].seq + 15)
        assert all(header.touch_id == 0 for header, _, _ in page.frames)
        assert {"type": "role", "steering": True, "reason": ""} in kiosk.texts
        assert {h.epoch for h, _, _ in page.frames} != {h.epoch for h, _, _ in kiosk.frames}


async def test_two_thousand_random_messages_leave_the_server_alive(server: Server) -> None:
    async with watching(server.ws + WORK) as healthy:
        await healthy.frame()
        reading = asyncio.create_task(healthy.until(lambda m: False, within=60))
        answered = await asyncio.gather(*(_talk_nonsense(server, seed) for seed in range(40)))
        reading.cancel()
        await asyncio.wait([reading])
        seen = len(healthy.frames)
        await healthy.until(lambda m: len(healthy.frames) > seen + 10)
    assert sum(answered) > 10
    assert server.process.poll() is None


async def _talk_nonsense(server: Server, seed: int) -> bool:
    """Send fifty random messages, and read until the server closes; was the reason told?"""
    chance, told = random.Random(seed), False
    async with connect(server.ws + WORK, compression=None) as socket:
        if chance.random() < 0.5:
            await Client(socket).hello()
        with suppress(ConnectionClosed):
            for _ in range(50):
                await socket.send(_random_message(chance))
            async for message in socket:
                told = told or (isinstance(message, str) and '"refused"' in message)
    return told


def _random_message(chance: random.Random) -> bytes | str:
    size = chance.choice((0, 1, 12, 12, 16, 16, 24, 200, 9_000))
    if chance.random() < 0.7:
        return bytes((chance.choice((1, 2)),)) + chance.randbytes(max(0, size - 1))
    return "".join(chance.choices('{}[]":,abct1й\0', k=size))


@pytest.mark.parametrize(
    "change", ["published = 0", "may_move = 'no'", "may_move_until = '2026-01-01'"]
)
async def test_what_may_not_be_shown_any_more_stops_within_five_seconds(
    server: Server, change: str
) -> None:
    """Taken off show, refused, or the day passed until which it might move."""
    database = server.log.parent / "museum.sqlite3"
    async with (
        watching(server.ws + WORK) as viewer,
        watching(server.ws + KIOSK, cookie=COOKIE) as kiosk,
    ):
        await asyncio.gather(viewer.frame(), kiosk.frame())
        _set(database, change)
        try:
            bye, dark = await asyncio.gather(
                viewer.text("bye", within=5.0), _dark(kiosk, within=5.0)
            )
            assert bye["reason"] == "withdrawn" and bye["retry"] and dark["words"]["ru"]
            with pytest.raises(ConnectionClosed):
                await viewer.read()
            async with watching(server.ws + WORK) as late:
                assert (await late.text("refused"))["reason"] == "forbidden"
        finally:
            _set(database, "published = 1, may_move = 'yes', may_move_until = NULL")
    async with watching(server.ws + WORK) as viewer:
        await viewer.frame()


async def test_a_page_that_is_behind_still_reads_why(server: Server) -> None:
    """It was busy for a second and a half, then acknowledges before it reads on."""
    database = server.log.parent / "museum.sqlite3"
    async with watching(server.ws + WORK) as viewer:
        busy = await asyncio.to_thread(RawViewer, server.port, WORK)
        newest = await viewer.frame()
        _set(database, "published = 0")
        try:
            await viewer.text("bye", within=5.0)
            await asyncio.sleep(1.5)
            seen = Ack(1, newest.epoch, newest.seq, stamp_of(newest.server_us))
            busy.send(BINARY, build_ack(seen))
            busy.socket.settimeout(10.0)
            read = b""
            while b'"withdrawn"' not in read:
                read += (more := await asyncio.to_thread(busy.socket.recv, 1 << 16))
                assert more, "closed before the reason came"
        finally:
            _set(database, "published = 1")


async def _dark(kiosk: Client, within: float) -> dict[str, Any]:
    """Return the word that a kiosk's picture is still, or gone."""
    found: dict[str, Any] = await kiosk.until(
        lambda m: isinstance(m, dict) and (m["type"] == "bye" or m.get("state") == "still"), within
    )
    return found


def _set(database: Path, change: str) -> None:
    with sqlite3.connect(database, timeout=10) as connection:
        connection.execute(f"UPDATE exhibits_artwork SET {change}")
    connection.close()


async def test_a_slow_reader_stays_near_and_the_stalled_are_closed(server: Server) -> None:
    """One slow, five stalled (two of them chatty), one healthy: ten seconds together."""
    before = server.memory
    async with watching(server.ws + WORK) as healthy, watching(server.ws + WORK) as slow:
        reading = asyncio.create_task(_read_slowly(slow, bytes_per_second=25_000))
        began = time.monotonic()
        stalled = [await asyncio.to_thread(RawViewer, server.port, WORK) for _ in range(5)]
        async with asyncio.timeout(30):
            while not all(viewer.is_closed() for viewer in stalled):
                await healthy.read()
                if len(healthy.frames) % 15 == 0:
                    await asyncio.to_thread(_chatter, stalled[:2])
        assert time.monotonic() - began >= 8
        reading.cancel()
    assert server.memory - before < 30e6
    video = [h for h, _, _ in healthy.frames if h.kind is Kind.VIDEO]
    assert [h.seq for h in video] == list(range(video[0].seq, video[0].seq + len(video)))
    late = sorted(arrived - h.server_us / 1e6 for h, _, arrived in slow.frames[20:])
    assert late[len(late) // 2] < 1.0 and late[-1] < 1.6
    painted = [h for h, _, _ in slow.frames if h.kind is Kind.VIDEO]
    gaps = [after for before, after in pairwise(painted) if after.seq != before.seq + 1]
    assert gaps and all(header.flags & Flags.KEY for header in gaps)


def _chatter(viewers: list[RawViewer]) -> None:
    """Stalled viewers that still point: what they send must not count as reading."""
    for viewer in viewers:
        with suppress(ConnectionError):
            viewer.send(BINARY, build_pointer(Pointer(Phase.LEAVE, 5, 0.5, 0.5)))


async def _read_slowly(client: Client, bytes_per_second: float) -> None:
    while True:
        frames = len(client.frames)
        await client.read()
        if len(client.frames) > frames:
            await asyncio.sleep(client.frames[-1][1] / bytes_per_second)

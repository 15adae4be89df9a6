"""A hub on a real loop with a real thread: who gets what, when it starts and stops."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator
from itertools import count

import pytest

from generation.live.hub import LINGER, Hub
from generation.live.messages import Bye, Health, Label
from generation.live.wire import Flags, Kind, Phase, Pointer, parse_frame
from generation.types import Cue, Planes, Timeline, Words
from tests.performers import Breaking, Drifting, Patches
from tests.watcher import Watcher

WORDS = Words("Конец", "The end")


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    epochs = count(1)
    hub = Hub(30, lambda: next(epochs))
    yield hub
    hub.close(Bye("end", WORDS))


async def test_every_viewer_gets_the_same_bytes(hub: Hub) -> None:
    hub.show(Drifting)
    one, other = Watcher(), Watcher()
    hub.join(one.viewer)
    hub.join(other.viewer)
    await other.frames(10)
    mine = {parse_frame(m)[0].seq: m for m in one.sent if isinstance(m, bytes)}
    same = [m for m in other.sent if isinstance(m, bytes) and m is mine.get(parse_frame(m)[0].seq)]
    assert len(same) >= 9
    assert one.texts[0] == {"type": "health", "state": "live"}
    assert [text["type"] for text in one.texts] == ["health", "config"]


async def test_a_joiner_sees_the_present_picture_and_catches_up(hub: Hub) -> None:
    hub.show(Drifting)
    first = Watcher()
    hub.join(first.viewer)
    await first.frames(12)
    late = Watcher()
    hub.join(late.viewer)
    await late.until(lambda: len(late.headers) > 14)
    poster, *replay = late.headers
    assert poster.kind is Kind.JPEG
    behind = [header for header in replay if header.flags & Flags.CATCH_UP]
    assert [header.seq for header in replay] == list(range(1, 1 + len(replay)))
    assert behind == replay[: len(behind)] and len(behind) >= 11
    assert replay[len(behind)].seq == poster.seq
    assert replay[0].flags & Flags.KEY


async def test_a_joiner_of_a_still_picture_waits_for_nothing(hub: Hub) -> None:
    hub.show(Patches)
    first = Watcher()
    hub.join(first.viewer)
    await first.frames(1)
    late, other = Watcher(), Watcher("vp9")
    hub.join(late.viewer)
    hub.join(other.viewer)
    await late.until(lambda: len(late.headers) >= 2)
    assert late.headers[0].seq == late.headers[1].seq
    assert [header.kind for header in late.headers] == [Kind.JPEG, Kind.VIDEO]
    await other.until(lambda: other.headers)
    assert other.headers[0].flags & Flags.KEY


async def test_drawing_happens_in_one_other_thread(hub: Hub) -> None:
    threads: list[int] = []

    class Noting(Drifting):
        def ready(self, timeline: Timeline) -> None:
            """Need nothing."""

        def frame(self, t: float, cue: Cue, out: Planes) -> bool:
            threads.append(threading.get_ident())
            return super().frame(t, cue, out)

    opened: list[int] = []

    def open_noting() -> Noting:
        opened.append(threading.get_ident())
        return Noting()

    hub.show(open_noting)
    watcher = Watcher()
    hub.join(watcher.viewer)
    await watcher.frames(5)
    assert len(set(threads)) == 1
    assert threading.get_ident() not in {*threads, *opened}


async def test_the_stage_stops_a_while_after_the_last_viewer(hub: Hub) -> None:
    performer = Drifting()
    hub.show(lambda: performer)
    assert not hub.running
    watcher = Watcher()
    hub.join(watcher.viewer)
    await watcher.frames(3)
    hub.leave(watcher.viewer)
    left = time.monotonic()
    hub.look(left + LINGER - 1)
    assert hub.running
    hub.look(left + LINGER + 1)
    assert not hub.running
    hub.join(watcher.viewer)
    await watcher.frames(3)
    assert hub.running


async def test_a_viewer_who_never_acknowledges_is_given_up(hub: Hub) -> None:
    hub.show(Drifting)
    healthy, stalled = Watcher(), Watcher(acks=False)
    hub.join(healthy.viewer)
    hub.join(stalled.viewer)
    await healthy.frames(40)
    assert stalled.viewer.credit.on_the_way == 15
    frames = len(stalled.headers)
    await healthy.frames(10)
    assert len(stalled.headers) == frames
    hub.look(time.monotonic() + 8.5)
    assert stalled.hung_up
    assert stalled.viewer not in hub.viewers


async def test_who_skipped_resumes_on_a_key_frame_marked_as_such(hub: Hub) -> None:
    hub.show(Drifting)
    slow = Watcher(acks=False)
    hub.join(slow.viewer)
    await slow.frames(15)
    await asyncio.to_thread(lambda: None)
    while not slow.viewer.credit.skipping:
        await asyncio.sleep(0.01)
    slow.acknowledge(slow.headers[-1])
    await slow.frames(1)
    resumed = slow.headers[15]
    assert resumed.flags & (Flags.KEY | Flags.DISCONTINUITY) == Flags.KEY | Flags.DISCONTINUITY


async def test_in_a_lull_who_skipped_is_shown_the_last_picture(hub: Hub) -> None:
    hub.show(Drifting)
    slow = Watcher(acks=False)
    hub.join(slow.viewer)
    await slow.frames(15)
    while not slow.viewer.credit.skipping:
        await asyncio.sleep(0.01)
    hub.pause(True)
    slow.acknowledge(slow.headers[-1])
    await slow.frames(1)
    assert slow.headers[15].kind is Kind.JPEG
    assert slow.headers[15].seq > slow.headers[14].seq


async def test_a_broken_performer_is_told_and_opened_again(hub: Hub) -> None:
    performers = iter((Breaking(at=4), Drifting()))
    hub.show(lambda: next(performers))
    watcher = Watcher()
    hub.join(watcher.viewer)
    await watcher.until(lambda: watcher.headers and watcher.headers[-1].epoch == 2)
    assert [t["state"] for t in watcher.texts if t["type"] == "health"] == [
        "live",
        "resting",
        "live",
    ]
    assert "again" in watcher.texts[2]["words"]["en"]


async def test_another_performer_begins_another_epoch(hub: Hub) -> None:
    hub.show(Drifting)
    watcher = Watcher()
    hub.join(watcher.viewer)
    await watcher.frames(5)
    hub.show(lambda: Drifting((64, 64)))
    await watcher.until(lambda: watcher.headers[-1].epoch == 2)
    fresh = next(header for header in watcher.headers if header.epoch == 2)
    assert fresh.flags & Flags.KEY
    configs = [text for text in watcher.texts if text["type"] == "config"]
    assert [(c["epoch"], c["width"]) for c in configs] == [(1, 96), (2, 64)]


async def test_resting_keeps_the_viewers_and_says_why(hub: Hub) -> None:
    hub.show(Drifting)
    watcher = Watcher()
    hub.join(watcher.viewer)
    await watcher.frames(3)
    hub.rest(Health("still", WORDS))
    assert watcher.texts[-1]["state"] == "still"
    assert not watcher.hung_up
    hub.show(Drifting)
    await watcher.until(lambda: watcher.headers[-1].epoch == 2)
    assert watcher.texts[-2]["state"] == "live" or watcher.texts[-1]["state"] == "live"


async def test_holding_one_viewer_leaves_the_others_alone(hub: Hub) -> None:
    hub.show(Drifting)
    held, other = Watcher(), Watcher()
    hub.join(held.viewer)
    hub.join(other.viewer)
    await held.frames(3)
    hub.hold(held.viewer, True)
    frames = len(held.headers)
    await other.frames(10)
    assert len(held.headers) == frames
    hub.hold(held.viewer, False)
    await held.frames(2)
    assert held.headers[frames].kind is Kind.JPEG or held.headers[frames].flags & Flags.KEY


async def test_another_codec_on_request(hub: Hub) -> None:
    hub.show(Drifting)
    watcher = Watcher()
    hub.join(watcher.viewer)
    await watcher.frames(3)
    hub.restart(watcher.viewer, "jpeg")
    await watcher.until(lambda: any(t.get("codec") == "jpeg" for t in watcher.texts))
    seen = len(watcher.headers)
    await watcher.frames(3)
    assert {header.kind for header in watcher.headers[seen:]} == {Kind.JPEG}


async def test_a_touch_comes_back_in_a_frame(hub: Hub) -> None:
    hub.show(Drifting)
    watcher = Watcher()
    hub.join(watcher.viewer)
    hub.point(Pointer(Phase.ENTER, 41, 0.5, 0.5))
    await watcher.until(lambda: any(header.touch_id == 41 for header in watcher.headers))
    hub.let_go()
    await watcher.until(lambda: watcher.headers[-1].touch_id == 0)


async def test_beats_come_when_nothing_moves(hub: Hub) -> None:
    hub.show(Patches)
    watcher = Watcher()
    hub.join(watcher.viewer)
    await watcher.frames(1)
    for watcher.ahead in (2, 4, 6, 8, 10, 12):
        hub.look(time.monotonic() + watcher.ahead)
        assert parse_frame(watcher.sent[-1])[0].kind is Kind.BEAT  # type: ignore[arg-type]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert not watcher.hung_up


async def test_good_bye_is_said_to_everybody(hub: Hub) -> None:
    hub.show(Drifting)
    watchers = [Watcher() for _ in range(3)]
    for watcher in watchers:
        hub.join(watcher.viewer)
    await watchers[2].frames(1)
    hub.close(Bye("withdrawn", WORDS, 30))
    assert all(w.texts[-1]["type"] == "bye" and w.hung_up for w in watchers)
    assert not hub.running


async def test_every_viewer_is_told_what_it_sees_before_the_first_frame(hub: Hub) -> None:
    def label(name: str) -> Label:
        words = Words(f"{name} ru", name)
        return Label(words, words, words, "", Words("", ""), "", "")

    hub.show(Drifting, label=label("one"))
    first, late = Watcher(), Watcher("jpeg")
    hub.join(first.viewer)
    await first.frames(3)
    hub.join(late.viewer)
    await late.frames(2)
    for watcher in (first, late):
        assert isinstance(watcher.sent[0], str)
        kinds = [json.loads(m)["type"] if isinstance(m, str) else "frame" for m in watcher.sent]
        assert "label" in kinds[: kinds.index("frame")]
    hub.show(Patches, label=label("two"))
    await first.until(lambda: len({header.epoch for header in first.headers}) == 2)
    told = [m for m in first.sent if isinstance(m, bytes) or '"label"' in m]
    names = [json.loads(m)["short"]["en"] if isinstance(m, str) else "" for m in told]
    assert [name for name in names if name] == ["one", "two"]
    before = [parse_frame(m)[0].epoch for m in told[: names.index("two")] if isinstance(m, bytes)]
    after = [parse_frame(m)[0].epoch for m in told[names.index("two") :] if isinstance(m, bytes)]
    assert len(set(before)) == len(set(after)) == 1 and before[0] != after[0]

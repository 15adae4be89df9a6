"""What a stage performs, tick by tick on a clock we move: begun, held, interrupted, ended."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from generation.errors import SoundRefused
from generation.live.hub import Hub
from generation.live.kept import keep_timeline, kept_timeline
from generation.live.messages import Bye, Speech
from generation.live.playback import LEAD, Performance, Playback
from generation.sound.read import read_sound
from generation.types import NO_CUE, Caption, Cue, Timeline, Words
from tests.performers import Breaking, Drifting
from tests.spoken import clicks
from tests.watcher import Watcher

EPOCH = 7
SHORT = Timeline(1.0)


def states(told: list[Speech]) -> list[str]:
    return [speech.state for speech in told]


def test_an_answer_begins_a_little_later_runs_and_ends() -> None:
    playback, asked = Playback(), Performance("a", SHORT)
    (begin,) = playback.follow(asked, False, 100.0, EPOCH)
    assert begin == Speech("begin", "a", EPOCH, int((100.0 + LEAD) * 1e6), 0.0, 1.0)
    assert playback.cue(NO_CUE, 100.0) is NO_CUE
    assert playback.follow(asked, False, 100.5, EPOCH) == []
    cue = playback.cue(Cue(gaze=(0.1, 0.2)), 100.5)
    assert cue.timeline is SHORT and cue.gaze == (0.1, 0.2)
    assert cue.position == pytest.approx(0.5 - LEAD)
    (end,) = playback.follow(asked, False, 101.0 + LEAD, EPOCH)
    assert (end.state, end.position) == ("end", 1.0)
    assert playback.cue(NO_CUE, 101.0 + LEAD) is NO_CUE
    assert playback.follow(asked, False, 150.0, EPOCH) == [], "it is given once"
    assert states(playback.follow(Performance("a", SHORT), False, 151.0, EPOCH)) == ["begin"]


def test_a_held_answer_keeps_its_place_and_tells_its_new_clock() -> None:
    playback, asked = Playback(), Performance("a", SHORT)
    playback.follow(asked, False, 10.0, EPOCH)
    (held,) = playback.follow(asked, True, 10.0 + LEAD + 0.4, EPOCH)
    assert held.state == "held" and held.position == pytest.approx(0.4)
    assert playback.follow(asked, True, 60.0, EPOCH) == []
    assert playback.cue(NO_CUE, 60.0).position == pytest.approx(0.4)
    (begin,) = playback.follow(asked, False, 70.0, EPOCH)
    assert begin.state == "begin"
    assert begin.start_us == pytest.approx((70.0 + LEAD - 0.4) * 1e6, abs=2)
    assert playback.cue(NO_CUE, 70.0 + LEAD).position == pytest.approx(0.4)


def test_another_question_or_none_interrupts() -> None:
    playback = Playback()
    playback.follow(Performance("a", SHORT), False, 10.0, EPOCH)
    told = playback.follow(Performance("b", SHORT), False, 10.3, EPOCH)
    assert [(speech.state, speech.answer) for speech in told] == [
        ("interrupted", "a"),
        ("begin", "b"),
    ]
    assert states(playback.follow(None, False, 10.5, EPOCH)) == ["interrupted"]
    assert playback.follow(None, False, 10.6, EPOCH) == []
    assert playback.stop(10.7, EPOCH) == []


WORDS = Words("Конец", "The end")


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    epochs = count(1)
    hub = Hub(30, lambda: next(epochs))
    yield hub
    hub.close(Bye("end", WORDS))


def speeches(watcher: Watcher) -> list[tuple[str, str]]:
    return [(t["state"], t["answer"]) for t in watcher.texts if t["type"] == "speech"]


async def test_whoever_watches_hears_what_is_said_and_when(hub: Hub) -> None:
    performer = Drifting()
    hub.show(lambda: performer)
    hub.learn({"a": lambda: Timeline(0.2), "b": lambda: SHORT})
    one, other = Watcher(), Watcher()
    hub.join(one.viewer)
    hub.join(other.viewer)
    hub.ask("a", one.viewer)  # before the stage is open: given as soon as it is
    await one.until(lambda: ("end", "a") in speeches(one))
    assert speeches(one) == speeches(other) == [("begin", "a"), ("end", "a")]
    begin = next(text for text in one.texts if text["type"] == "speech")
    played = {round(cue.position * 1e6) for cue in performer.cues if cue.timeline}
    since = [header.server_us - begin["start_us"] for header in one.headers]
    shown = [moment for moment in since if 0 <= moment < 200_000]
    assert shown and played and min(played) >= 0 and max(played) < 200_000
    for moment in shown:  # every frame of these 0.2 s is performed, at its own place
        assert min(abs(moment - place) for place in played) <= 2
    assert begin["epoch"] == one.headers[-1].epoch
    hub.ask("b", one.viewer)
    await one.until(lambda: ("begin", "b") in speeches(one))
    late = Watcher()
    hub.join(late.viewer)
    assert speeches(late) == [("begin", "b")] and hub.speaks
    hub.hush()
    await late.until(lambda: ("interrupted", "b") in speeches(late))
    assert not hub.speaks and hub.viewers == {one.viewer, other.viewer, late.viewer}


async def test_who_asks_in_vain_is_told_why_and_nobody_else(hub: Hub) -> None:
    def broken() -> Timeline:
        raise SoundRefused(WORDS)

    hub.show(Drifting)
    hub.learn({"broken": broken})
    one, other = Watcher(), Watcher()
    hub.join(one.viewer)
    hub.join(other.viewer)
    await one.frames(2)
    for answer, reason in (("nothing", "unknown"), ("broken", "broken")):
        hub.ask(answer, one.viewer)
        await one.until(lambda answer=answer: ("refused", answer) in speeches(one))  # type: ignore[misc]
        told = [text for text in one.texts if text["type"] == "speech"][-1]
        assert told["reason"] == reason and told["words"]["ru"]
    assert speeches(other) == []


async def test_who_asks_last_is_heard(hub: Hub) -> None:
    go = threading.Event()

    def slow() -> Timeline:
        go.wait(20)
        return SHORT

    hub.show(Drifting)
    hub.learn({"slow": slow})
    watcher = Watcher()
    hub.join(watcher.viewer)
    await watcher.frames(2)
    hub.ask("slow", watcher.viewer)
    await asyncio.sleep(0)
    hub.ask("slow", watcher.viewer)
    hub.learn({"slow": slow, "quick": lambda: SHORT})
    hub.ask("quick", watcher.viewer)
    go.set()
    await watcher.until(lambda: ("begin", "quick") in speeches(watcher))
    assert ("begin", "slow") not in speeches(watcher)


async def test_asked_while_another_performer_opens_it_is_not_cut_short(hub: Hub) -> None:
    go = threading.Event()

    def opened_late() -> Drifting:
        go.wait(20)
        return Drifting()

    hub.show(Drifting)
    hub.learn({"a": lambda: Timeline(0.2)})
    watcher = Watcher()
    hub.join(watcher.viewer)
    hub.ask("a", watcher.viewer)
    await watcher.until(lambda: ("end", "a") in speeches(watcher))  # so it is at hand
    hub.show(opened_late)
    hub.ask("a", watcher.viewer)
    await watcher.frames(len(watcher.headers) + 5)
    go.set()
    await watcher.until(lambda: speeches(watcher)[2:] == [("begin", "a"), ("end", "a")])
    told = [text for text in watcher.texts if text["type"] == "speech"]
    assert [text["epoch"] for text in told] == [1, 1, 2, 2]


async def test_a_withdrawn_answer_and_a_visitor_who_leaves_end_it(hub: Hub) -> None:
    hub.show(Drifting)
    hub.learn({"a": lambda: Timeline(60.0)})
    watcher = Watcher()
    hub.join(watcher.viewer)
    for end in (hub.let_go, lambda: hub.learn({})):
        hub.ask("a", watcher.viewer)
        seen = len(speeches(watcher))
        await watcher.until(lambda seen=seen: len(speeches(watcher)) > seen)  # type: ignore[misc]
        end()
        await watcher.until(lambda: speeches(watcher)[-1] == ("interrupted", "a"))


async def test_a_performer_that_breaks_falls_silent_for_good(hub: Hub) -> None:
    hub.show(lambda: Breaking(at=20))
    hub.learn({"a": lambda: Timeline(60.0)})
    watcher = Watcher()
    hub.join(watcher.viewer)
    await watcher.frames(1)
    hub.ask("a", watcher.viewer)
    await watcher.until(lambda: ("interrupted", "a") in speeches(watcher))
    await watcher.until(lambda: watcher.texts[-1] == {"type": "health", "state": "live"}
                        or watcher.headers[-1].epoch > 1)  # fmt: skip
    assert speeches(watcher) == [("begin", "a"), ("interrupted", "a")]


def test_a_kept_timeline_is_the_same_and_its_sound_lies_beside_it(tmp_path: Path) -> None:
    told = clicks(2.0)
    path = tmp_path / "a.npz"
    keep_timeline(told, path)
    kept = kept_timeline(path)
    assert kept and (kept.duration, kept.captions, kept.finish) == (2.0, told.captions, None)
    assert isinstance(kept.captions[0], Caption)
    np.testing.assert_array_equal(kept.tracks["jaw"], told.tracks["jaw"])
    sound = read_sound(path.with_suffix(".flac").read_bytes(), longest=10)
    assert told.sound and sound.samples.shape == told.sound.samples.shape
    np.testing.assert_allclose(sound.samples, told.sound.samples, atol=1e-4)
    path.write_bytes(path.read_bytes()[:100])
    assert kept_timeline(path) is None and kept_timeline(tmp_path / "none.npz") is None

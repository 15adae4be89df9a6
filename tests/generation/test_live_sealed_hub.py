"""A sealed hub with real encoders: whatever a viewer does, nothing it got stays unsealed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import count

import pytest

from generation.live.hub import Hub
from generation.live.messages import Bye, Label, build_text
from generation.live.seal import SEAL_SECONDS, Sealer
from generation.live.wire import Kind
from generation.types import Words
from tests.performers import Drifting, Patches
from tests.seals import ABOUT, Check, MuseumKey, claims_of, header_of
from tests.watcher import Watcher

MUSEUM = MuseumKey()


def sealer() -> Sealer:
    return Sealer(MUSEUM, ABOUT)


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    epochs = count(1)
    hub = Hub(30, lambda: next(epochs))
    yield hub
    hub.close(Bye("end", Words("Конец", "The end")))


def settle(hub: Hub) -> None:
    """Let the time for a seal pass."""
    hub.look(time.monotonic() + SEAL_SECONDS)


@pytest.mark.parametrize("codec", ["h264", "vp9", "jpeg"])
async def test_everything_a_viewer_gets_is_sealed(hub: Hub, codec: str) -> None:
    hub.show(Drifting, sealer)
    one = Watcher(codec)
    hub.join(one.viewer)
    await one.frames(12)
    settle(hub)
    await one.frames(12)
    settle(hub)
    check = Check().take(one.sent)
    assert check.waiting == [] and check.covered >= 24 and check.links >= 2
    kinds = [text["type"] for text in one.texts]
    assert kinds.index("seal_key") < kinds.index("config") < kinds.index("seal")


async def test_seals_come_by_themselves(hub: Hub) -> None:
    hub.show(Drifting, sealer)
    one = Watcher()
    hub.join(one.viewer)
    await one.until(lambda: sum(text["type"] == "seal" for text in one.texts) >= 2)
    check = Check().take(one.sent)
    assert check.links >= 2
    assert len(check.waiting) <= 45, "a seal comes once a second"


async def test_a_picture_at_rest_is_sealed_too(hub: Hub) -> None:
    hub.show(Patches, sealer)
    first = Watcher()
    hub.join(first.viewer)
    await first.until(lambda: any(text["type"] == "seal" for text in first.texts))
    assert Check().take(first.sent).waiting == []


async def test_a_joiner_gets_a_seal_of_what_is_replayed_to_it(hub: Hub) -> None:
    hub.show(Drifting, sealer)
    first = Watcher()
    hub.join(first.viewer)
    await first.frames(12)
    settle(hub)
    await first.frames(3)
    late = Watcher()
    hub.join(late.viewer)
    await late.until(lambda: any(text["type"] == "seal" for text in late.texts))
    check = Check().take(late.sent)
    assert late.headers[0].kind is Kind.JPEG
    assert check.waiting == [] and check.covered >= 15 and check.links == 0
    await late.frames(3)
    settle(hub)
    for watcher in (first, late):
        assert Check().take(watcher.sent).waiting == []


async def test_pausing_leaving_and_another_codec_leave_nothing_unsealed(hub: Hub) -> None:
    hub.show(Drifting, sealer)
    other, one = Watcher(), Watcher()
    hub.join(other.viewer)
    hub.join(one.viewer)
    await one.frames(8)
    hub.hold(one.viewer, True)
    assert Check().take(one.sent).waiting == []
    told = len(one.texts)
    await other.frames(8)
    settle(hub)  # a link of the chain the paused one is not sent
    assert len(one.texts) == told
    hub.hold(one.viewer, False)
    await one.frames(8)
    hub.restart(one.viewer, "vp9")
    assert Check().take(one.sent).waiting == []
    await one.frames(8)
    settle(hub)
    await one.frames(3)
    hub.leave(one.viewer)
    check = Check().take(one.sent)
    assert check.waiting == [] and check.keys >= 4 and check.covered >= 27


async def test_who_skipped_and_is_shown_the_present_picture_can_check_it(hub: Hub) -> None:
    hub.show(Drifting, sealer)
    slow = Watcher(acks=False)
    hub.join(slow.viewer)
    await slow.frames(15)
    while not slow.viewer.credit.skipping:
        await asyncio.sleep(0.01)
    hub.pause(True)
    settle(hub)
    slow.acknowledge(slow.headers[-1])
    await slow.frames(1)
    await slow.until(lambda: Check().take(slow.sent).waiting == [])
    assert slow.headers[15].kind is Kind.JPEG


async def test_another_performer_has_another_key(hub: Hub) -> None:
    hub.show(Drifting, sealer)
    one = Watcher()
    hub.join(one.viewer)
    await one.frames(5)
    hub.show(lambda: Drifting((64, 64)), lambda: Sealer(MUSEUM, {**ABOUT, "work": "other"}))
    await one.until(lambda: one.headers[-1].epoch == 2)
    settle(hub)
    assert Check().take(one.sent).waiting == []
    told = [text for text in one.texts if text["type"] == "seal_key"]
    works = [claims_of(t["credential"], header_of(t["credential"])["jwk"])["work"] for t in told]
    assert [t["epoch"] for t in told] == [1, 2] and works == ["lady", "other"]


async def test_the_label_is_vouched_for_whenever_it_is_told(hub: Hub) -> None:
    words = Words("Цифровая анимация картины", "Digital animation of the painting")
    label = Label(words, words, words, "", words, "", "/certificates/1/")
    hub.show(Drifting, lambda: Sealer(MUSEUM, ABOUT, build_text(label)), label)
    one = Watcher()
    hub.join(one.viewer)
    await one.frames(5)
    hub.hold(one.viewer, True)
    hub.hold(one.viewer, False)
    await one.frames(5)
    settle(hub)
    check = Check().take(one.sent)
    assert check.waiting == [] and check.keys == 3
    assert sum(text["type"] == "label" for text in one.texts) == 3


async def test_without_the_museums_key_nothing_plays(hub: Hub) -> None:
    def no_key() -> Sealer:
        raise OSError("no such token")

    hub.show(Drifting, no_key)
    one = Watcher()
    hub.join(one.viewer)
    await one.until(lambda: any(text.get("state") == "resting" for text in one.texts))
    assert one.headers == []


async def test_an_unsealed_hub_says_nothing_of_seals(hub: Hub) -> None:
    hub.show(Drifting)
    one = Watcher()
    hub.join(one.viewer)
    await one.frames(5)
    settle(hub)
    assert {text["type"] for text in one.texts} == {"health", "config"}

"""Two stages looked at together: they wait for each other, or say that there is no room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from exhibits.streaming.places import Place, draft_page, version_page
from exhibits.streaming.session import TOO_MANY
from exhibits.streaming.stages import Limits, Stages
from tests.exhibits.test_streaming_session import (
    HELLO,
    ON_STAGE,
    STUDIO,
    Visit,
    _wait_for,
    performers,
)

pytestmark = pytest.mark.django_db
GO, HOLD = (f'{{"type": "pause", "paused": {word}}}' for word in ("false", "true"))


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for of in ("draft", "version"):
        monkeypatch.setattr(f"exhibits.streaming.stages.on_stage_of_{of}", lambda key: ON_STAGE)
    performers.clear()
    yield


@pytest.fixture
async def stages() -> AsyncIterator[Stages]:
    found = Stages(STUDIO, Limits(30, 8.0, 1))
    yield found
    for guide in list(found._guides):
        guide.cancel()
    await asyncio.gather(*found._guides, return_exceptions=True)


def door(page: Any, key: object, pair: str, **named: UUID) -> Place:
    """Return a door with its lock left out: who may come in is tested elsewhere."""
    query = f"beside={pair}".encode() if pair else b""
    scope = {"user": None, "url_route": {"kwargs": named}, "query_string": query}
    place: Place = page(scope)
    return replace(place, admit=lambda: key)


async def test_both_stand_at_their_first_moment_until_let_go(stages: Stages) -> None:
    draft, version = uuid4(), uuid4()
    left = Visit(stages, place=door(version_page, (version, 1), "p-0", version=version))
    right = Visit(stages, place=door(draft_page, draft, "p-1", portrait=draft))
    for visit in (left, right):
        visit.say(HELLO)
        await visit.until(lambda: visit.headers)  # noqa: B023
    assert len(performers) == 2
    assert all(cue.paused for one in performers for cue in one.cues)
    for visit in (left, right):
        visit.say(GO)
    for one in performers:
        await asyncio.to_thread(_wait_for, lambda: not one.cues[-1].paused)  # noqa: B023
    for visit in (left, right):
        visit.say(HOLD)
    for one in performers:
        await asyncio.to_thread(_wait_for, lambda: one.cues[-1].paused)  # noqa: B023


async def test_a_comparison_leaves_the_preview_alone(stages: Stages) -> None:
    draft = uuid4()
    preview = Visit(stages, place=door(draft_page, draft, "", portrait=draft))
    beside = Visit(stages, place=door(draft_page, draft, "p-1", portrait=draft))
    for visit in (preview, beside):
        visit.say(HELLO)
        await visit.until(lambda: visit.headers)  # noqa: B023
    assert {header.epoch for header in preview.headers}.isdisjoint(
        header.epoch for header in beside.headers
    )
    assert not performers[0].cues[-1].paused and performers[1].cues[-1].paused


async def test_without_room_it_says_full_and_closes() -> None:
    full = Stages(STUDIO, Limits(30, 0.0, 1))
    draft, before = uuid4(), len(performers)
    visit, second = (
        Visit(full, place=door(draft_page, draft, pair, portrait=draft)) for pair in "ab"
    )
    visit.say(HELLO)
    await visit.until(lambda: visit.headers)  # into an empty house anybody may come
    second.say(HELLO)
    await second.until(lambda: second.closed)
    assert second.closed == TOO_MANY and len(performers) == before + 1
    assert second.texts[-1]["reason"] == "full" and "moments" in second.texts[-1]["words"]["en"]
    for guide in list(full._guides):
        guide.cancel()

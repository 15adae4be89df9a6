"""Nudges travel between processes through a real Redis."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from channels.layers import get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer

from exhibits.catalogue import news
from exhibits.kiosks import presence
from tests.services import redis

PATIENCE = 10


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis() as url:
        yield url


@pytest.fixture
def layer(settings: Any, redis_url: str) -> dict[str, Any]:
    backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
    config = {"BACKEND": backend, "CONFIG": {"hosts": [redis_url]}}
    settings.CHANNEL_LAYERS = {"default": config}
    return config


async def test_a_nudge_reaches_another_process(layer: dict[str, Any], redis_url: str) -> None:
    kiosk = uuid.uuid4()
    elsewhere = RedisPubSubChannelLayer(hosts=[redis_url])  # shares nothing with ours but Redis
    channel = await elsewhere.new_channel()
    await elsewhere.group_add(presence.group(kiosk), channel)
    await elsewhere.group_add(news.GROUP, channel)
    await presence.nudge(kiosk)
    heard = await asyncio.wait_for(elsewhere.receive(channel), PATIENCE)
    assert heard["type"] == "kiosk.changed"
    await news.nudge("fayum")
    heard = await asyncio.wait_for(elsewhere.receive(channel), PATIENCE)
    assert (heard["type"], heard["work"]) == ("work.changed", "fayum")
    await presence.nudge(uuid.uuid4())
    await presence.nudge(kiosk)
    heard = await asyncio.wait_for(elsewhere.receive(channel), PATIENCE)
    assert heard["type"] == "kiosk.changed"
    await elsewhere.flush()
    await get_channel_layer().flush()


async def test_a_channel_that_left_hears_nothing(layer: dict[str, Any], redis_url: str) -> None:
    kiosk = uuid.uuid4()
    elsewhere = RedisPubSubChannelLayer(hosts=[redis_url])
    leaver, stayer = await elsewhere.new_channel(), await elsewhere.new_channel()
    for channel in (leaver, stayer):
        await elsewhere.group_add(presence.group(kiosk), channel)
    await elsewhere.group_discard(presence.group(kiosk), leaver)
    await presence.nudge(kiosk)
    await asyncio.wait_for(elsewhere.receive(stayer), PATIENCE)
    waiting = asyncio.create_task(elsewhere.receive(leaver))
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    await elsewhere.flush()
    await get_channel_layer().flush()

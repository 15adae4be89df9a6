"""Tell whoever shows works that something about one has changed. The word may be lost."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

GROUP = "works"


async def nudge(slug: str) -> None:
    """Ask everybody who shows this work to look again whether they still may."""
    if layer := get_channel_layer():
        await layer.group_send(GROUP, {"type": "work.changed", "work": slug})


def tell_after_commit(slug: str) -> None:
    """Send the nudge once the change is true for everybody."""
    transaction.on_commit(lambda: async_to_sync(nudge)(slug))

"""Remember which work a visitor keeps on a kiosk, and tell every watcher of that kiosk.

Kept in Django's cache, not the database: it is worth minutes, and heals itself when a
screen loses power in the middle of a visit.
"""

from __future__ import annotations

from uuid import UUID

from channels.layers import get_channel_layer
from django.core.cache import cache

from exhibits.kiosks.schedule import Anchor

HELD_FOR = 180  # a visit is renewed by the kiosk's beat every 15 s
KEPT_FOR = 24 * 3600


def group(kiosk_id: UUID) -> str:
    """Return the channel-layer group of everybody who watches this kiosk."""
    return f"kiosk_{kiosk_id.hex}"


def anchor_of(kiosk_id: UUID) -> Anchor | None:
    """Return where this kiosk's rotation last started, or None."""
    found = cache.get(_key(kiosk_id))
    return found if isinstance(found, Anchor) else None


def hold(kiosk_id: UUID, work: str, now: float) -> bool:
    """Keep this work on screen while the visitor is here; return whether that is news."""
    before = anchor_of(kiosk_id)
    cache.set(_key(kiosk_id), Anchor(work, now, held=True), HELD_FOR)
    return not (before and before.held and before.work == work)


def release(kiosk_id: UUID, now: float) -> bool:
    """Let the rotation go on from the work the visitor left; return whether that is news."""
    before = anchor_of(kiosk_id)
    if not before or not before.held:
        return False
    cache.set(_key(kiosk_id), Anchor(before.work, now, held=False), KEPT_FOR)
    return True


async def nudge(kiosk_id: UUID) -> None:
    """Ask everybody who watches this kiosk to read its state again. May be lost."""
    if layer := get_channel_layer():
        await layer.group_send(group(kiosk_id), {"type": "kiosk.changed"})


def _key(kiosk_id: UUID) -> str:
    return f"kiosk-anchor-{kiosk_id.hex}"

"""The seals of one stage: what was sent and is not yet sealed. The moment is an argument."""

from __future__ import annotations

from collections.abc import Iterable

from generation.live.gop import Packet
from generation.live.messages import Seal, SealKey
from generation.live.seal import MOST, SEAL_SECONDS, Sealer


class Seals:
    """Follows a stage from sealer to sealer. Without one nothing is sealed."""

    def __init__(self) -> None:
        self._sealer: Sealer | None = None
        self._coming: dict[int, Sealer | None] = {}  # of epochs that have no frame yet
        self._pending: list[bytes] = []
        self._since = 0.0
        self.epoch = 0

    @property
    def key(self) -> SealKey | None:
        """Return what a page needs to check the present seals."""
        return SealKey(self.epoch, self._sealer.credential) if self._sealer else None

    def expect(self, epoch: int, sealer: Sealer | None) -> None:
        """Note who seals an epoch that is about to begin."""
        self._coming[epoch] = sealer

    def enter(self, epoch: int) -> None:
        """Go on with the sealer of another epoch; what is pending must be sealed before."""
        self.epoch, self._sealer = epoch, self._coming.pop(epoch, None)
        self._pending = []

    def stop(self) -> None:
        """Forget every sealer."""
        self._coming.clear()
        self.enter(0)

    def add(self, packet: Packet, now: float) -> None:
        """Note a packet that is being sent to somebody."""
        if self._sealer:
            self._since = self._since if self._pending else now
            self._pending.append(packet.digest)

    def due(self, now: float) -> bool:
        """Say whether it is time for a seal."""
        waited = now - self._since >= SEAL_SECONDS
        return bool(self._pending) and (waited or len(self._pending) >= MOST)

    def close(self) -> Seal | None:
        """Return the seal of everything pending, for everybody; None when nothing is."""
        if not (self._sealer and self._pending):
            return None
        digests, self._pending = self._pending, []
        return Seal(self._sealer.link(digests))

    def cover(self, packets: Iterable[Packet] = ()) -> Seal | None:
        """Return a seal of everything pending and of ``packets``, for one viewer."""
        digests = [*(packet.digest for packet in packets), *self._pending]
        return Seal(self._sealer.cover(digests)) if self._sealer and digests else None

"""What a joiner needs of one codec: the frames since the last key frame."""

from __future__ import annotations

from dataclasses import dataclass, field

from generation.live.wire import Flags, with_flags

LONGEST = 120  # frames; beyond, a joiner is better served by a fresh key frame


@dataclass(frozen=True, slots=True)
class Packet:
    """One encoded frame, ready to send to every viewer of its codec."""

    codec: str
    key: bool
    epoch: int
    seq: int
    stamp: int
    message: bytes = field(repr=False)
    digest: bytes = field(repr=False)  # wire.digest_of the message


class GopCache:
    """The current group of pictures of one codec."""

    def __init__(self) -> None:
        self._packets: list[Packet] = []

    def keep(self, packet: Packet) -> None:
        """Remember a packet; a key frame forgets those before."""
        if packet.key:
            self._packets = [packet]
        elif self._packets and len(self._packets) < LONGEST:
            self._packets.append(packet)
        else:
            self._packets = []

    def clear(self) -> None:
        """Forget everything: the epoch ended."""
        self._packets = []

    @property
    def packets(self) -> list[Packet]:
        """Return what a replay is made of."""
        return self._packets

    @property
    def newest(self) -> Packet | None:
        """Return the last packet of a replay, or None where a key frame must come first."""
        return self._packets[-1] if self._packets else None

    def replay(self) -> list[bytes]:
        """Return the messages that bring a decoder to now; only the last is to be painted."""
        past = [with_flags(packet.message, Flags.CATCH_UP) for packet in self._packets[:-1]]
        return past + [packet.message for packet in self._packets[-1:]]

"""One connection: what it has been sent and what it has earned."""

from __future__ import annotations

from collections.abc import Callable

from generation.live.credit import RESUME, WINDOW, Credit, Sent, Verdict
from generation.live.gop import GopCache, Packet
from generation.live.messages import Config, FromServer, build_text
from generation.live.wire import Ack, Flags, with_flags

Send = Callable[[str | bytes], None]
HangUp = Callable[[], None]
WINDOWS = {"jpeg": (4, 1)}  # whole pictures are heavy: fewer on the way


class Viewer:
    """Decides, frame by frame, what one connection gets.

    ``send`` must not block; ``hang_up`` is called when the viewer is given up.
    """

    def __init__(self, send: Send, hang_up: HangUp, codec: str, now: float) -> None:
        self._send, self.hang_up = send, hang_up
        self.credit = Credit(now)
        self.last_sent = now
        self.paused = False
        self.begin(codec)

    def begin(self, codec: str) -> None:
        """Begin, or begin anew, with this codec; what is on the way still counts."""
        self.codec = codec
        self.credit.resize(*WINDOWS.get(codec, (WINDOW, RESUME)))
        self.rejoin()

    def rejoin(self) -> None:
        """Wait for the present picture and a replay before the next frame."""
        self.needs_picture = self.needs_key = True
        self._config: Config | None = None
        self._beat: int | None = None

    @property
    def wants_welcome(self) -> bool:
        """Say whether the viewer waits for a first picture and can take one."""
        return self.needs_picture and not self.paused and self.credit.nearly_empty

    @property
    def wants_catching_up(self) -> bool:
        """Say whether the viewer missed frames and has painted all it got."""
        return self.credit.skipping and not self.paused and not self.credit.on_the_way

    def tell(self, message: FromServer) -> None:
        """Send a control message."""
        self._send(build_text(message))

    def offer(self, packet: Packet, config: Config, now: float) -> None:
        """Send the frame, or leave it out where credit is lacking."""
        if self.paused or (self.needs_key and not packet.key):
            return
        verdict = self.credit.judge(packet.key)
        if verdict is Verdict.SKIP:
            return
        resumed = verdict is Verdict.RESUME
        self.configure(config)
        message = with_flags(packet.message, Flags.DISCONTINUITY) if resumed else packet.message
        self._put(message, packet, now)
        self.needs_picture = self.needs_key = False

    def welcome(self, poster: Packet, gop: GopCache, now: float) -> None:
        """Send the present picture, then what the decoder needs to go on from it.

        Without a replay the viewer has its first picture and waits for a key frame.
        """
        self.needs_picture = self.credit.skipping = False
        newest = gop.newest
        if newest is None or self.codec == poster.codec:
            self._put(poster.message, poster, now)
            self.needs_key = self.codec != poster.codec
            return
        for message in (poster.message, *gop.replay()[:-1]):
            self._send(message)
        self._put(newest.message, newest, now)
        self.needs_key = False

    def catch_up(self, poster: Packet, now: float) -> None:
        """Send a slow viewer the present picture while nothing moves."""
        self._put(with_flags(poster.message, Flags.DISCONTINUITY), poster, now)

    def beat(self, message: bytes, stamp: int, now: float) -> None:
        """Send a sign of life and expect one."""
        self._beat = stamp
        self._send(message)
        self.last_sent = now

    def acknowledged(self, ack: Ack, now: float) -> None:
        """Give credit for what was painted. Raises WireError."""
        if ack.painted or ack.stamp == self._beat:
            self.credit.acknowledged(ack, now)

    def configure(self, config: Config) -> None:
        """Tell how to decode what follows, once per epoch and codec."""
        if config is not self._config:
            self.tell(config)
            self._config = config

    def _put(self, message: bytes, packet: Packet, now: float) -> None:
        self._send(message)
        self.credit.sent(Sent(packet.epoch, packet.seq, packet.stamp), now)
        self.last_sent = now

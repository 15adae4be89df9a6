"""What one viewer says, and what we do about it. No socket here: messages in, calls out."""

from __future__ import annotations

from functools import partial
from typing import Any

from exhibits.streaming.limits import Allowance
from exhibits.streaming.outbox import Outbox
from exhibits.streaming.places import Place
from exhibits.streaming.sayings import LATE, NONSENSE, TOO_MUCH
from exhibits.streaming.seat import Seat
from exhibits.streaming.stages import Stages
from generation import (
    STREAM_VERSION,
    Ack,
    Ask,
    Hello,
    Hush,
    Offer,
    Pause,
    Quality,
    Refused,
    Viewer,
    WireError,
    Words,
    build_text,
    choose_codec,
    parse_from_viewer,
    parse_text,
)

MALFORMED, FORBIDDEN, LATE_HELLO, GIVEN_UP, TOO_FAST = 4400, 4403, 4408, 4410, 4429
TOO_MANY = 4503
# seconds; a mended page comes later
COME_BACK = {FORBIDDEN: 30, LATE_HELLO: 5, TOO_FAST: 10, TOO_MANY: 15}
HELLO_WITHIN = 10.0  # seconds
BINARY = (250.0, 500.0)  # messages a second, at once: 120 Hz pointers and acks fit twice
TEXT = (4.0, 24.0)  # a child who tries every button is no attack


class Session:
    """One admitted viewer, from its hello to its leaving. ``key``: what it may watch."""

    def __init__(
        self, place: Place, key: object, stages: Stages, outbox: Outbox, now: float
    ) -> None:
        self._place, self._key, self._stages, self._outbox = place, key, stages, outbox
        self._viewer: Viewer | None = None
        self._seat: Seat | None = None
        self._binary, self._text = Allowance(*BINARY, now), Allowance(*TEXT, now)
        self._since = now
        self._over = False

    def hear(self, event: dict[str, Any], now: float) -> None:
        """Take one message of the viewer in; whoever talks nonsense is refused."""
        if self._over:
            return
        data, text = event.get("bytes"), event.get("text")
        allowance = self._text if data is None else self._binary
        if not allowance.take(now):
            self.refuse("too_fast", TOO_MUCH, TOO_FAST)
            return
        try:
            if data is not None:
                self._hear_binary(data, now)
            else:
                self._hear_text(text or "", now)
        except WireError as error:
            self.refuse("malformed", NONSENSE, MALFORMED, detail=str(error))

    def refuse(self, reason: str, words: Words, code: int, *, detail: str = "") -> None:
        """Say why, and close."""
        retry = COME_BACK.get(code, 60)
        self._outbox.put(build_text(Refused(reason, words, retry, detail)))
        self._outbox.close(code)
        self.leave()

    def tend(self, now: float) -> None:
        """Do what time asks for."""
        if self._seat:
            self._seat.tend(now)
        elif not self._over and now - self._since > HELLO_WITHIN:
            self.refuse("late", LATE, LATE_HELLO)

    def leave(self) -> None:
        """Get up, whatever came before; nothing is heard any more."""
        self._over = True
        if self._seat:
            self._seat.leave()
            self._seat = None

    def _hear_binary(self, data: bytes, now: float) -> None:
        said = parse_from_viewer(data)
        if not (self._viewer and self._seat):
            raise WireError("say hello first")
        if isinstance(said, Ack):
            self._viewer.acknowledged(said, now)
        else:
            self._seat.point(said, now)

    def _hear_text(self, text: str, now: float) -> None:
        said = parse_text(text)
        if isinstance(said, Hello) and self._seat is None:
            self._begin(said, now)
        elif isinstance(said, Quality) and self._seat:
            self._seat.restart(said.codec)
        elif isinstance(said, Pause) and self._seat:
            self._seat.pause(said.paused)
        elif isinstance(said, Ask) and self._seat:
            self._seat.ask(said.answer, now)
        elif isinstance(said, Hush) and self._seat:
            self._seat.hush()
        else:
            raise WireError("hello comes first, and once")

    def _begin(self, hello: Hello, now: float) -> None:
        codec = choose_codec(hello)
        stage = self._place.stage(self._stages, self._key)
        if stage is None:
            self.refuse("full", self._place.crowded, TOO_MANY)
            return
        self._outbox.put(build_text(Offer(STREAM_VERSION, codec)))
        hang_up = partial(self._outbox.close, GIVEN_UP)
        self._viewer = Viewer(self._outbox.put, hang_up, codec, now)
        self._seat = Seat(self._viewer, self._place, self._stages, stage, now)
        self._seat.take()

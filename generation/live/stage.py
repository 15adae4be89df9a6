"""A performer running now: drawn once per tick, encoded once per codec. No thread, no clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from generation.live.capacity import Spent
from generation.live.cues import CueBox
from generation.live.gop import Packet
from generation.live.messages import Config, Speech
from generation.live.pace import KeyPolicy, Metronome
from generation.live.playback import Playback
from generation.live.wire import Flags, Header, Kind, build_frame, digest_of, stamp_of
from generation.media.encode import MAX_FPS, Canvas, Encoder, open_canvas, open_encoder
from generation.protocols import OnDevice, Performer
from generation.types import Cue


@dataclass(frozen=True, slots=True)
class Output:
    """What one tick gave: how to decode, what to send, what to show first, what is said.

    spent: what the frame cost, None where none was drawn.
    """

    configs: tuple[Config, ...] = ()
    packets: tuple[Packet, ...] = ()
    poster: Packet | None = None
    speeches: tuple[Speech, ...] = ()
    spent: Spent | None = None

    def __bool__(self) -> bool:
        """Say whether there is anything to hand on."""
        return bool(self.configs or self.packets or self.poster or self.speeches)


@dataclass(slots=True)
class Orders:
    """What the event loop wants of the next tick."""

    performer: Performer | None = None
    epoch: int = 0
    poster: bool = False
    joiners: set[str] = field(default_factory=set)  # codecs somebody waits for from nothing
    slow_ones: set[str] = field(default_factory=set)  # codecs somebody skips in


class _Track:
    """One codec of a stage: its encoder, and when it is due."""

    def __init__(self, encoder: Encoder, codec: str, fps: int, now: float) -> None:
        self.encoder, self.codec = encoder, codec
        self.policy = KeyPolicy(min(fps, MAX_FPS.get(codec, fps)), joiner_waits=True)
        self._beat = Metronome(MAX_FPS[codec], now) if codec in MAX_FPS else None
        self.dirty = True
        self.announced = False
        self.key_seq = 0

    def is_due(self, now: float) -> bool:
        """Say whether to encode now: something changed, or a joiner has nothing at all."""
        wanted = self.dirty or (self.policy.joiner_waits and self.policy.due(now))
        return wanted and (self._beat is None or self._beat.due(now))


class Stage:
    """Draws and encodes. ``step`` belongs to one thread; the rest may be called from any.

    ``codecs`` are those that have viewers; others are not encoded. ``cpu``: seconds the calling
    thread has spent.
    """

    def __init__(self, fps: int, cues: CueBox, cpu: Callable[[], float] = time.thread_time) -> None:
        self.fps, self._cpu = fps, cpu
        self.codecs: frozenset[str] = frozenset()
        self._cues = cues
        self._lock = threading.Lock()
        self._orders = Orders()
        self._performer: Performer | None = None
        self._playback = Playback()
        self._tracks: dict[str, _Track] = {}
        self._epoch = self._seq = self._touch_id = 0
        self._last = self._drawn = Header(Kind.VIDEO, Flags.NONE, 0, 0, 0, 0, 0)
        self._fresh = True

    def play(self, performer: Performer, epoch: int) -> None:
        """Change to another performer at the next tick; frames carry the new epoch."""
        with self._lock:
            self._orders.performer, self._orders.epoch = performer, epoch

    def want_poster(self) -> None:
        """Ask for the present picture as a JPEG."""
        with self._lock:
            self._orders.poster = True

    def want_key(self, codec: str, *, joiner: bool) -> None:
        """Ask for a key frame, soon for a joiner, in its time for a slow viewer."""
        with self._lock:
            (self._orders.joiners if joiner else self._orders.slow_ones).add(codec)

    def step(self, now: float) -> Output:
        """Draw and encode the moment ``now`` (monotonic seconds).

        Raises whatever the performer or an encoder raises; the stage stays usable.
        """
        with self._lock:
            orders, self._orders = self._orders, Orders()
        speeches: list[Speech] = []
        if orders.performer:
            speeches += self._playback.stop(now, self._epoch)
            self._begin(orders.performer, orders.epoch, now)
        if self._performer is None:
            return Output()
        cue, self._touch_id = self._cues.now()
        wanted = self._cues.performance
        speeches += self._playback.follow(wanted, cue.paused, now, self._epoch)
        began = self._cpu()
        changed = self._draw(now, self._playback.cue(cue, now))
        drawn = self._cpu()
        tracks = self._wanted(now)
        self._note(orders)
        for track in tracks:
            track.dirty |= changed
        due = [track for track in tracks if track.is_due(now)]
        if due and not changed:
            self._number(now)  # the same picture once more, for somebody who lacks it
        packets = tuple(self._encode(track, now) for track in due)
        spent = self._spent(drawn - began, self._cpu() - drawn) if changed else None
        poster = self._poster() if orders.poster else None
        return Output(self._announce(due), packets, poster, tuple(speeches), spent)

    def _draw(self, now: float, cue: Cue) -> bool:
        assert self._performer
        changed = self._performer.frame(now - self._began, cue, self._canvas.planes)
        if not (changed or self._fresh):
            return False
        self._fresh = False
        self._number(now)
        self._drawn = self._last
        return True

    def _spent(self, draw: float, encode: float) -> Spent:
        device = self._performer.device_ms if isinstance(self._performer, OnDevice) else 0.0
        return Spent(draw * 1000, encode * 1000, device)

    def _number(self, now: float) -> None:
        self._seq += 1
        told = (self._epoch, self._seq, int(now * 1e6), self._touch_id, 0)
        self._last = Header(Kind.VIDEO, Flags.NONE, *told)

    def _begin(self, performer: Performer, epoch: int, now: float) -> None:
        self._performer, self._epoch, self._began = performer, epoch, now
        self._canvas: Canvas = open_canvas(performer.size)
        self._tracks, self._fresh = {}, True

    def _wanted(self, now: float) -> list[_Track]:
        size, codecs = self._canvas.planes.size, self.codecs
        for gone in self._tracks.keys() - codecs:
            del self._tracks[gone]
        for codec in sorted(codecs - self._tracks.keys()):
            encoder = open_encoder(codec, size, self.fps)
            self._tracks[codec] = _Track(encoder, codec, self.fps, now)
        return list(self._tracks.values())

    def _note(self, orders: Orders) -> None:
        for codec, track in self._tracks.items():
            track.policy.joiner_waits |= codec in orders.joiners
            track.policy.slow_one_waits |= codec in orders.slow_ones

    def _encode(self, track: _Track, now: float) -> Packet:
        data, key = track.encoder.encode(self._canvas, key=track.policy.due(now))
        track.policy.encoded(key, now)
        track.dirty = False
        if key:
            track.key_seq = self._seq
        kind = Kind.JPEG if track.codec == "jpeg" else Kind.VIDEO
        flags = Flags.KEY if key else Flags.NONE
        header = self._last._replace(kind=kind, flags=flags, key_seq=track.key_seq)
        return _packet(track.codec, header, data)

    def _announce(self, tracks: list[_Track]) -> tuple[Config, ...]:
        news = [track for track in tracks if not track.announced]
        for track in news:
            track.announced = True
        width, height = self._canvas.planes.size
        return tuple(
            Config(self._epoch, track.codec, track.encoder.decoder, width, height, self.fps)
            for track in news
        )

    def _poster(self) -> Packet:
        data, _ = open_encoder("jpeg", self._canvas.planes.size, self.fps).encode(
            self._canvas, key=True
        )
        header = self._drawn._replace(kind=Kind.JPEG, flags=Flags.KEY, key_seq=self._drawn.seq)
        return _packet("jpeg", header, data)


def _packet(codec: str, header: Header, data: bytes) -> Packet:
    key = bool(header.flags & Flags.KEY)
    message = build_frame(header, data)
    stamp, digest = stamp_of(header.server_us), digest_of(message)
    return Packet(codec, key, header.epoch, header.seq, stamp, message, digest)

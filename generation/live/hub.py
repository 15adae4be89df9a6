"""A stage and its viewers: the same bytes to each, from the first viewer to the last."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from generation.live.gop import GopCache, Packet
from generation.live.messages import Bye, Config, Health, Label, Speech
from generation.live.pace import BEAT_SECONDS
from generation.live.player import Condition, OpenPerformer, OpenSealer, Player
from generation.live.repertoire import MakeTimeline
from generation.live.seal import Sealer
from generation.live.sealing import Seals
from generation.live.stage import Output
from generation.live.viewer import Viewer
from generation.live.wire import Flags, Header, Kind, Pointer, build_frame, stamp_of

log = logging.getLogger(__name__)

LINGER = 5.0  # seconds a stage goes on without viewers: a reload finds it warm
LOOK_EVERY = 0.25  # seconds
LULL = 0.3  # seconds without a frame, after which who missed some is shown the last


class Hub:
    """Lives on one event loop; opening and drawing happen in threads, never here."""

    def __init__(self, fps: int, next_epoch: Callable[[], int]) -> None:
        self.viewers: set[Viewer] = set()
        self._seals = Seals()
        self._player = Player(fps, next_epoch, self.take, self._tell_all, self._expect)
        self._watching: asyncio.Task[None] | None = None
        self._gops: defaultdict[str, GopCache] = defaultdict(GopCache)
        self._configs: dict[str, Config] = {}
        self._speech: Speech | None = None  # what is being said
        self._labels: dict[int, Label | None] = {}  # of epochs that have no frame yet
        self._label: Label | None = None  # of the present one
        self._moved = self._left = time.monotonic()

    @property
    def condition(self) -> Condition:
        """Return how the stage is, and what its frames cost."""
        return self._player.condition

    @property
    def running(self) -> bool:
        """Say whether the stage plays, is opening, or lingers."""
        return self._player.running or bool(self.viewers)

    def join(self, viewer: Viewer) -> None:
        """Let a viewer in; the first one starts the stage."""
        self.viewers.add(viewer)
        viewer.tell(self._player.health)
        if self._speech:
            viewer.tell(self._speech)
        self._begin(viewer)
        self._player.start()
        if self._watching is None or self._watching.done():
            self._watching = asyncio.get_running_loop().create_task(self._watch())

    def leave(self, viewer: Viewer) -> None:
        """Let a viewer go; a while after the last one the stage stops."""
        self._cover(viewer)
        self.viewers.discard(viewer)
        self._left = time.monotonic()
        self._count_codecs()

    def restart(self, viewer: Viewer, codec: str) -> None:
        """Begin anew for one viewer, perhaps with another codec."""
        self._cover(viewer)
        viewer.begin(codec)
        self._begin(viewer)

    def hold(self, viewer: Viewer, paused: bool) -> None:
        """Send one viewer no frames, or go on from the present picture."""
        self._cover(viewer)
        viewer.paused = paused
        self._begin(viewer)

    def point(self, pointer: Pointer) -> None:
        """Let a pointer steer the performer."""
        self._player.cues.point(pointer)

    def pause(self, paused: bool) -> None:
        """Hold the performer itself, for every viewer."""
        self._player.cues.pause(paused)

    def learn(self, answers: Mapping[str, MakeTimeline]) -> None:
        """Set which answers may be asked for: name → how to make its timeline, slow."""
        self._player.repertoire.learn(answers)
        if self._speech and self._speech.answer not in answers:
            self._player.hush()

    def ask(self, answer: str, viewer: Viewer) -> None:
        """Let the performer give an answer; a viewer who asks in vain is told why."""
        self._player.ask(answer, viewer.tell)

    def hush(self) -> None:
        """Let the performer fall silent."""
        self._player.hush()

    @property
    def speaks(self) -> bool:
        """Say whether an answer is being given."""
        return self._speech is not None

    def let_go(self) -> None:
        """Forget the visitor who steered; nobody listens any more."""
        self._player.hush()
        self._player.cues.let_go()

    def show(
        self,
        open_performer: OpenPerformer,
        open_sealer: OpenSealer | None = None,
        label: Label | None = None,
    ) -> None:
        """Set the performer; where one plays, it goes on until the new one is ready.

        What it sends is sealed by what ``open_sealer`` gives, opened with it in a thread, and
        every viewer hears ``label`` before the first frame.
        """
        self._player.show(open_performer, open_sealer, label)

    def rest(self, health: Health) -> None:
        """Play nothing until the next ``show``; say why. The last picture stays."""
        self._player.rest(health)

    def close(self, bye: Bye) -> None:
        """Say good-bye to everybody and stop."""
        self._seal()
        leaving, self.viewers = self.viewers, set()
        for viewer in leaving:
            viewer.tell(bye)
            viewer.hang_up()
        self._stop()

    def take(self, output: Output) -> None:
        """Hand on what the stage gave. Called on the event loop, once per tick with news."""
        now = time.monotonic()
        for speech in output.speeches:
            self._hear(speech)
        for config in output.configs:
            self._enter(config)
        for packet in output.packets:
            self._moved = now
            config = self._configs[packet.codec]
            for viewer in self.viewers:
                if viewer.codec == packet.codec:
                    viewer.offer(packet, config, now)
            self._gops[packet.codec].keep(packet)
            self._seals.add(packet, now)
        if output.poster:
            self._reach(output.poster.epoch)
            self._hand_out(output.poster, now)
        if self._seals.due(now):
            self._seal()

    def look(self, now: float) -> None:
        """Do what time asks for: beats, giving up the silent, posters in a lull, the end."""
        for viewer in [v for v in self.viewers if v.credit.silent(now)]:
            log.info("gave up a viewer that was silent too long")
            viewer.hang_up()
            self.leave(viewer)
        if not self.viewers and now - self._left > LINGER:
            self._stop()
            return
        if self._seals.due(now):
            self._seal()
        self._beat([v for v in self.viewers if now - v.last_sent >= BEAT_SECONDS], now)
        for codec in {viewer.codec for viewer in self.viewers if viewer.credit.skipping}:
            self._player.stage.want_key(codec, joiner=False)
        lull = now - self._moved > LULL
        if any(v.wants_welcome or (lull and v.wants_catching_up) for v in self.viewers):
            self._player.stage.want_poster()

    def _expect(self, epoch: int, sealer: Sealer | None, label: Label | None) -> None:
        self._seals.expect(epoch, sealer)
        self._labels[epoch] = label

    def _begin(self, viewer: Viewer) -> None:
        self._tell_label(viewer)
        self._tell_key(viewer)  # the page begins the chain of seals anew
        viewer.rejoin()
        self._count_codecs()
        if viewer.wants_welcome:
            self._player.stage.want_poster()

    def _count_codecs(self) -> None:
        codecs = frozenset(viewer.codec for viewer in self.viewers if not viewer.paused)
        self._player.stage.codecs = codecs
        for gone in self._gops.keys() - codecs:
            del self._gops[gone]

    def _enter(self, config: Config) -> None:
        self._reach(config.epoch)
        self._gops[config.codec].clear()
        self._configs[config.codec] = config

    def _reach(self, epoch: int) -> None:
        if epoch == self._seals.epoch:
            return
        self._seal()
        self._seals.enter(epoch)
        self._label = self._labels.pop(epoch, None)
        self._gops.clear()
        self._configs.clear()
        for viewer in self.viewers:
            self._tell_label(viewer)
            self._tell_key(viewer)

    def _tell_label(self, viewer: Viewer) -> None:
        if self._label:
            viewer.tell(self._label)

    def _tell_key(self, viewer: Viewer) -> None:
        if self._seals.key:
            viewer.tell(self._seals.key)

    def _seal(self) -> None:
        if seal := self._seals.close():
            for viewer in self.viewers:
                if not viewer.paused:
                    viewer.tell(seal)

    def _cover(self, viewer: Viewer, packets: Sequence[Packet] = ()) -> None:
        """Seal what a viewer alone was sent, and what it was sent before it misses a seal."""
        if viewer in self.viewers and (seal := self._seals.cover(packets)):
            viewer.tell(seal)

    def _hand_out(self, poster: Packet, now: float) -> None:
        for viewer in self.viewers:
            if viewer.wants_welcome:
                self._welcome(viewer, poster, now)
            elif viewer.wants_catching_up and now - self._moved > LULL:
                viewer.catch_up(poster, now)
                self._cover(viewer, [poster])

    def _welcome(self, viewer: Viewer, poster: Packet, now: float) -> None:
        gop = self._gops[viewer.codec]
        if config := self._configs.get(viewer.codec):
            viewer.configure(config)
        viewer.welcome(poster, gop, now)
        self._cover(viewer, [poster, *gop.packets])
        if viewer.needs_key:
            self._player.stage.want_key(viewer.codec, joiner=True)

    def _beat(self, viewers: list[Viewer], now: float) -> None:
        if not viewers:
            return
        server_us = int(now * 1e6)
        header = Header(Kind.BEAT, Flags.NONE, self._seals.epoch, 0, server_us, 0, 0)
        message = build_frame(header)
        for viewer in viewers:
            viewer.beat(message, stamp_of(server_us), now)

    def _hear(self, speech: Speech) -> None:
        self._speech = speech if speech.under_way else None
        for viewer in self.viewers:
            viewer.tell(speech)

    def _tell_all(self, health: Health) -> None:
        if self._speech and health.state != "live":  # the thread that would say so is gone
            self._hear(replace(self._speech, state="interrupted"))
        for viewer in self.viewers:
            viewer.tell(health)

    def _stop(self) -> None:
        self._player.stop()
        if self._watching:
            self._watching.cancel()
            self._watching = None
        self._seals.stop()
        self._labels.clear()
        self._label = None
        self._gops.clear()
        self._configs.clear()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.look(time.monotonic())

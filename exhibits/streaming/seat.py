"""Where one viewer sits: on a shared stage, or on a private one while the finger moves."""

from __future__ import annotations

from exhibits.streaming.limits import Allowance
from exhibits.streaming.places import Place
from exhibits.streaming.running import Running
from exhibits.streaming.sayings import FULL, ONE_BY_ONE, WATCH_ONLY
from exhibits.streaming.stages import Stages
from generation import Phase, Pointer, Role, Speech, Viewer, Words

IDLE = 30.0  # seconds without a pointer until a private stage is given back
ASK_AGAIN = 10.0  # seconds after a refusal
QUESTIONS = (0.5, 4.0)  # a second, at once


class Seat:
    """Moves a viewer between the shared stage and a private one, and passes cues on."""

    def __init__(
        self, viewer: Viewer, place: Place, stages: Stages, shared: Running, now: float
    ) -> None:
        self._viewer, self._place, self._stages = viewer, place, stages
        self._shared = self._stage = shared
        self._steers = place.steers
        self._pointed = self._refused = float("-inf")
        self._paused = False
        self._questions = Allowance(*QUESTIONS, now)

    def take(self) -> None:
        """Sit down on the shared stage."""
        self._stage.hub.join(self._viewer)
        self._viewer.tell(Role(steering=self._steers))

    def leave(self) -> None:
        """Get up; whoever steered lets go."""
        self._stage.hub.leave(self._viewer)
        if self._steers:
            self._stage.hub.let_go()

    def point(self, pointer: Pointer, now: float) -> None:
        """Steer, after asking for a stage of one's own where that is possible."""
        self._pointed = now
        if pointer.phase is not Phase.LEAVE:
            self._want_to_steer(now)
        if self._steers:
            self._stage.hub.point(pointer)

    def ask(self, answer: str, now: float) -> None:
        """Let the portrait answer whoever steers it; say why not to anybody else."""
        self._pointed = now
        self._want_to_steer(now)
        if not self._steers:
            self._no_answer(answer, "watching", WATCH_ONLY)
        elif not self._questions.take(now):
            self._no_answer(answer, "too_fast", ONE_BY_ONE)
        else:
            self._stage.hub.ask(answer, self._viewer)

    def hush(self) -> None:
        """Let the portrait fall silent for whoever steers it."""
        if self._steers:
            self._stage.hub.hush()

    def pause(self, paused: bool) -> None:
        """Hold the performer for whoever steers it, else only this viewer's picture."""
        self._paused = paused
        if self._steers:
            self._stage.hub.pause(paused)
        else:
            self._stage.hub.hold(self._viewer, paused)

    def restart(self, codec: str) -> None:
        """Begin anew with this codec."""
        self._stage.hub.restart(self._viewer, codec)

    def tend(self, now: float) -> None:
        """Give a private stage back when its visitor has stopped moving it."""
        if self._stage.hub.speaks:
            self._pointed = now  # whoever listens is still here
        if self._stage is not self._shared and now - self._pointed > IDLE:
            self._move(self._shared, steers=False)

    def _want_to_steer(self, now: float) -> None:
        if self._steers or not self._place.private or now - self._refused < ASK_AGAIN:
            return
        stage = self._place.private(self._stages, self._viewer)
        if stage:
            self._move(stage, steers=True)
        else:
            self._refused = now
            self._viewer.tell(Role(steering=False, reason="full", words=FULL))

    def _no_answer(self, answer: str, reason: str, words: Words) -> None:
        self._viewer.tell(Speech("refused", answer, reason=reason, words=words))

    def _move(self, stage: Running, *, steers: bool) -> None:
        self.leave()
        self._stage, self._steers = stage, steers
        self._viewer.paused = False
        self.take()
        if self._paused:
            self.pause(True)

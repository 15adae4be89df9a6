"""The window of credit, on a clock we move: fast, slow, stalled, lying viewers."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import pytest

from generation.live.credit import SILENCE, WINDOW, Credit, Sent, Verdict
from generation.live.wire import Ack, WireError

FPS = 30


class Reader:
    """A viewer behind a wire that carries so many bytes a second, acknowledging every 4th."""

    def __init__(self, bytes_per_second: float) -> None:
        self.credit = Credit(0.0)
        self.rate = bytes_per_second
        self.wire: deque[tuple[Sent, float, bool, Verdict, float]] = deque()
        self.painted: list[tuple[int, float, bool, Verdict]] = []  # seq, late by, key, verdict
        self.free_at = 0.0
        self.pending = 0

    def offer(self, seq: int, key: bool, size: float, now: float) -> None:
        self.read(now)
        verdict = self.credit.judge(key)
        if verdict is Verdict.SKIP:
            return
        self.free_at = max(self.free_at, now) + size / self.rate
        sent = Sent(1, seq, seq * 7)
        self.credit.sent(sent, now)
        self.wire.append((sent, self.free_at, key, verdict, now))

    def read(self, now: float) -> None:
        while self.wire and self.wire[0][1] <= now:
            sent, arrived, key, verdict, began = self.wire.popleft()
            self.painted.append((sent.seq, arrived - began, key, verdict))
            self.pending += 1
            if self.pending == 4:
                self.credit.acknowledged(Ack(4, *sent), arrived)
                self.pending = 0
        if self.pending and not self.wire:  # a rest is acknowledged after a moment
            self.credit.acknowledged(Ack(self.pending, *sent_of(self.painted[-1][0])), now)
            self.pending = 0


def sent_of(seq: int) -> Sent:
    return Sent(1, seq, seq * 7)


def watch(reader: Reader, seconds: float) -> Reader:
    for seq in range(1, int(seconds * FPS)):
        key = seq % 60 == 1
        reader.offer(seq, key, 66_000 if key else 7_000, seq / FPS)
    return reader


def test_a_fast_reader_gets_every_frame() -> None:
    reader = watch(Reader(20e6), 20)
    assert len(reader.painted) >= 20 * FPS - 2
    assert reader.credit.skipped == 0


@pytest.mark.parametrize("rate", [100e3, 150e3, 200e3])
def test_a_slow_reader_stays_near_and_never_resumes_on_a_delta(rate: float) -> None:
    reader = watch(Reader(rate), 60)
    late = sorted(late for _, late, _, _ in reader.painted)
    assert late[len(late) // 2] < 1.0
    assert late[-1] < 1.25
    half = len(reader.painted) // 2
    assert (
        max(x[1] for x in reader.painted[half:]) <= max(x[1] for x in reader.painted[:half]) + 0.2
    )
    for (before, *_), (seq, _, key, verdict) in pairwise(reader.painted):
        assert seq == before + 1 or (key and verdict is Verdict.RESUME)
    assert reader.credit.skipped > 100


def test_a_stalled_reader_is_given_up_and_takes_a_window_only() -> None:
    reader = watch(Reader(1e-9), 7.9)
    assert reader.credit.on_the_way == WINDOW
    assert not reader.credit.silent(SILENCE)
    assert reader.credit.silent(SILENCE + 0.1)


def test_beats_keep_a_viewer_without_frames() -> None:
    credit = Credit(0.0)
    for now in range(60):
        assert not credit.silent(now + 1)
        credit.acknowledged(Ack(0, 1, 0, 0), now + 1)
    assert credit.silent(60 + SILENCE + 0.1)


def test_answering_beats_does_not_excuse_from_painting() -> None:
    credit = Credit(0.0)
    credit.sent(sent_of(1), 100.0)
    for now in range(100, 108):
        assert not credit.silent(now)
        credit.acknowledged(Ack(0, 1, 0, 0), now)
    assert credit.silent(108.1)


def test_old_acks_count_for_nothing_and_false_ones_are_refused() -> None:
    credit = Credit(0.0)
    for seq in range(1, 6):
        credit.sent(sent_of(seq), 1.0)
    credit.acknowledged(Ack(3, *sent_of(3)), 1.0)
    assert credit.on_the_way == 2
    credit.acknowledged(Ack(2, *sent_of(2)), 1.0)  # late, harmless
    credit.acknowledged(Ack(9, *sent_of(99)), 1.0)  # never sent
    credit.acknowledged(Ack(9, 2, 5, 35), 1.0)  # of another epoch
    assert credit.on_the_way == 2
    with pytest.raises(WireError, match="stamp"):
        credit.acknowledged(Ack(1, 1, 5, 1234), 1.0)


def test_a_smaller_window_for_whole_pictures() -> None:
    credit = Credit(0.0, window=4, resume=1)
    verdicts = []
    for seq in range(1, 8):
        verdicts.append(credit.judge(key=True))
        if verdicts[-1] is not Verdict.SKIP:
            credit.sent(sent_of(seq), 0.0)
    assert verdicts == [Verdict.SEND] * 4 + [Verdict.SKIP] * 3
    credit.acknowledged(Ack(1, *sent_of(2)), 0.1)
    assert credit.judge(key=True) is Verdict.SKIP
    credit.acknowledged(Ack(1, *sent_of(3)), 0.1)
    assert credit.judge(key=True) is Verdict.RESUME

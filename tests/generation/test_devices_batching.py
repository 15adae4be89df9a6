"""One thread, several askers: who is drawn together, who hears of a failure, how it ends."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from generation.devices.batching import RECENT, Attendance, Batcher
from generation.errors import EngineFailed

LONG = 30.0  # seconds: a window nobody waits out


class Doubling:
    """Doubles numbers; remembers who came together; breaks over a 13."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.threads: set[int] = set()

    def __call__(self, asks: Sequence[int]) -> list[int]:
        self.batches.append(list(asks))
        self.threads.add(threading.get_ident())
        if 13 in asks:
            raise ZeroDivisionError("thirteen")
        return [2 * ask for ask in asks]


def expecting(run: Doubling, askers: int) -> Batcher[int, int]:
    """A batcher that so many have just asked."""
    batcher = Batcher(run, window=LONG, clock=lambda: 0.0)
    for who in range(askers):
        batcher._attendance.note(who, 0.0)
    return batcher


def test_who_asks_alone_waits_for_nobody() -> None:
    run = Doubling()
    batcher = Batcher(run, window=LONG)
    assert [batcher.ask(n, "me") for n in range(5)] == [0, 2, 4, 6, 8]
    assert run.batches == [[0], [1], [2], [3], [4]]
    batcher.close()


def test_those_who_usually_ask_are_drawn_together_each_its_own() -> None:
    run = Doubling()
    batcher = expecting(run, 3)
    with ThreadPoolExecutor(3) as pool:
        for turn in range(1, 4):
            asked = [pool.submit(batcher.ask, 10 * turn + who, who) for who in range(3)]
            assert [future.result() for future in asked] == [
                2 * (10 * turn + who) for who in range(3)
            ]
    assert [sorted(batch) for batch in run.batches[-3:]] == [
        [10, 11, 12],
        [20, 21, 22],
        [30, 31, 32],
    ]
    assert len(run.threads) == 1
    batcher.close()


def test_nobody_waits_longer_than_the_window_or_for_more_than_fit() -> None:
    run = Doubling()
    batcher = Batcher(run, window=0.0, clock=lambda: 0.0)
    assert batcher.ask(1, "one") == 2 and batcher.ask(2, "two") == 4
    assert batcher.ask(3, "one") == 6, "two did not ask, and one went on"
    batcher.close()
    small = Batcher(run, window=LONG, most=1, clock=lambda: 0.0)
    assert [small.ask(n, n) for n in range(4)] == [0, 2, 4, 6]
    small.close()


def test_who_asked_long_ago_is_not_expected() -> None:
    attendance = Attendance()
    attendance.note("one", 0.0)
    attendance.note("two", 0.2)
    assert attendance.expected(0.2) == 2
    assert attendance.expected(RECENT + 0.01) == 1
    assert attendance.expected(9.0) == 0


def test_a_failure_is_heard_only_by_who_caused_it() -> None:
    run = Doubling()
    batcher = expecting(run, 3)
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(batcher.ask, number, who) for who, number in enumerate((5, 13, 7))]
        assert asked[0].result() == 10 and asked[2].result() == 14
        with pytest.raises(ZeroDivisionError):
            asked[1].result()
    batcher.close()


def test_work_of_its_own_runs_in_the_same_thread() -> None:
    run = Doubling()
    batcher = Batcher(run)
    assert batcher.alone(threading.get_ident) == batcher.alone(threading.get_ident)
    batcher.ask(1, "me")
    assert run.threads == {batcher.alone(threading.get_ident)}
    with pytest.raises(ZeroDivisionError):
        batcher.alone(lambda: 1 // 0)
    batcher.close()


def test_closing_lets_nobody_wait() -> None:
    inside, go = threading.Event(), threading.Event()

    def slow(asks: Sequence[int]) -> list[int]:
        inside.set()
        assert go.wait(10)
        return list(asks)

    batcher = Batcher(slow, window=0.0)
    with ThreadPoolExecutor(2) as pool:
        drawn = pool.submit(batcher.ask, 1, "one")
        assert inside.wait(10)
        waiting = pool.submit(batcher.alone, lambda: 2)
        batcher.let_go()
        go.set()
        assert drawn.result(10) == 1
        with pytest.raises(EngineFailed):
            waiting.result(10)
    batcher.close()
    with pytest.raises(EngineFailed):
        batcher.ask(3, "three")


def test_a_device_that_does_not_answer_is_given_up() -> None:
    go = threading.Event()

    def silent(asks: Sequence[int]) -> list[int]:
        go.wait(10)
        return list(asks)

    batcher = Batcher(silent, window=0.0, patience=0.02)
    with pytest.raises(EngineFailed, match="does not answer"):
        batcher.ask(1, "one")
    go.set()
    assert batcher.alone(lambda: 5) == 5
    batcher.close()

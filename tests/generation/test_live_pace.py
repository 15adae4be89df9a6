"""Ticks, key frames and capacity, on a clock we move."""

from __future__ import annotations

import pytest

from generation.live.pace import KeyPolicy, Metronome


def test_ticks_come_at_their_rate_and_are_not_made_up() -> None:
    metronome = Metronome(30, 100.0)
    assert metronome.due(100.0)
    assert not metronome.due(100.01)
    assert metronome.wait(100.01) == pytest.approx(1 / 30 - 0.01)
    ticks = sum(metronome.due(100 + n / 1000) for n in range(11, 1000))
    assert ticks == 29
    assert metronome.due(107.0)  # seven seconds late: one tick, not two hundred
    assert not metronome.due(107.01)


def test_key_frames_are_due_first_then_by_frames_and_by_need() -> None:
    policy = KeyPolicy(30, joiner_waits=True)
    assert policy.due(0.0)
    policy.encoded(True, 0.0)
    assert not policy.due(0.1)
    policy.joiner_waits = True
    assert not policy.due(0.4)
    assert policy.due(0.5)
    policy.encoded(True, 0.5)
    policy.slow_one_waits = True
    assert not policy.due(2.4)
    assert policy.due(2.5)
    policy.encoded(True, 2.5)
    for n in range(59):
        assert not policy.due(3 + n / 30)
        policy.encoded(False, 3 + n / 30)
    assert policy.due(5.0)

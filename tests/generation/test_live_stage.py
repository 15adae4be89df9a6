"""A stage tick by tick, on a clock we move: drawn once, encoded once, sent only when changed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from generation.live.cues import CueBox
from generation.live.gop import GopCache, Packet
from generation.live.stage import Output, Stage
from generation.live.wire import Flags, Kind, Phase, Pointer, parse_frame
from generation.types import Cue
from tests.performers import Breaking, Drifting, Patches

FPS = 30


class Run:
    """A stage and its clock."""

    def __init__(self, *codecs: str) -> None:
        self.cues = CueBox()
        self.stage = Stage(FPS, self.cues)
        self.stage.codecs = frozenset(codecs)
        self.tick = 0

    def step(self) -> Output:
        self.tick += 1
        return self.stage.step(1000 + self.tick / FPS)

    def packets(self, ticks: int) -> list[Packet]:
        return [packet for _ in range(ticks) for packet in self.step().packets]


def test_without_a_performer_nothing_comes() -> None:
    assert Run("h264").step() == Output()


def test_each_frame_is_encoded_once_per_codec_that_has_viewers() -> None:
    run = Run("h264", "vp9")
    run.stage.play(Drifting(), epoch=4)
    first = run.step()
    assert [(c.codec, c.epoch, c.width, c.height) for c in first.configs] == [
        ("h264", 4, 96, 128),
        ("vp9", 4, 96, 128),
    ]
    assert first.configs[0].decoder.startswith("avc1.64")
    assert [packet.key for packet in first.packets] == [True, True]
    second = run.step()
    assert second.configs == ()
    assert [(p.codec, p.seq, p.key) for p in second.packets] == [
        ("h264", 2, False),
        ("vp9", 2, False),
    ]
    header, payload = parse_frame(second.packets[0].message)
    assert (header.kind, header.flags, header.epoch) == (Kind.VIDEO, Flags.NONE, 4)
    assert (header.seq, header.key_seq, header.touch_id) == (2, 1, 0)
    assert header.server_us == int((1000 + 2 / FPS) * 1e6)
    assert payload


def test_nobody_watches_nothing_is_encoded() -> None:
    run = Run()
    performer = Drifting()
    run.stage.play(performer, epoch=1)
    assert run.packets(5) == []
    assert performer.calls == 5


def test_an_unchanged_picture_is_not_sent() -> None:
    run = Run("h264")
    run.stage.play(Patches(), epoch=1)
    assert len(run.packets(60)) == 1
    run.stage.play(Drifting(every=2), epoch=2)
    packets = run.packets(20)
    assert len(packets) == 11  # the first tick always draws something to show
    assert [packet.seq for packet in packets] == list(range(2, 13))


def test_a_key_frame_every_two_seconds_of_frames() -> None:
    run = Run("h264")
    run.stage.play(Drifting(), epoch=1)
    packets = run.packets(130)
    assert [n for n, packet in enumerate(packets) if packet.key] == [0, 60, 120]


def test_a_joiner_gets_a_key_frame_of_a_still_picture_at_most_twice_a_second() -> None:
    run = Run("h264")
    run.stage.play(Patches(), epoch=1)
    run.packets(30)
    keys = []
    for tick in range(40):
        run.stage.want_key("h264", joiner=True)
        if any(packet.key for packet in run.step().packets):
            keys.append(tick)
    assert len(keys) == 3
    assert all(later - sooner >= 15 for sooner, later in pairwise(keys))


def test_a_slow_viewer_waits_for_its_key_frame_two_seconds_of_time() -> None:
    run = Run("h264")
    run.stage.play(Drifting(every=3), epoch=1)  # ten frames a second
    run.packets(30)
    run.stage.want_key("h264", joiner=False)
    keys = [tick for tick in range(31, 120) if any(p.key for p in run.step().packets)]
    assert keys[0] in range(60, 64)


def test_whole_pictures_come_at_half_the_rate_and_the_last_is_never_left_out() -> None:
    run = Run("jpeg")
    run.stage.play(Drifting(), epoch=1)
    assert len(run.packets(60)) == 30
    while run.step().packets:
        pass
    run.cues.pause(True)  # just after a frame that was left out
    assert len(run.packets(30)) == 1


def test_the_poster_is_the_present_picture() -> None:
    run = Run("h264")
    run.stage.play(Drifting(), epoch=9)
    run.packets(7)
    run.stage.want_poster()
    output = run.step()
    assert output.poster and output.poster.key
    header, payload = parse_frame(output.poster.message)
    assert (header.kind, header.epoch, header.seq) == (Kind.JPEG, 9, output.packets[0].seq)
    assert payload[:2] == b"\xff\xd8"
    assert run.step().poster is None


def test_pointers_steer_and_are_echoed() -> None:
    run = Run("h264")
    performer = Drifting()
    run.stage.play(performer, epoch=1)
    run.cues.point(Pointer(Phase.ENTER, 7, 0.25, 0.5))
    run.cues.point(Pointer(Phase.MOVE, 8, 1.5, -2.0))
    (packet,) = run.step().packets
    assert parse_frame(packet.message)[0].touch_id == 8
    assert performer.cues[-1] == Cue(gaze=(1.0, 0.0))
    run.cues.point(Pointer(Phase.LEAVE, 9, 0.1, 0.1))
    (packet,) = run.step().packets
    assert parse_frame(packet.message)[0].touch_id == 9
    assert performer.cues[-1] == Cue()
    run.cues.pause(True)
    run.step()
    assert performer.cues[-1] == Cue(paused=True)
    run.cues.let_go()
    run.step()
    assert performer.cues[-1] == Cue()


def test_another_performer_means_another_epoch_and_a_key_frame() -> None:
    run = Run("h264")
    run.stage.play(Drifting(), epoch=1)
    run.packets(3)
    run.stage.play(Drifting((160, 96)), epoch=2)
    output = run.step()
    assert [(c.epoch, c.width, c.height) for c in output.configs] == [(2, 160, 96)]
    assert [(p.epoch, p.key, p.seq) for p in output.packets] == [(2, True, 4)]


def test_a_performer_that_breaks_says_so_and_leaves_the_stage_usable() -> None:
    run = Run("h264")
    run.stage.play(Breaking(at=3), epoch=1)
    run.packets(2)
    with pytest.raises(ZeroDivisionError):
        run.step()
    run.stage.play(Drifting(), epoch=2)
    assert run.packets(1)[0].key


def test_a_replay_is_painted_only_at_its_end() -> None:
    run = Run("h264")
    run.stage.play(Drifting(), epoch=1)
    gop = GopCache()
    assert gop.newest is None and gop.replay() == []
    packets = run.packets(65)
    for packet in packets:
        gop.keep(packet)
    headers = [parse_frame(message)[0] for message in gop.replay()]
    assert [header.seq for header in headers] == list(range(61, 66))
    assert [bool(header.flags & Flags.CATCH_UP) for header in headers] == [True] * 4 + [False]
    assert headers[0].flags & Flags.KEY
    assert gop.newest is packets[-1]
    gop.clear()
    gop.keep(packets[-1])  # a delta without its key frame is worth nothing
    assert gop.newest is None

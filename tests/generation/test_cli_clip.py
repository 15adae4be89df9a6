"""Clips: what is written is what was drawn, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from generation.errors import EncoderFailed
from generation.media.clip import write_whole
from generation.media.yuv import planes_from_rgb, rgb_from_planes
from generation.offline import write_clip
from generation.types import Cue, Planes, Timeline


class Bar:
    """A painting over which a white bar walks 4 px a frame at 25 frames a second."""

    def __init__(self, rgb: np.ndarray) -> None:
        self.size = rgb.shape[1], rgb.shape[0]
        self._source = planes_from_rgb(rgb)

    def ready(self, timeline: Timeline) -> None:
        pass

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        for plane, given in zip(out, self._source, strict=True):
            np.copyto(plane, given)
        at = 4 * round(t * 25)
        out.y[:, at : at + 4] = 235
        return True


def nothing(count: int) -> None:
    pass


def test_frames_come_back_in_order_with_their_colours(tmp_path: Path, house) -> None:
    rgb = house("fayum", 320)
    path = tmp_path / "clip.mp4"
    write_clip(Bar(rgb), path, 30, 25, nothing)
    with av.open(str(path)) as opened:
        stream = opened.streams.video[0]
        context = stream.codec_context
        # BT.601 matrix, limited range, BT.709 primaries, sRGB curve.
        tags = context.colorspace, context.color_range, context.color_primaries, context.color_trc
        assert (context.name, context.pix_fmt, tags) == ("h264", "yuv420p", (6, 1, 1, 13))
        assert (stream.frames, stream.average_rate) == (30, 25)
        assert float(stream.duration * stream.time_base) == 30 / 25
        frames = [frame.to_ndarray() for frame in opened.decode(video=0)]
    assert len(frames) == 30
    for k, frame in enumerate(frames):
        assert frame[:320, 4 * k : 4 * k + 4].mean() > 225
        assert abs(frame[:320, 4 * k + 8 : 4 * k + 12].mean() - 235) > 40
    y, u, v = (frames[0][:320], frames[0][320:400], frames[0][400:])
    planes = Planes(y, u.reshape(160, 120), v.reshape(160, 120))
    error = rgb_from_planes(planes)[:, 16:].astype(float) - rgb[:, 16:]
    assert np.sqrt((error**2).mean()) < 4
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ValueError])
def test_nothing_half_written_is_left(tmp_path: Path, interruption: type[BaseException]) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"an older clip")
    left = [80]

    def progress(count: int) -> None:
        left[0] -= count
        if not left[0]:
            raise interruption

    with pytest.raises(interruption):
        write_clip(Bar(np.zeros((64, 64, 3), np.uint8)), path, 100, 25, progress)
    assert path.read_bytes() == b"an older clip"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    black = Bar(np.zeros((64, 64, 3), np.uint8))
    with pytest.raises(EncoderFailed) as caught:
        write_clip(black, tmp_path / "no/clip.mp4", 1, 25, nothing)
    assert "could not be written" in caught.value.for_people.en
    with pytest.raises(EncoderFailed):
        write_whole(tmp_path / "no" / "still.png", b"")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "still.png"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]

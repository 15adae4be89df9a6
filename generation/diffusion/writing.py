"""What a pipeline made, written to a file that appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import chain
from pathlib import Path

import numpy as np

from generation.making import RGB
from generation.media.clip import write_whole
from generation.media.join import MP4, join
from generation.media.picture import encode_clean
from generation.media.segment import H264, SegmentWriter
from generation.media.video import FrameCanvas
from generation.media.work import working
from generation.media.yuv import planes_from_rgb

# One seed, one file: with x264's macroblock tree the same small frames gave different bytes from
# run to run (its vector code; without that, or without the tree, they never did).
_STEADY = H264._replace(
    options={**H264.options, "x264-params": f"{H264.options['x264-params']}:no-mbtree=1"}
)


def write_picture(rgb: RGB, path: Path, ready: Callable[[], object]) -> None:
    """Write a PNG. ``ready`` is called just before it appears; what it raises leaves nothing.

    Raises EncoderFailed.
    """
    data = encode_clean(np.ascontiguousarray(rgb), "PNG")
    ready()
    write_whole(path, data)


def write_frames(frames: Iterable[RGB], path: Path, fps: float, ready: Callable[[], object]) -> int:
    """Write an MP4 (H.264, 4:2:0) of frames with even sides; return how many. See write_picture."""
    rate = Fraction(fps).limit_denominator(1001)
    count = 0
    with working(path) as work:
        pictures = iter(frames)
        first = next(pictures)
        canvas = FrameCanvas((first.shape[1], first.shape[0]))
        with SegmentWriter(work.part, _STEADY, (first.shape[1], first.shape[0]), rate) as segment:
            for frame in chain([first], pictures):
                for target, plane in zip(canvas.planes, planes_from_rgb(frame), strict=True):
                    np.copyto(target, plane)
                segment.add(canvas)
                count += 1
        whole = work.folder / "whole.mp4"
        join([(work.part, count)], None, whole, film=MP4, fps=rate)
        ready()
        os.replace(whole, path)
    return count

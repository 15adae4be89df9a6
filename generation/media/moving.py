"""Animated GIF and WebP of a size people can send, from the lossless pieces of a clip."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
from av.filter import Graph
from av.video.stream import VideoStream

from generation.errors import EncoderFailed
from generation.media.clip import not_written
from generation.types import Words


class Moving(NamedTuple):
    """What one format may cost. Frame times are whole hundredths of a second in a GIF."""

    name: str
    fps: Fraction  # most frames a second
    side: int  # longest side, px
    samples: int  # pixels of all frames together
    bytes: int  # the file; a larger one is made again, smaller


GIF = Moving("GIF", Fraction(25, 2), 960, 24_000_000, 10_000_000)
WEBP = Moving("WebP", Fraction(20), 1080, 100_000_000, 6_000_000)
LONGEST = 60.0  # seconds: beyond it both are the wrong format
_LEAST_SIDE = 160
_TRIES = 4


def frame_size(form: Moving, size: tuple[int, int], frames: int) -> tuple[int, int]:
    """Return the even (width, height) this many frames may have, at their own aspect.

    Raises EncoderFailed when that is smaller than anyone could see.
    """
    by_side = form.side / max(size)
    by_samples = math.sqrt(form.samples / (frames * size[0] * size[1]))
    return scaled(form, size, min(1.0, by_side, by_samples))


def scaled(form: Moving, size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Return the size made smaller, even. Raises EncoderFailed below 160 px."""
    width, height = (max(2, 2 * round(side * scale / 2)) for side in size)
    if max(width, height) < min(_LEAST_SIDE, max(size)):
        raise too_long(form)
    return width, height


def too_long(form: Moving) -> EncoderFailed:
    """Return what to say of a clip that no GIF or WebP should hold."""
    megabytes = form.bytes // 1_000_000
    return EncoderFailed(
        Words(
            f"{form.name}: клип слишком длинный, разумного файла (до {megabytes} МБ, до "
            f"{LONGEST:g} секунд) не выйдет. Сократите его или возьмите MP4.",
            f"{form.name}: the clip is too long for a sane file (up to {megabytes} MB and "
            f"{LONGEST:g} seconds). Shorten it, or take MP4.",
        )
    )


def write_moving(pieces: Sequence[Path], target: Path, form: Moving, fps: Fraction) -> None:
    """Write ``target``, again and smaller until it keeps within ``form.bytes``.

    It repeats for ever. Raises EncoderFailed.
    """
    write = _write_gif if form.name == "GIF" else _write_webp
    own = size = _size_of(pieces[0])
    try:
        for _ in range(_TRIES):
            write(pieces, target, size, fps)
            weight = target.stat().st_size
            if weight <= form.bytes:
                return
            # A tenth below the mark: bytes fall a little slower than pixels.
            shrink = size[0] / own[0] * math.sqrt(0.9 * form.bytes / weight)
            size = scaled(form, own, shrink)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise not_written(error) from error
    raise too_long(form)


def _write_gif(pieces: Sequence[Path], target: Path, size: tuple[int, int], fps: Fraction) -> None:
    """Two passes: one palette for all frames, weighted by what moves; then the frames.

    An ordered dither stands still where the picture does; diffused errors would crawl.
    """
    palette = _palette(pieces, size)
    with av.open(str(target), "w", format="gif", options={"loop": "0"}) as out:
        stream = out.add_stream("gif", rate=fps)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, "pal8"
        stream.codec_context.time_base = 1 / fps
        graph = Graph()
        source = _scaled_source(graph, pieces[0], size)
        colours = graph.add_buffer(
            width=palette.width, height=palette.height, format=palette.format, time_base=1 / fps
        )
        use = graph.add("paletteuse", "dither=bayer:bayer_scale=3:diff_mode=rectangle")
        sink = graph.add("buffersink")
        source.end.link_to(use, 0, 0)
        colours.link_to(use, 0, 1)
        use.link_to(sink)
        graph.configure()
        palette.pts, palette.time_base = 0, 1 / fps
        colours.push(palette)
        colours.push(None)
        for number, frame in enumerate(_through(source.start, sink, pieces)):
            frame.pts, frame.time_base = number, 1 / fps
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _palette(pieces: Sequence[Path], size: tuple[int, int]) -> av.VideoFrame:
    graph = Graph()
    source = _scaled_source(graph, pieces[0], size)
    make, sink = graph.add("palettegen", "stats_mode=full"), graph.add("buffersink")
    source.end.link_to(make)
    make.link_to(sink)
    graph.configure()
    (palette,) = _through(source.start, sink, pieces)
    return palette


def _write_webp(pieces: Sequence[Path], target: Path, size: tuple[int, int], fps: Fraction) -> None:
    with av.open(str(target), "w", format="webp", options={"loop": "0"}) as out:
        stream = out.add_stream("libwebp_anim", rate=fps)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.time_base = 1 / fps
        stream.options = {"quality": "78", "compression_level": "4"}
        graph = Graph()
        source = _scaled_source(graph, pieces[0], size)
        sink = graph.add("buffersink")
        source.end.link_to(sink)
        graph.configure()
        for number, frame in enumerate(_through(source.start, sink, pieces)):
            frame.pts, frame.time_base = number, 1 / fps
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


class _Source(NamedTuple):
    start: av.filter.context.FilterContext
    end: av.filter.context.FilterContext


def _scaled_source(graph: Graph, piece: Path, size: tuple[int, int]) -> _Source:
    with av.open(str(piece)) as opened:
        start = graph.add_buffer(template=opened.streams.video[0])
    end = graph.add("scale", f"{size[0]}:{size[1]}:flags=area+accurate_rnd+full_chroma_int")
    start.link_to(end)
    return _Source(start, end)


def _through(
    source: av.filter.context.FilterContext,
    sink: av.filter.context.FilterContext,
    pieces: Sequence[Path],
) -> Iterator[av.VideoFrame]:
    """Push every frame of the pieces, numbered; yield what comes out."""
    number = 0
    for path in pieces:
        with av.open(str(path)) as opened:
            for frame in opened.decode(video=0):
                frame.pts = number
                number += 1
                source.push(frame)
                yield from _waiting(sink)
    source.push(None)
    yield from _waiting(sink)


def _waiting(sink: av.filter.context.FilterContext) -> Iterator[av.VideoFrame]:
    while True:
        try:
            frame = sink.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(frame, av.VideoFrame)
        yield frame


def _size_of(piece: Path) -> tuple[int, int]:
    with av.open(str(piece)) as opened:
        context = opened.streams.video[0].codec_context
        return context.width, context.height

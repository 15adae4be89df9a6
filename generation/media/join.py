"""Pieces and a sound become one film: nothing is encoded twice, lengths agree to a sample."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from generation.errors import EncoderFailed
from generation.media.clip import not_written
from generation.types import Floats, Sound, Words

RATE = 48_000  # samples a second of every film
_LAYOUTS = {1: "mono", 2: "stereo"}


class Film(NamedTuple):
    """How a film is put together: container, its options, the sound's encoder and bits/s."""

    container: str
    options: dict[str, str]
    sound: str
    bits: int  # a channel


MP4 = Film("mp4", {"movflags": "+faststart"}, "aac", 96_000)
WEBM = Film("webm", {"cues_to_front": "1"}, "libopus", 64_000)


def join(
    pieces: Sequence[tuple[Path, int]],
    sound: Sound | None,
    target: Path,
    *,
    film: Film,
    fps: Fraction,
) -> None:
    """Write ``target`` from (file, its frames) and a sound of exactly their length, 48 kHz.

    Encoders begin before the first sample (AAC by 1024, Opus by 312): the containers say so
    (an edit list, CodecDelay), players drop it, and both streams start at 0.
    Raises EncoderFailed.
    """
    try:
        with av.open(str(target), "w", format=film.container, options=film.options) as out:
            picture = _picture_stream(out, pieces[0][0])
            voice = None if sound is None else _Voice(out, sound, film)
            done = 0
            for path, count in pieces:
                _copy(path, out, picture, done / fps)
                done += count
                if voice is not None:
                    voice.write(round(done / fps * RATE))
            if voice is not None:
                voice.finish()
    except (av.FFmpegError, ValueError) as error:
        raise not_written(error) from error


def fitted(sound: Sound, frames: int, fps: Fraction) -> Sound:
    """Return the sound cut or lengthened with silence to last exactly so many frames.

    Raises EncoderFailed for more than two channels or another rate than RATE.
    """
    if sound.rate != RATE or sound.samples.shape[1] not in _LAYOUTS:
        channels = sound.samples.shape[1]
        raise EncoderFailed(
            Words(
                f"Звук: {sound.rate} Гц, каналов {channels}; нужно {RATE} Гц, один или два.",
                f"The sound has {sound.rate} Hz and {channels} channels; "
                f"{RATE} Hz and one or two are needed.",
            )
        )
    wanted = round(frames / fps * RATE)
    samples = sound.samples[:wanted]
    missing = wanted - len(samples)
    return Sound(np.pad(samples, ((0, missing), (0, 0))), RATE)


class _Voice:
    """Feeds the sound's encoder as far as the pictures have come."""

    def __init__(self, out: OutputContainer, sound: Sound, film: Film) -> None:
        channels = sound.samples.shape[1]
        stream = out.add_stream(film.sound, rate=RATE, layout=_LAYOUTS[channels])
        assert isinstance(stream, AudioStream)
        stream.bit_rate = film.bits * channels
        self._out, self._stream, self._done = out, stream, 0
        self._samples = np.clip(sound.samples, -1, 1).astype(np.float32, copy=False)
        self._format = "fltp" if film.sound == "aac" else "flt"

    def write(self, until: int) -> None:
        """Encode the samples before ``until``."""
        part = self._samples[self._done : until]
        if len(part):
            self._mux(_frame(part, self._format, self._done))
            self._done += len(part)

    def finish(self) -> None:
        """Encode the rest and what the encoder held back."""
        self.write(len(self._samples))
        self._mux(None)

    def _mux(self, frame: av.AudioFrame | None) -> None:
        for packet in self._stream.encode(frame):
            self._out.mux(packet)


def _frame(samples: Floats, form: str, start: int) -> av.AudioFrame:
    channels = samples.shape[1]
    packed = samples.T if form == "fltp" else samples.reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(packed), form, _LAYOUTS[channels])
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), start
    return frame


def _picture_stream(out: OutputContainer, path: Path) -> VideoStream:
    with av.open(str(path)) as piece:
        return out.add_stream_from_template(piece.streams.video[0])


def _copy(path: Path, out: OutputContainer, picture: VideoStream, start: Fraction) -> None:
    with av.open(str(path)) as piece:
        for packet in piece.demux(video=0):
            if packet.pts is None or packet.dts is None:
                continue  # the last is empty: it only says that there are no more
            later = round(start / packet.time_base)
            packet.pts, packet.dts = packet.pts + later, packet.dts + later
            packet.stream = picture
            out.mux(packet)

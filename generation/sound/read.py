"""Read a recording somebody brought: WAV, MP3, FLAC, OGG, M4A or WebM."""

from __future__ import annotations

import io
from collections.abc import Iterator

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer

from generation.errors import SoundRefused
from generation.sound.resample import HOUSE_RATE, joined
from generation.types import Floats, Sound, Words

# Playlists and other containers that could open files or addresses of their own stay shut.
CONTAINERS = "wav,mp3,flac,ogg,mov,aac,matroska,aiff"
BYTES_A_SECOND = 600_000  # stereo, 24 bits, 96 kHz; no recording needs more
SPARE_BYTES = 8_000_000  # a cover picture inside an MP3
SILENCE = 1e-3  # of full scale, -60 dBFS
BAD_PACKETS = 2  # junk after the end of an MP3 is common and does no harm
CUT_SHORT = 0.95  # of the seconds that the file itself promises
PROMISES = {"flac", "mov,mp4,m4a,3gp,3g2,mj2"}  # elsewhere the promise is a guess


def read_sound(data: bytes, *, longest: float) -> Sound:
    """Return a recording, mono or stereo, at the house rate. longest: seconds.

    Raises SoundRefused: empty, too large, too long, not sound, damaged or cut short, silent.
    """
    if not data:
        raise _refused("файл пуст", "the file is empty", "Выберите запись.", "Choose a recording.")
    most = int(longest * BYTES_A_SECOND) + SPARE_BYTES
    if len(data) > most:
        raise _refused(
            f"файл больше {most // 1_000_000} МБ",
            f"the file is larger than {most // 1_000_000} MB",
            "Сохраните её как MP3 или FLAC.",
            "Save it as MP3 or FLAC.",
        )
    samples = _decoded(data, longest)
    if not np.isfinite(samples).all():
        raise _damaged("в ней не числа", "it holds samples that are no numbers")
    if not samples.size or float(np.abs(samples).max()) < SILENCE:
        raise _refused(
            "в записи тишина", "the recording is silent", "Проверьте файл.", "Check the file."
        )
    return Sound(np.clip(samples, -1, 1), HOUSE_RATE)


def _decoded(data: bytes, longest: float) -> Floats:
    options = {"format_whitelist": CONTAINERS, "protocol_whitelist": "none"}
    try:
        container = av.open(io.BytesIO(data), mode="r", options=options)
    except (av.FFmpegError, ValueError) as error:
        raise _not_sound() from error
    with container:
        # Where FFmpeg does not know the codec PyAV has no context for it.
        known = [stream for stream in container.streams.audio if stream.codec_context]
        if not known:
            raise _not_sound()
        stream = known[0]
        channels = 1 if stream.codec_context.channels == 1 else 2
        samples = joined(_frames(container, stream, channels, longest), channels)
        _check_whole(container, len(samples) / HOUSE_RATE)
        return samples


def _frames(
    container: InputContainer, stream: AudioStream, channels: int, longest: float
) -> Iterator[av.AudioFrame]:
    layout = "mono" if channels == 1 else "stereo"
    resampler = av.AudioResampler(format="flt", layout=layout, rate=HOUSE_RATE)
    count, bad = 0, 0
    for packet in container.demux(stream):
        try:
            decoded = packet.decode()
            pieces = [piece for frame in decoded for piece in resampler.resample(frame)]
        except (av.FFmpegError, ValueError) as error:
            bad += 1
            if bad > BAD_PACKETS:
                seconds = count / HOUSE_RATE
                raise _damaged(
                    f"после {seconds:.1f} с она не читается",
                    f"after {seconds:.1f} s it cannot be decoded",
                ) from error
            continue
        for piece in pieces:
            count += piece.samples
            if count > longest * HOUSE_RATE:
                raise _refused(
                    f"запись длиннее {longest:g} с",
                    f"the recording is longer than {longest:g} s",
                    "Сократите её или разделите.",
                    "Shorten it, or divide it.",
                )
            yield piece
    yield from resampler.resample(None)


def _check_whole(container: InputContainer, seconds: float) -> None:
    if container.format.name not in PROMISES or container.duration is None:
        return
    promised = container.duration / av.time_base
    if seconds < promised * CUT_SHORT:
        raise _damaged(
            f"обещано {promised:.1f} с, есть {seconds:.1f} с",
            f"it promises {promised:.1f} s and holds {seconds:.1f} s",
        )


def _not_sound() -> SoundRefused:
    return _refused(
        "это не звук", "it is no sound", "Нужен WAV, MP3, FLAC, OGG или M4A.",
        "Give WAV, MP3, FLAC, OGG or M4A.",
    )  # fmt: skip


def _damaged(ru: str, en: str) -> SoundRefused:
    return _refused(
        f"файл повреждён, {ru}", f"the file is damaged, {en}",
        "Сохраните запись заново.", "Save the recording again.",
    )  # fmt: skip


def _refused(ru: str, en: str, do_ru: str, do_en: str) -> SoundRefused:
    return SoundRefused(
        Words(f"Запись не взять: {ru}. {do_ru}", f"The recording cannot be used: {en}. {do_en}")
    )

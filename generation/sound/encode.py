"""Write a sound as a file: WAV, FLAC, M4A (AAC), OGG (Opus), MP3."""

from __future__ import annotations

import io

import av
from av.audio.stream import AudioStream

from generation.errors import EncoderFailed
from generation.sound.resample import HOUSE_RATE, frames_of, layout_of, resampled
from generation.types import Sound, Words

# name -> (container, codec, bits a second of mono; None where nothing is lost)
FORMATS: dict[str, tuple[str, str, int | None]] = {
    "wav": ("wav", "pcm_s16le", None),
    "flac": ("flac", "flac", None),
    "m4a": ("ipod", "aac", 96_000),
    "ogg": ("ogg", "libopus", 64_000),
    "mp3": ("mp3", "libmp3lame", 96_000),
}


def encode_sound(sound: Sound, fmt: str) -> bytes:
    """Return the sound as a file of a format in FORMATS, at the house rate.

    Raises EncoderFailed for an unknown format or a codec this build lacks.
    """
    if fmt not in FORMATS:
        known = ", ".join(FORMATS)
        raise EncoderFailed(
            Words(
                f"Звука в формате «{fmt}» не бывает. Есть: {known}.",
                f"There is no sound format {fmt!r}. Known: {known}.",
            )
        )
    container_name, codec, bits = FORMATS[fmt]
    sound, file = resampled(sound, HOUSE_RATE), io.BytesIO()
    layout = layout_of(sound.samples)
    try:
        with av.open(file, "w", format=container_name) as container:
            stream = container.add_stream(codec, rate=HOUSE_RATE, layout=layout)
            assert isinstance(stream, AudioStream)
            if bits:
                stream.bit_rate = bits * sound.samples.shape[1]
            _write(container, stream, sound)
    except (av.FFmpegError, ValueError) as error:
        raise EncoderFailed(
            Words(f"Звук не записать ({error}).", f"The sound could not be written ({error}).")
        ) from error
    return file.getvalue()


def _write(container: av.container.OutputContainer, stream: AudioStream, sound: Sound) -> None:
    for frame in [*frames_of(sound), None]:
        for packet in stream.encode(frame):
            container.mux(packet)

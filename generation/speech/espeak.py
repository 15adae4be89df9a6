"""The espeak-ng library (GPL-3) of the espeakng-loader wheel, by ctypes.

One library, one state for the whole process: every call holds the lock and sets every
parameter, for values given by embedded commands outlive the call. Without
espeak_Synchronize the results of a call arrive during the next one.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.errors import EngineFailed, OptionsRefused
from generation.types import Words

# From espeak-ng's speak_lib.h
SYNCHRONOUS_RETRIEVAL = 1
PHONEME_EVENTS_IPA = 0x0003
UTF8_WITH_PHONEMES = 0x0101  # text in UTF-8, [[…]] holds phoneme mnemonics
WORD, PHONEME = 1, 7
RATE, VOLUME, PITCH, RANGE = 1, 2, 3, 4
MNEMONICS, IPA = 0, 2  # of espeak_TextToPhonemes

_turn = Lock()


class _Union(ctypes.Union):
    _fields_ = [
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    ]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Union),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Event(NamedTuple):
    """kind: WORD or PHONEME; seconds; position: 1-based character of the text; ipa."""

    kind: int
    seconds: float
    position: int
    ipa: str


@dataclass(frozen=True, slots=True)
class Manner:
    """rate: words a minute, 80..450; volume: 0..200; pitch, range: 0..99, 50 is the voice's."""

    rate: int = 125
    volume: int = 60
    pitch: int = 50
    range: int = 50


def synthesised(
    text: str, voice: str, manner: Manner
) -> tuple[NDArray[np.int16], int, list[Event]]:
    """Return mono samples, their rate in Hz, and the events, in order.

    text may hold embedded commands and [[mnemonics]]; voice: "ru", "en-us+f2".
    Raises OptionsRefused for a voice that is not there, EngineFailed.
    """
    with _turn:
        library, rate = _library()
        _choose(library, voice)
        values = {RATE: manner.rate, VOLUME: manner.volume, PITCH: manner.pitch}
        for parameter, value in (values | {RANGE: manner.range}).items():
            library.espeak_SetParameter(parameter, value, 0)
        blocks: list[NDArray[np.int16]] = []
        events: list[Event] = []

        def take(wave: Any, count: int, told: Any) -> int:
            if wave and count > 0:
                blocks.append(np.ctypeslib.as_array(wave, (count,)).copy())
            events.extend(_read(told))
            return 0

        callback = _Callback(take)
        library.espeak_SetSynthCallback(callback)
        data = text.encode()
        failed = (
            library.espeak_Synth(data, len(data) + 1, 0, 1, 0, UTF8_WITH_PHONEMES, None, None)
            or library.espeak_Synchronize()
        )
        if failed:
            raise _broken(f"espeak_Synth {failed}")
    return np.concatenate(blocks or [np.zeros(0, np.int16)]), rate, events


def phonemes(text: str, voice: str, alphabet: int = MNEMONICS) -> str:
    """Return how espeak would say the text, in its mnemonics or in IPA; clauses by spaces."""
    with _turn:
        library, _ = _library()
        _choose(library, voice)
        rest = ctypes.c_char_p(text.encode())
        said: list[str] = []
        while rest.value:
            clause = library.espeak_TextToPhonemes(ctypes.byref(rest), 1, alphabet)
            said.append((clause or b"").decode())
    return " ".join(said).strip()


def variants() -> frozenset[str]:
    """Return the names that may follow the + of a voice."""
    return frozenset(path.name for path in (_data_path() / "voices" / "!v").iterdir())


def _read(told: Any) -> list[Event]:
    events: list[Event] = []
    index = 0
    while told[index].type:
        event = told[index]
        if event.type in (WORD, PHONEME):
            ipa = ""
            if event.type == PHONEME:
                ipa = bytes(event.id.string).split(b"\0")[0].decode("utf-8", "ignore")
            at = event.audio_position / 1000
            events.append(Event(event.type, at, event.text_position, ipa))
        index += 1
    return events


def _choose(library: Any, voice: str) -> None:
    if library.espeak_SetVoiceByName(voice.encode()):
        raise OptionsRefused(
            Words(f"У espeak нет голоса «{voice}».", f"espeak has no voice {voice!r}.")
        )


@cache
def _library() -> tuple[Any, int]:
    import espeakng_loader

    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        raise _broken(str(error)) from error
    rate = library.espeak_Initialize(
        SYNCHRONOUS_RETRIEVAL, 0, str(_data_path()).encode(), PHONEME_EVENTS_IPA
    )
    if rate <= 0:
        raise _broken("espeak_Initialize")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    # TextToPhonemes obeys [[…]] only after a synthesis that did.
    library.espeak_Synth(b".", 2, 0, 1, 0, UTF8_WITH_PHONEMES, None, None)
    library.espeak_Synchronize()
    return library, int(rate)


def _data_path() -> Path:
    import espeakng_loader

    return Path(espeakng_loader.get_data_path())


def _broken(reason: str) -> EngineFailed:
    return EngineFailed(
        Words(
            f"Голос espeak не отвечает ({reason}). Выполните «make setup».",
            f"The espeak voice does not answer ({reason}). Run “make setup”.",
        )
    )

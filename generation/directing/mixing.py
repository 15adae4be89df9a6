"""One sound from speech and music: speech at its moments, music beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from generation.script.model import Music
from generation.sound.level import SPEECH_LUFS, levelled
from generation.sound.mix import ducked, mixed
from generation.sound.resample import HOUSE_RATE
from generation.types import Sound


class Bed(NamedTuple):
    """Music that begins at ``start`` and ends at ``end`` seconds."""

    start: float
    end: float
    event: Music
    sound: Sound


def mix(speech: Sequence[tuple[float, Sound]], beds: Sequence[Bed], seconds: float) -> Sound | None:
    """Return everything that is heard, ``seconds`` long; None when nothing is.

    Speech is at -23 LUFS already; music is brought to that and then lowered by its level.
    """
    if not speech and not beds:
        return None
    spoken = mixed(speech, seconds)
    return mixed([(0.0, spoken), *((bed.start, _under(bed, spoken)) for bed in beds)], seconds)


def _under(bed: Bed, spoken: Sound) -> Sound:
    own = round(bed.sound.seconds * HOUSE_RATE)
    first, last = round(bed.start * HOUSE_RATE), round(bed.end * HOUSE_RATE)
    if not bed.event.loop:
        last = min(last, first + own)
    over = spoken.samples[first:last]
    if not len(over):
        return Sound(np.zeros((0, 1), np.float32), HOUSE_RATE)
    return ducked(
        levelled(bed.sound, SPEECH_LUFS + bed.event.level),
        Sound(over, HOUSE_RATE),
        depth=bed.event.duck,
        fade_in=min(bed.event.fade, len(over) / HOUSE_RATE / 2),
        fade_out=min(bed.event.fade, len(over) / HOUSE_RATE / 2),
    )

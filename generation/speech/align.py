"""When was each phone of a known text said? The recording is laid beside the same text as
espeak says it, and warped in time until their timbres agree (dynamic time warping)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from generation.speech.features import cepstra, loudness_curve
from generation.speech.model import Phone, Spoken, Word
from generation.types import TRACK_RATE, Sound

KEPT_SILENCE = 5  # frames of each pause of the reference: people pause elsewhere
FASTEST = 3  # frames of the reference during one of the recording
STEP_COST = (0.35, 0.0, 0.15, 0.5)  # of moving 0..FASTEST frames
COARSE = 3_000  # frames; longer recordings are first aligned at this many
BAND = 150  # frames to either side of the coarse path
SHORTEST = 0.02  # s
AUDIBLE = 0.3  # of the level, 24 dB below the loud moments
CLOSURE = 5  # frames: a stop begins with so much silence of its own

Doubles = NDArray[np.float64]
Indices = NDArray[np.int64]


class Times:
    """Maps moments of the reference to moments of the recording, both in seconds."""

    def __init__(self, met: Indices, audible: NDArray[np.bool_]) -> None:
        """met: which frame of the reference each of the recording's met; audible: or silent."""
        self._met, self._audible = met, audible

    def __call__(self, seconds: float) -> float:
        """Return when the recording is where the reference is at ``seconds``."""
        return float(np.searchsorted(self._met, seconds * TRACK_RATE, side="left")) / TRACK_RATE

    def span(self, start: float, end: float) -> tuple[float, float]:
        """Return both moments; the silence before a sound is not its own."""
        first, last = (round(self(at) * TRACK_RATE) for at in (start, end))
        heard = np.flatnonzero(self._audible[first:last])
        if heard.size and heard[0] > CLOSURE:
            first += int(heard[0]) - CLOSURE
        return first / TRACK_RATE, last / TRACK_RATE


def aligned(sound: Sound, said: Spoken) -> Times:
    """Return the map of times from what espeak said to a recording of the same words."""
    kept = _spoken_frames(said)
    reference = cepstra(said.sound)
    kept = kept[kept < len(reference)]
    own = cepstra(sound)
    audible = loudness_curve(sound)[: len(own)] > AUDIBLE
    return Times(kept[warped(own, reference[kept])], audible)


def moved_phones(phones: Sequence[Phone], times: Times) -> tuple[Phone, ...]:
    """Return the phones at their moments of the recording; vanished ones are left out."""
    found = ((phone, times.span(phone.start, phone.end)) for phone in phones)
    return tuple(
        phone._replace(start=start, end=end)
        for phone, (start, end) in found
        if end - start >= SHORTEST
    )


def moved_words(words: Sequence[Word], times: Times) -> tuple[Word, ...]:
    """Return the words at their moments of the recording."""
    spans = (times.span(word.start, word.end) for word in words)
    return tuple(Word(word.text, *span) for word, span in zip(words, spans, strict=True))


def warped(recording: Doubles, reference: Doubles) -> Indices:
    """Return for each row of ``recording`` (n, k) its row of ``reference`` (m, k), rising.

    Every row of the recording is used once; the reference moves by 0 to FASTEST rows. Long
    ones are aligned coarsely first, then within BAND of that path.
    """
    factor = -(-max(len(recording), len(reference)) // COARSE)
    if factor == 1:
        return _within(recording, reference, np.zeros(len(recording), np.int64), len(reference))
    rough = warped(_pooled(recording, factor), _pooled(reference, factor))
    rows = np.minimum(np.arange(len(recording)) // factor, len(rough) - 1)
    width = min(2 * (BAND + factor), len(reference))
    starts = np.clip(rough[rows] * factor - width // 2, 0, len(reference) - width)
    return _within(recording, reference, np.maximum.accumulate(starts), width)


def _within(recording: Doubles, reference: Doubles, starts: Indices, width: int) -> Indices:
    """Warp where row i may only meet reference rows starts[i] .. starts[i] + width."""
    count = len(recording)
    steps = np.zeros((count, width), np.uint8)
    best = np.full(width, np.inf)
    best[: FASTEST + 1] = np.arange(FASTEST + 1) * STEP_COST[2]
    best += _costs(recording[0], reference[starts[0] : starts[0] + width])
    for row in range(1, count):
        shift = int(starts[row] - starts[row - 1])
        ways = np.full((FASTEST + 1, width), np.inf)
        for step in range(FASTEST + 1):
            source = np.arange(width) + shift - step
            inside = (source >= 0) & (source < width)
            ways[step, inside] = best[source[inside]] + STEP_COST[step]
        steps[row] = ways.argmin(0)
        best = ways.min(0) + _costs(recording[row], reference[starts[row] : starts[row] + width])
    path = np.empty(count, np.int64)
    # It ends at the reference's last row where the band reaches it.
    column = int(len(reference) - 1 - starts[-1])
    path[-1] = column = (
        min(max(column, 0), width - 1) if np.isfinite(best[column]) else int(best.argmin())
    )
    for row in range(count - 1, 0, -1):
        column += int(starts[row] - starts[row - 1]) - int(steps[row, column])
        column = min(max(column, 0), width - 1)
        path[row - 1] = column
    return path + starts


def _costs(row: Doubles, others: Doubles) -> Doubles:
    return np.asarray(np.sqrt(np.square(others - row).sum(1)), np.float64)


def _pooled(rows: Doubles, factor: int) -> Doubles:
    whole = np.pad(rows, ((0, -len(rows) % factor), (0, 0)), mode="edge")
    return np.asarray(whole.reshape(-1, factor, rows.shape[1]).mean(1), np.float64)


def _spoken_frames(said: Spoken) -> Indices:
    """Return the frames of the reference without most of its pauses."""
    count = int(said.sound.seconds * TRACK_RATE) + 1
    keep = np.zeros(count, bool)
    for phone in said.phones:
        first, last = int(phone.start * TRACK_RATE), int(phone.end * TRACK_RATE) + 1
        keep[max(first - KEPT_SILENCE, 0) : last] = True
    return np.flatnonzero(keep)

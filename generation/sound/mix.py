"""Lay sounds over one another: speech at its moments, music beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from generation.sound.level import HIGHEST_PEAK, faded, limited, ratio
from generation.sound.resample import HOUSE_RATE, mono, resampled, with_channels
from generation.types import Sound

CUT_FADE = 0.004  # s, at both ends of every part: a cut wave clicks
SEAM = 1.0  # s, over which a looped bed fades into its own beginning
GRID = 100  # Hz, how finely speech is looked for
SPEAKING = -40.0  # dB below the loudest moment of the speech
BREATH = 0.35  # s, pauses shorter than this do not let the music rise

Doubles = NDArray[np.float64]


def mixed(parts: Sequence[tuple[float, Sound]], duration: float, rate: int = HOUSE_RATE) -> Sound:
    """Return the sum of sounds that begin at so many seconds, exactly ``duration`` long.

    What lies outside is cut with a short fade; stereo when any part is; peaks that would
    clip are limited.
    """
    channels = max((s.samples.shape[1] for _, s in parts), default=1)
    out = np.zeros((round(duration * rate), channels), np.float32)
    for start, sound in parts:
        at = round(start * rate)
        samples = with_channels(resampled(sound, rate), channels).samples
        inside = samples[max(-at, 0) : max(len(out) - at, 0)]
        out[max(at, 0) : max(at, 0) + len(inside)] += faded(inside, rate, CUT_FADE, CUT_FADE)
    whole = Sound(out, rate)
    return limited(whole) if out.size and float(np.abs(out).max()) > ratio(HIGHEST_PEAK) else whole


def ducked(
    bed: Sound,
    speech: Sound,
    *,
    depth: float = 12.0,
    attack: float = 0.25,
    release: float = 0.8,
    fade_in: float = 1.0,
    fade_out: float = 2.0,
) -> Sound:
    """Return the music alone, as long as ``speech``, ``depth`` dB lower while there is speech.

    It begins to fall ``attack`` seconds before a word and takes ``release`` to rise again;
    looped when too short; faded at both ends (seconds). Mix the speech over it.
    """
    gain = ducking(speech, depth, attack, release)
    rate = bed.rate
    samples = looped(bed, speech.seconds).samples
    times = np.arange(len(samples)) / rate
    heard = np.interp(times, (np.arange(len(gain)) + 0.5) / GRID, gain).astype(np.float32)
    return Sound(faded(samples * heard[:, None], rate, fade_in, fade_out), rate)


def ducking(speech: Sound, depth: float, attack: float, release: float) -> Doubles:
    """Return the factor for music under this speech, GRID times a second, smooth in dB."""
    spoken = np.flatnonzero(_speaking(speech))
    count = int(np.ceil(speech.seconds * GRID)) + 1
    if not spoken.size:
        return np.ones(count)
    now = np.arange(count)
    after = np.searchsorted(spoken, now)  # the next spoken moment
    until = spoken[np.minimum(after, len(spoken) - 1)] - now
    since = now - spoken[np.maximum(after - 1, 0)]
    before_all, behind_all = after == 0, after == len(spoken)
    rise = np.where(before_all, np.inf, since / (release * GRID))
    fall = np.where(behind_all, np.inf, until / (attack * GRID))
    away = np.clip(np.minimum(rise, fall), 0, 1)
    away[spoken[spoken < count]] = 0
    lowered = -depth * (1 - away * away * (3 - 2 * away))
    # Where a rise is caught by the next fall the two meet at an angle; round it.
    smooth = uniform_filter1d(lowered, max(int(0.1 * GRID), 1), mode="nearest")
    return np.asarray(10 ** (smooth / 20), np.float64)


def looped(sound: Sound, seconds: float) -> Sound:
    """Return the sound exactly so long: cut, or repeated with its end faded into its start."""
    count, have = round(seconds * sound.rate), len(sound.samples)
    if have >= count or not have:
        return Sound(sound.samples[:count], sound.rate)
    seam = min(round(SEAM * sound.rate), have // 4)
    step = have - seam
    turn = np.linspace(0, np.pi / 2, seam, dtype=np.float32)[:, None]
    once = sound.samples.copy()
    once[:seam] = sound.samples[:seam] * np.sin(turn) + sound.samples[step:] * np.cos(turn)
    times = -(-(count - step) // step)
    out = np.concatenate([sound.samples[:step], *[once[:step]] * times])
    return Sound(out[:count], sound.rate)


def _speaking(speech: Sound) -> NDArray[np.bool_]:
    size = round(speech.rate / GRID)
    samples = mono(speech)
    whole = np.pad(samples, (0, -len(samples) % size)).reshape(-1, size)
    level = np.sqrt(np.square(whole, dtype=np.float64).mean(1))
    loud = level > level.max(initial=0) * ratio(SPEAKING)
    return _closed(loud & (level > 1e-4), round(BREATH * GRID))


def _closed(flags: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """Fill gaps of at most ``width`` between two set flags."""
    found = np.flatnonzero(flags)
    out = flags.copy()
    for left, right in pairwise(found):
        if right - left <= width:
            out[left:right] = True
    return out

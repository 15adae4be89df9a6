"""Timelines on disk: the numbers as .npz, the sound beside them as .flac for whoever plays it.

FLAC, because a lossy codec begins with some 20 to 50 ms of its own that players leave in or
take away as they like, and an answer must be in step with a picture.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np

from generation.media.clip import write_whole
from generation.sound.encode import encode_sound
from generation.types import Caption, Timeline

VERSION = 1
SOUND = ".flac"


def keep_timeline(timeline: Timeline, path: Path) -> None:
    """Write a timeline to ``path`` (.npz) and its sound beside it, each whole or not at all.

    Raises EncoderFailed.
    """
    if timeline.sound:
        write_whole(path.with_suffix(SOUND), encode_sound(timeline.sound, SOUND[1:]))
    told = {
        "version": VERSION,
        "duration": timeline.duration,
        "captions": timeline.captions,
        "finish": timeline.finish,
        "ground": timeline.ground,
    }
    numbers = io.BytesIO()
    np.savez_compressed(
        numbers, allow_pickle=False, told=np.array(json.dumps(told)), **dict(timeline.tracks)
    )
    write_whole(path, numbers.getvalue())  # last: where it is, the sound is


def kept_timeline(path: Path) -> Timeline | None:
    """Return a kept timeline without its sound; None where there is none that can be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            told = json.loads(str(kept["told"]))
            tracks = {name: kept[name] for name in kept.files if name != "told"}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if told.get("version") != VERSION:
        return None
    captions = tuple(Caption(*caption) for caption in told["captions"])
    return Timeline(told["duration"], tracks, None, captions, told["finish"], told["ground"])

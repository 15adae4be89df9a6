"""Render a clip or a still to a file, without a museum around it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from generation.errors import EncoderFailed
from generation.media.clip import write_whole
from generation.media.join import MP4, RATE, WEBM, Film, fitted, join
from generation.media.moving import GIF, LONGEST, WEBP, Moving, frame_size, too_long, write_moving
from generation.media.picture import encode_clean
from generation.media.segment import H264, LOSSLESS, VP9, Codec, SegmentWriter, frames_in_piece
from generation.media.video import FrameCanvas
from generation.media.work import Work, working
from generation.media.yuv import rgb_from_planes
from generation.presenter.captions import beside, paged, spoken_in
from generation.presenter.composer import Composer
from generation.presenter.layout import Layout
from generation.presenter.moment import best_moment
from generation.presenter.show import Bare, Composed, Reduced, Show
from generation.presenter.subject import Subject
from generation.protocols import Performer
from generation.rig.renderer import TorchRenderer, to_bytes
from generation.scene.model import Scene
from generation.sound.resample import resampled
from generation.types import REST, Bytes2D, Sound, Timeline, Words

Progress = Callable[[int], object]
Captions = Literal["none", "burnt", "beside"]
LONGEST_FPS = 60


class _Form(NamedTuple):
    """One suffix: how its pictures are encoded, and what they become."""

    codec: Codec
    film: Film | None = None
    moving: Moving | None = None


_FORMS = {
    ".mp4": _Form(H264, film=MP4),
    ".webm": _Form(VP9, film=WEBM),
    ".gif": _Form(LOSSLESS, moving=GIF),
    ".webp": _Form(LOSSLESS, moving=WEBP),
}
_STILLS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
SUFFIXES = (*_FORMS, *_STILLS)


def draw_still(scene: Scene, axes: Mapping[str, float]) -> Bytes2D:
    """Return (H, W, 3) uint8 of one pose by the reference renderer; at rest, the painting."""
    colours = TorchRenderer(scene).render_rgb([REST.with_(**axes)])
    return np.ascontiguousarray(to_bytes(colours)[0].transpose(1, 2, 0))


def write_still(scene: Scene, axes: Mapping[str, float], path: Path) -> None:
    """Write one pose as a lossless PNG, whole or not at all. Raises EncoderFailed."""
    write_whole(path, encode_clean(draw_still(scene, axes), "PNG"))


def write_clip(performer: Performer, path: Path, frames: int, fps: int, progress: Progress) -> None:
    """Write what a performer does by itself, as ``write_timeline`` writes a timeline.

    ``progress`` is called with 1 after each frame. Raises EngineFailed or EncoderFailed.
    """
    form, rate = _form_of(path), frame_rate(path, fps)
    show = Bare(performer, None)
    _write(show, path, form, max(round(frames / fps * rate), 1), rate, None, progress)


def write_timeline(
    performer: Performer,
    timeline: Timeline,
    path: Path,
    *,
    fps: int,
    layout: Layout | None = None,
    captions: Captions = "none",
    progress: Progress = lambda count: None,
    subject: Subject | None = None,
) -> tuple[Path, ...]:
    """Perform a timeline from its beginning to a file, by the file's suffix:

    .mp4 (H.264, AAC), .webm (VP9, Opus), .gif, .webp (animated, for ever, no sound), .png and
    .jpg (the best moment). ``layout`` places the frames on a ground; ``subject`` tells what
    some layouts must know of the picture (its colours, its face, the sitter's outline).
    ``captions``: burnt into the frames, or beside the clip as ``.ru.vtt``, ``.en.vtt`` and
    ``.txt``. Frame i is the moment i / fps; the sound is cut or lengthened with silence to
    the last frame's end. ``progress`` is called with 1 after each frame.

    The file appears whole or not at all. What ``progress`` raises cancels, and leaves
    nothing; a process that was killed, or an error that may pass, leaves finished pieces in
    a hidden folder beside the file, and the next call with the same inputs continues there.

    Return every file written. Raises EngineFailed, EncoderFailed, LayoutRefused, or what
    refuses the timeline's finish or ground.
    """
    still = _STILLS.get(path.suffix.lower())
    form = None if still else _form_of(path)
    performer.ready(timeline)
    show = _show(performer, timeline, layout, captions, subject)
    if form is None:
        _write_moment(show, timeline, path, fps)
        progress(1)
    else:
        frames = frame_count(path, timeline.duration, fps)
        sound = timeline.sound if form.film else None
        _write(show, path, form, frames, frame_rate(path, fps), sound, progress)
    return (path, *(beside(timeline, path) if captions == "beside" else ()))


def frame_rate(path: Path, fps: int) -> Fraction:
    """Return the frames a second this file will have: GIF and WebP carry fewer.

    Raises EncoderFailed for a rate outside 1..60.
    """
    if not 1 <= fps <= LONGEST_FPS:
        raise EncoderFailed(
            Words(
                f"{fps} кадров в секунду: можно от 1 до {LONGEST_FPS}.",
                f"{fps} frames a second: 1 to {LONGEST_FPS} are possible.",
            )
        )
    moving = _form_of(path).moving
    return min(Fraction(fps), moving.fps) if moving else Fraction(fps)


def frame_count(path: Path, seconds: float, fps: int) -> int:
    """Return how often ``progress`` will be called; at least once."""
    if path.suffix.lower() in _STILLS:
        return 1
    return max(round(seconds * frame_rate(path, fps)), 1)


def _form_of(path: Path) -> _Form:
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        known = ", ".join(SUFFIXES)
        raise EncoderFailed(
            Words(
                f"«{path.name}»: имя должно кончаться на одно из: {known}.",
                f"“{path.name}”: the name must end in one of {known}.",
            )
        )
    return form


def _show(
    performer: Performer,
    timeline: Timeline,
    layout: Layout | None,
    captions: Captions,
    subject: Subject | None,
) -> Show:
    if layout is None and captions != "burnt":
        return Bare(performer, timeline)
    layout, burnt = layout or Layout(), captions == "burnt"
    composer = Composer(layout, performer.size, subject, burnt)
    said = spoken_in(timeline.captions, layout.language) if burnt else ()
    return Composed(performer, timeline, composer, paged(said, composer.pages))


def _write(
    show: Show,
    path: Path,
    form: _Form,
    frames: int,
    fps: Fraction,
    sound: Sound | None,
    progress: Progress,
) -> None:
    if form.moving:
        if frames / fps > LONGEST:
            raise too_long(form.moving)
        size = show.canvas.planes.size
        small = frame_size(form.moving, size, frames)
        show = show if small == size else Reduced(show, small)
    with working(path) as work:
        part = work.folder / f"whole{path.suffix}"
        pieces = list(_pieces(show, work, form.codec, frames, fps, progress))
        if form.film:
            voice = sound and fitted(resampled(sound, RATE), frames, fps)
            join(pieces, voice, part, film=form.film, fps=fps)
        elif form.moving:
            write_moving([piece for piece, _ in pieces], part, form.moving, fps)
        os.replace(part, path)


def _pieces(
    show: Show, work: Work, codec: Codec, frames: int, fps: Fraction, progress: Progress
) -> Iterable[tuple[Path, int]]:
    """Draw all frames; encode those pieces that an earlier call has not finished."""
    size = frames_in_piece(fps)
    piece = _Piece(show, codec, fps, progress)
    for index, start in enumerate(range(0, frames, size)):
        numbers = range(start, min(start + size, frames))
        yield piece.written(work, index, numbers), len(numbers)


class _Piece:
    """Draws and encodes one piece after another."""

    def __init__(self, show: Show, codec: Codec, fps: Fraction, progress: Progress) -> None:
        self._show, self._codec, self._fps, self._progress = show, codec, fps, progress
        self._size = show.canvas.planes.size

    def written(self, work: Work, index: int, numbers: range) -> Path:
        """Return the file of a piece. A performer has a memory, so every frame is drawn even
        when its piece is there; the frames' digest then tells whether it is the same piece."""
        if not work.holds(index):
            with SegmentWriter(work.part, self._codec, self._size, self._fps) as segment:
                digest = self._drawn(numbers, lambda changed: segment.add(self._show.canvas))
            return work.keep(index, digest)
        planes, frames = self._show.canvas.planes, list[tuple[Bytes2D, ...] | None]()
        digest = self._drawn(
            numbers,
            lambda changed: frames.append(tuple(p.copy() for p in planes) if changed else None),
        )
        if work.path(index, digest).exists():
            return work.path(index, digest)
        with SegmentWriter(work.part, self._codec, self._size, self._fps) as segment:
            copy = FrameCanvas(self._size)
            for frame in frames:
                for target, source in zip(copy.planes, frame or (), strict=frame is not None):
                    np.copyto(target, source)
                segment.add(copy)
        return work.keep(index, digest)

    def _drawn(self, numbers: range, each: Callable[[bool], object]) -> str:
        digest = hashlib.blake2b(repr((self._codec, self._size, self._fps)).encode())
        for number in numbers:
            first = number == numbers.start
            changed = self._show.draw(float(number / self._fps)) or first
            for plane in self._show.canvas.planes if changed else ():
                digest.update(plane.tobytes())
            digest.update(b"+" if changed else b"=")
            each(changed)
            self._progress(1)
        return digest.hexdigest()[:40]


def _write_moment(show: Show, timeline: Timeline, path: Path, fps: int) -> None:
    """Write the best moment, played up to from its beginning: a performer has a memory."""
    for number in range(round(best_moment(timeline) * fps) + 1):
        show.draw(number / fps)
    picture = rgb_from_planes(show.canvas.planes)
    write_whole(path, encode_clean(picture, _STILLS[path.suffix.lower()]))

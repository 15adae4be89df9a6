"""Several performers as one: faces that share a picture, or pictures that share a wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.errors import OptionsRefused
from generation.media.yuv import empty_planes, planes_from_rgb, rgb_from_planes
from generation.presenter.backdrop import rgb_of
from generation.presenter.composer import fit
from generation.presenter.following import Following
from generation.presenter.layer import within
from generation.presenter.layout import WALL
from generation.presenter.parts import cue_of, part_of
from generation.presenter.poster import Painting
from generation.presenter.subject import Subject
from generation.protocols import Performer
from generation.scene.model import Scene
from generation.types import CAMERA_AXES, NO_CUE, Box, Bytes2D, Cue, Floats, Planes, Timeline, Words

MEMBERS = (2, 4)
_BORDER = 0.10  # face widths over which one face's region becomes another's
_WIDEST = 1920  # px


class _Members:
    """What both kinds share: each member draws its own frame from its own part."""

    def __init__(self, performers: Sequence[Performer]) -> None:
        least, most = MEMBERS
        if not least <= len(performers) <= most:
            raise OptionsRefused(
                Words(
                    f"Вместе выступают от {least} до {most}, а не {len(performers)}.",
                    f"{least} to {most} perform together, not {len(performers)}.",
                )
            )
        self._performers = tuple(performers)
        self._frames = [empty_planes(*performer.size) for performer in performers]

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready."""
        for number, performer in enumerate(self._performers):
            part = part_of(timeline, number)
            if part is not None:
                performer.ready(part)

    def _drawn(self, t: float, cues: Sequence[Cue]) -> list[bool]:
        members = zip(self._performers, cues, self._frames, strict=True)
        return [performer.frame(t, cue, frame) for performer, cue, frame in members]


class Ensemble(_Members):
    """Two to four faces of one picture, each moved by a performer of its own.

    shares: for each, (H, W) 0..1, how much of every pixel it decides; they sum to 1 (see
    ``face_shares``). Where all frames agree, as at rest, the frame is exactly that.
    scene: one of theirs (see ``faces_of_one``), for shares that go along with the camera.
    Raises OptionsRefused for another number, or pictures of different sizes.
    """

    def __init__(
        self,
        performers: Sequence[Performer],
        shares: Sequence[Floats],
        scene: Scene | None = None,
    ) -> None:
        super().__init__(performers)
        self.size = performers[0].size
        width, height = self.size
        if any(p.size != self.size for p in performers) or any(
            share.shape != (height, width) for share in shares
        ):
            raise OptionsRefused(
                Words(
                    "Лица одной картины должны быть из сцен одного размера.",
                    "Faces of one picture must come from scenes of one size.",
                )
            )
        self._mixes = [_Mix(*pair) for pair in _in_turn(shares)]
        self._following = None if scene is None else Following(scene, shares)

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame."""
        cues = [cue_of(cue, number) for number in range(len(self._performers))]
        moved = self._following and self._following.moved(t, cues[0])
        if moved:
            self._mixes = [_Mix(*pair) for pair in _in_turn(moved)]
        if not any(self._drawn(t, cues)):
            return False
        self.mix(out)
        return True

    def mix(self, out: Planes) -> None:
        """Put the members' frames together as they are now."""
        for target, first in zip(out, self._frames[0], strict=True):
            np.copyto(target, first)
        for mix, frame in zip(self._mixes, self._frames[1:], strict=True):
            mix.into(out, frame)


class Row(_Members):
    """Two to four pictures side by side on a wall, all of one height, at most 1920 px wide."""

    def __init__(
        self, performers: Sequence[Performer], *, colour: str = WALL, gap: float = 0.05
    ) -> None:
        super().__init__(performers)
        sizes = [performer.size for performer in performers]
        height = float(min(height for _, height in sizes))
        across = sum(width / height for width, height in sizes) + gap * (len(sizes) + 1)
        height = min(height, _WIDEST / across)
        self._boxes, x, margin = list[Box](), gap * height, 2 * round(gap * height / 2)
        down = 2 * round(height / 2)
        for width, own in sizes:
            left, right = 2 * round(x / 2), 2 * round((x + width / own * height) / 2)
            self._boxes.append(Box(left, margin, right, margin + down))
            x += width / own * height + gap * height
        self.size = self._boxes[-1].right + margin, down + 2 * margin
        wall = np.full((self.size[1], self.size[0], 3), rgb_of(colour), np.uint8)
        self._wall: Planes | None = planes_from_rgb(wall)

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame."""
        cues = [self._seen_by(cue, number) for number in range(len(self._boxes))]
        moved = self._drawn(t, cues)
        if self._wall is not None:
            for target, source in zip(out, self._wall, strict=True):
                np.copyto(target, source)
            self._wall, moved = None, [True] * len(moved)
        for box, frame, changed in zip(self._boxes, self._frames, moved, strict=True):
            for number, plane in enumerate(frame if changed else ()):
                fit(plane, within(out[number], box, 2 if number else 1))
        return any(moved)

    def _seen_by(self, cue: Cue, number: int) -> Cue:
        """Return the cue with the place to look at in this picture's own coordinates."""
        cue = cue_of(cue, number)
        if cue.gaze is None:
            return cue
        box, (width, height) = self._boxes[number], self.size
        x = (cue.gaze[0] * width - box.left) / (box.right - box.left)
        y = (cue.gaze[1] * height - box.top) / (box.bottom - box.top)
        return Cue(
            (min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)), cue.paused, cue.timeline, cue.position
        )


def subject_of_row(pictures: Sequence[Bytes2D]) -> Subject:
    """Return the subject of pictures (H, W, 3) side by side, as ``Row`` hangs them."""
    row = Row([Painting(rgb, (rgb.shape[1], rgb.shape[0])) for rgb in pictures])
    planes = empty_planes(*row.size)
    row.frame(0.0, NO_CUE, planes)
    return Subject(rgb_from_planes(planes))


def faces_of_one(scenes: Sequence[Scene]) -> list[Scene]:
    """Return scenes of faces of one picture that a camera sees alike: a focus between them,
    the nearest of their depths, the narrowest of their camera limits.

    No slope of that depth is steeper than one of theirs, so nothing folds within the limits.
    """
    x, y = (float(np.mean(way)) for way in zip(*(s.focus for s in scenes), strict=True))
    depth = np.maximum.reduce([scene.depth for scene in scenes])
    ends = {axis: [s.limits[axis] for s in scenes] for axis in CAMERA_AXES
            if all(axis in s.limits for s in scenes)}  # fmt: skip
    camera = {a: (max(low for low, _ in e), min(high for _, high in e)) for a, e in ends.items()}
    return [
        replace(scene, focus=(x, y), depth=depth,
                limits={a: e for a, e in scene.limits.items() if a not in CAMERA_AXES} | camera)
        for scene in scenes
    ]  # fmt: skip


def face_shares(scenes: Sequence[Scene]) -> list[Floats]:
    """Return for each scene of one picture the share of every pixel its head decides.

    The nearest head decides, distances measured in its own face widths; at the border the
    shares cross within a tenth of one. Raises OptionsRefused for a scene without a head.
    """
    away = np.stack([_away(scene) for scene in scenes])
    weight = np.exp((away.min(0) - away) / _BORDER)
    weight[weight < 1 / 512] = 0
    return [np.asarray(w, np.float32) for w in weight / weight.sum(0)]


def _away(scene: Scene) -> Floats:
    if scene.head is None:
        raise OptionsRefused(
            Words(
                "В одной из сцен нет лица, петь вместе некому.",
                "One of the scenes has no face; nobody is there to perform together.",
            )
        )
    (x0, y0), unit, (width, height) = scene.head.centre, scene.head.face_width, scene.size
    x, y = np.arange(width, dtype=np.float32) - x0, np.arange(height, dtype=np.float32) - y0
    return np.asarray(np.hypot(x[None], y[:, None]) / unit, np.float32)


def _in_turn(shares: Sequence[Floats]) -> list[tuple[Floats, Box]]:
    """Return for each but the first its share among those up to it, and where that is not 0:
    mixing in one after another then gives every one its share."""
    so_far, found = shares[0].astype(np.float32), list[tuple[Floats, Box]]()
    for share in shares[1:]:
        so_far = so_far + share
        among = np.divide(share, so_far, out=np.zeros_like(so_far), where=so_far > 0)
        rows, columns = np.flatnonzero(share.any(1)), np.flatnonzero(share.any(0))
        if not rows.size:  # out of the camera's sight
            found.append((among, Box(0, 0, 0, 0)))
            continue
        box = Box(*(int(v) for v in (columns[0] // 2 * 2, rows[0] // 2 * 2,
                                     columns[-1] // 2 * 2 + 2, rows[-1] // 2 * 2 + 2)))  # fmt: skip
        found.append((among, box))
    return found


class _Mix:
    """Mixes one frame over others in 256ths; equal values stay what they are."""

    def __init__(self, share: Floats, box: Box) -> None:
        half = share.shape[1] // 2, share.shape[0] // 2
        soft = cv2.resize(share, half, interpolation=cv2.INTER_AREA)
        self._box = box
        self._shares: list[NDArray[np.uint16]] = [
            within(np.rint(plane * 256).astype(np.uint16), box, step)
            for plane, step in ((share, 1), (soft, 2), (soft, 2))
        ]

    def into(self, out: Planes, frame: Planes) -> None:
        """Mix the frame into ``out``, in place."""
        for number, share in enumerate(self._shares):
            step = 2 if number else 1
            target, source = (within(p[number], self._box, step) for p in (out, frame))
            mixed = target * (256 - share) + source * share
            target[:] = (mixed + np.uint16(128)) >> 8

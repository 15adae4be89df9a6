"""Somebody else's motion, saved: how a filmed face came away from its first moment.

A template is an ``.npz`` of plain numbers, never a pickle: version; fps; turn (n, 3, 3), the
rotations R_i R_0ᵀ of row vectors; exp (n, 21, 3) and t (n, 3), differences to the first frame;
scale (n,), ratios to it. Relative driving adds them to a sitter's own (posing.points_of).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from generation.errors import FaceNotTrusted, OptionsRefused
from generation.landmarks.crop import Square
from generation.landmarks.find import find_faces
from generation.liveportrait.device import Device
from generation.liveportrait.keypoints import Motion, rotation
from generation.liveportrait.pasting import crop_of, face_square
from generation.liveportrait.posing import Driven
from generation.media.clip import write_whole
from generation.quality.reader import open_clip
from generation.types import Bytes2D, Floats, Words

VERSION = 1
SEAM = 0.5  # seconds in which the end of a template turns into its beginning
LONGEST = 3000  # frames
BATCH = 8
_SHAPES: dict[str, tuple[int, ...]] = {"turn": (3, 3), "exp": (21, 3), "t": (3,), "scale": ()}


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """Motion over time, float32: see the module. fps 1..120; 1..3000 frames."""

    fps: float
    turn: Floats
    exp: Floats
    t: Floats
    scale: Floats

    @property
    def seconds(self) -> float:
        """Return how long it lasts; then it begins anew."""
        return len(self.turn) / self.fps

    def driven(self, moment: float) -> Driven:
        """Return the motion at so many seconds, over and over, without a jump at the seam.

        Between two frames a straight line, the turn made a rotation again.
        """
        count = len(self.turn)
        at = (moment * self.fps) % count
        here = int(at) % count
        now = self._mixed(here, (here + 1) % count, at - int(at))
        seam = min(SEAM * self.fps, count / 2)
        if (left := count - at) < seam:
            share = 1 - left / seam
            now = _mix(now, self._mixed(0, 0, 0.0), share * share * (3 - 2 * share))
        u, _, v = np.linalg.svd(now[0])
        told = u @ v, now[1], now[2]
        turn, exp, t = (torch.from_numpy(np.asarray(part, np.float32)) for part in told)
        return Driven(turn, exp, t, float(now[3]))

    def _mixed(self, a: int, b: int, share: float) -> tuple[Floats, ...]:
        tables = self.turn, self.exp, self.t, self.scale
        return tuple(np.asarray((1 - share) * n[a] + share * n[b], np.float32) for n in tables)


def _mix(a: Sequence[Floats], b: Sequence[Floats], share: float) -> tuple[Floats, ...]:
    return tuple(
        np.asarray((1 - share) * x + share * y, np.float32) for x, y in zip(a, b, strict=True)
    )


def template_of(motion: Motion, fps: float) -> Template:
    """Return the template of a filmed face, one row of ``motion`` a frame."""
    turned = rotation(motion.pitch, motion.yaw, motion.roll)
    turns = turned @ turned[:1].transpose(-1, -2)
    turns[(turned == turned[:1]).all(-1).all(-1)] = torch.eye(3)  # not but for rounding
    scale = motion.scale.reshape(-1)
    return Template(
        fps,
        _host(turns),
        _host(motion.exp - motion.exp[:1]),
        _host(motion.t - motion.t[:1]),
        _host(scale / scale[:1]),
    )


def record_template(clip: Path, device: Device, models_dir: Path) -> Template:
    """Return the motion of the face in a clip. Slow. Raises ClipRefused, FaceNotTrusted.

    The face is looked for in the first frame with our own landmark models (``models_dir``)
    and stays in that square: a head that walks out of it should be filmed anew.
    """
    with open_clip(clip) as opened:
        crops = _crops(opened.frames(), device.side, models_dir)
        moved = [device.motion(batch) for batch in _batches(crops)]
        fps = opened.fps
    return template_of(Motion(*(torch.cat(parts) for parts in zip(*moved, strict=True))), fps)


def write_template(template: Template, path: Path) -> None:
    """Write a template, whole or not at all."""
    data = io.BytesIO()
    arrays = {name: getattr(template, name) for name in _SHAPES}
    np.savez_compressed(data, version=VERSION, fps=template.fps, **arrays)
    write_whole(path, data.getvalue())


def read_template(path: Path) -> Template:
    """Return a template from its file. Raises OptionsRefused, saying what is wrong with it."""
    try:
        with np.load(path, allow_pickle=False) as file:
            told = {name: file[name] for name in ("version", "fps", *_SHAPES)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise _refused(path, "это не шаблон движения", "it is not a motion template") from error
    if told["version"].shape or int(told["version"]) != VERSION:
        raise _refused(path, "он другой версии", "it is of another version")
    arrays = {name: _checked(path, name, told[name]) for name in _SHAPES}
    counts = {len(array) for array in arrays.values()}
    if len(counts) > 1 or not 0 < max(counts) <= LONGEST:
        ru, en = f"в нём не от 1 до {LONGEST} кадров", f"it has not 1 to {LONGEST} frames"
        raise _refused(path, ru, en)
    fps = np.asarray(told["fps"], np.float64)
    if fps.shape or not 1 <= float(fps) <= 120:
        raise _refused(path, "частота кадров не от 1 до 120", "its fps are not 1 to 120")
    eye = arrays["turn"] @ arrays["turn"].transpose(0, 2, 1)
    if np.abs(eye - np.eye(3)).max() > 1e-2 or arrays["scale"].min() < 0.1:
        raise _refused(path, "его повороты невозможны", "its turns are impossible")
    return Template(float(fps), **arrays)


def _checked(path: Path, name: str, array: Any) -> Floats:
    right = array.dtype.kind == "f" and array.ndim and array.shape[1:] == _SHAPES[name]
    if not right or not np.isfinite(array).all():
        raise _refused(path, f"поле «{name}» неверно", f"its field “{name}” is wrong")
    return np.asarray(array, np.float32)


def _crops(frames: Any, side: int, models_dir: Path) -> Iterator[Bytes2D]:
    square: Square | None = None
    for frame in frames:
        if frame.index >= LONGEST:
            return
        if square is None:
            faces = find_faces(frame.rgb, models_dir).faces
            if not faces:
                raise FaceNotTrusted(
                    Words(
                        "В первом кадре фильма лицо не найдено: начните с него.",
                        "No face was found in the film's first frame: begin with one.",
                    )
                )
            square = face_square(faces[0])
        yield crop_of(frame.rgb, square, side)


def _batches(crops: Iterator[Bytes2D]) -> Iterator[list[Bytes2D]]:
    while batch := list(islice(crops, BATCH)):
        yield batch


def _host(told: Tensor) -> Floats:
    return np.asarray(told.cpu().float().numpy(), np.float32)


def _refused(path: Path, ru: str, en: str) -> OptionsRefused:
    return OptionsRefused(
        Words(f"Шаблон движения «{path.name}»: {ru}.", f"Motion template “{path.name}”: {en}.")
    )

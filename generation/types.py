"""The small values that travel between rooms: words, planes, poses, cues, landmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Bytes2D = NDArray[np.uint8]
Floats = NDArray[np.float32]


class Words(NamedTuple):
    """One sentence for people, in Russian and in English."""

    ru: str
    en: str


class Planes(NamedTuple):
    """A 4:2:0 picture, BT.601 limited range, chroma sited in the centre of each 2×2 block.

    y: (H, W) uint8; u, v: (H/2, W/2) uint8. H and W are even. Rows may be padded
    (the last axis is contiguous, the first need not be).
    """

    y: Bytes2D
    u: Bytes2D
    v: Bytes2D

    @property
    def size(self) -> tuple[int, int]:
        """Return (width, height) in pixels."""
        return self.y.shape[1], self.y.shape[0]


class Box(NamedTuple):
    """A rectangle in pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Pose:
    """The numbers one frame is drawn from. All zero (zoom 1) is the painting itself.

    Directions are the viewer's: +x right, +y down. *_r is the sitter's right eye or brow
    (the viewer's left).
    """

    yaw: float = 0.0  # degrees, + turns the face to the viewer's right
    pitch: float = 0.0  # degrees, + bows
    roll: float = 0.0  # degrees, + leans clockwise
    shift_x: float = 0.0  # face widths, the head as a whole
    shift_y: float = 0.0
    brow_r: float = 0.0  # -1..1, + raises
    brow_l: float = 0.0
    breath: float = 0.0  # 0..1, 1 = lungs full
    sway_a: float = 0.0  # -1..1, hair and cloth, two modes
    sway_b: float = 0.0
    blink_r: float = 0.0  # -0.25 (wide) .. 1 (shut)
    blink_l: float = 0.0
    gaze_x: float = 0.0  # -1..1
    gaze_y: float = 0.0  # -1..1, + looks down
    jaw: float = 0.0  # 0..1 for all mouth axes
    smile: float = 0.0
    pucker: float = 0.0
    wide: float = 0.0
    upper_up: float = 0.0
    lower_down: float = 0.0
    press: float = 0.0
    fv: float = 0.0
    cheek: float = 0.0
    teeth: float = 0.0  # lips bared from the teeth, as in a broad smile
    zoom: float = 1.0  # >= 1
    pan_x: float = 0.0  # picture widths
    pan_y: float = 0.0
    camera_roll: float = 0.0  # degrees
    orbit_x: float = 0.0  # picture widths of parallax between nearest and farthest
    orbit_y: float = 0.0
    dolly: float = 0.0  # 0..0.45, perspective part of a push

    def with_(self, **axes: float) -> Pose:
        """Return a copy with some axes replaced."""
        return replace(self, **axes)


AXES: tuple[str, ...] = tuple(f.name for f in fields(Pose))
BASE_AXES = ("brow_r", "brow_l", "breath", "sway_a", "sway_b")
EYE_AXES = ("blink_r", "blink_l", "gaze_x", "gaze_y")
MOUTH_AXES = (
    "jaw", "smile", "pucker", "wide", "upper_up", "lower_down", "press", "fv", "cheek",
    "teeth",
)  # fmt: skip
CAMERA_AXES = ("zoom", "pan_x", "pan_y", "camera_roll", "orbit_x", "orbit_y", "dolly")
REST = Pose()


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """samples: (n, 1 or 2) float32, -1..1; rate: samples a second."""

    samples: Floats
    rate: int

    @property
    def seconds(self) -> float:
        """Return how long it lasts."""
        return len(self.samples) / self.rate


class Caption(NamedTuple):
    """What is read on the screen from ``start`` to ``end`` seconds."""

    start: float
    end: float
    text: str
    language: str  # "ru" or "en"


TRACK_RATE = 100  # samples of every track a second
# What a timeline may move besides the pose: where to look in picture coordinates 0..1; how
# far each brushed region is along its path, how strongly the flows run, and how much of its
# own life the portrait keeps, all 0..1.
BRUSH_TRACKS = tuple(f"brush_{number}" for number in range(1, 7))
TRACKS: tuple[str, ...] = (*AXES, "look_x", "look_y", *BRUSH_TRACKS, "flow", "life")


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """A script made ready for one scene: numbers over time, sound, words. Compared by identity.

    tracks: name in TRACKS → (n,) float32, sample i is the moment i / TRACK_RATE; NaN where
    the script leaves the track to life. finish, ground: as the script wrote them, checked.
    """

    duration: float  # seconds
    tracks: Mapping[str, Floats] = field(default_factory=dict)
    sound: Sound | None = None
    captions: tuple[Caption, ...] = ()
    finish: Mapping[str, Any] | None = None
    ground: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """An input at a moment. ``gaze`` is where to look, in picture coordinates 0..1.

    ``timeline`` is what is being performed, ``position`` the seconds since it began; when it
    leaves the cue before its end, the performer lets go of it gently.
    """

    gaze: tuple[float, float] | None = None
    paused: bool = False
    timeline: Timeline | None = None
    position: float = 0.0


NO_CUE = Cue()


@dataclass(frozen=True, slots=True)
class Landmarks:
    """One face in a picture.

    points: (478, 3) float32 in pixels of the picture they were found in: 468 of the
    MediaPipe face mesh, then 5 iris points of the sitter's right eye and 5 of the left
    (centre first). z grows away from the viewer, in the same unit. confidence: 0..1.
    source: "model" or "hand".
    """

    points: Floats
    confidence: float
    source: str = "model"

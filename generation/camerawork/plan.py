"""What a camera sentence means, before any picture is known."""

from __future__ import annotations

from dataclasses import dataclass

# How far a sentence may ask the camera to go. A scene's own limits are a little wider
# (scene/limits.py), because a pose slows down over the last tenth of a limit.
MOST_ZOOM = 1.8
MOST_PAN = 0.2  # picture widths
MOST_DEGREES = 5.0  # of orbit, crane and roll: one picture has no more relief to walk round
SHORTEST, LONGEST = 0.5, 120.0  # seconds of one move
LONGEST_PLAN = 600.0
MOST_MOVES = 12
MOST_TIMES = 10
ORBIT_PER_DEGREE = 0.009  # picture widths of parallax
PAN_PER_DEGREE = 0.02  # picture widths: a picture stands 50° wide before the camera

KINDS = (
    "push", "zoom", "pull", "whole", "pan", "tilt", "look", "truck", "orbit", "crane", "roll",
    "follow", "hold",
)  # fmt: skip
FACE_TARGETS = ("face", "eyes", "left_eye", "right_eye", "mouth", "nose", "chin", "forehead")
PLACES = {
    "top_left": (1 / 6, 1 / 6), "top": (1 / 2, 1 / 6), "top_right": (5 / 6, 1 / 6),
    "left": (1 / 6, 1 / 2), "centre": (1 / 2, 1 / 2), "right": (5 / 6, 1 / 2),
    "bottom_left": (1 / 6, 5 / 6), "bottom": (1 / 2, 5 / 6), "bottom_right": (5 / 6, 5 / 6),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """One move of the camera.

    kind: one of KINDS. toward: "left", "right", "up", "down" as the camera goes or turns, or
    "". A pull begins closer where the whole picture is in view; "whole" just goes there.
    amount: a factor of size for push, zoom, pull (0 = to the whole picture) and follow; a
    share of the picture's width for pan, tilt and truck; degrees for orbit, crane and roll.
    target: "", "subject", "hand", a name of FACE_TARGETS or PLACES, or "brush_1" … "brush_6".
    seconds: of one way. sweep: it begins on the side opposite to ``toward``. back: it returns
    to where it began. handheld: 0 none … 1 the most.
    """

    kind: str
    toward: str = ""
    amount: float = 0.0
    target: str = ""
    seconds: float = 4.0
    easing: str = "smooth"  # smooth, linear, in, out, sharp
    sweep: bool = False
    back: bool = False
    times: int = 1
    handheld: float = 0.0

    @property
    def ways(self) -> int:
        """Return how many ways there and back it goes."""
        return 2 * self.times if self.back else 2 * self.times - 1

    @property
    def lasts(self) -> float:
        """Return the seconds from its beginning to its end."""
        return self.seconds * self.ways


Step = tuple[Move, ...]  # moves made together


@dataclass(frozen=True, slots=True)
class CameraPlan:
    """Steps one after another, each of moves made together."""

    sentence: str
    language: str  # "ru" or "en": the sentence's own
    steps: tuple[Step, ...]

    @property
    def seconds(self) -> float:
        """Return how long the whole plan takes."""
        return sum(max(move.lasts for move in step) for step in self.steps)

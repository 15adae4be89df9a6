"""A script: what a portrait says and does, as a person wrote it. Nothing is computed here.

Each field tells its own rule; the reader, the writer and the schema all follow the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from generation.scene.ranges import RANGES
from generation.script.rules import (
    Choice,
    FileName,
    Flag,
    Foreign,
    Name,
    Number,
    Table,
    Text,
    Whole,
)
from generation.script.shapes import Either, Keys, Object, Point, Points, told
from generation.types import AXES, CAMERA_AXES

VERSION = 1
LONGEST = 600.0  # seconds of a whole script
MOST_EVENTS = 1000
MOST_MEMBERS = 4  # of those who perform together
LANGUAGES = ("ru", "en")
GESTURES = ("turn", "bow", "tilt", "nod", "shake")
DIRECTIONS = ("left", "right", "up", "down", "ahead", "visitor")
EXPRESSIONS = (
    "smile", "laugh", "sad", "surprise", "frown", "doubt", "tender", "stern",
    "brows", "wink", "blink", "close", "kiss",
)  # fmt: skip
MANNERS = {axis: ends for axis, ends in RANGES.items() if axis not in CAMERA_AXES}
MOVES = {axis: RANGES[axis] for axis in AXES if axis in CAMERA_AXES}
SECONDS = Number(0, LONGEST)
LASTING = Number(0.05, LONGEST)
FADE = Number(0, 20)


@dataclass(frozen=True, slots=True)
class Voicing:
    """Who speaks and how. ``engine`` is an alias of the table of voices."""

    engine: str = told(Text(60), "default")
    speaker: str = told(Text(120), "")
    rate: float = told(Number(0.5, 2.0), 1.0)  # times the voice's own tempo
    pitch: float = told(Number(-12, 12), 0.0)  # semitones


USUAL_VOICE = Voicing()
VOICE = Object(Voicing, "speaker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """When: ``at`` a second, ``after`` an event has ended, ``with`` one's beginning; plus
    ``delay``. None of them: after the spoken event before it, or where the sequence stands.

    ``line`` is where it was written; two events that differ only there are equal.
    """

    kind: ClassVar[str] = ""
    spoken: ClassVar[bool] = False  # follows the spoken one before it

    id: str = told(Name(), "")
    at: float | None = told(SECONDS, None)
    after: str = told(Name(), "")
    beside: str = told(Name(), "", name="with")
    delay: float = told(SECONDS, 0.0)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted(Event):
    """What one of several does: ``member`` 1 to 4; 0: the first speaks, all do the rest."""

    member: int = told(Whole(1, MOST_MEMBERS), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Acted):
    """Words to be spoken, with marks in [ ] that happen at their word."""

    kind: ClassVar[str] = "say"
    spoken: ClassVar[bool] = True

    text: str = told(Text(5000), name="say")
    language: str = told(Choice(LANGUAGES), "")
    voice: Voicing | None = told(VOICE, None)  # noqa: RUF009
    strength: float = told(Number(0.2, 1.5), 1.0)  # of the lips' movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Sing(Acted):
    """Lyrics (syllables divided by hyphens) on a melody: a MusicXML or MIDI file, or ``notes``,
    one line of ABC. Lyrics may be empty where the file has its own."""

    kind: ClassVar[str] = "sing"
    spoken: ClassVar[bool] = True

    lyrics: str = told(Text(5000, least=0), name="sing")
    melody: str = told(FileName(), "")
    notes: str = told(Text(5000), "")
    part: int = told(Whole(1, 8), 1)  # of a melody in several parts
    language: str = told(Choice(LANGUAGES), "")
    voice: Voicing | None = told(VOICE, None)  # noqa: RUF009
    strength: float = told(Number(0.2, 1.5), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording(Acted):
    """A person's own voice from a file; ``text`` gives captions and better lips."""

    kind: ClassVar[str] = "recording"
    spoken: ClassVar[bool] = True

    file: str = told(FileName(), name="recording")
    text: str = told(Text(5000), "")
    language: str = told(Choice(LANGUAGES), "")
    strength: float = told(Number(0.2, 1.5), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Event):
    """Silence."""

    kind: ClassVar[str] = "pause"
    spoken: ClassVar[bool] = True

    seconds: float = told(Number(0.05, 60), name="pause")


@dataclass(frozen=True, slots=True, kw_only=True)
class Express(Acted):
    """An expression of the face by name, or its axes; None: as long as it usually lasts."""

    kind: ClassVar[str] = "express"

    expression: str | Mapping[str, float] = told(
        Either(Choice(EXPRESSIONS), Table(MANNERS)), name="express"
    )
    amount: float = told(Number(0, 1), 1.0)
    seconds: float | None = told(LASTING, None)
    fade_in: float | None = told(FADE, None)
    fade_out: float | None = told(FADE, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(Acted):
    """Eyes, and a little of the head, toward a direction, a point or a named point."""

    kind: ClassVar[str] = "look"

    toward: str | tuple[float, float] = told(Either(Text(40), Point()), name="look")
    seconds: float | None = told(LASTING, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Acted):
    """A gesture of the head; degrees go no further than the scene allows.

    + turns to the viewer's right, bows, leans clockwise. ``times``: of a nod or a shake.
    """

    kind: ClassVar[str] = "head"

    gesture: str = told(Choice(GESTURES), name="head")
    degrees: float | None = told(Number(-45, 45), None)
    times: int = told(Whole(1, 12), 1)
    seconds: float | None = told(LASTING, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera(Event):
    """A camera move in a sentence of words, or key frames of its axes."""

    kind: ClassVar[str] = "camera"

    move: str | tuple[Mapping[str, float], ...] = told(
        Either(Text(500), Keys(MOVES, LONGEST)), name="camera"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Brush(Event):
    """Move brushed region 1 to 6 of the ground along its path, to a share 0 to 1 of it."""

    kind: ClassVar[str] = "brush"

    region: int = told(Whole(1, 6), name="brush")
    to: float = told(Number(0, 1), 1.0)
    seconds: float = told(LASTING, 3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Event):
    """How strongly the ground's flows run from here on, 0 to 1, reached in ``fade`` seconds."""

    kind: ClassVar[str] = "flow"

    amount: float = told(Number(0, 1), name="flow")
    fade: float = told(FADE, 2.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Music(Event):
    """Music from a file: decibels under full level, ``duck`` decibels more under speech."""

    kind: ClassVar[str] = "music"

    file: str = told(FileName(), name="music")
    level: float = told(Number(-40, 0), -6.0)
    duck: float = told(Number(0, 30), 12.0)
    fade: float = told(FADE, 1.5)
    loop: bool = told(Flag(), True)
    seconds: float | None = told(LASTING, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption(Event):
    """Words on the screen that nobody speaks."""

    kind: ClassVar[str] = "caption"

    text: str = told(Text(300), name="caption")
    seconds: float = told(Number(0.3, 60), 4.0)
    language: str = told(Choice(LANGUAGES), "")


KINDS: dict[str, type[Event]] = {
    kind.kind: kind
    for kind in (Say, Sing, Recording, Pause, Express, Look, Head, Camera, Brush, Flow, Music,
                 Caption)
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Everything a portrait performs, up to ten minutes. Holds no numbers of any scene.

    language: of what does not say its own; "" is told from the letters. ground, finish,
    layout: as their rooms read them. points: named places to look at.
    """

    title: str = told(Text(200), "")
    language: str = told(Choice(LANGUAGES), "")
    voice: Voicing = told(VOICE, USUAL_VOICE)  # noqa: RUF009
    captions: bool = told(Flag(), True)
    points: Mapping[str, tuple[float, float]] | None = told(Points(Name()), None)
    ground: Mapping[str, Any] | None = told(Foreign(named=False), None)
    finish: str | Mapping[str, Any] | None = told(Foreign(), None)
    layout: str | Mapping[str, Any] | None = told(Foreign(), None)
    events: tuple[Event, ...] = ()

"""The JSON half of the wire format: few words, as frozen dataclasses. Told in docs/wire.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from generation.live.wire import VERSION, WireError
from generation.types import Words

STREAM_VERSION = VERSION
CODECS = ("h264", "vp9", "jpeg")  # best first
LONGEST = 2048  # bytes of a text message from a viewer
LONGEST_NAME = 64  # characters of an answer's name


@dataclass(frozen=True, slots=True)
class Hello:
    """Viewer: the versions I speak and the codecs I can show, best first."""

    versions: tuple[int, ...]
    codecs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """Viewer: start me anew with this codec (my decoder failed, or lost its thread)."""

    codec: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Viewer: hold the picture, or go on."""

    paused: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """Viewer: let the portrait give this answer."""

    answer: str


@dataclass(frozen=True, slots=True)
class Hush:
    """Viewer: let the portrait fall silent."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Server: we speak this version and will send this codec."""

    type: ClassVar[str] = "offer"
    version: int
    codec: str


@dataclass(frozen=True, slots=True)
class Config:
    """Server: how to decode the frames of an epoch; sent before the first of them."""

    type: ClassVar[str] = "config"
    epoch: int
    codec: str
    decoder: str  # the WebCodecs codec string, "" for jpeg
    width: int
    height: int
    fps: int


@dataclass(frozen=True, slots=True)
class Role:
    """Server: whether your finger moves this picture, and why not if not."""

    type: ClassVar[str] = "role"
    steering: bool
    reason: str = ""
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """Server: "live", "resting" (it broke, the last picture stays, we try again) or "still"."""

    type: ClassVar[str] = "health"
    state: str
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Server: you may not watch this, or not like this. The connection closes."""

    type: ClassVar[str] = "refused"
    reason: str
    words: Words
    retry: int | None = None  # seconds until asking again makes sense
    detail: str = ""  # for whoever writes the page


@dataclass(frozen=True, slots=True)
class Bye:
    """Server: the connection closes, and when to come back (None: not by yourself)."""

    type: ClassVar[str] = "bye"
    reason: str
    words: Words
    retry: int | None = 0


@dataclass(frozen=True, slots=True)
class Speech:
    """Server: what the portrait says now.

    state: "begin" (or go on: position p is the moment start_us + p), "held", "end",
    "interrupted"; "refused" goes to the asker alone, with a reason.
    """

    type: ClassVar[str] = "speech"
    state: str
    answer: str
    epoch: int = 0
    start_us: int = 0  # clock of the frame headers, µs
    position: float = 0.0  # seconds
    duration: float = 0.0
    reason: str = ""
    words: Words | None = None

    @property
    def under_way(self) -> bool:
        """Say whether there is more to come."""
        return self.state in ("begin", "held")


@dataclass(frozen=True, slots=True)
class SealKey:
    """Server: who seals the frames of an epoch, vouched for by the museum's certificate."""

    type: ClassVar[str] = "seal_key"
    epoch: int
    credential: str


@dataclass(frozen=True, slots=True)
class Seal:
    """Server: the seal of every frame sent to you that no seal before has covered."""

    type: ClassVar[str] = "seal"
    seal: str


@dataclass(frozen=True, slots=True)
class Label:
    """Server: what the frames that follow are, in the words of the record of what is shown.

    Sent before the first frame of an epoch. eu: the letters of the European icon, "" where no
    neural network took part; source_type: IPTC digital source type; certificate: an address,
    "" for a draft.
    """

    type: ClassVar[str] = "label"
    short: Words
    long: Words
    alt: Words
    eu: str
    eu_text: Words
    source_type: str
    certificate: str


FromServer = Offer | Config | Role | Health | Refused | Bye | Speech | SealKey | Seal | Label
FromViewer = Hello | Quality | Pause | Ask | Hush


def build_text(message: FromServer) -> str:
    """Return the JSON text of a server's message."""
    fields = {key: _told(value) for key, value in asdict(message).items() if value is not None}
    return json.dumps({"type": message.type, **fields}, ensure_ascii=False)


def _told(value: Any) -> Any:
    return value._asdict() if isinstance(value, Words) else value


def parse_text(text: str) -> FromViewer:
    """Take a viewer's text apart, trusting nothing. Raises WireError."""
    if len(text) > LONGEST:
        raise WireError(f"a text message has at most {LONGEST} characters")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError("a text message is JSON") from error
    kind = told.get("type") if isinstance(told, dict) else None
    if not isinstance(kind, str) or kind not in _PARSERS:
        raise WireError(f'a text message is {{"type": {" | ".join(_PARSERS)}, …}}')
    return _PARSERS[kind](told)


def choose_codec(hello: Hello) -> str:
    """Return the viewer's first codec that we have. Raises WireError."""
    if VERSION not in hello.versions:
        raise WireError(f"we speak version {VERSION} of the protocol")
    for codec in hello.codecs:
        if codec in CODECS:
            return codec
    raise WireError(f"we send {', '.join(CODECS)}")


def _hello(told: dict[str, Any]) -> Hello:
    versions, codecs = told.get("versions"), told.get("codecs")
    if not isinstance(versions, list) or not isinstance(codecs, list):
        raise WireError("hello has a list of versions and a list of codecs")
    if not all(type(version) is int for version in versions[:16]):
        raise WireError("a version is a whole number")
    if not all(isinstance(codec, str) for codec in codecs[:16]):
        raise WireError("a codec is a word")
    return Hello(tuple(versions[:16]), tuple(codecs[:16]))


def _quality(told: dict[str, Any]) -> Quality:
    if told.get("codec") not in CODECS:
        raise WireError(f"quality names one of {', '.join(CODECS)}")
    return Quality(told["codec"])


def _pause(told: dict[str, Any]) -> Pause:
    if not isinstance(told.get("paused"), bool):
        raise WireError("pause says true or false")
    return Pause(told["paused"])


def _ask(told: dict[str, Any]) -> Ask:
    answer = told.get("answer")
    if not isinstance(answer, str) or not 0 < len(answer) <= LONGEST_NAME:
        raise WireError("ask names an answer")
    return Ask(answer)


_PARSERS: dict[str, Callable[[dict[str, Any]], FromViewer]] = {
    "hello": _hello,
    "quality": _quality,
    "pause": _pause,
    "ask": _ask,
    "hush": lambda told: Hush(),
}

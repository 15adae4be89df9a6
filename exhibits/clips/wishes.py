"""What a clip should be: read from what was asked for, refused before any work begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import Answer, Version
from exhibits.refusal import Refused
from generation import Layout, Words, read_layout

MOVING = (".mp4", ".webm", ".webp", ".gif")
STILL = (".png", ".jpg")
FILMS = (".mp4", ".webm")  # have sound
SECONDS = 1, 60  # of life by itself; an answer has its own length
FPS = 5, 60
LANGUAGES = ("ru", "en")


@dataclass(frozen=True, slots=True)
class Wish:
    """One file. answer: id, "" is life by itself. seconds: how long it lives, or of a still
    without an answer the moment. format … ground: see Layout; "own" is the picture itself."""

    suffix: str = ".mp4"
    answer: str = ""
    seconds: float = 6.0
    fps: int = 25
    format: str = "own"
    shape: str = "full"
    side: int = 1080
    ground: str = "#14171a"
    captions: bool = True  # burnt in, where something is said
    language: str = "ru"

    @property
    def moves(self) -> bool:
        """Say whether it is a clip, not a picture."""
        return self.suffix in MOVING

    def told(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def read_wish(told: Mapping[str, Any]) -> Wish:
    """Return what JSON asks for. Raises Refused or LayoutRefused, naming the field."""
    usual = Wish().told()
    if unknown := sorted(set(told) - set(usual)):
        raise _refused(unknown[0])
    for name, value in told.items():
        kind = (int, float) if name == "seconds" else type(usual[name])
        if not isinstance(value, kind) or (isinstance(value, bool) and usual[name] is not True):
            raise _refused(name)
    wish = Wish(**told)
    wrong = {
        "suffix": wish.suffix not in MOVING + STILL,
        "seconds": not SECONDS[0] <= wish.seconds <= SECONDS[1],
        "fps": not FPS[0] <= wish.fps <= FPS[1],
        "language": wish.language not in LANGUAGES,
    }
    for name, refused in wrong.items():
        if refused:
            raise _refused(name)
    read_layout(_plain(wish))
    return wish


def answer_of(wish: Wish, version: Version) -> Answer | None:
    """Return the answer a wish names, None for life by itself. Raises Refused."""
    if not wish.answer:
        return None
    try:
        found = version.answers.filter(pk=UUID(wish.answer)).first()
    except ValueError:
        found = None
    if found is None:
        raise _refused("answer")
    found.version, found.portrait = version, version.portrait
    return found


def layout_of(wish: Wish, work: Artwork, label: Words) -> Layout:
    """Return where everything goes: the label always, the catalogue's words beside the picture."""
    said = {"label": label.en if wish.language == "en" else label.ru}
    if wish.format != "own":
        maker = (work.said(name, wish.language) for name in ("maker", "date_text"))
        said |= {
            "title": work.said("title", wish.language),
            "maker": ", ".join(filter(None, maker)),
            "credit": work.said("credit", wish.language),
        }
    return read_layout(_plain(wish) | said)


def _plain(wish: Wish) -> dict[str, Any]:
    names = ("format", "shape", "side", "ground", "language")
    return {name: getattr(wish, name) for name in names}


def _refused(name: str) -> Refused:
    return Refused(
        Words(
            f"Поле «{name}» задано неверно: посмотрите docs/clips.md.",
            f"The field “{name}” is wrong: see docs/clips.md.",
        )
    )

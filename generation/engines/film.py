"""A finished film played live: made once by a chain of engines, shown like any other version."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple

from generation.capabilities import Capabilities, Licence
from generation.errors import OptionsRefused, WeightsMissing
from generation.findings import Finding
from generation.finish.model import PAINTING
from generation.finish.reading import read_finish
from generation.making import Models
from generation.media.reel import Film, Round, look_at, mix
from generation.media.yuv import empty_planes, planes_from_rgb, rgb_from_planes
from generation.options import check_fields
from generation.presenter.finished import Finished
from generation.scene.model import Scene
from generation.types import TRACK_RATE, Bytes2D, Cue, Planes, Timeline, Words

FADE_FRAMES = 10  # of a loop whose ends do not meet: a third of a second
TURN = 0.5  # s from the film to the painting at rest, and back
SUFFIX = ".mp4"
_DIGEST = re.compile(r"|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FilmOptions:
    """film: SHA-256 of the file, which lies in ``folder`` under that name; "" plays nothing yet.

    loop: "fade" lets the end melt into the beginning where they do not meet by themselves,
    "cut" never. at_rest: what is seen while paused, the "painting" itself or the "frame".
    Raises OptionsRefused.
    """

    film: Annotated[str, Words("SHA-256 фильма", "SHA-256 of the film")] = ""
    folder: Annotated[str, Words("папка фильмов", "folder of films")] = ""
    loop: Annotated[Literal["fade", "cut"], Words("повтор", "loop")] = "fade"
    at_rest: Annotated[Literal["painting", "frame"], Words("на паузе", "while paused")] = "painting"

    def __post_init__(self) -> None:
        check_fields(self)
        if not _DIGEST.fullmatch(self.film):
            raise OptionsRefused(
                Words(
                    "film: нужен SHA-256 фильма. Примите готовое видео на странице цепочек.",
                    "film: a film’s SHA-256 is needed. Accept a finished video of a chain.",
                )
            )


class FilmMeasures(NamedTuple):
    """size: width, height, px; fps: frames a second; seconds: of one round."""

    size: tuple[int, int]
    fps: float
    seconds: float


class FilmPerformer:
    """Plays a film over a painting. See Performer.

    painting: what is seen at rest, of the size of every frame. The film begins with the first
    frame asked for; ``life`` of a timeline says how much of it is seen, 0 is the painting.
    """

    def __init__(
        self,
        film: Film,
        painting: Planes,
        *,
        loop: str = "fade",
        at_rest: str = "painting",
        turned: bool = False,
    ) -> None:
        self.size = painting.size
        self._film, self._painting, self._at_rest = film, painting, at_rest
        self._round = Round(film, self.size, 0 if loop == "cut" else _fade(film))
        self._begin = self._round.period if turned else 0
        self._last: float | None = None
        self._played = self._life = 0.0
        self._shown: tuple[int, float] | None = None

    def ready(self, timeline: Timeline) -> None:
        """See Performer.ready: a film needs nothing."""

    def frame(self, t: float, cue: Cue, out: Planes) -> bool:
        """See Performer.frame. Raises ClipRefused where the file breaks off."""
        wanted = self._wanted(cue)
        if self._last is None:
            self._last, self._life = t, wanted
        passed = max(t - self._last, 0.0)
        self._last = max(t, self._last)
        self._played += 0.0 if cue.paused else passed
        change = min(max(wanted - self._life, -passed / TURN), passed / TURN)
        self._life = wanted if abs(wanted - self._life - change) < 1e-6 else self._life + change
        # A hair more, so that i / fps is frame i however it was rounded.
        number = self._begin + int(self._played * self._film.fps + 1e-4)
        shown = (number if self._life > 0 else -1, self._life)
        if shown == self._shown:
            return False
        self._shown = shown
        self._draw(number, out)
        return True

    def _wanted(self, cue: Cue) -> float:
        if cue.paused:
            return 0.0 if self._at_rest == "painting" else self._life
        life = cue.timeline.tracks.get("life") if cue.timeline else None
        if life is None or not len(life):
            return 1.0
        value = float(life[min(int(cue.position * TRACK_RATE), len(life) - 1)])
        return value if value == value else 1.0  # NaN leaves it to life

    def _draw(self, number: int, out: Planes) -> None:
        share = self._life * self._life * (3 - 2 * self._life)
        film = self._painting if share <= 0 else self._round.frame(number)
        mix(self._painting, film, share, out)


class FilmEngine:
    """Live and offline; needs a CPU. Who drew the film, and how, is in its chain's record."""

    Options = FilmOptions
    CAPABILITIES: ClassVar[Capabilities] = Capabilities(
        tasks=frozenset({"live"}),
        draws="generated",  # the most that can be said; a record says what its chain did
        licence=Licence(
            "",
            commercial="ask",
            trap=Words(
                "Права на фильм — те, что дали движки, которыми он сделан.",
                "A film’s rights are those given by the engines it was made with.",
            ),
        ),
    )

    def __init__(self, options: FilmOptions) -> None:
        self._options = options

    @classmethod
    def check(cls, options: FilmOptions) -> Iterator[Finding]:
        """Say whether the film is where it should be."""
        there = not options.film or _path(options).is_file()
        found = Words("играет фильмы цепочек", "plays the films of chains")
        told = found if there else _missing(options).for_people
        yield Finding("film", there, told, required=False)

    def weights(self) -> Models:
        """Return no file: those that drew the film are told by its chain."""
        return ()

    def prepare(self, scene: Scene, *, seed: int) -> FilmPerformer:
        """See LiveEngine.prepare. Raises WeightsMissing where the film is not here or is another
        one, ClipRefused where it cannot be played."""
        own = self._options
        path = _path(own)
        if not path.is_file() or _digest(path) != own.film:
            raise _missing(own)
        painting = planes_from_rgb(scene.rgb)
        return FilmPerformer(look_at(path), painting, loop=own.loop, at_rest=own.at_rest)


def open_film(
    path: Path, *, loop: Literal["fade", "cut"] = "cut", finish: object = "painting", seed: int = 1
) -> FilmPerformer | Finished:
    """Return a performer of a film by itself, as large as it is; its first frame is its rest.

    With "fade" it begins where its end has melted into its beginning: ``seconds`` of it are a
    loop. finish: see docs/finish.md. Raises ClipRefused and FinishRefused.
    """
    wanted = read_finish(finish)
    film = look_at(path)
    width, height = film.size
    first = empty_planes(width - width % 2, height - height % 2)
    mix(first, Round(film, first.size, 0).frame(0), 1.0, first)
    played = FilmPerformer(film, first, loop=loop, at_rest="frame", turned=loop == "fade")
    return played if wanted == PAINTING else Finished(played, wanted, seed=seed)


def film_measures(path: Path, loop: Literal["fade", "cut"] = "cut") -> FilmMeasures:
    """Return how large a film is and how long it runs. Raises ClipRefused."""
    film = look_at(path)
    lost = 0 if loop == "cut" else _fade(film)
    return FilmMeasures(film.size, film.fps, (film.frames - lost) / film.fps)


def first_picture(path: Path) -> Bytes2D:
    """Return a film's first frame as (H, W, 3) uint8. Raises ClipRefused."""
    film = look_at(path)
    width, height = film.size
    return rgb_from_planes(Round(film, (width - width % 2, height - height % 2), 0).frame(0))


def _fade(film: Film) -> int:
    return 0 if film.closes else min(FADE_FRAMES, film.frames // 3)


def _path(options: FilmOptions) -> Path:
    return Path(options.folder) / f"{options.film}{SUFFIX}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _missing(options: FilmOptions) -> WeightsMissing:
    if not options.film:
        return WeightsMissing(
            Words(
                "Фильм не выбран. Примите готовое видео на странице цепочек.",
                "No film was chosen. Accept a finished video on the page of chains.",
            )
        )
    name = f"{options.film[:12]}…"
    return WeightsMissing(
        Words(
            f"Фильма {name} нет в папке фильмов, или это другой файл. Верните его из резервной "
            "копии или примите видео цепочки ещё раз.",
            f"The film {name} is not in the folder of films, or is another file. Bring it back "
            "from a backup, or accept the chain’s video again.",
        )
    )

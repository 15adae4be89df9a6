"""A finished film played live: the right frame at each moment, no seam, the painting at rest."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.engines.film import FADE_FRAMES, FilmEngine, FilmOptions, FilmPerformer, open_film
from generation.errors import ClipRefused, OptionsRefused, WeightsMissing
from generation.media.reel import WALL, look_at
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.presenter.poster import poster_timeline
from generation.quality.psnr import psnr
from generation.types import NO_CUE, Cue, Planes
from tests.generation.films import digest, scene_rgb, write_film

SIZE = (160, 120)
FPS = 12


class Painted:
    """The little of a scene that a film needs."""

    rgb = np.full((120, 160, 3), 90, np.uint8)
    size = SIZE


def played(performer: FilmPerformer, moments: Any, cue: Cue = NO_CUE) -> list[Planes]:
    out, seen = empty_planes(*performer.size), []
    for t in moments:
        performer.frame(t, cue, out)
        seen.append(Planes(*(plane.copy() for plane in out)))
    return seen


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A film whose end is far from its beginning."""
    write_film(tmp_path / "half.mp4", 36)
    return tmp_path / "half.mp4"


def painting() -> Planes:
    return planes_from_rgb(Painted.rgb)


def test_each_moment_shows_its_frame(tmp_path: Path) -> None:
    shown = write_film(tmp_path / "whole.mp4", 24, turn=1.0)
    performer = FilmPerformer(look_at(tmp_path / "whole.mp4"), painting())
    start = 1000.0  # a stage's clock begins anywhere
    seen = played(performer, (start + n / FPS for n in range(60)))
    for n, planes in enumerate(seen):
        source = planes_from_rgb(shown[n % 24])
        assert psnr(planes.y, source.y) > 38, n
        assert psnr(planes.u, source.u) > 38, n
        assert psnr(planes.y, planes_from_rgb(shown[(n + 6) % 24]).y) < 28, "another is told apart"


def test_the_same_moments_give_the_same_bytes(half: Path) -> None:
    moments = np.cumsum(np.random.default_rng(3).uniform(0, 0.2, 60))
    one, other = (played(FilmPerformer(look_at(half), painting()), moments) for _ in range(2))
    assert all(np.array_equal(a.y, b.y) for a, b in zip(one, other, strict=True))


def test_no_seam_is_seen(half: Path) -> None:
    """The largest step anywhere, the turn included, against the usual step of the film."""

    def largest(loop: str) -> float:
        seen = played(FilmPerformer(look_at(half), painting(), loop=loop), np.arange(80) / FPS)
        luma = [planes.y.astype(float) for planes in seen]
        steps = [np.sqrt(np.mean((b - a) ** 2)) for a, b in pairwise(luma)]
        return float(max(steps) / np.median(steps))

    assert look_at(half).seam > 2.5 and not look_at(half).closes
    assert largest("cut") > 2.5
    assert largest("fade") < 1.5


def test_a_film_that_closes_is_left_alone(tmp_path: Path) -> None:
    write_film(tmp_path / "ring.mp4", 24, turn=1.0)
    film = look_at(tmp_path / "ring.mp4")
    assert film.closes and film.seam == pytest.approx(1.0, abs=0.25)
    assert (film.frames, film.fps, film.size, film.seconds) == (24, FPS, SIZE, 2.0)
    performer = FilmPerformer(film, painting())
    first, again = (played(performer, [t])[0] for t in (0.0, 2.0))
    assert np.array_equal(first.y, again.y), "all of it is shown"


def test_long_jumps_and_turns_missed(half: Path) -> None:
    film = look_at(half)
    period = (film.frames - FADE_FRAMES) / FPS
    late = played(FilmPerformer(film, painting()), [0.0, 5 * period + 1.5])[-1]
    soon = played(FilmPerformer(film, painting()), [0.0, 1.5])[-1]
    assert np.array_equal(late.y, soon.y)


def test_at_rest_it_is_the_painting(half: Path) -> None:
    performer = FilmPerformer(look_at(half), painting())
    out = empty_planes(*SIZE)
    assert performer.frame(0.0, NO_CUE, out)
    assert not performer.frame(0.02, NO_CUE, out), "the same frame is not drawn twice"
    paused = Cue(paused=True)
    before = played(performer, [0.5])[0]
    for t in np.arange(0.5, 1.4, 0.1):
        performer.frame(float(t), paused, out)
    assert all(np.array_equal(a, b) for a, b in zip(out, painting(), strict=True))
    assert not performer.frame(2.0, paused, out)
    for t in (2.1, 2.6):
        performer.frame(t, NO_CUE, out)
    shown = planes_from_rgb(scene_rgb(SIZE, 0.5 * 13 / 36))  # .5 s, and .6 s since
    assert psnr(out.y, shown.y) > 35, "it goes on where it was"
    assert psnr(out.y, before.y) < psnr(out.y, shown.y)
    held = FilmPerformer(look_at(half), painting(), at_rest="frame")
    played(held, [0.0, 1.0])
    assert not held.frame(1.5, paused, out) and not held.frame(3.0, paused, out)


def test_a_timeline_may_lead_it_from_rest_to_rest(half: Path) -> None:
    timeline = poster_timeline(3.0)
    performer = FilmPerformer(look_at(half), painting())
    out, rest = empty_planes(*SIZE), painting().y
    apart = []
    for t in np.arange(0, 3.01, 0.1):
        performer.frame(float(t), Cue(timeline=timeline, position=float(t)), out)
        apart.append(float(np.abs(out.y.astype(int) - rest).mean()))
    assert apart[0] == 0 and max(apart) > 20 and apart[-1] < 1


def test_sizes_are_fitted(tmp_path: Path) -> None:
    write_film(tmp_path / "f.mp4", 3, (192, 144))
    film = look_at(tmp_path / "f.mp4")
    near = played(FilmPerformer(film, empty_planes(240, 184)), [0.0])[0]  # engines round sizes
    assert np.ptp(near.y[:2]) > 20 and np.ptp(near.y[-2:]) > 20, "no bars"
    wide = played(FilmPerformer(film, empty_planes(480, 184)), [0.0])[0]
    assert set(np.unique(wide.y[:, :100])) == {WALL[0]}, "whole, in the middle"
    assert np.ptp(wide.y[:, 200:280]) > 20


def test_the_engine_plays_only_the_very_file(half: Path, tmp_path: Path) -> None:
    name = digest(half)
    shutil.copy(half, tmp_path / f"{name}.mp4")
    options = FilmOptions(film=name, folder=str(tmp_path))
    performer = FilmEngine(options).prepare(Painted(), seed=1)  # type: ignore[arg-type]
    assert performer.size == SIZE and len(played(performer, [0.0, 1.0])) == 2
    assert [one.ok for one in FilmEngine.check(options)] == [True]
    write_film(tmp_path / f"{name}.mp4", 5)
    with pytest.raises(WeightsMissing, match="another file"):
        FilmEngine(options).prepare(Painted(), seed=1)  # type: ignore[arg-type]
    with pytest.raises(WeightsMissing, match="chosen"):
        FilmEngine(FilmOptions()).prepare(Painted(), seed=1)  # type: ignore[arg-type]
    gone = FilmOptions(film="0" * 64, folder=str(tmp_path))
    assert [one.ok for one in FilmEngine.check(gone)] == [False]


@pytest.mark.parametrize(
    "wrong",
    [{"film": "../../etc/passwd"}, {"film": "f" * 63}, {"film": 3},
     {"film": "f" * 64, "loop": "jump"}, {"film": "f" * 64, "at_rest": "black"}],
)  # fmt: skip
def test_options_that_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(OptionsRefused):
        FilmOptions(**wrong)


def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"no film at all")
    with pytest.raises(ClipRefused, match="cannot be read"):
        look_at(tmp_path / "x.mp4")


def test_a_film_by_itself(half: Path) -> None:
    performer = open_film(half)
    assert performer.size == SIZE
    seen = played(performer, np.arange(36) / FPS)
    assert psnr(seen[20].y, planes_from_rgb(scene_rgb(SIZE, 10 / 36)).y) > 38

"""A finish over a film: what a lens, tone and grain do to every frame, the same each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.engines.film import film_measures, first_picture, open_film
from generation.errors import FinishRefused
from generation.media.yuv import empty_planes, rgb_from_planes
from generation.types import NO_CUE, Bytes2D
from tests.generation.films import write_film

FPS = 12


def drawn(path: Path, count: int = 4, **more: Any) -> list[Bytes2D]:
    performer = open_film(path, **more)
    out = empty_planes(*performer.size)
    frames = []
    for n in range(count):
        performer.frame(n / FPS, NO_CUE, out)
        frames.append(rgb_from_planes(out).astype(int))
    return frames


@pytest.fixture
def film(tmp_path: Path) -> Path:
    write_film(tmp_path / "f.mp4", 24)
    return tmp_path / "f.mp4"


def test_the_painting_finish_changes_nothing(film: Path) -> None:
    for plain, finished in zip(drawn(film), drawn(film, finish="painting"), strict=True):
        assert np.array_equal(plain, finished)


def test_grain_is_new_in_each_frame_and_the_same_again(film: Path) -> None:
    wanted = {"grain": 1.0}
    plain, first, again = drawn(film), drawn(film, finish=wanted), drawn(film, finish=wanted)
    grain = [one - other for one, other in zip(first, plain, strict=True)]
    assert all(3 < field.std() < 12 for field in grain)
    assert abs(np.corrcoef(grain[0].ravel(), grain[1].ravel())[0, 1]) < 0.1
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))
    other_seed = drawn(film, finish=wanted, seed=2)
    assert not np.array_equal(other_seed[0], first[0])


def test_corners_darken_and_sepia_is_brown(film: Path) -> None:
    plain = drawn(film, 1)[0].astype(float)
    dark = drawn(film, 1, finish={"vignette": 1.0, "match": 0.0})[0].astype(float)
    assert dark[:6, :6].mean() < 0.65 * plain[:6, :6].mean()
    assert dark[55:65, 75:85].mean() == pytest.approx(plain[55:65, 75:85].mean(), rel=0.05)
    brown = drawn(film, 1, finish={"sepia": 1.0, "match": 0.0})[0].astype(float)
    red, green, blue = (brown[..., n].mean() for n in range(3))
    assert red > green > blue
    held = drawn(film, 1, finish={"vignette": 1.0, "match": 1.0})[0].astype(float)
    assert held.mean() == pytest.approx(plain.mean(), rel=0.03), "brought back to its colour"


def test_what_is_no_finish_is_refused(film: Path) -> None:
    with pytest.raises(FinishRefused):
        open_film(film, finish="lovely")


def test_a_film_is_measured(film: Path) -> None:
    own = film_measures(film)
    assert (own.size, own.fps, own.seconds) == ((160, 120), 12.0, 2.0)
    assert film_measures(film, "fade").seconds == pytest.approx(2.0 - 8 / 12), "eight melt"
    assert first_picture(film).shape == (120, 160, 3)

"""The painter and the house collection: what it paints, what is shipped, what the labels say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from generation.ground.reading import read_ground
from generation.painter.__main__ import main
from generation.painter.canvas import Canvas
from generation.painter.catalogue import WORKS, paint_work
from generation.painter.face import Identity, average_face, deform
from generation.painter.waves import wind_sea

FOLDER = Path(__file__).parents[2] / "exhibits" / "catalogue" / "house_collection"
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
SMALL, SMALLER = 0.14, 0.10


@cache
def painted(name: str, scale: float) -> np.ndarray:
    return paint_work(name, scale)


@cache
def labels() -> dict[str, Any]:
    return json.loads((FOLDER / "works.json").read_text("utf-8"))


def shipped(name: str) -> np.ndarray:
    return cv2.imread(str(FOLDER / f"{name}.jpg"))[..., ::-1]


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    """Correlation of two pictures brought to one small size, over all channels."""
    small = [cv2.resize(p, (48, 48), interpolation=cv2.INTER_AREA).ravel() for p in (a, b)]
    return float(np.corrcoef(*small)[0, 1])


@pytest.mark.parametrize(("name", "size"), [("dutch", (1200, 1600)), ("sea", (1700, 1150))])
def test_a_work_has_its_shape_and_uses_the_whole_palette(name: str, size: tuple[int, int]) -> None:
    picture = painted(name, SMALL)
    assert picture.shape == (round(size[1] * SMALL), round(size[0] * SMALL), 3)
    dark, middle, light = np.percentile(picture, [2, 50, 98])
    assert dark < 60
    assert light > 140
    assert 20 < middle < 200
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 2000


@pytest.mark.parametrize("name", ["dutch", "sea"])
def test_the_composition_does_not_depend_on_the_scale(name: str) -> None:
    assert likeness(painted(name, SMALL), painted(name, SMALLER)) > 0.95


@pytest.mark.parametrize("name", ["dutch", "sea"])
def test_the_shipped_picture_is_this_painting(name: str) -> None:
    assert likeness(painted(name, SMALL), shipped(name)) > 0.9


def test_painting_twice_gives_the_same_picture() -> None:
    again = paint_work("dutch", SMALLER)
    assert np.array_equal(again, painted("dutch", SMALLER))


def test_elements_do_not_share_their_chance() -> None:
    canvas = Canvas(7, (400, 300), 0.5)
    first, other = canvas.noise("sky"), canvas.noise("sea")
    assert np.array_equal(first, canvas.noise("sky"))
    assert abs(np.corrcoef(first.ravel(), other.ravel())[0, 1]) < 0.5
    large = cv2.resize(Canvas(7, (400, 300), 1.0).noise("sky"), first.shape[::-1])
    assert np.corrcoef(first.ravel(), large.ravel())[0, 1] > 0.98


def test_an_identity_bends_the_average_face_and_nothing_else() -> None:
    mean = average_face()
    assert mean.shape == (468, 3)
    assert np.array_equal(deform(mean, Identity()), mean)
    wide = deform(mean, Identity(mouth_width=0.2))
    assert wide[291, 0] > mean[291, 0] * 1.1
    assert abs(wide[10] - mean[10]).max() < 0.01


def test_waves_follow_the_wind_and_stay_short_of_looping() -> None:
    sea = wind_sea(np.random.default_rng(1), wind=0.0, longest=20.0)
    k = np.hypot(*sea.k.T)
    assert (np.diff(np.median(k.reshape(8, -1), axis=1)) > 0).all()
    assert (sea.k[:, 0] > 0).mean() > 0.8
    assert (sea.sharpness * sea.amplitude * k).sum() < 1.6


def test_the_command_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["starry"])
    assert stop.value.code == 2
    assert "no such work: starry" in capsys.readouterr().err


def test_every_work_is_shipped_as_its_label_says() -> None:
    works = labels()["works"]
    assert [w["slug"] for w in works] == list(WORKS)
    assert sorted(p.stem for p in FOLDER.glob("*.jpg")) == sorted(WORKS)
    for work in works:
        picture = shipped(work["slug"])
        assert [picture.shape[1], picture.shape[0]] == work["size"]
        assert (FOLDER / work["file"]).stat().st_size < 900_000
        assert work["rights"] == {"work": CC0, "photograph": CC0}
        assert work["dimensions_mm"] is None
    assert CC0 in (FOLDER / "LICENSE").read_text("utf-8")


def _words(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(node, dict) and {"ru", "en"} & node.keys():
        yield path, node
    elif isinstance(node, dict | list):
        pairs = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in pairs:
            yield from _words(value, f"{path}/{key}")


def test_every_sentence_is_there_in_both_languages_and_set_properly() -> None:
    found = dict(_words(labels()))
    assert len(found) > 60
    for path, words in found.items():
        assert set(words) == {"ru", "en"}, path
        assert all(text.strip() == text and len(text) > 1 for text in words.values()), path
        assert " —" not in words["ru"], f"no-break space before the dash: {path}"
        assert '"' not in words["ru"] + words["en"], f"straight quotes: {path}"


def test_touch_points_lie_on_the_picture_and_grounds_can_be_read() -> None:
    for work in labels()["works"]:
        assert all(0 < value < 1 for value in work["touch_point"])
        assert work["may_move"]["answer"] == "yes"
        if work["ground"] is not None:
            plan = read_ground(work["ground"], tuple(work["size"]))
            assert plan.flow and plan.size == tuple(work["size"])


def test_every_work_hangs_in_exactly_one_exhibit() -> None:
    hung = [slug for exhibit in labels()["exhibits"] for slug in exhibit["works"]]
    assert sorted(hung) == sorted(WORKS)
    assert len(labels()["exhibits"]) == 2

"""A finish is read as people write it, or refused with the reason and the nearest name."""

from __future__ import annotations

import math
from typing import Any

import pytest

from generation.errors import FinishRefused
from generation.finish.model import PAINTING, PRESETS, RANGES, Finish
from generation.finish.reading import NAMES, read_finish


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("painting", PAINTING),
        ("film", PRESETS["film"]),
        ({}, PAINTING),
        ({"preset": "film"}, PRESETS["film"]),
        ({"grain": 0.5}, Finish(grain=0.5)),
        ({"focus": [0.25, 1], "focus_depth": 0.4}, Finish(focus=(0.25, 1.0), focus_depth=0.4)),
        ({"focus": "face", "focus_depth": None}, PAINTING),
        ({"exposure": 0, "vignette": 1}, Finish(vignette=1.0)),
        (PRESETS["archive"], PRESETS["archive"]),
    ],
)
def test_what_is_told_is_read(told: Any, wanted: Finish) -> None:
    assert read_finish(told) == wanted


def test_a_preset_can_be_changed_in_one_thing() -> None:
    found = read_finish({"preset": "photograph", "vignette": 0})
    assert found.vignette == 0 and found.grain == PRESETS["photograph"].grain


@pytest.mark.parametrize(
    ("told", "en", "ru"),
    [
        ("fotograph", "did you mean photograph", "может быть, photograph"),
        ("", "does not exist", "не бывает"),
        ({"preset": 3}, "does not exist", "не бывает"),
        ({"grian": 0.1}, "did you mean grain", "может быть, grain"),
        ({"grain": 1.01}, "from 0 to 1, not 1.01", "от 0 до 1"),
        ({"distortion": -0.5}, "from -0.08 to 0.08", "от -0.08 до 0.08"),
        ({"grain": "much"}, "expected a number", "нужно число"),
        ({"grain": True}, "expected a number", "нужно число"),
        ({"grain": math.nan}, "expected a number", "нужно число"),
        ({"focus": [0.5, 2]}, "a point", "точка"),
        ({"focus": "hand"}, "a point", "точка"),
        (["film"], "a name or parameters", "имя или параметры"),
        (None, "a name or parameters", "имя или параметры"),
    ],
)
def test_what_cannot_be_is_refused_in_both_languages(told: Any, en: str, ru: str) -> None:
    with pytest.raises(FinishRefused) as refused:
        read_finish(told)
    assert en in refused.value.for_people.en
    assert ru in refused.value.for_people.ru


def test_every_number_has_a_range_that_holds_every_preset() -> None:
    assert set(RANGES) == set(NAMES) - {"focus"}
    for finish in PRESETS.values():
        for name, (low, high) in RANGES.items():
            value = getattr(finish, name)
            assert value is None or low <= value <= high

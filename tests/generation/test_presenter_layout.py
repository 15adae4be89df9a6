"""Layouts: what may be asked for, and that everything has its place."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from generation.errors import LayoutRefused
from generation.presenter.layout import Backdrop, Layout, read_layout
from generation.presenter.lettering import width_of
from generation.presenter.plan import plan_layout, portrait_size
from generation.provenance.wording import ANIMATION, DETAIL, ORIGINAL
from generation.types import Box

SHORT = {
    "title": "Женщина в золотой диадеме",
    "maker": "Программа Tableau Vivant, 2026",
    "credit": "Домашняя коллекция Tableau Vivant. Общественное достояние (CC0)",
}
LONG = {
    "title": "Портрет великой княгини Екатерины Павловны, принцессы Ольденбургской, королевы "
    "Вюртембергской, с видом на Павловский парк",
    "maker": "Неизвестный художник первой четверти XIX века, круг Карла Христиана Рейхеля",
    "credit": "Государственный музей-заповедник «Павловск». Поступил в 1924 году из собрания "
    "великого князя Константина Константиновича",
}
SIZES = {"upright": (1080, 1920), "square": (1080, 1080), "classic": (1440, 1080),
         "wide": (1920, 1080)}  # fmt: skip


def test_json_is_read() -> None:
    layout = read_layout(
        {"format": "square", "ground": {"picture": "hall.jpg", "colour": "#202020"},
         "shape": "circle", "place": [0, 1], "scale": 0.8, "title": "A", "language": "en"},
        {"hall.jpg": b"bytes"},
    )  # fmt: skip
    assert layout == Layout(
        "square", ground=Backdrop("#202020", picture=b"bytes"), shape="circle", place=(0, 1),
        scale=0.8, title="A", language="en",
    )  # fmt: skip
    assert read_layout({"format": "wide", "ground": "blurred"}).ground.blurred
    assert read_layout({"ground": "#ffffff"}).ground.colour == "#ffffff"
    assert read_layout({}) == Layout()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"form": "wide"}, "form"),
        ({"format": "tall"}, "format"),
        ({"format": "wide", "shape": "star"}, "shape"),
        ({"format": "wide", "side": 2000}, "side"),
        ({"format": "wide", "side": "large"}, "side"),
        ({"format": "wide", "scale": float("nan")}, "scale"),
        ({"format": "wide", "scale": True}, "scale"),
        ({"format": "wide", "place": [0.5]}, "place"),
        ({"format": "wide", "place": [0.5, 2]}, "place"),
        ({"format": "wide", "ground": "green"}, "ground"),
        ({"format": "wide", "ground": 7}, "ground"),
        ({"format": "wide", "ground": {"colour": 7}}, "ground"),
        ({"format": "wide", "ground": {"picture": "no.jpg"}}, "ground.picture"),
        ({"format": "wide", "title": 7}, "title"),
        ({"format": "wide", "language": "de"}, "language"),
        ({"title": "On the picture"}, "own"),
        ({"shape": "circle"}, "own"),
    ],
)
def test_what_cannot_be_names_its_field(told, field) -> None:
    with pytest.raises(LayoutRefused, match=field) as caught:
        read_layout(told)
    assert caught.value.for_people.ru.startswith("Компоновка: ")


def test_the_label_is_never_missing_and_never_false() -> None:
    assert (
        Layout("wide").says == ANIMATION.ru and Layout("wide", language="en").says == ANIMATION.en
    )
    assert Layout("wide", label="Как есть").says == "Как есть"
    assert Layout("wide", original=True).says == ORIGINAL.ru
    assert Layout("wide", original=True, shape="circle").says == DETAIL.ru


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


@pytest.mark.parametrize("captions", [False, True])
@pytest.mark.parametrize("aspect", [0.55, 0.75, 1.0, 1.5])
@pytest.mark.parametrize("words", [SHORT, LONG, {}], ids=["short", "long", "none"])
@pytest.mark.parametrize("format", SIZES)
def test_everything_has_its_own_place(format, words, aspect, captions) -> None:
    layout = Layout(format, **words)
    plan = plan_layout(layout, (720, 960), aspect, captions)
    assert plan.size == SIZES[format]
    width, height = plan.size
    frame = plan.portrait
    assert 0 <= frame.left < frame.right <= width and 0 <= frame.top < frame.bottom <= height
    assert all(side % 2 == 0 for side in frame)
    shown = (frame.right - frame.left) / (frame.bottom - frame.top)
    assert abs(shown / aspect - 1) < 0.02, "the painting keeps its aspect"
    boxes = [
        Box(round(n.x), round(n.y - 0.8 * n.style.size), round(n.x + width_of(n.text, n.style)),
            round(n.y + 0.2 * n.style.size)) for n in plan.lines
    ]  # fmt: skip
    if plan.captions:
        c = plan.captions
        top, bottom = c.baseline - c.style.size, c.baseline + c.step + c.style.size / 4
        boxes.append(Box(*(round(v) for v in (c.left, top, c.left + c.width, bottom))))
    margin = round(0.05 * min(plan.size))
    for box in boxes:
        assert not overlap(box, frame), "nothing is written on the painting"
        assert margin <= box.left and box.right <= width - margin
        assert margin <= box.top and box.bottom <= height - margin
    assert not any(overlap(a, b) for a, b in pairwise(boxes))
    if format == "upright":
        assert max(box.bottom for box in boxes) <= 0.87 * height, "phones have controls there"


def test_place_and_scale_move_the_portrait() -> None:
    left, right = (
        plan_layout(Layout("wide", place=(x, y), scale=0.5, **SHORT), (720, 960), 0.75).portrait
        for x, y in ((0, 0), (1, 1))
    )
    assert right.left > left.left + 100 and right.top > left.top + 100
    whole = portrait_size(Layout("wide", **SHORT), (720, 960))
    half = portrait_size(Layout("wide", scale=0.5, **SHORT), (720, 960))
    assert half[1] == pytest.approx(whole[1] / 2, abs=2)


def test_words_that_leave_no_room_are_refused() -> None:
    with pytest.raises(LayoutRefused, match="do not fit"):
        Layout("wide", title="слово " * 60)
    with pytest.raises(LayoutRefused, match="do not fit"):
        plan_layout(Layout("wide", title="W" * 299), (720, 960), 0.75)


def test_a_smaller_frame_is_the_same_smaller() -> None:
    large, small = (
        plan_layout(Layout("square", side=side, **SHORT), (720, 960), 0.75) for side in (1080, 540)
    )
    assert np.allclose(np.array(large.portrait) / 2, small.portrait, atol=4)
    assert [line.text for line in large.lines] == [line.text for line in small.lines]

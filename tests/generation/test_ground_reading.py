"""Reading a drawing: what it says, what is refused and in which words, and Kling's shape of it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from generation.errors import BrushRefused
from generation.ground.kling import kling_masks
from generation.ground.plan import Disc
from generation.ground.reading import read_ground

SIZE = 400, 300
SQUARE = [[40, 40], [140, 40], [140, 140], [40, 140]]
ELSEWHERE = [[200, 150], [300, 150], [300, 250], [200, 250]]
PATH = [[90, 90], [200, 100], [300, 80]]


def brush(**changes: Any) -> dict[str, Any]:
    return {"picture": [400, 300], "brush": [{"polygon": SQUARE, "path": PATH} | changes]}


def flow(**changes: Any) -> dict[str, Any]:
    return {"flow": [{"polygon": SQUARE, "arrows": [[50, 90, 120, 90]]} | changes]}


def test_a_drawing_says_all_it_can() -> None:
    plan = read_ground(
        {
            "version": 1, "picture": [800, 600], "origin": "top-left",
            "brush": [{"stroke": [[100, 100], [200, 120]], "width": 40, "path": [[1, 1], [9, 9]],
                       "seconds": 2.5, "ease": "out", "loop": "travel", "matte": "drawn",
                       "halo": 12}],
            "flow": [{"polygon": [[400, 300], [700, 300], [700, 500]], "motion": "cut",
                      "arrows": [[600, 350, 680, 360]], "amount": 0.5, "seconds": 4,
                      "found_still": False, "still": [[650, 400, 9], [[1, 1], [9, 1], [9, 9]]],
                      "moving": [[690, 340, 5]], "on_sitter": True}],
            "still": [[[0, 0], [20, 0], [20, 20]]],
        },
        SIZE,
    )  # fmt: skip
    assert plan.size == (800, 600) and len(plan.still) == 1
    (brushed,), (flowing,) = plan.brush, plan.flow
    assert (brushed.ease, brushed.loop, brushed.matte, brushed.halo) == (
        "out",
        "travel",
        "drawn",
        12,
    )
    assert flowing.still[0] == Disc(650, 400, 9) and flowing.moving == (Disc(690, 340, 5),)
    assert flowing.amount == 0.5 and flowing.on_sitter and not flowing.found_still


def test_an_origin_at_the_bottom_turns_the_drawing_over() -> None:
    told = brush() | {"origin": "bottom-left"}
    (brushed,) = read_ground(told, SIZE).brush
    assert brushed.path[0] == (90, 210) and brushed.area.polygon[0] == (40, 260)


def test_a_mask_is_read_from_a_png() -> None:
    image = np.zeros((300, 400), np.uint8)
    image[50:120, 60:150] = 255
    text = base64.b64encode(cv2.imencode(".png", image)[1].tobytes()).decode()
    told = {"brush": [{"mask": text, "path": PATH}]}
    mask = read_ground(told, SIZE).brush[0].area.mask
    assert mask is not None and (mask == image).all()


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("a newer version", {"version": 2}, "version 2"),
    ("another picture", {"picture": [300, 300]}, "other proportions"),
    ("no size", {"picture": [0, 0]}, "no size of a picture"),
    ("an unknown name", {"brushes": []}, "unknown: brushes"),
    ("no list", {"brush": {}}, "not a list"),
    ("no object", {"brush": [7]}, "brush 1: a JSON object"),
    ("an unknown origin", {"origin": "middle"}, "origin: 'middle'"),
    ("seven things", {"brush": brush()["brush"] * 7}, "at most 6"),
    ("a path of one point", brush(path=[[90, 90]]), "1 points; it takes 2 to 77"),
    ("a path of 78 points", brush(path=[[n, 90] for n in range(78)]), "78 points"),
    ("no path", brush(path=[]), "0 points"),
    ("a path that leaves", brush(path=[[90, 90], [500, 90]]), "outside the picture"),
    ("a path that stands", brush(path=[[90, 90], [90, 90]]), "leads nowhere"),
    ("a path of words", brush(path=[["a", 1], [2, 3]]), "2 numbers in a row"),
    ("a path of nothing", brush(path=[[float("nan"), 1], [2, 3]]), "2 numbers in a row"),
    ("a region outside", brush(polygon=[[390, 10], [900, 10], [900, 90]]), "outside the picture"),
    ("a region of a line", brush(polygon=[[10, 10], [10, 10], [10, 10]]), "area is empty"),
    ("two regions at once", brush(stroke=[[1, 1]]), "one of polygon, stroke, mask"),
    ("a mask of noise", {"brush": [{"mask": "AAAA", "path": PATH}]}, "not a PNG"),
    ("no seconds", brush(seconds=0), "seconds is 0"),
    ("an unknown ease", brush(ease="bounce"), "ease: 'bounce'"),
    ("an unknown loop", brush(loop="forever"), "loop: 'forever'"),
    ("true for a number", brush(seconds=True), "not a number"),
    ("an unknown motion", flow(motion="melt"), "motion: 'melt'"),
    ("an arrow outside", flow(arrows=[[200, 200, 300, 200]]), "outside its region"),
    ("an arrow to nowhere", flow(arrows=[[50, 90, 50, 90]]), "points nowhere"),
    ("travel without arrows", flow(motion="cut", arrows=[]), "needs one arrow"),
    ("too much", flow(amount=9), "amount is 9"),
    ("a still thing of two", flow(still=[[[1, 1], [2, 2]]]), "2 points"),
    ("a disc of nothing", flow(still=[[60, 60, 0]]), "radius is not above 0"),
    (
        "still over all",
        flow() | {"still": [[[0, 0], [399, 0], [399, 299], [0, 299]]]},
        "still mask",
    ),
    (
        "things that overlap",
        {
            "brush": [
                brush()["brush"][0],
                brush(polygon=[[90, 40], [180, 40], [180, 140]])["brush"][0],
            ]
        },
        "overlaps brush 2",
    ),
]


@pytest.mark.parametrize(("told", "why"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_cannot_be_is_refused_in_both_languages(told: dict[str, Any], why: str) -> None:
    with pytest.raises(BrushRefused) as caught:
        read_ground(told, SIZE)
    words = caught.value.for_people
    assert why in words.en and words.ru.startswith("Кисть и течение")
    assert any("а" <= letter <= "я" for letter in words.ru.split(":", 1)[1])


def test_one_drawing_serves_kling_too() -> None:
    told = {
        "picture": [400, 300],
        "brush": [{"polygon": SQUARE, "path": PATH}, {"polygon": ELSEWHERE, "path": PATH[::-1]}],
        "still": [[[0, 280], [399, 280], [399, 299], [0, 299]]],
    }
    masks = kling_masks(read_ground(told, SIZE), (800, 600))
    assert [m.trajectory for m in masks.dynamic_masks] == [
        ((180, 420), (400, 400), (600, 440)), ((600, 440), (400, 400), (180, 420)),
    ]  # fmt: skip
    images = [masks.static_mask, *(m.mask for m in masks.dynamic_masks)]
    still, first, second = (
        cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) for data in images
    )
    assert still.shape == first.shape == second.shape == (600, 800)
    assert first[180, 180] == 255 and first[400, 500] == 0 and second[400, 500] == 255
    assert still[590, 400] == 255 and still[100, 100] == 0


def test_the_drawing_in_the_docs_can_be_read() -> None:
    text = (Path(__file__).parents[2] / "docs" / "motion-brush.md").read_text()
    told = json.loads(text.split("```json")[1].split("```")[0])
    plan = read_ground(told, (1700, 1150))
    assert len(plan.brush) == len(plan.flow) == len(plan.still) == 1

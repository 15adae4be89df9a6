"""Requests read from JSON: values checked, sizes an engine can make, masks from polygons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from generation.asking import blank_picture, read_request, request_values, size_within
from generation.capabilities import Sizes
from generation.errors import RequestRefused

SIZES = Sizes((64, 64), (1024, 768), 32)


@pytest.mark.parametrize("aspect", [0.4, 0.62, 0.75, 1.0, 1.25, 4 / 3, 16 / 9, 2.6])
@pytest.mark.parametrize("multiple", [2, 16, 32, 64])
def test_sizes_can_be_made_and_keep_the_aspect(aspect: float, multiple: int) -> None:
    sizes = Sizes((64, 64), (1024, 1024), multiple)
    width, height = size_within(sizes, aspect)
    assert sizes.takes(width, height)
    assert width / height == pytest.approx(aspect, rel=0.04)
    assert max(width, height) > 600


def test_narrow_sizes() -> None:
    only = Sizes((512, 512), (512, 512), 8)
    assert size_within(only, 0.3) == size_within(only, 3.0) == (512, 512)


def test_a_request_says_all_it_was_asked() -> None:
    picture = blank_picture((400, 300))
    told = {"prompt": " sea ", "seed": 7, "seconds": 2.5, "fps": 16, "size": [320, 256]}
    request = read_request("image-to-video", told, SIZES, picture)
    assert request.prompt == "sea" and request.size == (320, 256) and request.picture is picture
    assert request_values(request)["size"] == [320, 256]


def test_usual_sizes() -> None:
    picture = blank_picture((200, 150))
    assert read_request("upscaling", {}, SIZES, picture).size == (384, 288)
    width, height = read_request("image-to-video", {}, SIZES, picture).size
    assert width / height == pytest.approx(4 / 3, rel=0.01) and height >= 600


def test_masks_are_polygons_of_the_picture() -> None:
    picture = blank_picture((100, 60))
    told = {"mask": {"polygons": [[[0, 0], [0.5, 0], [0.5, 1], [0, 1]]]}}
    mask = read_request("inpainting", told, SIZES, picture).mask
    assert mask is not None and mask.shape == (60, 100)
    assert np.all(mask[:, :48] == 255) and not mask[:, 55:].any()


@pytest.mark.parametrize(
    "wrong",
    [{"mood": 1}, {"prompt": 3}, {"prompt": "x" * 4001}, {"seed": -1}, {"seed": 1.5},
     {"seed": True}, {"seconds": "2"}, {"seconds": 61}, {"fps": float("nan")}, {"size": [1, 2, 3]},
     {"size": [0, 64]}, {"size": ["64", 64]}, {"brush": []}, {"mask": {"polygons": [[[0, 0]]]}},
     {"mask": {"polygons": [[["a", 0], [1, 1], [0, 1]]]}}, {"mask": [1]}],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RequestRefused, match=next(iter(wrong))):
        read_request("inpainting", wrong, SIZES, blank_picture((64, 64)))

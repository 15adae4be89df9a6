"""What a pipeline is asked for a request, and what is refused before anything is loaded."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest

from generation.diffusion.canvas import canvas_of, rounded_up, window, within
from generation.diffusion.families import BY_NAME, FAMILIES, of_all
from generation.diffusion.options import DiffusersOptions, FamilyName
from generation.diffusion.order import arguments, finished, order_of
from generation.diffusion.plan import Means, Plan, smaller_plans
from generation.errors import OptionsRefused, RequestRefused
from generation.making import Request
from tests.generation.diffusion_machines import asked, painting

PLAIN = DiffusersOptions()


def test_every_family_can_be_chosen_and_says_its_licence() -> None:
    assert set(get_args(FamilyName)) == {"auto", *BY_NAME}
    assert len(BY_NAME) == len(FAMILIES)
    for family in FAMILIES:
        assert family.licence.url.startswith("https://") and family.published.startswith("https://")
        assert family.licence.trap or family.licence.name == "Apache-2.0"
        assert not any(side % family.multiple for side in family.size)
    assert of_all().tasks == {task for family in FAMILIES for task in family.makes}
    assert BY_NAME["flux-dev"].licence.commercial == "no"


@pytest.mark.parametrize(
    ("family", "seconds", "fps", "frames", "kept"),
    [
        ("wan-i2v", 5.0, 0, 81, 80),  # 4k + 1 covers, the rest is cut off
        ("wan-i2v", 0.0, 0, 81, 81),
        ("wan-i2v", 1.0, 16, 17, 16),
        ("ltx", 2.0, 25, 57, 50),  # 8k + 1
        ("ltx", 4.0, 30, 121, 120),
        ("svd", 2.0, 7, 14, 14),
        ("wan-ti2v", 5.0, 24, 121, 120),
    ],
)
def test_a_length_becomes_frames(
    family: str, seconds: float, fps: float, frames: int, kept: int
) -> None:
    task = "image-to-video"
    order = order_of(asked(family, task, seconds=seconds, fps=fps), BY_NAME[family], PLAIN)
    assert (order.frames, order.kept) == (frames, kept)


def test_a_clip_that_ends_on_a_picture_is_not_cut() -> None:
    request = asked("wan22-i2v", "image-to-video", seconds=5.0, end_picture=painting(2))
    order = order_of(request, BY_NAME["wan22-i2v"], PLAIN)
    assert order.frames == order.kept == 81


@pytest.mark.parametrize(
    ("family", "task", "more", "said"),
    [
        ("flux-schnell", "text-to-video", {}, "does not do a video from text"),
        ("flux-schnell", "text-to-image", {"negative": "blue"}, "does not take a negative"),
        ("flux-schnell", "text-to-image", {"prompt": " "}, "needs a prompt"),
        ("flux-schnell", "text-to-image", {"size": (4096, 512)}, "sides are even, 64 to 2048"),
        ("flux-schnell", "text-to-image", {"camera": "push in"}, "does not take a camera move"),
        ("flux-schnell", "text-to-image", {"picture": painting()}, "does not take a picture"),
        ("svd", "image-to-video", {"prompt": "a cat"}, "does not take a prompt"),
        ("svd", "image-to-video", {"brush": {}}, "does not take a motion brush"),
        ("wan-i2v", "image-to-video", {"picture": None}, "needs a picture"),
        ("wan-i2v", "image-to-video", {"fps": 25}, "does not make 25 frames a second"),
        ("wan-i2v", "image-to-video", {"seconds": 9}, "5.06 s is the most"),
        ("upscale-x4", "upscaling", {"picture": np.zeros((900, 900, 3), np.uint8)}, "3600×3600"),
        ("flux-fill", "inpainting", {"mask": np.zeros((64, 96), np.uint8)}, "needs a mask"),
        ("flux-fill", "inpainting", {"mask": None, "size": (64, 64)}, "larger than the picture"),
    ],
)
def test_what_cannot_be_made_is_refused(
    family: str, task: Any, more: dict[str, Any], said: str
) -> None:
    if task in BY_NAME[family].makes:
        request = asked(family, task, **more)
    else:
        request = Request(task=task, prompt="a cat")
    with pytest.raises(RequestRefused) as caught:
        order_of(request, BY_NAME[family], PLAIN)
    assert said in caught.value.for_people.en


@pytest.mark.parametrize(
    ("family", "task", "options", "said"),
    [
        ("flux-schnell", "text-to-image", {"guidance": 3.0}, "built into the weights"),
        ("sdxl", "text-to-image", {"strength": 0.5}, "belongs to inpainting"),
        ("sdxl", "inpainting", {"strength": 0.1, "steps": 2}, "leave none"),
    ],
)
def test_options_without_use_are_refused(
    family: str, task: Any, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(OptionsRefused, match=said):
        order_of(asked(family, task), BY_NAME[family], DiffusersOptions(**options))


@pytest.mark.parametrize(
    "options", [{"steps": 0}, {"offload": "some"}, {"family": "flux"}, {"strength": 0.0}]
)
def test_wrong_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(OptionsRefused):
        DiffusersOptions(**options)


def test_a_painting_keeps_its_proportions_within_the_size_asked() -> None:
    request = asked("wan-i2v", "image-to-video", picture=np.zeros((1600, 1200, 3), np.uint8))
    order = order_of(
        Request(task=request.task, picture=request.picture, size=(832, 480)),
        BY_NAME["wan-i2v"],
        PLAIN,
    )
    assert order.result == (360, 480) and order.inside == (368, 480)
    assert "360×480 instead of 832×480" in order.notes[0].en
    assert within((96, 64), (96, 64)) == (96, 64)
    assert rounded_up((360, 480), 32) == (384, 480)


def test_a_negative_prompt_goes_along_only_where_it_counts() -> None:
    request = asked("sdxl", "text-to-image", negative="blue")
    guided = order_of(request, BY_NAME["sdxl"], PLAIN)
    assert arguments(guided, request, PLAIN)["negative_prompt"] == "blue"
    free = DiffusersOptions(guidance=1.0)
    order = order_of(request, BY_NAME["sdxl"], free)
    assert "negative_prompt" not in arguments(order, request, free)
    assert "had no effect" in order.notes[0].en


def test_a_picture_from_words_is_cut_evenly_and_a_painting_only_where_it_was_grown() -> None:
    words = order_of(asked("sdxl", "text-to-image", size=(80, 64)), BY_NAME["sdxl"], PLAIN)
    made = np.arange(64 * 96 * 3, dtype=np.uint8).reshape(64, 96, 3)
    np.testing.assert_array_equal(finished(words, made), made[:, 8:88])
    request = asked("ltx", "image-to-video", picture=painting()[:, :80], size=(80, 64))
    clip = order_of(request, BY_NAME["ltx"], PLAIN)
    shown = np.asarray(arguments(clip, request, PLAIN)["image"])
    np.testing.assert_array_equal(finished(clip, shown), request.picture)
    assert shown.shape == (64, 96, 3)


def test_only_the_masked_part_of_a_large_painting_is_shown_to_the_model() -> None:
    rgb = np.zeros((3000, 4000, 3), np.uint8)
    mask = np.zeros((3000, 4000), np.uint8)
    mask[1400:1500, 3900:3990] = 255
    canvas = canvas_of(rgb, mask, (1024, 768))
    assert canvas is not None
    place = window(canvas, (1024, 1024))
    assert place.size == (1024, 1024) and place.right == 4000
    order = order_of(
        Request(task="inpainting", picture=rgb, mask=mask), BY_NAME["sdxl-inpaint"], PLAIN
    )
    assert order.inside == (1024, 1024) and order.result == (4000, 3000)
    mask[:, 100:] = 255
    wide = Request(task="inpainting", picture=rgb, mask=mask)
    order = order_of(wide, BY_NAME["sdxl-inpaint"], PLAIN)
    assert order.inside[0] * order.inside[1] <= 1024 * 1024
    assert order.inside[0] / order.inside[1] == pytest.approx(4 / 3, rel=0.04)


def test_a_picture_lies_where_the_mask_leaves_room_for_it() -> None:
    mask = np.full((96, 160), 255, np.uint8)
    mask[30:94, 4:100] = 0
    canvas = canvas_of(painting(), mask, (0, 0))
    assert canvas is not None
    np.testing.assert_array_equal(canvas.rgb[30:94, 4:100], painting())
    np.testing.assert_array_equal(canvas.mask, mask)


def test_plans_grow_thriftier_and_a_smaller_picture_comes_last_and_by_leave() -> None:
    means = Means(gpu=True, tiles=True, slices=True, decode_frames=True, smaller=True)
    plans = [plan for plan, _ in smaller_plans(Plan(), means)]
    assert [plan.decode_frames for plan in plans[:2]] == [2, 2]
    assert [plan.offload for plan in plans] == ["none"] * 2 + ["model"] * 2 + ["group"] * 3
    assert [plan.scale for plan in plans] == [1.0] * 5 + [0.75, 0.5]
    assert all(plan.tiling for plan in plans[1:])
    assert list(smaller_plans(Plan(), Means())) == []
    told = Plan(tiling=True, slicing=True, offload="sequential")
    assert list(smaller_plans(told, Means(gpu=True, tiles=True, slices=True))) == []

"""Every family, small and random, from disk to a file: the same seed, the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import torch

from generation.diffusion.families import BY_NAME, FAMILIES
from generation.diffusion.folder import read_folder
from generation.diffusion.options import DiffusersOptions
from generation.diffusion.order import arguments, order_of
from generation.diffusion.running import Machine, Runner
from generation.errors import RequestRefused
from generation.media.picture import open_picture
from tests.generation.diffusion_machines import CPU, SIZE, asked, engine, painting, silent
from tests.generation.tiny_pipelines import PIPELINES

Tiny = Callable[[str], Path]
EVERY = [(family.name, task) for family in FAMILIES for task in sorted(family.makes)]


def opened(path: Path) -> list[np.ndarray]:
    """The pictures of a file, RGB."""
    if path.suffix == ".png":
        return [open_picture(path).rgb]
    with av.open(str(path)) as film:
        assert film.streams.video[0].codec_context.pix_fmt == "yuv420p"
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


# One of each kind of latents is tried with its seed again and with another one.
ONCE = {BY_NAME[family].layout: (family, task) for family, task in EVERY}


@pytest.mark.parametrize(("family", "task"), EVERY)
def test_a_family_makes_what_is_asked_and_again_from_its_seed(
    family: str, task: Any, tiny: Tiny, tmp_path: Path
) -> None:
    maker = engine(tiny(family))
    made = maker.make(asked(family, task, seed=5), tmp_path, silent)
    pictures = opened(made.path)
    factor = BY_NAME[family].makes[task].factor
    assert made.size == ((48 * factor, 32 * factor) if factor > 1 else SIZE)
    assert all(picture.shape[1::-1] == made.size for picture in pictures)
    assert len(pictures) == (5 if "video" in task else 1)
    assert made.parameters["family"] == family and made.parameters["seed"] == 5
    heavy = [one for one in read_folder(str(tiny(family))).components if one.heavy]
    assert len(made.models) == len(heavy)
    if (family, task) in ONCE.values():
        bytes_of = [
            maker.make(asked(family, task, seed=seed), tmp_path / "more", silent).path.read_bytes()
            for seed in (5, 6)
        ]
        assert made.path.read_bytes() == bytes_of[0] != bytes_of[1]


@pytest.mark.parametrize("family", ["sdxl-turbo", "ltx", "wan-i2v", "svd"])
def test_what_was_saved_makes_what_was_in_memory(family: str, tiny: Tiny, tmp_path: Path) -> None:
    folder = read_folder(str(tiny(family)))
    options = DiffusersOptions(folder=str(folder.path), steps=2, preview_every=0)
    task = min(folder.family.makes, key=lambda one: one != "text-to-video")
    request = asked(family, task, seed=3)
    outcome = Runner(folder, options, Machine(CPU)).run(request, silent)
    torch.manual_seed(7)
    pipe = PIPELINES[family](tmp_path)
    pipe.set_progress_bar_config(disable=True)
    made = pipe(
        **arguments(order_of(request, folder.family, options), request, options),
        generator=torch.Generator().manual_seed(3),
        output_type="pt",
    )
    frames = made.frames[0] if hasattr(made, "frames") else made.images
    torch.testing.assert_close(outcome.frames, frames, rtol=0, atol=1e-4)


def test_outside_its_mask_a_painting_stays_as_it_is(tiny: Tiny, tmp_path: Path) -> None:
    request = asked("sdxl-inpaint", "inpainting")
    made = engine(tiny("sdxl-inpaint")).make(request, tmp_path, silent)
    after = open_picture(made.path).rgb
    changed = (after != request.picture).any(axis=2)
    assert not changed[request.mask == 0].any()
    assert changed[request.mask == 255].mean() > 0.9


def test_a_painting_goes_on_beyond_its_edge(tiny: Tiny, tmp_path: Path) -> None:
    request = asked("flux2-klein", "inpainting", mask=None, size=(160, 96))
    made = engine(tiny("flux2-klein")).make(request, tmp_path, silent)
    after = open_picture(made.path).rgb
    assert after.shape == (96, 160, 3)
    np.testing.assert_array_equal(after[16:80, 32:128], request.picture)
    assert after[:, :32].std() > 0


def test_a_clip_ends_on_the_picture_given(tiny: Tiny, tmp_path: Path) -> None:
    family = "wan22-i2v"
    maker = engine(tiny(family))
    films = [
        maker.make(
            asked(family, "image-to-video", end_picture=painting(seed)),
            tmp_path / str(seed),
            silent,
        )
        for seed in (2, 3)
    ]
    assert films[0].path.read_bytes() != films[1].path.read_bytes()


def test_a_last_frame_is_taken_where_weights_know_it_and_asked_where_they_need_it(
    tiny: Tiny,
) -> None:
    with pytest.raises(RequestRefused, match="does not take a last frame"):
        engine(tiny("wan-i2v")).refuse(asked("wan-i2v", "image-to-video", end_picture=painting(2)))
    with pytest.raises(RequestRefused, match="needs a last frame"):
        engine(tiny("wan-flf2v")).refuse(asked("wan-flf2v", "image-to-video", end_picture=None))

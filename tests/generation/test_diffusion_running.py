"""Progress, previews, cancelling between steps, and what happens when memory runs out."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.devices.lease import locks
from generation.devices.picking import pick
from generation.diffusion.tuning import Site
from generation.errors import DeviceLost, DeviceRefused, EngineFailed, MemoryShort
from generation.making import RGB
from generation.media.picture import open_picture
from tests.generation.diffusion_machines import Shorts, asked, engine, silent

Tiny = Callable[[str], Path]


class Cancelled(Exception):
    """What a job raises in the one who listens."""


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("family", "task"),
    [("sdxl", "text-to-image"), ("ltx", "image-to-video"), ("upscale-x2", "upscaling")],
)
def test_steps_are_told_with_previews(family: str, task: Any, tiny: Tiny, tmp_path: Path) -> None:
    told: list[tuple[int, int, RGB | None]] = []
    maker = engine(tiny(family), steps=4, preview_every=2)
    made = maker.make(asked(family, task), tmp_path, lambda *step: told.append((*step, None)[:3]))
    assert [(done, total) for done, total, _ in told] == [(n, 5) for n in range(1, 6)]
    previews = [picture for _, _, picture in told if picture is not None]
    assert len(previews) == 2
    width, height = made.size
    for picture in previews:
        assert picture.dtype == np.uint8 and max(picture.shape[:2]) == 256
        assert picture.shape[1] / picture.shape[0] == pytest.approx(width / height, rel=0.4)
    assert not np.array_equal(*previews)


@pytest.mark.parametrize(("family", "at"), [("sdxl", 1), ("wan-t2v", 3)])
def test_cancelling_leaves_nothing_and_the_engine_goes_on(
    family: str, at: int, tiny: Tiny, tmp_path: Path
) -> None:
    def cancel(done: int, total: int, preview: RGB | None = None) -> None:
        if done == at:
            raise Cancelled

    task: Any = "text-to-image" if family == "sdxl" else "text-to-video"
    maker = engine(tiny(family))
    with pytest.raises(Cancelled):
        maker.make(asked(family, task), tmp_path, cancel)
    assert left_in(tmp_path) == []
    assert maker.make(asked(family, task), tmp_path, silent).path.exists()


def test_short_memory_is_met_with_a_smaller_plan_and_told(tiny: Tiny, tmp_path: Path) -> None:
    machine = Shorts(lambda pipe, given: not pipe.vae.use_tiling)
    made = engine(tiny("sdxl"), machine).make(asked("sdxl", "text-to-image"), tmp_path, silent)
    assert machine.calls == 2 and machine.emptied
    assert made.parameters["plan"]["tiling"] and made.parameters["plan"]["scale"] == 1
    assert [words.en for words in made.warnings] == ["The picture is decoded in pieces."]
    assert open_picture(made.path).rgb.shape == (64, 96, 3)


def test_a_clip_is_decoded_in_ever_fewer_frames(tiny: Tiny, tmp_path: Path) -> None:
    machine = Shorts(lambda pipe, given: given.get("decode_chunk_size", 99) > 1)
    made = engine(tiny("svd"), machine, steps=1).make(
        asked("svd", "image-to-video"), tmp_path, silent
    )
    assert made.parameters["plan"]["decode_frames"] == 1
    assert "one at a time" in made.warnings[-1].en


def test_a_smaller_picture_is_made_only_by_leave(tiny: Tiny, tmp_path: Path) -> None:
    def fails(pipe: Any, given: dict[str, Any]) -> bool:
        return bool(given["width"] > 96)

    request = asked("sdxl", "text-to-image", size=(192, 128))
    with pytest.raises(MemoryShort) as caught:
        engine(tiny("sdxl"), Shorts(fails)).make(request, tmp_path, silent)
    assert "smaller size" in caught.value.for_people.en
    assert left_in(tmp_path) == []
    made = engine(tiny("sdxl"), Shorts(fails), smaller=True).make(request, tmp_path, silent)
    assert made.size == (96, 64)
    assert "50% of the sides" in made.warnings[-1].en


@pytest.mark.parametrize(
    ("family", "task", "size"),
    [("sdxl", "text-to-image", (96, 64)), ("upscale-x2", "upscaling", (0, 0))],
)
def test_what_cannot_be_made_smaller_ends_in_words(
    family: str, task: Any, size: tuple[int, int], tiny: Tiny, tmp_path: Path
) -> None:
    machine = Shorts(lambda pipe, given: True)
    request = asked(family, task, size=size)
    with pytest.raises(MemoryShort) as caught:
        engine(tiny(family), machine, smaller=True).make(request, tmp_path, silent)
    assert "Drawn smaller" not in caught.value.for_people.en
    assert machine.calls == 2


def test_a_device_that_is_not_there_ends_in_words(tiny: Tiny, tmp_path: Path) -> None:
    machine = Shorts(lambda pipe, given: False, Site("cuda:7", gpus=1))
    with pytest.raises((EngineFailed, DeviceLost)):
        engine(tiny("sdxl"), machine).make(asked("sdxl", "text-to-image"), tmp_path, silent)


def test_memory_that_never_suffices_ends_in_words_and_the_engine_lives(
    tiny: Tiny, tmp_path: Path
) -> None:
    short = [True]
    machine = Shorts(lambda pipe, given: short[0])
    maker = engine(tiny("ltx"), machine)
    with pytest.raises(MemoryShort) as caught:
        maker.make(asked("ltx", "text-to-video"), tmp_path, silent)
    assert "Tried: The picture is decoded in pieces." in caught.value.for_people.en
    short[0] = False
    assert maker.make(asked("ltx", "text-to-video"), tmp_path, silent).path.exists()


def test_a_lost_device_is_told_as_lost(tiny: Tiny, tmp_path: Path) -> None:
    class Lost(Shorts):
        def call(self, pipe: Any, given: dict[str, Any]) -> Any:
            raise RuntimeError("CUDA error: unspecified launch failure")

        def empty(self) -> None:
            raise RuntimeError("CUDA error: unspecified launch failure")

    maker = engine(tiny("sdxl"), Lost(lambda pipe, given: False))
    with pytest.raises(DeviceLost):
        maker.make(asked("sdxl", "text-to-image"), tmp_path, silent)
    maker.close()


def test_a_busy_gpu_is_waited_for(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    here = partial(pick, gpus=lambda: ("cuda:0",))
    monkeypatch.setattr("generation.engines.diffusers.pick", here)
    locks().mkdir()
    with (locks() / "cuda-0.lock").open("w") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        with pytest.raises(DeviceRefused) as caught:
            engine(tiny("sdxl"), device="auto").make(
                asked("sdxl", "text-to-image"), tmp_path, silent
            )
    assert not caught.value.permanent


def test_numbers_that_overflow_are_no_picture(tiny: Tiny, tmp_path: Path) -> None:
    class Overflows(Shorts):
        def call(self, pipe: Any, given: dict[str, Any]) -> Any:
            made = super().call(pipe, given)
            made.images[:] = float("nan")
            return made

    machine = Overflows(lambda pipe, given: False)
    with pytest.raises(EngineFailed, match="overflowed"):
        engine(tiny("sdxl"), machine).make(asked("sdxl", "text-to-image"), tmp_path, silent)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(("family", "told"), [("sdxl", 1), ("flux-schnell", 0)])
def test_words_that_were_not_read_are_told(
    family: str, told: int, tiny: Tiny, tmp_path: Path
) -> None:
    request = asked(family, "text-to-image", prompt="a cat in a hat " * 3)
    made = engine(tiny(family)).make(request, tmp_path, silent)
    assert len(made.warnings) == told
    assert all("its end was not read" in one.en for one in made.warnings)

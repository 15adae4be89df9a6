"""Each option of memory and speed, by what a pipeline then is: nothing here is pretended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from generation.diffusion.families import BY_NAME
from generation.diffusion.folder import read_folder
from generation.diffusion.loading import load
from generation.diffusion.options import DiffusersOptions
from generation.diffusion.order import arguments, order_of
from generation.diffusion.plan import Plan
from generation.diffusion.running import Machine, Runner
from generation.diffusion.tuning import Site, check_options, divide, place, settle, tune
from generation.errors import OptionsRefused
from tests.generation.diffusion_machines import CPU, asked, silent

Tiny = Callable[[str], Path]


def runner(tiny: Tiny, family: str, **options: Any) -> Runner:
    given = {"steps": 2, "preview_every": 0, **options}
    return Runner(read_folder(str(tiny(family))), DiffusersOptions(**given), Machine(CPU))


def ran(tiny: Tiny, family: str, **options: Any) -> tuple[Any, torch.Tensor]:
    """The pipeline after a run with options, and what it made."""
    found = runner(tiny, family, **options)
    task = min(BY_NAME[family].makes)
    return found, found.run(asked(family, task), silent).frames


@pytest.mark.parametrize(
    ("family", "cache"),
    [("flux-schnell", "first-block"), ("wan-t2v", "taylorseer"), ("ltx", "pyramid")],
)
def test_a_cache_is_on_and_changes_what_is_computed(tiny: Tiny, family: str, cache: str) -> None:
    plain = ran(tiny, family, steps=6)[1]
    found, made = ran(tiny, family, steps=6, cache=cache, cache_threshold=1.0)
    assert found.pipe.transformer.is_cache_enabled
    assert made.shape == plain.shape
    assert not torch.equal(made, plain)


@pytest.mark.parametrize("family", ["flux-schnell", "wan-t2v", "ltx", "flux2-klein"])
def test_every_cache_a_family_offers_knows_its_blocks(tiny: Tiny, family: str) -> None:
    folder = read_folder(str(tiny(family)))
    making = folder.family.makes[max(folder.family.makes)]
    pipe = load(folder, making.pipeline, torch.float32)
    for cache in making.caches:
        tune(pipe, DiffusersOptions(cache=cache), folder.family)
        assert pipe.transformer.is_cache_enabled
        pipe.transformer.disable_cache()


def test_attention_is_computed_by_the_backend_named_and_only_there(tiny: Tiny) -> None:
    plain = ran(tiny, "wan-t2v")[1]
    found, made = ran(tiny, "wan-t2v", attention="math")
    processors = found.pipe.transformer.attn_processors.values()
    assert {one._attention_backend.value for one in processors} == {"_native_math"}
    torch.testing.assert_close(made, plain, atol=1e-3, rtol=0)
    assert torch.equal(ran(tiny, "wan-t2v")[1], plain)


def test_attention_that_is_not_installed_is_refused(tiny: Tiny) -> None:
    folder = read_folder(str(tiny("wan-t2v")))
    pipe = load(folder, "WanPipeline", torch.float32)
    for attention in ("flash", "sage", "xformers"):
        with pytest.raises(OptionsRefused, match=f"attention={attention}"):
            tune(pipe, DiffusersOptions(attention=attention), folder.family)


def test_weights_are_kept_in_float8(tiny: Tiny) -> None:
    found, made = ran(tiny, "wan-t2v", quantisation="float8")
    kept = {weight.dtype for weight in found.pipe.transformer.parameters()}
    assert torch.float8_e4m3fn in kept
    assert torch.isfinite(made).all()


@pytest.mark.parametrize("family", ["sdxl-turbo", "ltx"])
def test_pictures_are_decoded_in_tiles_and_slices(tiny: Tiny, family: str) -> None:
    vae = ran(tiny, family, vae_tiling=True, vae_slicing=True, steps=1)[0].pipe.vae
    assert vae.use_tiling and vae.use_slicing


def test_frames_are_decoded_so_many_at_a_time(tiny: Tiny) -> None:
    found = runner(tiny, "svd", decode_frames=2, steps=1)
    seen: list[int] = []

    def count(vae: Any, given: tuple[Any, ...]) -> None:
        seen.append(given[0].shape[0])

    request = asked("svd", "image-to-video", seconds=3 / 7)
    found.run(request, silent)
    found.pipe.vae.decoder.register_forward_pre_hook(count)
    found.run(request, silent)
    assert seen == [2, 1]


def test_stable_video_moves_as_much_as_asked(tiny: Tiny) -> None:
    folder = read_folder(str(tiny("svd")))
    request = asked("svd", "image-to-video")
    options = DiffusersOptions(motion=200, noise=0.1)
    given = arguments(order_of(request, folder.family, options), request, options)
    assert (given["motion_bucket_id"], given["noise_aug_strength"]) == (200, 0.1)


@pytest.mark.parametrize("offload", ["model", "sequential", "group"])
def test_what_rests_is_not_on_the_device(tiny: Tiny, offload: Any) -> None:
    """The processor stands for the device: the hooks are the same, only nothing is gained.

    accelerate's sequential hooks take weights back only from another device: not run here.
    """
    folder = read_folder(str(tiny("sdxl-turbo")))
    pipe = load(folder, "StableDiffusionXLPipeline", torch.float32)
    place(pipe, Plan(offload), "cpu")
    hooked = {
        "model": lambda: len(pipe._all_hooks) == 4,
        "sequential": lambda: {p.device.type for p in pipe.unet.parameters()} == {"meta"},
        "group": lambda: any(hasattr(one, "_diffusers_hook") for one in pipe.unet.modules()),
    }
    assert hooked[offload]()
    if offload == "sequential":
        return
    drawn = torch.Generator().manual_seed(1)
    given = {"height": 32, "width": 32, "num_inference_steps": 1, "output_type": "pt"}
    made = pipe("a cat", **given, guidance_scale=0.0, generator=drawn).images
    assert torch.isfinite(made).all()
    settle(pipe)


def test_options_become_numbers(tiny: Tiny) -> None:
    found, made = ran(tiny, "sdxl-turbo", dtype="bfloat16")
    assert found.pipe.unet.dtype == torch.bfloat16
    assert torch.isfinite(made.float()).all()


@pytest.mark.parametrize(
    ("family", "options", "said"),
    [
        ("sdxl", {"cache": "first-block"}, "has no cache=first-block"),
        ("flux-fill", {"cache": "taylorseer"}, "has no cache=taylorseer"),
        ("sdxl", {"offload": "model"}, "nothing to offload from"),
        ("ltx", {"decode_frames": 2}, "only Stable Video Diffusion"),
        ("ltx", {"motion": 100}, "only Stable Video Diffusion"),
        ("ltx", {"context_parallel": 2}, "there are 0 GPUs"),
        ("ltx", {"quantisation": "bitsandbytes-4bit"}, "needs the package bitsandbytes"),
    ],
)
def test_what_cannot_be_is_refused_before_loading(
    family: str, options: dict[str, Any], said: str
) -> None:
    chosen = BY_NAME[family]
    making = next(iter(chosen.makes.values()))
    with pytest.raises(OptionsRefused, match=said):
        check_options(DiffusersOptions(**options), chosen, making, CPU)


def test_many_gpus_need_as_many_processes() -> None:
    chosen = BY_NAME["ltx"]
    making = next(iter(chosen.makes.values()))
    with pytest.raises(OptionsRefused, match="torchrun"):
        check_options(DiffusersOptions(context_parallel=2), chosen, making, Site("cuda:0", gpus=2))


def test_what_a_loaded_pipeline_lacks_is_refused(tiny: Tiny) -> None:
    folder = read_folder(str(tiny("svd")))
    pipe = load(folder, "StableVideoDiffusionPipeline", torch.float32)
    with pytest.raises(OptionsRefused, match="vae_tiling"):
        divide(pipe, Plan(tiling=True), folder.family)
    with pytest.raises(OptionsRefused, match="attention=math"):
        tune(pipe, DiffusersOptions(attention="math"), folder.family)


def test_a_refusal_after_loading_stays_a_refusal(tiny: Tiny) -> None:
    found = runner(tiny, "sdxl-turbo", attention="math")
    for _ in range(2):
        with pytest.raises(OptionsRefused, match="attention=math"):
            found.run(asked("sdxl-turbo", "text-to-image"), silent)

"""Options and plans applied to a loaded pipeline, each through the call diffusers has for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from diffusers.models.attention_dispatch import attention_backend

from generation.diffusion import refusals
from generation.diffusion.family import Family, Making
from generation.diffusion.loading import DENOISERS, diffusers, quantisation_lacks
from generation.diffusion.options import Attention, Cache, DiffusersOptions
from generation.diffusion.plan import Means, Plan
from generation.errors import OptionsRefused

# Ours → what diffusers calls it; those that would be fetched from a hub are left out.
BACKENDS: dict[Attention, str] = {
    "native": "native",
    "math": "_native_math",
    "efficient": "_native_efficient",
    "cudnn": "_native_cudnn",
    "flash": "flash",
    "flex": "flex",
    "sage": "sage",
    "xformers": "xformers",
}
# By itself TaylorSeer knows only blocks whose attention is called "attn", not "attn1" (Wan, LTX).
_ATTENTION = (r".*blocks\.\d+\.attn\d?",)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a pipeline runs. device: "cpu" or "cuda:N" as torch has it; gpus: how many here."""

    device: str
    gpus: int = 0

    @property
    def gpu(self) -> bool:
        """Return whether it is no processor."""
        return self.device != "cpu"


def dtype_of(options: DiffusersOptions, site: Site) -> torch.dtype:
    """Return the precision of the weights: bfloat16 on a GPU has the range of float32."""
    if options.dtype == "auto":
        return torch.bfloat16 if site.gpu else torch.float32
    found = getattr(torch, options.dtype)
    assert isinstance(found, torch.dtype)
    return found


def check_options(options: DiffusersOptions, family: Family, making: Making, site: Site) -> None:
    """Raise OptionsRefused for what this family or machine cannot do; before any loading."""
    label = family.label
    if options.offload != "none" and not site.gpu:
        raise refusals.options(
            f"offload={options.offload}: выгружать неоткуда, здесь работает процессор.",
            f"offload={options.offload}: there is nothing to offload from, this is a processor.",
        )
    if options.cache != "none" and options.cache not in making.caches:
        raise refusals.options(
            f"{label}: cache={options.cache} для этой модели нет.",
            f"{label} has no cache={options.cache}.",
        )
    if options.decode_frames and family.layout != "frames":
        raise refusals.options(
            f"{label}: decode_frames есть только у Stable Video Diffusion.",
            f"{label}: only Stable Video Diffusion has decode_frames.",
        )
    if (options.motion or options.noise is not None) and family.layout != "frames":
        raise refusals.options(
            f"{label}: motion и noise есть только у Stable Video Diffusion.",
            f"{label}: only Stable Video Diffusion has motion and noise.",
        )
    if options.context_parallel > 1:
        _check_parallel(options.context_parallel, site)
    if lack := quantisation_lacks(options.quantisation):
        raise OptionsRefused(lack)


def tune(pipe: Any, options: DiffusersOptions, family: Family) -> None:
    """Apply what does not depend on the plan: precision of storage, caches, attention, GPUs.

    Call it once, before ``place``. Raises OptionsRefused where the pipeline lacks the means.
    """
    for denoiser in denoisers(pipe):
        if options.quantisation == "float8":
            denoiser.enable_layerwise_casting(
                storage_dtype=torch.float8_e4m3fn, compute_dtype=denoiser.dtype
            )
        if options.attention != "default":
            _set_attention(denoiser, options.attention, family)
        if options.cache != "none":
            denoiser.enable_cache(_CACHES[options.cache](pipe, options))
            if not _hooked(denoiser):
                raise _lacks(family, f"cache={options.cache}")
        if options.context_parallel > 1:
            denoiser.enable_parallelism(
                config=diffusers.ContextParallelConfig(ulysses_degree=options.context_parallel)
            )


def place(pipe: Any, plan: Plan, device: str) -> None:
    """Put a freshly loaded pipeline on its device, as the plan says. May run out of memory."""
    match plan.offload:
        case "model":
            pipe.enable_model_cpu_offload(device=device)
        case "sequential":
            pipe.enable_sequential_cpu_offload(device=device)
        case "group":
            pipe.enable_group_offload(
                torch.device(device),
                torch.device("cpu"),
                offload_type="leaf_level",
                use_stream=device != "cpu",
            )
        case _:
            pipe.to(device)


def divide(pipe: Any, plan: Plan, family: Family) -> None:
    """Have the pipeline decode in pieces, as the plan says. Raises OptionsRefused."""
    means = means_of(pipe)
    if plan.tiling:
        if not means.tiles:
            raise _lacks(family, "vae_tiling")
        pipe.vae.enable_tiling()
    if plan.slicing:
        if not means.slices:
            raise _lacks(family, "vae_slicing")
        pipe.vae.enable_slicing()
    if plan.framewise:
        pipe.vae.use_framewise_decoding = True


def means_of(pipe: Any, *, gpu: bool = False, smaller: bool = False) -> Means:
    """Return what can be done about memory with this pipeline."""
    vae = pipe.vae
    return Means(
        gpu,
        tiles=hasattr(vae, "use_tiling"),
        slices=hasattr(vae, "use_slicing"),
        framewise=hasattr(vae, "use_framewise_decoding"),
        decode_frames=isinstance(pipe, diffusers.StableVideoDiffusionPipeline),
        smaller=smaller,
    )


def settle(pipe: Any) -> None:
    """Bring a pipeline that was stopped halfway back to where it can be called again."""
    pipe.maybe_free_model_hooks()


def denoisers(pipe: Any) -> Iterator[Any]:
    """Yield the networks that take the noise away, step by step."""
    for name in DENOISERS:
        if (found := getattr(pipe, name, None)) is not None:
            yield found


def _set_attention(denoiser: Any, wanted: Attention, family: Family) -> None:
    name = BACKENDS[wanted]
    try:
        # It also sets what every other model of the process uses; the block puts that back.
        with attention_backend(name):
            denoiser.set_attention_backend(name)
    except (RuntimeError, ValueError, ImportError) as error:
        raise refusals.options(
            f"attention={wanted} здесь не работает: {error}",
            f"attention={wanted} does not work here: {error}",
        ) from error
    processors = getattr(denoiser, "attn_processors", {}).values()
    if not any(getattr(one, "_attention_backend", None) for one in processors):
        raise _lacks(family, f"attention={wanted}")


def _hooked(denoiser: Any) -> bool:
    """Say whether anything within listens: a cache that knows no block is on, and does nothing."""
    inside = (getattr(one, "_diffusers_hook", None) for one in denoiser.modules())
    return any(registry is not None and registry.hooks for registry in inside)


def _check_parallel(degree: int, site: Site) -> None:
    if degree > site.gpus:
        raise refusals.options(
            f"context_parallel={degree}: здесь GPU: {site.gpus}.",
            f"context_parallel={degree}: there are {site.gpus} GPUs here.",
        )
    if not torch.distributed.is_initialized() or torch.distributed.get_world_size() != degree:
        raise refusals.options(
            f"context_parallel={degree}: запустите работника через «torchrun "
            f"--nproc-per-node={degree}».",
            f"context_parallel={degree}: start the worker with “torchrun "
            f"--nproc-per-node={degree}”.",
        )


def _lacks(family: Family, what: str) -> OptionsRefused:
    return refusals.options(
        f"{family.label}: {what} для этой модели нет.", f"{family.label} has no {what}."
    )


def _first_block(pipe: Any, options: DiffusersOptions) -> Any:
    return diffusers.FirstBlockCacheConfig(threshold=options.cache_threshold)


def _taylorseer(pipe: Any, options: DiffusersOptions) -> Any:
    return diffusers.TaylorSeerCacheConfig(
        cache_interval=5, disable_cache_before_step=3, cache_identifiers=list(_ATTENTION)
    )


def _pyramid(pipe: Any, options: DiffusersOptions) -> Any:
    return diffusers.PyramidAttentionBroadcastConfig(
        spatial_attention_block_skip_range=2,
        current_timestep_callback=lambda: pipe.current_timestep,
    )


_CACHES: dict[Cache, Callable[[Any, DiffusersOptions], Any]] = {
    "first-block": _first_block,
    "taylorseer": _taylorseer,
    "pyramid": _pyramid,
}

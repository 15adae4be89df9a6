"""What can be chosen for an engine of open diffusion weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from generation.options import Within, check_fields
from generation.types import Words

FamilyName = Literal[
    "auto", "flux-schnell", "flux-dev", "flux-fill", "flux2-klein", "flux2-klein-base",
    "sdxl-turbo", "sdxl", "sdxl-inpaint", "wan-t2v", "wan-ti2v", "wan22-i2v",
    "wan-flf2v", "wan-i2v", "ltx", "svd",
    "upscale-x2", "upscale-x4",
]  # fmt: skip
Offload = Literal["none", "model", "sequential", "group"]
Quantisation = Literal["none", "float8", "bitsandbytes-8bit", "bitsandbytes-4bit"]
Cache = Literal["none", "first-block", "taylorseer", "pyramid"]
Attention = Literal[
    "default", "native", "math", "efficient", "cudnn", "flash", "flex", "sage", "xformers"
]


@dataclass(frozen=True, slots=True)
class DiffusersOptions:
    """folder: the weights as diffusers lays them out, a path or a registered name. family:
    "auto" reads it from the folder. steps, guidance, strength, motion, noise: None takes the
    family's own; strength is of inpainting, motion and noise are of Stable Video Diffusion.

    device: "auto", "cpu", "cuda:0". dtype: "auto" is bfloat16 on a GPU and float32 elsewhere.
    Memory: offload keeps on the GPU only what works now; quantisation makes the denoiser's
    weights smaller; vae_tiling and vae_slicing decode in pieces; decode_frames so many frames
    at a time (0: all). smaller: may a smaller picture be made where memory does not suffice?
    Speed: cache skips what hardly changes between steps; attention; context_parallel: over so
    many GPUs, in a process started by torchrun. preview_every: steps between previews, 0: none.

    Raises OptionsRefused.
    """

    folder: Annotated[
        str,
        Words(
            "папка с весами или имя, под которым они записаны",
            "the folder of the weights, or the name they are registered under",
        ),
    ] = ""
    family: Annotated[
        FamilyName, Words("семейство весов; auto — как сказано в папке", "family of weights")
    ] = "auto"
    steps: Annotated[int | None, Within(1, 200), Words("шагов", "steps")] = None
    guidance: Annotated[
        float | None, Within(0, 100), Words("сила подсказки", "how strongly the prompt is followed")
    ] = None
    strength: Annotated[
        float | None,
        Within(0.01, 1),
        Words("сколько забыть под маской", "how much is forgotten under the mask"),
    ] = None
    motion: Annotated[
        int | None, Within(1, 255), Words("сколько движения (SVD)", "how much motion (SVD)")
    ] = None
    noise: Annotated[
        float | None,
        Within(0, 1),
        Words("шум, добавленный к картине (SVD)", "noise added to the picture (SVD)"),
    ] = None
    device: Annotated[str, Words("устройство: auto, cpu, cuda:0", "device: auto, cpu, cuda:0")] = (
        "auto"
    )
    dtype: Annotated[
        Literal["auto", "float32", "bfloat16", "float16"], Words("точность чисел", "precision")
    ] = "auto"
    offload: Annotated[Offload, Words("что не держать на GPU", "what is not kept on the GPU")] = (
        "none"
    )
    quantisation: Annotated[Quantisation, Words("сжатие весов", "smaller weights")] = "none"
    cache: Annotated[Cache, Words("пропуск повторов между шагами", "skipping what repeats")] = (
        "none"
    )
    cache_threshold: Annotated[
        float,
        Within(0.001, 1),
        Words("порог для first-block", "threshold of first-block"),
    ] = 0.05
    attention: Annotated[Attention, Words("как считать внимание", "attention backend")] = "default"
    vae_tiling: Annotated[bool, Words("декодировать плитками", "decode in tiles")] = False
    vae_slicing: Annotated[bool, Words("декодировать по одному", "decode one by one")] = False
    decode_frames: Annotated[
        int, Within(0, 256), Words("кадров за раз (SVD), 0 — все", "frames at a time (SVD), 0: all")
    ] = 0
    context_parallel: Annotated[
        int, Within(1, 16), Words("на скольких GPU сразу", "over how many GPUs")
    ] = 1
    smaller: Annotated[
        bool, Words("можно меньше, если не хватит памяти", "smaller if memory is short")
    ] = False
    preview_every: Annotated[
        int, Within(0, 200), Words("шагов между набросками", "steps between previews")
    ] = 4

    def __post_init__(self) -> None:
        check_fields(self)

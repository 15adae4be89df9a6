"""Families of open weights that make pictures, as data.

Class names and arguments: diffusers 0.42.1. Defaults: the model cards at ``published``.
"""

from __future__ import annotations

from generation.diffusion.family import CACHES, Family, Making
from generation.diffusion.licences import APACHE, FLUX_DEV, KLEIN, OPENRAIL, STABILITY

_CFG = "guidance_scale"
_FLUX2_CACHES = CACHES[1:]  # diffusers' first-block fails on what its blocks return

PICTURES: tuple[Family, ...] = (
    Family(
        "flux-schnell",
        "FLUX.1 [schnell]",
        "https://huggingface.co/black-forest-labs/FLUX.1-schnell",
        APACHE,
        ("FluxPipeline",),
        {
            # Its text encoder was trained on 256 tokens, not the 512 of [dev].
            "text-to-image": Making(
                "FluxPipeline", 4, caches=CACHES, always={"max_sequence_length": 256}
            )
        },
        multiple=16,
        size=(1024, 1024),
        largest=2048,
        layout="flux",
        tells=(("transformer/config.json", "guidance_embeds", False),),
    ),
    Family(
        "flux-dev",
        "FLUX.1 [dev]",
        "https://huggingface.co/black-forest-labs/FLUX.1-dev",
        FLUX_DEV,
        ("FluxPipeline",),
        {"text-to-image": Making("FluxPipeline", 28, 3.5, _CFG, caches=CACHES)},
        multiple=16,
        size=(1024, 1024),
        largest=2048,
        layout="flux",
    ),
    Family(
        "flux-fill",
        "FLUX.1 Fill [dev]",
        "https://huggingface.co/black-forest-labs/FLUX.1-Fill-dev",
        FLUX_DEV,
        ("FluxFillPipeline",),
        {"inpainting": Making("FluxFillPipeline", 50, 30.0, _CFG)},
        multiple=16,
        size=(1024, 1024),
        largest=2048,
        layout="flux",
    ),
    Family(
        "flux2-klein",
        "FLUX.2 [klein]",
        "https://huggingface.co/black-forest-labs/FLUX.2-klein-4B",
        KLEIN,
        ("Flux2KleinPipeline",),
        {
            "text-to-image": Making(
                "Flux2KleinPipeline", 4, caches=_FLUX2_CACHES, always={_CFG: 1.0}
            ),
            "inpainting": Making(
                "Flux2KleinInpaintPipeline",
                4,
                strength=1.0,
                caches=_FLUX2_CACHES,
                always={_CFG: 1.0},
            ),
        },
        multiple=16,
        size=(1024, 1024),
        largest=2048,
        layout="flux2",
        tells=(("model_index.json", "is_distilled", True),),
    ),
    Family(
        "flux2-klein-base",
        "FLUX.2 [klein] base",
        "https://huggingface.co/black-forest-labs/FLUX.2-klein-base-4B",
        KLEIN,
        ("Flux2KleinPipeline",),
        {
            "text-to-image": Making("Flux2KleinPipeline", 50, 4.0, _CFG, caches=_FLUX2_CACHES),
            "inpainting": Making(
                "Flux2KleinInpaintPipeline", 50, 4.0, _CFG, strength=1.0, caches=_FLUX2_CACHES
            ),
        },
        multiple=16,
        size=(1024, 1024),
        largest=2048,
        layout="flux2",
    ),
    Family(
        "sdxl-turbo",
        "SDXL Turbo",
        "https://huggingface.co/stabilityai/sdxl-turbo",
        STABILITY,
        ("StableDiffusionXLPipeline",),
        {"text-to-image": Making("StableDiffusionXLPipeline", 1, always={_CFG: 0.0})},
        multiple=32,
        size=(512, 512),
        largest=1024,
        layout="image",
        tells=(("scheduler/scheduler_config.json", "timestep_spacing", "trailing"),),
    ),
    Family(
        "sdxl",
        "Stable Diffusion XL",
        "https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0",
        OPENRAIL,
        ("StableDiffusionXLPipeline",),
        {
            "text-to-image": Making("StableDiffusionXLPipeline", 30, 5.0, _CFG, negative=True),
            "inpainting": Making(
                "StableDiffusionXLInpaintPipeline", 30, 7.5, _CFG, negative=True, strength=1.0
            ),
        },
        multiple=32,
        size=(1024, 1024),
        largest=1536,
        layout="image",
    ),
    Family(
        "sdxl-inpaint",
        "Stable Diffusion XL inpainting",
        "https://huggingface.co/diffusers/stable-diffusion-xl-1.0-inpainting-0.1",
        OPENRAIL,
        ("StableDiffusionXLInpaintPipeline",),
        {
            # The card: below 1, or the result looks washed out.
            "inpainting": Making(
                "StableDiffusionXLInpaintPipeline", 20, 8.0, _CFG, negative=True, strength=0.99
            )
        },
        multiple=32,
        size=(1024, 1024),
        largest=1536,
        layout="image",
    ),
    Family(
        "upscale-x2",
        "Stable Diffusion x2 latent upscaler",
        "https://huggingface.co/stabilityai/sd-x2-latent-upscaler",
        OPENRAIL,
        ("StableDiffusionLatentUpscalePipeline",),
        {
            "upscaling": Making(
                "StableDiffusionLatentUpscalePipeline", 20, 0.0, _CFG, negative=True, factor=2
            )
        },
        multiple=64,
        size=(1024, 1024),
        largest=2048,
        layout="image",
    ),
    Family(
        "upscale-x4",
        "Stable Diffusion x4 upscaler",
        "https://huggingface.co/stabilityai/stable-diffusion-x4-upscaler",
        OPENRAIL,
        ("StableDiffusionUpscalePipeline",),
        {
            "upscaling": Making(
                "StableDiffusionUpscalePipeline", 75, 9.0, _CFG, negative=True, factor=4
            )
        },
        multiple=8,
        size=(2048, 2048),
        largest=3072,
        layout="image",
    ),
)

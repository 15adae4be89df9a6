"""The families of open weights we can run, as data.

Class names and arguments: diffusers 0.42.1. Defaults: the model cards at ``published``.
"""

from __future__ import annotations

from generation.capabilities import Capabilities, Sizes, Takes, Task
from generation.diffusion.family import Family, Frames, Making
from generation.diffusion.licences import (
    APACHE,
    FLUX_DEV,
    KLEIN,
    LTX,
    MIXED,
    OPENRAIL,
    STABILITY,
)

_CFG = "guidance_scale"
# For the decoders from 0.9.1 on, which take away a last little noise; older ones ignore it.
_LTX_DECODER = {"decode_timestep": 0.05, "decode_noise_scale": 0.025}
_WAN_FRAMES = Frames(4, 81, 81, (16.0,))

FAMILIES: tuple[Family, ...] = (
    Family(
        "flux-schnell",
        "FLUX.1 [schnell]",
        "https://huggingface.co/black-forest-labs/FLUX.1-schnell",
        APACHE,
        ("FluxPipeline",),
        {
            # Its text encoder was trained on 256 tokens, not the 512 of [dev].
            "text-to-image": Making(
                "FluxPipeline", 4, caches=True, always={"max_sequence_length": 256}
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
        {"text-to-image": Making("FluxPipeline", 28, 3.5, _CFG, caches=True)},
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
            "text-to-image": Making("Flux2KleinPipeline", 4, caches=True, always={_CFG: 1.0}),
            "inpainting": Making(
                "Flux2KleinInpaintPipeline", 4, strength=1.0, caches=True, always={_CFG: 1.0}
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
            "text-to-image": Making("Flux2KleinPipeline", 50, 4.0, _CFG, caches=True),
            "inpainting": Making(
                "Flux2KleinInpaintPipeline", 50, 4.0, _CFG, strength=1.0, caches=True
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
        {
            "text-to-image": Making(
                "StableDiffusionXLPipeline", 1, always={_CFG: 0.0}
            )
        },
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
        "wan-t2v",
        "Wan 2.1 / 2.2 text to video",
        "https://huggingface.co/Wan-AI/Wan2.1-T2V-14B-Diffusers",
        APACHE,
        ("WanPipeline",),
        {"text-to-video": Making("WanPipeline", 50, 5.0, _CFG, negative=True, caches=True)},
        multiple=16,
        size=(832, 480),
        largest=1280,
        layout="wan",
        frames=_WAN_FRAMES,
    ),
    Family(
        "wan-i2v",
        "Wan 2.1 / 2.2 image to video",
        "https://huggingface.co/Wan-AI/Wan2.1-I2V-14B-480P-Diffusers",
        APACHE,
        ("WanImageToVideoPipeline",),
        {
            "image-to-video": Making(
                "WanImageToVideoPipeline",
                50, 5.0, _CFG, negative=True, end_frame=True, caches=True,
            )
        },
        multiple=16,
        size=(832, 480),
        largest=1280,
        layout="wan",
        frames=_WAN_FRAMES,
    ),
    Family(
        "wan-ti2v",
        "Wan 2.2 TI2V 5B",
        "https://huggingface.co/Wan-AI/Wan2.2-TI2V-5B-Diffusers",
        APACHE,
        ("WanPipeline", "WanImageToVideoPipeline"),
        {
            "text-to-video": Making("WanPipeline", 50, 5.0, _CFG, negative=True, caches=True),
            "image-to-video": Making(
                "WanImageToVideoPipeline", 50, 5.0, _CFG, negative=True, caches=True
            ),
        },
        multiple=32,
        size=(1280, 704),
        largest=1280,
        layout="wan",
        tells=(("model_index.json", "expand_timesteps", True),),
        frames=Frames(4, 121, 121, (24.0,)),
    ),
    Family(
        "ltx",
        "LTX-Video",
        "https://huggingface.co/Lightricks/LTX-Video",
        LTX,
        ("LTXPipeline", "LTXImageToVideoPipeline"),
        {
            "text-to-video": Making(
                "LTXPipeline",
                50, 3.0, _CFG, negative=True, fps_to="frame_rate", caches=True, always=_LTX_DECODER,
            ),
            "image-to-video": Making(
                "LTXImageToVideoPipeline",
                50, 3.0, _CFG, negative=True, fps_to="frame_rate", caches=True, always=_LTX_DECODER,
            ),
        },
        multiple=32,
        size=(704, 480),
        largest=1280,
        layout="ltx",
        frames=Frames(8, 161, 257, (25.0, 24.0, 30.0)),
    ),
    Family(
        "svd",
        "Stable Video Diffusion",
        "https://huggingface.co/stabilityai/stable-video-diffusion-img2vid-xt",
        STABILITY,
        ("StableVideoDiffusionPipeline",),
        {
            "image-to-video": Making(
                "StableVideoDiffusionPipeline",
                25, 3.0, "max_guidance_scale", prompt=False, fps_to="fps",
            )
        },
        multiple=64,
        size=(1024, 576),
        largest=1024,
        layout="frames",
        frames=Frames(1, 25, 25, (7.0, 6.0, 8.0, 10.0, 12.0, 15.0, 24.0, 25.0, 30.0)),
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
)  # fmt: skip

BY_NAME = {family.name: family for family in FAMILIES}


def of_all() -> Capabilities:
    """Return what the families can do together."""
    all_of = [family.capabilities for family in FAMILIES]
    return Capabilities(
        tasks=frozenset[Task]().union(*(one.tasks for one in all_of)),
        draws="generated",
        licence=MIXED,
        sizes=Sizes((64, 64), (max(f.largest for f in FAMILIES),) * 2),
        seconds=max(one.seconds for one in all_of),
        needs=frozenset({"weights", "gpu"}),
        takes=frozenset[Takes]().union(*(one.takes for one in all_of)),
    )

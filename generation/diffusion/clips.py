"""Families of open weights that make clips, as data.

Class names and arguments: diffusers 0.42.1. Defaults: the model cards at ``published``.
"""

from __future__ import annotations

from generation.diffusion.family import CACHES, PRESENT, Family, Frames, Making
from generation.diffusion.licences import APACHE, LTX, STABILITY

_CFG = "guidance_scale"
# For the decoders from 0.9.1 on, which take away a last little noise; older ones ignore it.
_LTX_DECODER = {"decode_timestep": 0.05, "decode_noise_scale": 0.025}
_WAN_FRAMES = Frames(4, 81, 81, (16.0,))

CLIPS: tuple[Family, ...] = (
    Family(
        "wan-t2v",
        "Wan 2.1 / 2.2 text to video",
        "https://huggingface.co/Wan-AI/Wan2.1-T2V-14B-Diffusers",
        APACHE,
        ("WanPipeline",),
        {"text-to-video": Making("WanPipeline", 50, 5.0, _CFG, negative=True, caches=CACHES)},
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
            "text-to-video": Making("WanPipeline", 50, 5.0, _CFG, negative=True, caches=CACHES),
            "image-to-video": Making(
                "WanImageToVideoPipeline", 50, 5.0, _CFG, negative=True, caches=CACHES
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
        "wan22-i2v",
        "Wan 2.2 image to video",
        "https://huggingface.co/Wan-AI/Wan2.2-I2V-A14B-Diffusers",
        APACHE,
        ("WanImageToVideoPipeline",),
        {
            "image-to-video": Making(
                "WanImageToVideoPipeline",
                40,
                3.5,
                _CFG,
                negative=True,
                end_frame=True,
                caches=CACHES,
            )
        },
        multiple=16,
        size=(1280, 720),
        largest=1280,
        layout="wan",
        tells=(("transformer/config.json", "image_dim", None),),
        frames=_WAN_FRAMES,
    ),
    Family(
        "wan-flf2v",
        "Wan 2.1 first and last frame",
        "https://huggingface.co/Wan-AI/Wan2.1-FLF2V-14B-720P-Diffusers",
        APACHE,
        ("WanImageToVideoPipeline",),
        {
            "image-to-video": Making(
                "WanImageToVideoPipeline",
                50,
                5.0,
                _CFG,
                negative=True,
                end_frame=True,
                end_needed=True,
                caches=CACHES,
            )
        },
        multiple=16,
        size=(1280, 720),
        largest=1280,
        layout="wan",
        tells=(("transformer/config.json", "pos_embed_seq_len", PRESENT),),
        frames=_WAN_FRAMES,
    ),
    Family(
        "wan-i2v",
        "Wan 2.1 image to video",
        "https://huggingface.co/Wan-AI/Wan2.1-I2V-14B-480P-Diffusers",
        APACHE,
        ("WanImageToVideoPipeline",),
        {
            "image-to-video": Making(
                "WanImageToVideoPipeline",
                50,
                5.0,
                _CFG,
                negative=True,
                caches=CACHES,
            )
        },
        multiple=16,
        size=(832, 480),
        largest=1280,
        layout="wan",
        frames=_WAN_FRAMES,
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
                50,
                3.0,
                _CFG,
                negative=True,
                fps_to="frame_rate",
                caches=CACHES,
                always=_LTX_DECODER,
            ),
            "image-to-video": Making(
                "LTXImageToVideoPipeline",
                50,
                3.0,
                _CFG,
                negative=True,
                fps_to="frame_rate",
                caches=CACHES,
                always=_LTX_DECODER,
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
                25,
                3.0,
                "max_guidance_scale",
                prompt=False,
                fps_to="fps",
            )
        },
        multiple=64,
        size=(1024, 576),
        largest=1024,
        layout="frames",
        frames=Frames(1, 25, 25, (7.0, 6.0, 8.0, 10.0, 12.0, 15.0, 24.0, 25.0, 30.0)),
    ),
)

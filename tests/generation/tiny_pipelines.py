"""Pipelines of every family with random weights, a few kilobytes each, saved as diffusers saves.

Shapes follow diffusers' own tests of the same classes; nothing is fetched, tokenizers included.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from tests.generation.tiny_parts import (
    clip_text,
    clip_tokenizer,
    clip_vision,
    image_vae,
    t5,
    t5_tokenizer,
    unet,
)


def save(family: str, folder: Path) -> Path:
    """Write the tiny pipeline of a family below ``folder`` and return where it lies."""
    torch.manual_seed(7)
    target = folder / family
    PIPELINES[family](folder / "tokenizers").save_pretrained(target)
    return target


def _xl_parts(scratch: Path, channels: int) -> dict[str, Any]:
    return {
        "vae": image_vae(),
        "text_encoder": clip_text(16),
        "text_encoder_2": clip_text(16, projection=True),
        "tokenizer": clip_tokenizer(scratch),
        "tokenizer_2": clip_tokenizer(scratch),
        "unet": unet(
            channels, addition_embed_type="text_time", addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=16 + 6 * 8,
        ),
    }  # fmt: skip


def _sdxl(scratch: Path) -> Any:
    return diffusers.StableDiffusionXLPipeline(
        **_xl_parts(scratch, 4), scheduler=diffusers.EulerDiscreteScheduler()
    )


def _sdxl_turbo(scratch: Path) -> Any:
    scheduler = diffusers.EulerAncestralDiscreteScheduler(timestep_spacing="trailing")
    return diffusers.StableDiffusionXLPipeline(**_xl_parts(scratch, 4), scheduler=scheduler)


def _sdxl_inpaint(scratch: Path) -> Any:
    return diffusers.StableDiffusionXLInpaintPipeline(
        **_xl_parts(scratch, 9), scheduler=diffusers.EulerDiscreteScheduler()
    )


def _flux_parts(scratch: Path, channels: int, *, guided: bool) -> dict[str, Any]:
    return {
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(),
        "vae": image_vae(
            4, use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.1, scaling_factor=0.4
        ),
        "text_encoder": clip_text(16),
        "tokenizer": clip_tokenizer(scratch),
        "text_encoder_2": t5(),
        "tokenizer_2": t5_tokenizer(),
        "transformer": diffusers.FluxTransformer2DModel(
            patch_size=1, in_channels=channels, out_channels=16, num_layers=2,
            num_single_layers=2, attention_head_dim=16, num_attention_heads=2,
            joint_attention_dim=16, pooled_projection_dim=16, axes_dims_rope=(4, 4, 8),
            guidance_embeds=guided,
        ).eval(),
    }  # fmt: skip


def _flux_schnell(scratch: Path) -> Any:
    return diffusers.FluxPipeline(**_flux_parts(scratch, 16, guided=False))


def _flux_dev(scratch: Path) -> Any:
    return diffusers.FluxPipeline(**_flux_parts(scratch, 16, guided=True))


def _flux_fill(scratch: Path) -> Any:
    # latents, the masked picture, and the mask's own pixels: 16 + 16 + 4 · 2²
    return diffusers.FluxFillPipeline(**_flux_parts(scratch, 48, guided=True))


def _flux2(scratch: Path, *, distilled: bool) -> Any:
    config = transformers.Qwen3Config(
        vocab_size=64, hidden_size=8, intermediate_size=8, num_hidden_layers=28,
        num_attention_heads=1, num_key_value_heads=1, head_dim=8, max_position_embeddings=64,
    )  # fmt: skip
    tokenizer = t5_tokenizer()
    tokenizer.chat_template = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    return diffusers.Flux2KleinPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=diffusers.AutoencoderKLFlux2(
            block_out_channels=(8, 8), norm_num_groups=4, layers_per_block=1, latent_channels=4,
            sample_size=32, down_block_types=("DownEncoderBlock2D",) * 2,
            up_block_types=("UpDecoderBlock2D",) * 2,
        ).eval(),
        text_encoder=transformers.Qwen3ForCausalLM(config).eval(),
        tokenizer=tokenizer,
        transformer=diffusers.Flux2Transformer2DModel(
            patch_size=1, in_channels=16, num_layers=2, num_single_layers=2,
            attention_head_dim=16, num_attention_heads=2, joint_attention_dim=24,
            timestep_guidance_channels=16, axes_dims_rope=(4, 4, 4, 4), guidance_embeds=False,
        ).eval(),
        is_distilled=distilled,
    )  # fmt: skip


def _wan_vae() -> Any:
    return diffusers.AutoencoderKLWan(
        base_dim=4, z_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1,
        temperal_downsample=[False, True, True], latents_mean=[0.0] * 4, latents_std=[1.0] * 4,
    ).eval()  # fmt: skip


def _wan_net(channels: int, **more: Any) -> Any:
    return diffusers.WanTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=channels,
        out_channels=4, text_dim=16, freq_dim=32, ffn_dim=16, num_layers=2,
        cross_attn_norm=True, qk_norm="rms_norm_across_heads", rope_max_seq_len=32, **more,
    ).eval()  # fmt: skip


def _wan_parts(net: Any) -> dict[str, Any]:
    return {
        "tokenizer": t5_tokenizer(),
        "text_encoder": t5(transformers.UMT5EncoderModel, transformers.UMT5Config),
        "vae": _wan_vae(),
        "scheduler": diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
        "transformer": net,
    }


def _wan_t2v(scratch: Path) -> Any:
    return diffusers.WanPipeline(**_wan_parts(_wan_net(4)))


def _wan_ti2v(scratch: Path) -> Any:
    return diffusers.WanPipeline(**_wan_parts(_wan_net(4)), expand_timesteps=True)


def _wan_i2v(scratch: Path, **more: Any) -> Any:
    # latents, the mask of known frames (4), and the picture's latents
    parts = _wan_parts(_wan_net(12, image_dim=16, added_kv_proj_dim=24, **more))
    vision = transformers.CLIPVisionModel(clip_vision(16).config).eval()
    return diffusers.WanImageToVideoPipeline(
        **parts, image_encoder=vision, image_processor=transformers.CLIPImageProcessor()
    )


def _wan_flf2v(scratch: Path) -> Any:
    # two pictures of 2×2 patches and a class token each
    return _wan_i2v(scratch, pos_embed_seq_len=10)


def _wan22_i2v(scratch: Path) -> Any:
    return diffusers.WanImageToVideoPipeline(
        **_wan_parts(_wan_net(12)), transformer_2=_wan_net(12), boundary_ratio=0.9
    )


def _ltx(scratch: Path) -> Any:
    return diffusers.LTXPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=diffusers.AutoencoderKLLTXVideo(
            latent_channels=8, block_out_channels=(8, 8, 8, 8),
            decoder_block_out_channels=(8, 8, 8, 8), layers_per_block=(1, 1, 1, 1, 1),
            decoder_layers_per_block=(1, 1, 1, 1, 1),
            spatio_temporal_scaling=(True, True, False, False),
            decoder_spatio_temporal_scaling=(True, True, False, False),
            decoder_inject_noise=(False,) * 5, upsample_residual=(False,) * 4,
            upsample_factor=(1,) * 4, timestep_conditioning=False, patch_size=1, patch_size_t=1,
            encoder_causal=True, decoder_causal=False,
        ).eval(),
        text_encoder=t5(),
        tokenizer=t5_tokenizer(),
        transformer=diffusers.LTXVideoTransformer3DModel(
            in_channels=8, out_channels=8, num_attention_heads=2, attention_head_dim=8,
            cross_attention_dim=16, num_layers=2, caption_channels=16,
        ).eval(),
    )  # fmt: skip


def _svd(scratch: Path) -> Any:
    return diffusers.StableVideoDiffusionPipeline(
        vae=diffusers.AutoencoderKLTemporalDecoder(
            block_out_channels=(32,) * 4, down_block_types=("DownEncoderBlock2D",) * 4,
            latent_channels=4, layers_per_block=1, sample_size=32,
        ).eval(),
        image_encoder=clip_vision(32),
        unet=diffusers.UNetSpatioTemporalConditionModel(
            block_out_channels=(32, 32), layers_per_block=1, sample_size=16, in_channels=8,
            out_channels=4, addition_time_embed_dim=8, cross_attention_dim=32,
            projection_class_embeddings_input_dim=24, num_attention_heads=(2, 2),
            down_block_types=("DownBlockSpatioTemporal", "CrossAttnDownBlockSpatioTemporal"),
            up_block_types=("CrossAttnUpBlockSpatioTemporal", "UpBlockSpatioTemporal"),
        ).eval(),
        scheduler=diffusers.EulerDiscreteScheduler(
            prediction_type="v_prediction", use_karras_sigmas=True
        ),
        feature_extractor=transformers.CLIPImageProcessor(),
    )  # fmt: skip


def _upscale_x2(scratch: Path) -> Any:
    return diffusers.StableDiffusionLatentUpscalePipeline(
        vae=image_vae(),
        text_encoder=clip_text(32),
        tokenizer=clip_tokenizer(scratch),
        unet=unet(
            8, out_channels=5, time_cond_proj_dim=128 + 32, conv_in_kernel=1, conv_out_kernel=1,
            time_embedding_type="fourier",
        ),
        scheduler=diffusers.EulerDiscreteScheduler(prediction_type="sample"),
    )  # fmt: skip


def _upscale_x4(scratch: Path) -> Any:
    return diffusers.StableDiffusionUpscalePipeline(
        vae=image_vae(4, 3, scaling_factor=0.08333),
        text_encoder=clip_text(32),
        tokenizer=clip_tokenizer(scratch),
        unet=unet(7, num_class_embeds=1000),
        low_res_scheduler=diffusers.DDPMScheduler(),
        scheduler=diffusers.DDIMScheduler(prediction_type="v_prediction"),
        max_noise_level=350,
    )


PIPELINES: dict[str, Callable[[Path], Any]] = {
    "flux-schnell": _flux_schnell,
    "flux-dev": _flux_dev,
    "flux-fill": _flux_fill,
    "flux2-klein": lambda scratch: _flux2(scratch, distilled=True),
    "flux2-klein-base": lambda scratch: _flux2(scratch, distilled=False),
    "sdxl-turbo": _sdxl_turbo,
    "sdxl": _sdxl,
    "sdxl-inpaint": _sdxl_inpaint,
    "wan-t2v": _wan_t2v,
    "wan-i2v": _wan_i2v,
    "wan-ti2v": _wan_ti2v,
    "wan22-i2v": _wan22_i2v,
    "wan-flf2v": _wan_flf2v,
    "ltx": _ltx,
    "svd": _svd,
    "upscale-x2": _upscale_x2,
    "upscale-x4": _upscale_x4,
}

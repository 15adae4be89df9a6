"""Parts of pipelines with random weights: tokenizers of letters, encoders of a layer or two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import diffusers
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def clip_tokenizer(folder: Path) -> Any:
    """Return a CLIP tokenizer that knows single letters."""
    words = ["<|startoftext|>", "<|endoftext|>", *LETTERS, *(f"{one}</w>" for one in LETTERS), "!"]
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = folder / "vocab.json"
    vocabulary.write_text(json.dumps({word: place for place, word in enumerate(words)}))
    merges = folder / "merges.txt"
    merges.write_text("#version: 0.2\n")
    return transformers.CLIPTokenizer(str(vocabulary), str(merges), model_max_length=16)


def t5_tokenizer() -> Any:
    """Return a fast tokenizer that knows single letters."""
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((one, -1.0) for one in LETTERS)]
    made = Tokenizer(models.Unigram([*pieces, ("▁", -1.0)], unk_id=2))
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", eos_token="</s>", unk_token="<unk>",
        model_max_length=32,
    )  # fmt: skip


def clip_text(width: int = 16, *, projection: bool = False) -> Any:
    """Return a CLIP text encoder of one layer."""
    config = transformers.CLIPTextConfig(
        vocab_size=64, hidden_size=width, intermediate_size=16, num_hidden_layers=2,
        num_attention_heads=2, projection_dim=width, max_position_embeddings=16,
        bos_token_id=0, eos_token_id=1, pad_token_id=1,
    )  # fmt: skip
    kind = transformers.CLIPTextModelWithProjection if projection else transformers.CLIPTextModel
    return kind(config).eval()


def clip_vision(width: int = 16) -> Any:
    """Return a CLIP vision encoder that takes pictures as its processor makes them."""
    config = transformers.CLIPVisionConfig(
        hidden_size=width, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2,
        projection_dim=width, image_size=224, patch_size=112,
    )  # fmt: skip
    return transformers.CLIPVisionModelWithProjection(config).eval()


def t5(kind: Any = transformers.T5EncoderModel, config: Any = transformers.T5Config) -> Any:
    """Return a T5-like encoder of one layer."""
    return kind(
        config(vocab_size=64, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2)
    ).eval()


def image_vae(channels: int = 4, levels: int = 2, **more: Any) -> Any:
    """Return an AutoencoderKL that makes pictures ``2 ** (levels - 1)`` times smaller."""
    return diffusers.AutoencoderKL(
        block_out_channels=(8,) * levels, norm_num_groups=4, layers_per_block=1,
        latent_channels=channels, sample_size=32,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels, **more,
    ).eval()  # fmt: skip


def unet(channels: int = 4, **more: Any) -> Any:
    """Return a UNet2DConditionModel of two levels."""
    given = {
        "sample_size": 16, "in_channels": channels, "out_channels": 4, "layers_per_block": 1,
        "block_out_channels": (8, 16), "norm_num_groups": 4, "attention_head_dim": 4,
        "cross_attention_dim": 32,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
    }  # fmt: skip
    return diffusers.UNet2DConditionModel(**{**given, **more}).eval()

"""A sketch shows the form and colour of what its latents hold, in every pipeline's own layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from generation.diffusion.canvas import resized
from generation.diffusion.families import BY_NAME
from generation.diffusion.folder import read_folder
from generation.diffusion.loading import load
from generation.diffusion.options import DiffusersOptions
from generation.diffusion.order import order_of
from generation.diffusion.sketch import LAYOUTS, fitted
from generation.types import Bytes2D
from tests.generation.diffusion_machines import asked

Tiny = Callable[[str], Path]
House = Callable[[str, int], Bytes2D]


def _image(pipe: Any, inner: torch.Tensor) -> torch.Tensor:
    return inner * pipe.vae.config.scaling_factor


def _frames(pipe: Any, inner: torch.Tensor) -> torch.Tensor:
    return _image(pipe, inner)[:, None].repeat(1, 5, 1, 1, 1)


def _flux(pipe: Any, inner: torch.Tensor) -> torch.Tensor:
    config = pipe.vae.config
    return pipe._pack_latents((inner - config.shift_factor) * config.scaling_factor, *inner.shape)


def _flux2(pipe: Any, inner: torch.Tensor) -> torch.Tensor:
    norm, eps = pipe.vae.bn, pipe.vae.config.batch_norm_eps
    patched = pipe._patchify_latents(inner)
    mean, spread = (
        one.view(1, -1, 1, 1) for one in (norm.running_mean, torch.sqrt(norm.running_var + eps))
    )
    return pipe._pack_latents((patched - mean) / spread)


def _wan(pipe: Any, inner: torch.Tensor) -> torch.Tensor:
    mean, spread = (
        torch.tensor(one).view(1, -1, 1, 1, 1)
        for one in (pipe.vae.config.latents_mean, pipe.vae.config.latents_std)
    )
    return ((inner - mean) / spread).repeat(1, 1, 2, 1, 1)


def _ltx(pipe: Any, inner: torch.Tensor) -> torch.Tensor:
    vae = pipe.vae
    normal = pipe._normalize_latents(
        inner, vae.latents_mean, vae.latents_std, vae.config.scaling_factor
    )
    return pipe._pack_latents(normal.repeat(1, 1, 3, 1, 1), 1, 1)


INTO = {
    "sdxl": _image, "svd": _frames, "flux-schnell": _flux, "flux2-klein": _flux2,
    "wan-t2v": _wan, "ltx": _ltx,
}  # fmt: skip


@pytest.mark.parametrize("family", INTO)
def test_latents_are_laid_out_as_their_encoder_made_them(family: str, tiny: Tiny) -> None:
    folder = read_folder(str(tiny(family)))
    task = min(folder.family.makes, key=lambda one: one != "text-to-image")
    pipe = load(folder, folder.family.makes[task].pipeline, torch.float32)
    order = order_of(asked(family, task), folder.family, DiffusersOptions())
    width, height = order.inside
    shown = torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(2)) * 2 - 1
    video = folder.family.layout in ("wan", "ltx")
    with torch.no_grad():
        inner = pipe.vae.encode(shown[:, :, None] if video else shown).latent_dist.mode()
    found = LAYOUTS[folder.family.layout](pipe, INTO[family](pipe, inner), order)
    torch.testing.assert_close(found, inner[0, :, 0] if video else inner[0])


class Linear(torch.nn.Module):
    """An encoder without a secret: means of 8×8 pixels, their colours mixed into 16 channels."""

    dtype = torch.float32
    config = SimpleNamespace(scaling_factor=0.5)

    def __init__(self) -> None:
        super().__init__()
        self.mix = torch.randn(16, 3, generator=torch.Generator().manual_seed(3))

    def encode(self, shown: torch.Tensor) -> SimpleNamespace:
        small = torch.nn.functional.avg_pool2d(shown, 8)
        inner = torch.einsum("kc,bchw->bkhw", self.mix, small) + 0.3
        return SimpleNamespace(latent_dist=SimpleNamespace(mode=lambda: inner))


def test_a_sketch_has_the_colours_of_the_painting(house: House) -> None:
    vae = Linear()
    rgb = resized(house("dutch", 256), (192, 256))
    shown = torch.from_numpy(rgb.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
    latents = vae.encode(shown).latent_dist.mode() * vae.config.scaling_factor
    order = order_of(
        asked("sdxl", "text-to-image", size=(192, 256)), BY_NAME["sdxl"], DiffusersOptions()
    )
    made = fitted(vae, "image").picture(SimpleNamespace(vae=vae), latents, order)
    assert made.shape == (256, 192, 3)
    wanted, found = (resized(one, (24, 32)).astype(float) for one in (rgb, made))
    assert np.abs(wanted - found).mean() < 4

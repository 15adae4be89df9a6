"""A rough look at a picture that is still being made, for next to nothing.

Decoding latents takes a large network. But their colours depend on them nearly linearly: one
matrix, fitted once to what a pipeline's own encoder makes of a chart, shows form and colour at
the latents' resolution. Approximate, and noisy in early steps; never part of a result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from generation.diffusion.canvas import resized, within
from generation.diffusion.family import Layout
from generation.diffusion.order import Order
from generation.making import RGB

# px, a side of the chart: enough places where an encoder keeps one of 8×8 pixels, or of 32×32.
CHART: dict[Layout, int] = {"ltx": 256, "wan": 256}
SMALL_CHART = 128
BOX = (256, 256)  # the sketch lies within
_RIDGE = 1e-3  # of the mean square: keeps the fit calm where channels outnumber the chart


class Sketch:
    """The colours of one pipeline's latents. See ``fitted``."""

    def __init__(self, matrix: torch.Tensor, layout: Layout) -> None:
        self._matrix, self._layout = matrix, layout

    def picture(self, pipe: Any, latents: torch.Tensor, order: Order) -> RGB:
        """Return (h, w, 3) uint8 within 256×256; of a clip, the frame in its middle."""
        inner = LAYOUTS[self._layout](pipe, latents.detach(), order).float().cpu()
        height, width = inner.shape[1:]
        colours = _with_one(inner.flatten(1)).T @ self._matrix
        rgb = np.rint(colours.clamp(0, 1).numpy() * 255).astype(np.uint8)
        return resized(rgb.reshape(height, width, 3), within((width, height), BOX))


def fitted(vae: Any, layout: Layout) -> Sketch:
    """Return the sketch of a pipeline with this decoder, by least squares (ridge).

    The decoder must be on the processor; it is used in float32 and left as it was.
    """
    chart = _chart(CHART.get(layout, SMALL_CHART))
    shaped = chart[None, :, None] if layout in ("wan", "ltx") else chart[None]
    dtype = vae.dtype
    with torch.no_grad():
        encoded = _as(vae, torch.float32).encode(shaped).latent_dist.mode()
    _as(vae, dtype)
    inner = (encoded[0, :, 0] if encoded.ndim == 5 else encoded[0]).float()
    small = torch.nn.functional.interpolate(chart[None], inner.shape[1:], mode="area")[0]
    known = _with_one(inner.flatten(1))  # (channels + 1, places)
    square = known @ known.T
    calm = _RIDGE * square.diagonal().mean() * torch.eye(len(square))
    return Sketch(torch.linalg.solve(square + calm, known @ (small.flatten(1).T + 1) / 2), layout)


def _as(vae: Any, dtype: torch.dtype) -> Any:
    return vae if vae.dtype == dtype else vae.to(dtype)


def _with_one(inner: torch.Tensor) -> torch.Tensor:
    return torch.cat([inner, torch.ones(1, inner.shape[1])])


def _chart(across: int) -> torch.Tensor:
    """Return (3, across, across) of -1..1, as encoders take it: colours large and small."""
    drawn = torch.Generator().manual_seed(1)
    mixed = torch.zeros(1, 3, across, across)
    for side in (2, 4, 8, 16):
        for channels in (1, 3):  # light and shade, as paintings have more of it than of colours
            patches = torch.rand(1, channels, side, side, generator=drawn) - 0.5
            mixed += torch.nn.functional.interpolate(patches, (across, across), mode="bicubic")
    return mixed[0].clamp(-1, 1)


def _of_image(pipe: Any, latents: torch.Tensor, order: Order) -> torch.Tensor:
    return torch.as_tensor(latents[0] / pipe.vae.config.scaling_factor)


def _of_frames(pipe: Any, latents: torch.Tensor, order: Order) -> torch.Tensor:
    return torch.as_tensor(latents[0, latents.shape[1] // 2] / pipe.vae.config.scaling_factor)


def _of_flux(pipe: Any, latents: torch.Tensor, order: Order) -> torch.Tensor:
    width, height = order.inside
    inner = pipe._unpack_latents(latents, height, width, pipe.vae_scale_factor)[0]
    return torch.as_tensor(inner / pipe.vae.config.scaling_factor + pipe.vae.config.shift_factor)


def _of_flux2(pipe: Any, latents: torch.Tensor, order: Order) -> torch.Tensor:
    across, down = (side // (pipe.vae_scale_factor * 2) for side in order.inside)
    patched = latents[:1].permute(0, 2, 1).reshape(1, -1, down, across)
    norm = pipe.vae.bn
    spread = torch.sqrt(norm.running_var + pipe.vae.config.batch_norm_eps)
    mean, spread = (one.view(1, -1, 1, 1).to(patched) for one in (norm.running_mean, spread))
    return torch.as_tensor(pipe._unpatchify_latents(patched * spread + mean)[0])


def _of_wan(pipe: Any, latents: torch.Tensor, order: Order) -> torch.Tensor:
    frame = latents[0, :, latents.shape[2] // 2]
    mean, spread = (
        torch.tensor(values).view(-1, 1, 1).to(frame)
        for values in (pipe.vae.config.latents_mean, pipe.vae.config.latents_std)
    )
    return frame * spread + mean


def _of_ltx(pipe: Any, latents: torch.Tensor, order: Order) -> torch.Tensor:
    width, height = (side // pipe.vae_spatial_compression_ratio for side in order.inside)
    frames = (order.frames - 1) // pipe.vae_temporal_compression_ratio + 1
    unpacked = pipe._unpack_latents(
        latents[:1], frames, height, width,
        pipe.transformer_spatial_patch_size, pipe.transformer_temporal_patch_size,
    )  # fmt: skip
    vae = pipe.vae
    inner = pipe._denormalize_latents(
        unpacked, vae.latents_mean, vae.latents_std, vae.config.scaling_factor
    )
    return torch.as_tensor(inner[0, :, frames // 2])


LAYOUTS: dict[Layout, Callable[[Any, torch.Tensor, Order], torch.Tensor]] = {
    "image": _of_image,
    "frames": _of_frames,
    "flux": _of_flux,
    "flux2": _of_flux2,
    "wan": _of_wan,
    "ltx": _of_ltx,
}

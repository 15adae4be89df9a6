"""One set of weights on one device, loaded once and shared by every stage that draws with it."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor

from generation.devices.batching import Batcher
from generation.devices.failures import device_errors
from generation.devices.lease import locks
from generation.devices.picking import pick
from generation.errors import EngineFailed, GenerationError, MemoryShort
from generation.live.worker import keep_torch_to_one_thread
from generation.liveportrait.keypoints import Motion
from generation.liveportrait.network import LivePortrait
from generation.liveportrait.posing import Openings, Seen, Sitter
from generation.liveportrait.sizes import POINTS
from generation.liveportrait.speed import BATCHES, Render, accelerated
from generation.media.yuv import RGB_TO_YUV, YUV_OFFSET
from generation.types import Bytes2D, Planes, Words

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Key = tuple[str, str, str]
PATIENCE = {"cuda": 5.0, "cpu": 120.0}  # seconds for a picture: a CPU takes seven and more
DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


class Draw(NamedTuple):
    """One portrait's frame: features (1, …) on the device; on the host who sits, the points
    (1, 21, 3) to draw, and how open eyes and lips should be."""

    features: Tensor
    sitter: Sitter
    points: Tensor
    openings: Openings


class Drawn(NamedTuple):
    """planes: (side, side) of the crop; ms: what the device took, shared by who was drawn."""

    planes: Planes
    ms: float


class Portrayed(NamedTuple):
    """What the network keeps of one painting: features on the device, and how the face sits."""

    features: Tensor
    sitter: Sitter


class Device:
    """A network and the one thread that may use it. Any thread may call."""

    def __init__(self, network: LivePortrait) -> None:
        self.side = network.sizes.frame
        self.works = True
        self._network, self._name = network, str(network.device)
        render = accelerated(network)
        self._batcher: Batcher[Draw, Drawn] = Batcher(
            partial(_drawn, network, render), patience=PATIENCE[network.device.type]
        )
        weakref.finalize(self, self._batcher.let_go)
        self._guarded(partial(self._batcher.alone, partial(_rehearse, network, render)))

    def portray(self, crop: Bytes2D, seen: Seen) -> Portrayed:
        """Read a painting once: (side, side, 3) uint8 of its face. Raises EngineFailed."""
        read = partial(_portrayed, self._network, crop, seen)
        return self._guarded(partial(self._batcher.alone, read))

    def motion(self, crops: Sequence[Bytes2D]) -> Motion:
        """Return how faces in crops (side, side, 3) uint8 are held, one row each, on the host.

        Raises EngineFailed.
        """
        return self._guarded(
            partial(self._batcher.alone, partial(_motion, self._network, np.stack(crops)))
        )

    def draw(self, asked: Draw, who: Hashable) -> Drawn:
        """Return a face with its points moved, stitched so that the shoulders stay.

        Raises DeviceLost, EngineFailed and MemoryShort. See Batcher.ask.
        """
        return self._guarded(partial(self._batcher.ask, asked, who))

    def close(self) -> None:
        """Let the device go and wait for its thread."""
        self.works = False
        self._batcher.close()

    def _guarded(self, work: Callable[[], Result]) -> Result:
        try:
            with device_errors(self._name):
                return work()
        except MemoryShort:
            raise  # memory comes back
        except GenerationError:
            self.works = False  # lost, silent or closed: the next opening loads anew
            raise
        except RuntimeError as error:
            self.works = False
            log.warning("LivePortrait failed on %s: %s", self._name, error)
            raise EngineFailed(_broken(error)) from error


_devices: weakref.WeakValueDictionary[Key, Device] = weakref.WeakValueDictionary()
_opening = threading.Lock()


def open_device(folder: Path, device: str, dtype: str) -> Device:
    """Return the device of these weights; everybody who asks for the same shares it.

    device: as ``pick`` takes it; dtype: "auto" or of DTYPES. Raises WeightsMissing,
    DeviceRefused, DeviceLost, EngineFailed and MemoryShort.
    """
    where = torch.device(pick(device, purpose="LivePortrait", folder=locks()).device)
    kind = dtype_of(dtype, where)
    key = str(folder.resolve()), str(where), kind
    with _opening:
        found = _devices.get(key)
        if found is None or not found.works:
            with device_errors(str(where)):
                network = LivePortrait.load(folder, where, DTYPES[kind])
            found = _devices[key] = Device(network)
    return found


def dtype_of(name: str, where: torch.device) -> str:
    """Return a name of DTYPES: by itself half precision on a GPU, single on a CPU."""
    if name != "auto":
        return name
    return "float16" if where.type == "cuda" else "float32"


def _rehearse(network: LivePortrait, render: Render) -> None:
    """Record the kernels of every batch, so that no portrait waits while another joins it."""
    if network.device.type != "cuda":
        return
    shape, kind, where = network.sizes.features, network.dtype, network.device
    with torch.inference_mode():
        for count in BATCHES:
            points = torch.zeros(count, POINTS, 3, device=where)
            render(torch.zeros(count, *shape, dtype=kind, device=where), points, points)


def _portrayed(network: LivePortrait, crop: Bytes2D, seen: Seen) -> Portrayed:
    keep_torch_to_one_thread()
    with torch.inference_mode():
        picture = _picture(network, crop[None])
        held = Motion(*(part.float().cpu() for part in network.motion(picture)))
        sitter = Sitter(held, network.keypoints(held), seen)
        return Portrayed(network.appearance(picture), sitter)


def _motion(network: LivePortrait, crops: Bytes2D) -> Motion:
    keep_torch_to_one_thread()
    with torch.inference_mode():
        found = network.motion(_picture(network, crops))
        return Motion(*(part.float().cpu() for part in found))


def _picture(network: LivePortrait, crops: Bytes2D) -> Tensor:
    """Return (B, 3, picture, picture) 0..1 on the device from (B, side, side, 3) uint8."""
    side = network.sizes.picture
    picture = torch.from_numpy(np.ascontiguousarray(crops)).permute(0, 3, 1, 2)
    picture = picture.to(network.device).float() / 255
    return torch.nn.functional.interpolate(picture, (side, side), mode="area")


def _drawn(network: LivePortrait, render: Render, asks: Sequence[Draw]) -> list[Drawn]:
    """Draw several portraits in one pass; one copy back to the host for all of them."""
    keep_torch_to_one_thread()
    began = time.perf_counter()
    with torch.inference_mode():
        features = torch.cat([ask.features for ask in asks])
        source = torch.cat([ask.sitter.points for ask in asks])
        source = source.to(network.device, non_blocking=True)
        driving = torch.cat([ask.points for ask in asks]).to(network.device, non_blocking=True)
        if any(ask.openings != ask.sitter.openings for ask in asks):
            driving = driving + _opened(network, asks, source)
        frames = render(features, source, network.stitch(source, driving))
        told = np.asarray(_as_bytes(frames).cpu())
    took = (time.perf_counter() - began) * 1000 / len(asks)
    return [Drawn(_planes(row, frames.shape[-1]), took) for row in told]


def _opened(network: LivePortrait, asks: Sequence[Draw], source: Tensor) -> Tensor:
    """Return (B, 21, 3), what opening or shutting eyes and lips adds to the points.

    The change for what is wanted, less the change for what the painting shows: nothing where
    they are the same.
    """

    def told(rows: list[tuple[float, ...]]) -> Tensor:
        return torch.tensor(rows, dtype=torch.float32).to(network.device, non_blocking=True)

    def change(ends: list[Openings]) -> Tensor:
        seen = [ask.sitter.seen for ask in asks]
        eyes = told([(*one.eyes, end.eyes) for one, end in zip(seen, ends, strict=True)])
        lips = told([(one.lips, end.lips) for one, end in zip(seen, ends, strict=True)])
        return network.retarget_eyes(source, eyes) + network.retarget_lips(source, lips)

    return change([ask.openings for ask in asks]) - change([ask.sitter.openings for ask in asks])


def _as_bytes(frames: Tensor) -> Tensor:
    """Return (B, 3/2 side²) uint8: y, u, v of RGB frames 0..1, as media.yuv has them."""
    matrix = torch.from_numpy(RGB_TO_YUV).to(frames.device)
    offset = torch.from_numpy(YUV_OFFSET).to(frames.device)
    colours = torch.einsum("kc,bchw->bkhw", matrix, frames.float() * 255)
    colours += offset[:, None, None]
    chroma = torch.nn.functional.avg_pool2d(colours[:, 1:], 2)
    flat = torch.cat([colours[:, 0].flatten(1), chroma.flatten(1)], 1)
    return flat.round_().clamp_(0, 255).to(torch.uint8)


def _planes(told: Bytes2D, side: int) -> Planes:
    half = side // 2
    y, u, v = np.split(told, [side * side, side * side + half * half])
    return Planes(y.reshape(side, side), u.reshape(half, half), v.reshape(half, half))


def _broken(error: Any) -> Words:
    reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
    return Words(f"Устройство отказало: {reason[0]}", f"The device failed: {reason[0]}")

"""Weights read from the published files, every tensor accounted for; nothing in them is run.

``.safetensors``, or ``.pth`` read with ``weights_only``: a pickle that would run code is
refused by the reader itself.
"""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from safetensors.torch import save as save_tensors
from torch import Tensor, nn

from generation.errors import WeightsMissing
from generation.liveportrait.layout import ENDINGS, FILES, PLACES, SIZES, Place, base, weight_files
from generation.liveportrait.parts import Parts, build
from generation.liveportrait.sizes import PUBLISHED, Sizes, read_sizes, write_sizes
from generation.media.clip import write_whole
from generation.types import Words

Tensors = Mapping[str, Tensor]
DISTRIBUTED = "module."  # what training on several GPUs puts before every name
# All that the restricted reader is known to raise on what is no file of tensors
UNREADABLE = (
    pickle.UnpicklingError, RuntimeError, EOFError, OSError, ValueError, LookupError, TypeError,
    AttributeError, AssertionError, OverflowError, struct.error, SafetensorError,
)  # fmt: skip


def sizes_of(folder: Path) -> Sizes:
    """Return the sizes told beside the weights, or the published. Raises WeightsMissing."""
    told = base(folder) / SIZES
    return read_sizes(told.read_text(), str(told)) if told.is_file() else PUBLISHED


def load_parts(folder: Path) -> tuple[Parts, Sizes]:
    """Return the modules with their weights, float32 on the CPU, and their sizes.

    Raises WeightsMissing, naming file and tensor: a file not there, cut short, not of
    tensors, or with a tensor that is absent, unknown, of another shape or not finite.
    """
    files = weight_files(folder)
    sizes = sizes_of(folder)
    parts = build(sizes, "meta")
    read = {file: _read(path) for file, path in files.items()}
    for name, place in PLACES.items():
        path = files[place.file]
        fill(getattr(parts, name), named(read[place.file], place, path), path)
    return parts, sizes


def named(content: object, place: Place, path: Path) -> dict[str, Tensor]:
    """Return one module's tensors by our names, from what its file holds."""
    if place.under and isinstance(content, Mapping) and place.under in content:
        content = content[place.under]
    elif place.under and isinstance(content, Mapping):  # safetensors know no dictionaries inside
        start = place.under + "."
        content = {str(key).removeprefix(start): value
                   for key, value in content.items() if str(key).startswith(start)}  # fmt: skip
    if not isinstance(content, Mapping) or not all(
        isinstance(key, str) and isinstance(value, Tensor) for key, value in content.items()
    ):
        raise _wrong(path, "в нём не только тензоры с именами", "it holds more than named tensors")
    return {
        key.removeprefix(DISTRIBUTED).removeprefix(place.prefix): value
        for key, value in content.items()
    }


def fill(module: nn.Module, tensors: Tensors, path: Path) -> None:
    """Put the tensors in, strictly; floats become float32. Raises WeightsMissing."""
    wanted = module.state_dict()
    for name in [*wanted, *tensors]:
        if name not in tensors:
            raise _wrong(path, f"нет тензора {name}", f"tensor {name} is missing")
        if name not in wanted:
            raise _wrong(path, f"лишний тензор {name}", f"tensor {name} is not expected")
        _check(name, tensors[name], wanted[name], path)
    ready = {name: tensors[name].to(wanted[name].dtype) for name in wanted}
    module.load_state_dict(ready, strict=True, assign=True)
    module.requires_grad_(False)


def _check(name: str, tensor: Tensor, wanted: Tensor, path: Path) -> None:
    if tensor.shape != wanted.shape:
        has, needs = list(tensor.shape), list(wanted.shape)
        raise _wrong(
            path,
            f"размеры тензора {name} — {has}, а нужны {needs}",
            f"tensor {name} has shape {has}, not {needs}",
        )
    if tensor.is_floating_point() != wanted.is_floating_point():
        raise _wrong(
            path,
            f"тензор {name} другого типа: {tensor.dtype}",
            f"tensor {name} is of another type: {tensor.dtype}",
        )
    if not tensor.is_meta and not bool(torch.isfinite(tensor).all()):
        raise _wrong(path, f"в тензоре {name} не числа", f"tensor {name} holds values not finite")


def _read(path: Path) -> object:
    try:
        if path.suffix == ENDINGS[0]:
            return load_file(path)
        return torch.load(path, map_location="cpu", weights_only=True)
    except UNREADABLE as why:
        raise _wrong(
            path,
            "он повреждён, оборван или содержит программу вместо весов; из него ничего не "
            "выполнено",
            "it is damaged, cut short, or holds a program instead of weights; nothing in it was "
            "run",
        ) from why


def _wrong(path: Path, ru: str, en: str) -> WeightsMissing:
    return WeightsMissing(
        Words(
            f"Файл весов {path} не подходит: {ru}. Возьмите изданный файл заново.",
            f"The weights file {path} cannot be used: {en}. Take the published file anew.",
        )
    )


def save(parts: Parts, sizes: Sizes, folder: Path, ending: str = ".pth") -> None:
    """Write the weights as the publisher lays them out, and ``sizes.json`` where not published.

    parts: not folded, as ``random_parts`` or ``load_parts`` gives them. ending: of ENDINGS.
    """
    for file in FILES:
        path = folder / (file + ending)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _packed(_content(parts, file), ending))
    if sizes != PUBLISHED:
        write_whole(folder / SIZES, write_sizes(sizes).encode())


def _content(parts: Parts, file: str) -> dict[str, dict[str, Tensor]]:
    """Return a file's tensors under each module's name in it, "" where there is only one."""
    return {
        place.under: {
            place.prefix + key: value.contiguous()
            for key, value in getattr(parts, name).state_dict().items()
        }
        for name, place in PLACES.items()
        if place.file == file
    }


def _packed(content: dict[str, dict[str, Tensor]], ending: str) -> bytes:
    if ending == ENDINGS[0]:
        return save_tensors(
            {
                f"{under}.{key}".removeprefix("."): value
                for under, tensors in content.items()
                for key, value in tensors.items()
            }
        )
    buffer = io.BytesIO()
    spread = {
        under: {DISTRIBUTED + key: value for key, value in tensors.items()}
        for under, tensors in content.items()
    }
    torch.save(content.get("", spread), buffer)
    return buffer.getvalue()

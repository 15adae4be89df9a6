"""From a folder to a pipeline in memory: safetensors only, strictly, and never from the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import constants

from generation.diffusion.folder import Component, Folder
from generation.diffusion.options import Quantisation
from generation.errors import OptionsRefused, WeightsRefused
from generation.types import Words

# What types these two have does not hold under strict checking.
diffusers: Any = import_module("diffusers")
transformers: Any = import_module("transformers")

_LISTED = 3  # tensors named in a refusal
# Buffers that old checkpoints carry and new code computes.
_HARMLESS = ("position_ids",)
DENOISERS = ("transformer", "transformer_2", "unet")
# What the libraries raise for files that do not fit together.
_UNFIT = (
    OSError,
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    NotImplementedError,
)


def load(
    folder: Folder, pipeline: str, dtype: torch.dtype, quantisation: Quantisation = "none"
) -> Any:
    """Return the pipeline of this class name, on the CPU. Raises WeightsRefused, OptionsRefused.

    Every part must find exactly its tensors: the libraries would fill a gap with noise.
    """
    diffusers.utils.logging.disable_progress_bar()
    diffusers.utils.logging.disable_default_handler()  # what matters of it: hearing.py
    transformers.utils.logging.disable_progress_bar()
    with _offline():
        parts = {
            one.name: _part(folder.path, one, dtype, _quantised(one, quantisation, dtype))
            for one in folder.components
            if one.heavy
        }
        found = _refusing(
            folder.path,
            lambda: _class(diffusers, pipeline).from_pretrained(
                folder.path,
                local_files_only=True,
                use_safetensors=True,
                trust_remote_code=False,
                **parts,
            ),
        )
    found.set_progress_bar_config(disable=True)
    return found


def quantisation_lacks(wanted: Quantisation) -> Words | None:
    """Return what is missing for a way to make weights smaller, None where it can be done."""
    if wanted.startswith("bitsandbytes") and not diffusers.utils.is_bitsandbytes_available():
        return Words(
            f"Для quantisation={wanted} нужен пакет bitsandbytes; без него есть float8.",
            f"quantisation={wanted} needs the package bitsandbytes; without it there is float8.",
        )
    return None


@contextmanager
def _offline() -> Iterator[None]:
    """Forbid the hub, even where it was imported before this module could say so."""
    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def _part(
    path: Path, one: Component, dtype: torch.dtype, more: Mapping[str, Any]
) -> torch.nn.Module:
    kind = _class(diffusers if one.library == "diffusers" else transformers, one.kind)
    model, info = _refusing(
        path / one.name,
        lambda: kind.from_pretrained(
            path / one.name,
            dtype=dtype,
            variant=one.variant or None,
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
            **more,
        ),
    )
    missing = [name for name in info["missing_keys"] if not name.endswith(_HARMLESS)]
    wrong = [told[0] for told in info.get("mismatched_keys", ())]
    if missing or wrong:
        raise _unfit(path / one.name, sorted(missing), sorted(wrong))
    assert isinstance(model, torch.nn.Module)
    return model.eval()


def _class(library: Any, name: str) -> Any:
    found = getattr(library, name, None)
    if found is None:
        raise WeightsRefused(
            Words(
                f"В установленном {library.__name__} {library.__version__} нет класса {name}.",
                f"The installed {library.__name__} {library.__version__} has no class {name}.",
            )
        )
    return found


def _quantised(one: Component, wanted: Quantisation, dtype: torch.dtype) -> Mapping[str, Any]:
    if not wanted.startswith("bitsandbytes") or one.name not in DENOISERS:
        return {}
    if lack := quantisation_lacks(wanted):
        raise OptionsRefused(lack)
    bits = {"load_in_4bit": True, "bnb_4bit_compute_dtype": dtype}
    if wanted == "bitsandbytes-8bit":
        bits = {"load_in_8bit": True}
    return {"quantization_config": diffusers.BitsAndBytesConfig(**bits)}


def _refusing(path: Path, work: Any) -> Any:
    try:
        return work()
    except torch.OutOfMemoryError:
        raise
    except _UNFIT as error:
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else ""
        raise WeightsRefused(
            Words(
                f"{path}: файлы не подходят друг другу ({type(error).__name__}: {reason}). "
                "Скачайте папку заново.",
                f"{path}: the files do not fit together ({type(error).__name__}: {reason}). "
                "Download the folder again.",
            )
        ) from error


def _unfit(path: Path, missing: list[str], wrong: list[str]) -> WeightsRefused:
    names = ", ".join((missing + wrong)[:_LISTED])
    return WeightsRefused(
        Words(
            f"{path}: не хватает тензоров: {len(missing)}, не того размера: {len(wrong)} ({names}"
            "…). Это веса другой модели или не все; скачайте папку заново.",
            f"{path}: {len(missing)} tensors are missing and {len(wrong)} have another shape "
            f"({names}…). These are another model's weights, or not all; download them again.",
        )
    )

"""A folder of weights as diffusers lays it out, read and checked without loading anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generation.diffusion.families import BY_NAME, FAMILIES
from generation.diffusion.family import PRESENT, Family
from generation.diffusion.licences import NOT_TAKEN
from generation.errors import WeightsMissing
from generation.making import Models
from generation.types import Words
from generation.weights.inspecting import check_shards, inspect
from generation.weights.manifest import NAME, hashes, manifest_path, weights_dir

INDEX = "model_index.json"
LIBRARIES = frozenset({"diffusers", "transformers"})  # whose classes a folder may name
# Parts that hold no weights, by what diffusers calls them everywhere.
_LIGHT = ("scheduler", "tokenizer", "feature_extractor", "image_processor")
_STEMS = ("diffusion_pytorch_model", "model")
_PICKLED = ("*.bin", "*.ckpt", "*.pth", "*.pt")


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a pipeline; ``heavy``: whether it has weights; variant: "fp16" or ""."""

    name: str
    library: str
    kind: str
    heavy: bool
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """Weights on this disk. registered: the name they have there, "" for a bare path."""

    path: Path
    family: Family
    components: tuple[Component, ...]
    registered: str = ""


def read_folder(where: str, family: str = "auto") -> Folder:
    """Return what lies at a path or under a registered name, each file it needs looked at.

    ``where`` "" looks under the family's own name.

    Raises WeightsMissing for what is not there or cannot be run here, WeightsRefused for files
    that are broken or could run code.
    """
    path, registered = _found(where or (family if family in BY_NAME else ""))
    index = _json(path / INDEX, BY_NAME.get(family))
    declared = index.get("_class_name")
    if not isinstance(declared, str):
        raise _missing(
            f"{path / INDEX}: здесь назван свой код вместо класса diffusers; чужой код мы не "
            "выполняем.",
            f"{path / INDEX} names code of its own instead of a class of diffusers; we run no "
            "code that comes with weights.",
        )
    chosen = _family(path, declared, family)
    components = tuple(
        _component(path, name, told, chosen)
        for name, told in sorted(index.items())
        if not name.startswith("_") and isinstance(told, list)
    )
    _check_code(path)
    present = tuple(one for one in components if one.kind)
    for one in present:
        _check_files(path / one.name)
    return Folder(path, chosen, present, registered)


def digests(folder: Folder) -> Models:
    """Return (name, SHA-256) of the weight files the pipeline loads. Reads a file once."""
    if folder.registered:
        known = hashes(folder.registered)
        return tuple(one for one in known if one[0].endswith(".safetensors"))
    found = sorted(
        file
        for one in folder.components
        if one.heavy
        for file in (folder.path / one.name).glob("*.safetensors")
    )
    return tuple(
        (
            f"{folder.path.name}/{file.relative_to(folder.path).as_posix()}",
            _digest(file, file.stat().st_mtime_ns, file.stat().st_size),
        )
        for file in found
    )


def _found(where: str) -> tuple[Path, str]:
    if not where:
        raise _missing(
            f"Не сказано, где веса (настройка folder). {_GET.ru}",
            f"The option folder does not say where the weights are. {_GET.en}",
        )
    path = Path(where)
    if path.is_dir():
        return path, ""
    if where in BY_NAME and not manifest_path(where).exists():
        label, published = BY_NAME[where].label, BY_NAME[where].published
        raise _missing(
            f"{label}: весов здесь нет. Скачайте их сами ({published}) и выполните «manage.py "
            f"models add {where} ПАПКА».",
            f"{label}: the weights are not here. Download them yourself ({published}) and run "
            f"“manage.py models add {where} FOLDER”.",
        )
    if NAME.fullmatch(where):
        return weights_dir(where), where
    raise _missing(f"Папки {path} нет. {_GET.ru}", f"There is no folder {path}. {_GET.en}")


_GET = Words(
    "Скачайте веса сами (адреса — docs/diffusers.md) и выполните «manage.py models add ИМЯ ПАПКА».",
    "Download the weights yourself (addresses: docs/diffusers.md) and run “manage.py models add "
    "NAME FOLDER”.",
)


def _family(path: Path, declared: str, wanted: str) -> Family:
    able = [family for family in FAMILIES if declared in family.declared]
    if not able:
        why = next((words for start, words in NOT_TAKEN.items() if declared.startswith(start)), _NO)
        raise _missing(f"{path}: {declared}. {why.ru}", f"{path}: {declared}. {why.en}")
    if wanted != "auto":
        if BY_NAME[wanted] not in able:
            known = ", ".join(family.name for family in able)
            raise _missing(
                f"{path}: здесь {declared}, а не {BY_NAME[wanted].label}. Подойдёт: {known}.",
                f"{path} holds a {declared}, not {BY_NAME[wanted].label}. It can be: {known}.",
            )
        return BY_NAME[wanted]
    told = [family for family in able if family.tells and _tells(path, family)]
    return (told or [family for family in able if not family.tells] or able)[0]


_NO = Words(
    "Этих моделей мы не знаем; известные — в docs/diffusers.md.",
    "We do not know these models; those we know are in docs/diffusers.md.",
)


def _tells(path: Path, family: Family) -> bool:
    found = ((_json(path / file, family).get(key), value) for file, key, value in family.tells)
    return all(told is not None if value is PRESENT else told == value for told, value in found)


def _component(path: Path, name: str, told: list[Any], family: Family) -> Component:
    library, kind = [*told, None, None][:2]
    if kind is None:
        return Component(name, "", "", heavy=False)
    if library not in LIBRARIES or not isinstance(kind, str) or kind.endswith("Pipeline"):
        raise _missing(
            f"{path / INDEX}: часть {name} названа {library}.{kind}; берём только классы diffusers "
            "и transformers.",
            f"{path / INDEX} calls the part {name} {library}.{kind}; only classes of diffusers and "
            "transformers are taken.",
        )
    if any(word in name for word in _LIGHT):
        if not (path / name).is_dir():
            raise _absent(path / name, family)
        return Component(name, library, kind, heavy=False)
    _json(path / name / "config.json", family)
    return Component(name, library, kind, heavy=True, variant=_variant(path / name, family))


def _variant(folder: Path, family: Family) -> str:
    """Return the variant of a part's weights, whole numbers first. Raises WeightsMissing."""
    for variant in ("", "fp16", "bf16"):
        dotted = f".{variant}" if variant else ""
        for stem in _STEMS:
            single = f"{stem}{dotted}.safetensors"
            index = f"{stem}.safetensors.index{dotted}.json"
            if (folder / single).is_file() or (folder / index).is_file():
                return variant
    pickled = sorted(file.name for kind in _PICKLED for file in folder.glob(kind))
    if pickled:
        raise _missing(
            f"{folder / pickled[0]}: это pickle, чтение которого может выполнить код; берём "
            f"только safetensors. Возьмите их там же: {family.published}.",
            f"{folder / pickled[0]} is a pickle, reading which can run code; only safetensors are "
            f"taken. Get those at the same place: {family.published}.",
        )
    raise _absent(folder / f"{_STEMS[0]}.safetensors", family)


def _check_files(folder: Path) -> None:
    """Look at every file of a part; what lies beside the parts is never opened."""
    inside = {file.name: file for file in sorted(folder.iterdir()) if file.is_file()}
    check_shards(inside)
    for name, file in inside.items():
        if file.suffix == ".safetensors":
            inspect(f"{folder.name}/{name}", file)


def _check_code(path: Path) -> None:
    """Refuse a folder that brings code, though nothing here would run it."""
    scripts = sorted(path.rglob("*.py"))
    for config in sorted(path.glob("*/*.json")):
        if config.stat().st_size < 2**20 and b'"auto_map"' in config.read_bytes():
            scripts.append(config)
    if scripts:
        raise _missing(
            f"{scripts[0]}: веса приносят с собой код. Мы его не выполняем; уберите такие файлы, "
            "если модель обходится без них.",
            f"{scripts[0]}: these weights bring code along. We do not run it; take such files out "
            "if the model does without them.",
        )


def _json(path: Path, family: Family | None) -> Mapping[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise _absent(path, family) from error
    except (OSError, ValueError, RecursionError) as error:
        raise _missing(
            f"{path} не читается ({type(error).__name__}); скачайте его ещё раз.",
            f"{path} cannot be read ({type(error).__name__}); download it again.",
        ) from error
    if not isinstance(told, dict):
        raise _missing(
            f"{path}: это не описание модели; скачайте его ещё раз.",
            f"{path} does not describe a model; download it again.",
        )
    return told


def _absent(path: Path, family: Family | None) -> WeightsMissing:
    if family is None:
        return _missing(
            f"Нет файла {path}: это не папка весов для diffusers. {_GET.ru}",
            f"{path} is missing: not a folder of weights for diffusers. {_GET.en}",
        )
    return _missing(
        f"{family.label}: нет файла {path}. Скачайте недостающее: {family.published}.",
        f"{family.label}: {path} is missing. Download what lacks from {family.published}.",
    )


def _missing(ru: str, en: str) -> WeightsMissing:
    return WeightsMissing(Words(ru, en))


@lru_cache(maxsize=256)
def _digest(path: Path, changed: int, size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

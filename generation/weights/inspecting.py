"""Whether files of weights are what they say and cannot run code. Nothing is loaded to be used."""

from __future__ import annotations

import json
import os
import pickle
import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from generation.errors import WeightsRefused
from generation.types import Words

TENSORS = frozenset({".safetensors"})
PICKLES = frozenset({".pth", ".pt", ".bin", ".ckpt"})
HASHED = frozenset({".onnx", ".tflite", ".gguf"})  # read by programs that run no code of theirs
BESIDE = frozenset(
    {"", ".json", ".txt", ".md", ".model", ".vocab", ".yaml", ".yml", ".jinja", ".license"}
    | {".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp4", ".pdf"}
)
MOST_FILES = 2000
LARGEST_JSON = 64 * 2**20  # bytes; tokenizers reach about 35 MB
# What a hostile pickle can make an honest unpickler raise.
_BROKEN = (
    pickle.UnpicklingError, zipfile.BadZipFile, struct.error, ArithmeticError, AssertionError,
    AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError, TypeError,
    ValueError,
)  # fmt: skip


def files_of(source: Path) -> dict[str, Path]:
    """Return path inside, with slashes → file, of a folder or one file; hidden ones left out.

    Raises WeightsRefused for links that lead outside, things that are no files, unknown kinds.
    """
    if not source.exists():
        raise _refused(source.name, "такого файла или папки нет", "no such file or folder")
    root = source if source.is_dir() else source.parent
    found = dict(_walk(source)) if source.is_dir() else {source.name: source}
    if not found or len(found) > MOST_FILES:
        raise _refused(
            source.name,
            f"здесь {len(found)} файлов, ждём от 1 до {MOST_FILES}",
            f"{len(found)} files here, expected 1 to {MOST_FILES}",
        )
    for name, path in found.items():
        _check_place(name, path, root.resolve())
        _check_kind(name, path)
    return dict(sorted(found.items()))


def inspect(name: str, path: Path) -> None:
    """Check one file by what it contains. Raises WeightsRefused, naming it.

    A pickle is read by an unpickler that runs nothing but the making of tensors, whose
    numbers are not loaded; it alone needs torch.
    """
    suffix = path.suffix.lower()
    if suffix in TENSORS:
        _check_safetensors(name, path)
    elif suffix in PICKLES:
        _check_pickle(name, path)
    elif suffix == ".json":
        _check_json(name, path)


def check_shards(files: dict[str, Path]) -> None:
    """Refuse a set whose index names a file that is not there. Raises WeightsRefused."""
    for name, path in files.items():
        if not name.endswith(".index.json"):
            continue
        told = json.loads(path.read_bytes())
        shards = told.get("weight_map") if isinstance(told, dict) else None
        if not isinstance(shards, dict):
            raise _refused(name, f"нет weight_map; {_AGAIN.ru}", f"no weight_map; {_AGAIN.en}")
        beside = name.rpartition("/")[0]
        for shard in sorted(set(map(str, shards.values()))):
            if (f"{beside}/{shard}" if beside else shard) not in files:
                raise _refused(
                    name,
                    f"называет файл {shard}, которого нет; скачайте недостающее",
                    f"names the file {shard}, which is not here; download what is missing",
                )


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in [*names, *(one for one in folders if (Path(where) / one).is_symlink())]:
            if not name.startswith("."):
                path = Path(where) / name
                yield path.relative_to(folder).as_posix(), path


def _check_place(name: str, path: Path, root: Path) -> None:
    try:
        target = path.resolve(strict=True)
        regular = stat.S_ISREG(target.stat().st_mode)
    except OSError as error:
        raise _refused(name, f"не читается ({error})", f"cannot be read ({error})") from error
    if not target.is_relative_to(root):
        raise _refused(
            name,
            "ссылка ведёт за пределы папки; скопируйте сами файлы («cp -rL»)",
            "a link that leads outside the folder; copy the files themselves (“cp -rL”)",
        )
    if not regular:
        raise _refused(name, "это не обычный файл", "not a plain file")


def _check_kind(name: str, path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix not in TENSORS | PICKLES | HASHED | BESIDE:
        raise _refused(
            name,
            "файлов такого рода мы не берём: годятся safetensors, pth/pt/bin, onnx, tflite, "
            "gguf и тексты при них. Уберите его из папки",
            "a kind of file we do not take: safetensors, pth/pt/bin, onnx, tflite, gguf and the "
            "texts beside them will do. Take it out of the folder",
        )
    if suffix == ".json" and path.stat().st_size > LARGEST_JSON:
        most = LARGEST_JSON >> 20
        raise _refused(
            name, f"JSON больше {most} МБ; такой не читаем", f"JSON above {most} MB is not read"
        )


def _check_json(name: str, path: Path) -> None:
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        reason = type(error).__name__
        raise _refused(
            name, f"это не JSON ({reason}); {_AGAIN.ru}", f"not JSON ({reason}); {_AGAIN.en}"
        ) from error


def _check_safetensors(name: str, path: Path) -> None:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy"):  # reads and checks the header alone
            return
    except (SafetensorError, OSError) as error:
        reason = str(error).rpartition(": ")[2]
        raise _refused(
            name,
            f"файл safetensors неполон или испорчен ({reason}); {_AGAIN.ru}",
            f"an incomplete or broken safetensors file ({reason}); {_AGAIN.en}",
        ) from error


def _check_pickle(name: str, path: Path) -> None:
    import torch

    try:
        packed = zipfile.is_zipfile(path)
        if packed:
            _check_packing(path)
        torch.load(path, map_location="meta", weights_only=True, mmap=packed)
    except _BROKEN as error:
        raise _distrusted(name, error) from error


def _distrusted(name: str, error: Exception) -> WeightsRefused:
    """Say why a pickle is not taken: it wants more than tensors, or is no pickle of torch."""
    if isinstance(error, pickle.UnpicklingError):
        named = re.search(r"GLOBAL (\S+)", str(error))
        asked = f" ({named[1]})" if named else ""
        return _refused(
            name,
            f"при чтении он выполнил бы чужой код{asked} или испорчен; такие не берём. Найдите "
            "эти веса в safetensors",
            f"reading it would run somebody's code{asked}, or it is broken; such files are not "
            "taken. Look for these weights as safetensors",
        )
    reason = type(error).__name__
    return _refused(
        name,
        f"это не веса torch, или файл испорчен ({reason}); {_AGAIN.ru}",
        f"no torch weights, or broken ({reason}); {_AGAIN.en}",
    )


def _check_packing(path: Path) -> None:
    """torch stores its parts as they are: a part that unfolds is no work of torch."""
    with zipfile.ZipFile(path) as parcel:
        if any(part.compress_type != zipfile.ZIP_STORED for part in parcel.infolist()):
            raise zipfile.BadZipFile("compressed")


_AGAIN = Words("скачайте его ещё раз", "download it again")


def _refused(name: str, ru: str, en: str) -> WeightsRefused:
    return WeightsRefused(Words(f"{name}: {ru}.", f"{name}: {en}."))

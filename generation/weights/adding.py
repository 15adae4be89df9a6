"""Take weights in, look after them, let them go: what ``manage.py models`` does."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from generation.errors import WeightsRefused
from generation.types import Words
from generation.weights.inspecting import check_shards, files_of, inspect
from generation.weights.known import engine_for, known, lacking
from generation.weights.manifest import Registered, Seen, manifest_path, read_weights, write

Heard = Callable[[str], None]  # told the name of each file as its turn comes
_PIECE = 8 * 2**20


def add_weights(
    name: str,
    source: Path,
    *,
    added: str,
    licence: str = "",
    in_place: bool = False,
    models: Path | None = None,
    heard: Heard = lambda path: None,
) -> Registered:
    """Register a folder or file of weights under a name; every file is checked, then hashed.

    added: today, ISO-8601. in_place: leave the files where they are; else they are copied to
    MODELS_DIR/weights, whole or not at all. What already lies there is registered as it is.
    Raises WeightsRefused; WeightsMissing for a name that cannot be.
    """
    manifest = manifest_path(name, models)
    target = manifest.with_suffix("")
    here = source.is_dir() and source.resolve() == target.resolve()
    if manifest.exists() or (target.exists() and not here):
        raise _taken(name)
    files = files_of(source)
    for path, file in files.items():
        inspect(path, file)
    check_shards(files)
    _check_layout(name, files)
    folder = (source if source.is_dir() else source.parent).resolve()
    found = Registered(
        name,
        folder,
        {},
        added,
        licence or _licence(name),
        engine_for(name, files),
        ours=here or not in_place,
    )
    try:
        manifest.parent.mkdir(parents=True, exist_ok=True)
        if here or in_place:
            seen = {path: _seen(path, file, heard) for path, file in files.items()}
        else:
            seen = _copy(files, target, heard)
            found = replace(found, folder=target)
        write(replace(found, files=seen), models)
    except OSError as error:
        raise _unwritten(error) from error
    return read_weights(name, models)


def verify_weights(found: Registered, heard: Heard = lambda path: None) -> Iterator[Words]:
    """Yield a sentence for every file that is missing, altered, or was not registered."""
    for path, seen in found.files.items():
        file = found.folder / path
        if not file.is_file():
            yield Words(f"{path}: файла нет.", f"{path}: the file is missing.")
        elif file.stat().st_size != seen.bytes or _seen(path, file, heard) != seen:
            yield Words(
                f"{path}: это не тот файл, что был добавлен.",
                f"{path}: not the file that was added.",
            )
    if found.ours:
        for extra in sorted(_names(found.folder) - found.files.keys()):
            yield Words(f"{extra}: такого файла не добавляли.", f"{extra}: was never added.")


def remove_weights(name: str, models: Path | None = None) -> Registered:
    """Forget a set and delete its copies; files left in their own place stay there.

    Raises WeightsMissing, WeightsRefused.
    """
    found = read_weights(name, models)
    try:
        manifest_path(name, models).unlink()
        if found.ours and found.folder.exists():
            shutil.rmtree(found.folder)
    except OSError as error:
        raise _unwritten(error) from error
    return found


def _copy(files: dict[str, Path], target: Path, heard: Heard) -> dict[str, Seen]:
    _check_room(sum(file.stat().st_size for file in files.values()), target.parent)
    part = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        part.mkdir()
        seen = {path: _seen(path, file, heard, part / path) for path, file in files.items()}
        os.rename(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return seen


def _seen(path: str, file: Path, heard: Heard, copy: Path | None = None) -> Seen:
    """Hash a file, copying it on the way where a copy is wanted."""
    heard(path)
    digest, length = hashlib.sha256(), 0
    if copy:
        copy.parent.mkdir(parents=True, exist_ok=True)
    with file.open("rb") as source, open(copy or os.devnull, "wb") as out:
        while piece := source.read(_PIECE):
            digest.update(piece)
            out.write(piece)
            length += len(piece)
    return Seen(digest.hexdigest(), length)


def _check_room(needed: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        takes, left = f"{needed / 1e9:.1f}", f"{free / 1e9:.1f}"
        raise WeightsRefused(
            Words(
                f"Копия займёт {takes} ГБ, а свободно {left} ГБ. Освободите место, или "
                "оставьте файлы на месте: --in-place.",
                f"The copy takes {takes} GB and {left} GB are free. Make room, or leave the files "
                "where they are: --in-place.",
            )
        )


def _names(folder: Path) -> set[str]:
    inside = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return {path.as_posix() for path in inside if not path.name.startswith(".")}


def _check_layout(name: str, files: Iterable[str]) -> None:
    found = known(name)
    if found and (missing := lacking(found, files)):
        told = ", ".join(missing)
        raise WeightsRefused(
            Words(
                f"{found.title}: в папке нет {told}. Укажите папку целиком, как её издали "
                f"({found.published}), или другое имя набора.",
                f"{found.title}: the folder lacks {told}. Name the whole folder as it was "
                f"published ({found.published}), or call the set something else.",
            )
        )


def _licence(name: str) -> str:
    found = known(name)
    return found.licence.name if found else ""


def _taken(name: str) -> WeightsRefused:
    return WeightsRefused(
        Words(
            f"Веса «{name}» уже есть. Возьмите другое имя или выполните "
            f"«manage.py models remove {name}».",
            f"There are weights called {name!r} already. Take another name, or run "
            f"“manage.py models remove {name}”.",
        )
    )


def _unwritten(error: OSError) -> WeightsRefused:
    reason = error.strerror or str(error)
    return WeightsRefused(
        Words(
            f"Файлы весов не удалось записать или прочесть ({reason}).",
            f"The weight files could not be written or read ({reason}).",
        ),
        permanent=False,
    )

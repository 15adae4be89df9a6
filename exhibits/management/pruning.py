"""Files of the museum that nothing refers to any more, and that can be spared or made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from exhibits import studio
from exhibits.catalogue.models import ArtworkImage
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.performing import hatch_name, name_of, recipe_of
from generation import Words

RECORDING = Words("запись, которой нет ни в одном ответе", "a recording no answer has")
SCENE = Words("сцена, которой нет ни у одной версии", "a scene no version has")
FACES = Words("лица снимка, которого больше нет", "faces of a picture that is gone")
MOMENT = Words("кадр для сравнения", "a moment drawn for comparing")
SPOKEN = Words("голос ответа, которого больше нет", "the voice of an answer that is gone")
HATCH = Words("штриховка версии, которой больше нет", "hatching of a version that is gone")
UNFINISHED = Words("недописанный файл", "a file never finished")
NAME = 40  # letters of a digest in the names of what is kept


class Leftover(NamedTuple):
    """One file to go, and what it is."""

    path: Path
    bytes: int
    what: Words


def leftovers(before: float) -> Iterator[Leftover]:
    """Yield files last written before a moment (unix seconds) that no draft, version or answer
    refers to. Pictures, their derivatives, clips and frames of the gate are never among them."""
    for path, what in _unreferred():
        told = path.lstat()
        if path.is_file() and told.st_mtime < before:
            yield Leftover(path, told.st_size, what)


def _unreferred() -> Iterator[tuple[Path, Words]]:
    recorded = set(Answer.objects.exclude(recording="").values_list("recording", flat=True))
    media = Path(settings.MEDIA_ROOT)
    for path in _files(media / "recordings", "*.flac"):
        if path.relative_to(media).as_posix() not in recorded:
            yield path, RECORDING
    yield from _scenes(Path(settings.SCENES_DIR))
    spoken = {name_of(answer) for answer in _answers()}
    yield from _other(Path(settings.ANSWERS_DIR), (".npz", ".flac"), spoken, SPOKEN)
    hatched = {hatch_name(version) for version in _versions()}
    yield from _other(Path(settings.HATCHES_DIR), (".png", ".json"), hatched, HATCH)


def _scenes(folder: Path) -> Iterator[tuple[Path, Words]]:
    shown = [*_versions(), *LivingPortrait.objects.select_related("image")]
    scenes = {
        studio.scene_key(looks.image.stored_sha256, recipe_of(looks).scene) for looks in shown
    }
    yield from _other(folder, (".npz",), scenes, SCENE)
    pictures = {one[:NAME] for one in ArtworkImage.objects.values_list("stored_sha256", flat=True)}
    for path in _files(folder, "faces-*.json"):
        if path.stem.rpartition("-")[2] not in pictures:
            yield path, FACES
    for path in _files(folder, "still-*.jpg"):
        yield path, MOMENT


def _other(
    folder: Path, suffixes: Iterable[str], kept: set[str], what: Words
) -> Iterator[tuple[Path, Words]]:
    """Yield files of a folder that are named like ours and are not of these names."""
    for suffix in suffixes:
        for path in _files(folder, f"*{suffix}"):
            if path.name.startswith("."):
                yield path, UNFINISHED
            elif _is_key(path.stem) and path.stem not in kept:
                yield path, what


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern)) if folder.is_dir() else []


def _is_key(name: str) -> bool:
    return len(name) == NAME and set(name) <= set("0123456789abcdef")


def _answers() -> Iterator[Answer]:
    told = ("portrait__image", "portrait__artwork", "version__image", "version__portrait__artwork")
    return Answer.objects.select_related(*told).iterator(chunk_size=200)


def _versions() -> Iterator[Version]:
    return Version.objects.select_related("image", "portrait__artwork").iterator(chunk_size=200)

"""Where the published files lie, and whether they are there; loads nothing, torch neither."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from generation.errors import WeightsMissing
from generation.types import Words

ENDINGS = (".safetensors", ".pth")  # the first that is there is read
SIZES = "sizes.json"  # beside weights that are not of the published sizes
BASES = ("", "liveportrait", "pretrained_weights/liveportrait")
RETARGETING = "retargeting_models/stitching_retargeting_module"
HOW = Words(
    "Возьмите изданные веса LivePortrait (лицензия MIT), папку liveportrait с base_models и "
    "retargeting_models, и добавьте её: «manage.py models add liveportrait ПАПКА».",
    "Take the published LivePortrait weights (MIT licence), the folder liveportrait with "
    "base_models and retargeting_models, and add it: “manage.py models add liveportrait FOLDER”.",
)


class Place(NamedTuple):
    """One module's tensors: a file without its ending; ``under`` names them inside it, and
    ``prefix`` begins each name, both empty where there is none."""

    file: str
    under: str = ""
    prefix: str = ""


PLACES = {
    "f": Place("base_models/appearance_feature_extractor"),
    "m": Place("base_models/motion_extractor", prefix="detector."),
    "w": Place("base_models/warping_module"),
    "g": Place("base_models/spade_generator"),
    "s": Place(RETARGETING, under="retarget_shoulder"),
    "lips": Place(RETARGETING, under="retarget_mouth"),
    "eyes": Place(RETARGETING, under="retarget_eye"),
}
FILES = tuple(dict.fromkeys(place.file for place in PLACES.values()))


def base(folder: Path) -> Path:
    """Return the folder that holds base_models: this one, or where the publisher puts it."""
    homes = (folder / home for home in BASES)
    return next((home for home in homes if (home / "base_models").is_dir()), folder)


def missing(folder: Path) -> list[str]:
    """Return the files that are not there, as paths with the published ending."""
    home = base(folder)
    return [f"{home / file}.pth" for file in FILES if _found(home / file) is None]


def weight_files(folder: Path) -> dict[str, Path]:
    """Return the file of each name in FILES. Raises WeightsMissing naming the first absent."""
    absent = missing(folder)
    if absent:
        raise WeightsMissing(
            Words(f"Нет файла {absent[0]}. {HOW.ru}", f"{absent[0]} is not there. {HOW.en}")
        )
    home = base(folder)
    return {file: path for file in FILES if (path := _found(home / file)) is not None}


def _found(stem: Path) -> Path | None:
    paths = (stem.with_name(stem.name + ending) for ending in ENDINGS)
    return next((path for path in paths if path.is_file()), None)

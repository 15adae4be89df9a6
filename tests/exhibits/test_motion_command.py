"""manage.py motion: a film of a face becomes a template; what is no such film is told so."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from PIL import Image

from generation.liveportrait.templates import read_template
from tests.generation.planted_clips import write_clip
from tests.tiny_weights import write_weights

ROOT = Path(__file__).parent.parent.parent
LADY = ROOT / "exhibits" / "catalogue" / "house_collection" / "lady.jpg"


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return write_weights(tmp_path / "weights")


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("motion", *arguments, "--device", "cpu", stdout=out)
    return out.getvalue()


def test_a_film_becomes_a_template(tmp_path: Path, weights: Path) -> None:
    with Image.open(LADY) as picture:
        rgb = np.asarray(picture.convert("RGB").resize((360, 480)))
    frames = [np.roll(rgb, 4 * n, 1) for n in range(10)]
    film, template = write_clip(tmp_path / "film.mp4", frames), tmp_path / "wave.npz"
    assert "wave.npz: 0.4 " in told(str(film), str(template), "--weights", str(weights))
    motion = read_template(template)
    assert len(motion.turn) == 10 and motion.fps == 25
    assert np.array_equal(motion.turn[0], np.eye(3)) and not motion.exp[0].any()
    assert np.abs(motion.exp[-1]).max() > 1e-4, "another picture, other points"


def test_a_film_without_a_face_and_missing_weights_are_told(
    tmp_path: Path, weights: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    film = write_clip(tmp_path / "film.mp4", [np.full((120, 160, 3), 90, np.uint8)] * 3)
    template = tmp_path / "wave.npz"
    for folder, said in ((weights, "лицо"), (tmp_path, "models add")):
        with pytest.raises(SystemExit):
            told(str(film), str(template), "--weights", str(folder))
        assert said in capfd.readouterr().err
    assert not template.exists()

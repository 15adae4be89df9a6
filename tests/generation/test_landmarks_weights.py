"""Model files: known by their hashes, missing or altered ones named, nothing fetched twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generation.errors import WeightsMissing
from generation.landmarks import weights
from generation.landmarks.fetch import main


def test_the_files_here_are_the_ones_expected(models_dir: Path) -> None:
    assert weights.verify(models_dir) == []
    assert "Apache License" in (models_dir / "LICENSE").read_text()


def test_good_files_are_not_fetched_again(models_dir: Path, capsys) -> None:
    before = {p.name: p.stat().st_mtime_ns for p in models_dir.iterdir()}
    assert weights.fetch(models_dir) is False
    assert main([str(models_dir)]) == 0
    assert "already good" in capsys.readouterr().out
    assert {p.name: p.stat().st_mtime_ns for p in models_dir.iterdir()} == before


def test_altered_and_missing_files_are_named(models_dir: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mediapipe"
    shutil.copytree(models_dir, copy)
    (copy / weights.MESH).write_bytes((copy / weights.MESH).read_bytes()[:-1])
    (copy / weights.IRIS).unlink()
    problems = weights.verify(copy)
    assert [weights.MESH in problems[0].en, weights.IRIS in problems[1].ru] == [True, True]
    with pytest.raises(WeightsMissing, match="make setup"):
        weights.weight(copy, weights.MESH)
    assert weights.weight(copy, weights.PERSON).is_file()

"""Compiled kernels are kept where they may be, and never outlive the sources they came from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generation.fast import compile as compiling


def test_the_cache_goes_where_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert compiling.default_cache_dir() == tmp_path
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert compiling.default_cache_dir() == tmp_path / "own" / "tableau-vivant" / "numba"


@pytest.mark.parametrize("changed", ["fast/sample.py", "rig/constants.py"])
def test_a_changed_source_or_constant_means_another_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: str
) -> None:
    here = Path(compiling.__file__).parent
    shutil.copytree(here, tmp_path / "fast")
    (tmp_path / "rig").mkdir()
    shutil.copy(here.parent / "rig" / "constants.py", tmp_path / "rig")
    monkeypatch.setattr(compiling, "__file__", str(tmp_path / "fast" / "compile.py"))
    before = compiling.sources_digest()
    with (tmp_path / changed).open("a") as file:
        file.write("\n# changed\n")
    assert compiling.sources_digest() != before


def test_wide_vectors_are_asked_for_only_where_the_processor_has_them() -> None:
    assert compiling.vector_features({"avx2": True, "avx512f": True, "avx512bw": False}) is None
    wide = compiling.vector_features({"avx512f": True, "avx512bw": True, "sse4a": False})
    assert wide == "+avx512bw,+avx512f,-sse4a,-prefer-256-bit"

"""What the doctor and the office read: every engine, every set of weights, the GPU, the terms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from generation.devices.named import gpu_finding, gpu_names
from generation.engine_words import capability_rows, option_rows
from generation.inventory import engine_findings, engines_here, known_weights, weights_here
from generation.registry import ENGINES, options_schema
from generation.types import Words
from generation.weights.adding import add_weights

MUSEUM = {"default": {"ENGINE": "rig"}, "painting": {"ENGINE": "still"}}


def test_gpus_are_named_without_torch(tmp_path: Path) -> None:
    assert gpu_names(tmp_path / "none") == ()
    assert not gpu_finding(tmp_path / "none").ok and not gpu_finding(tmp_path / "none").required
    for number, model in enumerate(("NVIDIA H200", "NVIDIA L4")):
        folder = tmp_path / f"0000:0{number}:00.0"
        folder.mkdir()
        (folder / "information").write_text(f"Model: \t\t {model}\nIRQ:   \t\t 7\n")
    assert gpu_names(tmp_path) == ("NVIDIA H200", "NVIDIA L4")
    assert gpu_finding(tmp_path).found.en == "NVIDIA H200, NVIDIA L4"


def test_every_row_stands_with_its_aliases() -> None:
    found = {one.name: one for one in engines_here(MUSEUM)}
    assert found.keys() == ENGINES.keys()
    assert found["rig"].aliases == ("default",) and found["rig"].ready
    assert found["bfl"].aliases == () and found["bfl"].findings
    assert all(one.capabilities and one.options for one in found.values())


def test_what_cannot_be_loaded_still_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "lost", (Words("Потерян", "Lost"), "generation.lost.Engine"))
    lost = {one.name: one for one in engines_here(MUSEUM)}["lost"]
    assert lost.capabilities is None and lost.options is None and not lost.ready
    told = [one for one in engine_findings(MUSEUM) if "lost" in one.name]
    assert [one.ok for one in told] == [False] and not told[0].required, "nobody uses it"
    used = {**MUSEUM, "new": {"ENGINE": "lost"}}
    assert any(one.required and not one.ok for one in engine_findings(used))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("liveportrait", "InsightFace"),
        ("insightface", "non-commercial"),
        ("flux-dev", "non-commercial"),
        ("hunyuan-video", "European Union"),
        ("sdxl-turbo", "million"),
        ("svd", "million"),
        ("ltx", "ten million"),
    ],
)
def test_traps_are_told_in_words(name: str, words: str) -> None:
    (known,) = [one for one in known_weights() if one.name == name]
    assert known.licence.trap and words in known.licence.trap.en and known.licence.trap.ru


def test_free_weights_have_no_trap() -> None:
    free = {one.name for one in known_weights() if one.licence.commercial == "yes"}
    assert {"flux-schnell", "wan-i2v", "wan-t2v", "flux2-klein", "liveportrait"} <= free


def test_services_say_that_pictures_leave_the_museum() -> None:
    for engine in engines_here(MUSEUM):
        if engine.capabilities and "network" in engine.capabilities.needs:
            trap = engine.capabilities.licence.trap
            assert trap and "third party" in trap.en and "трет" in trap.ru


def test_registered_weights_are_findings_and_broken_ones_say_why(tmp_path: Path) -> None:
    save_file({"w": np.ones(3, np.float32)}, tmp_path / "m.safetensors")
    add_weights("flux-dev", tmp_path / "m.safetensors", added="2026-11-21", models=tmp_path)
    (tmp_path / "weights" / "odd.json").write_text("{")
    sets = {one.name: one for one in weights_here(tmp_path)}
    assert sets["flux-dev"].here and sets["flux-dev"].known
    assert sets["odd"].problem and sets["odd"].here is None
    assert sets["svd"].known and sets["svd"].here is None
    told = {one.name: one for one in engine_findings(MUSEUM, tmp_path)}
    assert "ticketed show" in told["weights flux-dev"].found.en
    assert not told["weights odd"].ok and "models add odd" in told["weights odd"].found.en
    assert "flux-dev" not in told["weights not here"].found.en


def test_rows_are_complete_in_both_languages() -> None:
    for engine in engines_here(MUSEUM):
        assert engine.capabilities
        rows = capability_rows(engine.capabilities)
        assert all(row.about.ru and row.about.en and row.told.ru and row.told.en for row in rows)
    steps = {row.name: row for row in option_rows(options_schema("diffusers"))}["steps"]
    assert steps.allowed.ru.startswith("целое число от 1 до ") and steps.default == "null"

"""Local weights: registered with hashes, checked before they are trusted, never code."""

from __future__ import annotations

import json
import os
import pickle
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from generation.errors import WeightsMissing, WeightsRefused
from generation.weights import inspecting
from generation.weights.adding import add_weights, remove_weights, verify_weights
from generation.weights.known import KNOWN
from generation.weights.manifest import hashes, read_weights, weights_dir, weights_names

DAY = "2026-11-21"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "downloaded"
    (folder / "transformer").mkdir(parents=True)
    (folder / "model_index.json").write_text('{"_class_name": "Tiny"}')
    (folder / ".gitattributes").write_text("hidden")
    save_file({"w": np.ones((2, 3), np.float32)}, folder / "transformer" / "m.safetensors")
    return folder


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def test_a_folder_is_taken_whole_and_known_by_its_hashes(source: Path, models: Path) -> None:
    heard: list[str] = []
    found = add_weights("tiny", source, added=DAY, licence="MIT", models=models, heard=heard.append)
    assert heard == ["model_index.json", "transformer/m.safetensors"]
    assert (found.added, found.licence, found.ours) == (DAY, "MIT", True)
    assert weights_dir("tiny", models) == models / "weights" / "tiny"
    assert (models / "weights/tiny/transformer/m.safetensors").is_file()
    ((name, sha256),) = hashes("tiny", models)
    assert name == "tiny/transformer/m.safetensors" and len(sha256) == 64
    assert weights_names(models) == ("tiny",) and list(verify_weights(found)) == []
    assert not list((models / "weights").glob(".*")), "no half-made copies"


def test_one_file_and_files_left_in_place(source: Path, models: Path) -> None:
    one = source / "transformer" / "m.safetensors"
    assert hashes(add_weights("one", one, added=DAY, models=models).name, models)[0][0] == (
        "one/m.safetensors"
    )
    add_weights("stays", source, added=DAY, in_place=True, models=models)
    assert weights_dir("stays", models) == source
    remove_weights("stays", models)
    assert one.is_file() and weights_names(models) == ("one",)
    remove_weights("one", models)
    assert not (models / "weights" / "one").exists()


def test_files_laid_there_by_hand_are_registered_as_they_lie(source: Path, models: Path) -> None:
    target = models / "weights" / "tiny"
    target.parent.mkdir(parents=True)
    source.rename(target)
    assert add_weights("tiny", target, added=DAY, models=models).ours
    with pytest.raises(WeightsRefused, match="models remove tiny"):
        add_weights("tiny", target, added=DAY, models=models)


def test_what_is_altered_missing_or_extra_is_found(source: Path, models: Path) -> None:
    found = add_weights("tiny", source, added=DAY, models=models)
    weight = found.folder / "transformer" / "m.safetensors"
    data = bytearray(weight.read_bytes())
    data[-1] ^= 1
    weight.write_bytes(data)
    (found.folder / "more.bin").write_bytes(b"x")
    (found.folder / "model_index.json").unlink()
    said = [problem.en for problem in verify_weights(found)]
    assert [line.partition(":")[0] for line in said] == [
        "model_index.json", "transformer/m.safetensors", "more.bin",
    ]  # fmt: skip
    assert "missing" in said[0] and "not the file" in said[1] and "never added" in said[2]
    with pytest.raises(WeightsMissing, match="models verify tiny"):
        weights_dir("tiny", models)


def test_what_is_not_here_says_how_to_get_it(models: Path) -> None:
    with pytest.raises(WeightsMissing, match="models add liveportrait FOLDER") as caught:
        weights_dir("liveportrait", models)
    assert "huggingface.co/KlingTeam" in caught.value.for_people.ru
    for name in ("../tiny", "Tiny", "", "a" * 65):
        with pytest.raises(WeightsMissing):
            weights_dir(name, models)
    (models / "weights").mkdir(parents=True)
    (models / "weights" / "odd.json").write_text("[]")
    with pytest.raises(WeightsMissing, match="cannot be read"):
        read_weights("odd", models)


class Evil:
    """Writes a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.mark}",)


@pytest.mark.filterwarnings("ignore:Detected pickle protocol 4")
@pytest.mark.parametrize("suffix", ["pth", "pt", "bin", "ckpt"])
@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("protocol", [2, 4])
def test_a_pickle_that_would_run_code_does_not(
    tmp_path: Path, models: Path, suffix: str, packed: bool, protocol: int
) -> None:
    mark, path = tmp_path / "ran", tmp_path / f"evil.{suffix}"
    hostile = pickle.dumps({"w": Evil(mark)}, protocol)
    if packed:
        with zipfile.ZipFile(path, "w") as parcel:
            parcel.writestr("archive/data.pkl", hostile)
            parcel.writestr("archive/version", "3\n")
    else:
        path.write_bytes(hostile)
    with pytest.raises(WeightsRefused) as caught:
        add_weights("evil", path, added=DAY, models=models)
    said = caught.value.for_people
    assert "run somebody's code" in said.en and path.name in said.ru
    assert protocol == 4 or "system" in said.en
    assert not mark.exists() and weights_names(models) == ()
    pickle.loads(hostile)
    assert mark.exists(), "the trap works where it is not guarded"


def test_honest_torch_weights_are_taken(tmp_path: Path, models: Path) -> None:
    import torch

    torch.save({"w": torch.ones(3)}, tmp_path / "new.pth")
    torch.save({"w": torch.ones(3)}, tmp_path / "old.bin", _use_new_zipfile_serialization=False)
    for name in ("new.pth", "old.bin"):
        add_weights(name[:3], tmp_path / name, added=DAY, models=models)
    cut = tmp_path / "cut.pth"
    cut.write_bytes((tmp_path / "new.pth").read_bytes()[:-200])
    with pytest.raises(WeightsRefused, match=r"cut.pth.*download it again"):
        add_weights("cut", cut, added=DAY, models=models)
    with zipfile.ZipFile(tmp_path / "bomb.pt", "w", zipfile.ZIP_DEFLATED) as parcel:
        parcel.writestr("archive/data.pkl", bytes(2**20))
    with pytest.raises(WeightsRefused, match=r"bomb.pt"):
        add_weights("bomb", tmp_path / "bomb.pt", added=DAY, models=models)


def header(told: object, *, length: int | None = None, data: bytes = bytes(8)) -> bytes:
    text = json.dumps(told).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


ONE = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"words",
        header({"a": ONE}, data=bytes(7)),
        header({"a": ONE}, data=bytes(9)),
        header({"a": ONE}, length=2**40),
        header({"a": ONE}, length=2**63),
        header({"a": {**ONE, "shape": [3]}}),
        header({"a": {**ONE, "data_offsets": [0, 2**60]}}),
        header({"a": ONE, "b": {**ONE, "data_offsets": [4, 12]}}, data=bytes(12)),
        header([ONE]),
    ],
)
def test_a_broken_safetensors_file_is_refused(tmp_path: Path, models: Path, data: bytes) -> None:
    path = tmp_path / "broken.safetensors"
    path.write_bytes(data)
    with pytest.raises(WeightsRefused, match=r"broken.safetensors.*download it again"):
        add_weights("broken", path, added=DAY, models=models)
    assert not (models / "weights" / "broken").exists()


def test_links_odd_kinds_and_missing_shards_are_refused(
    source: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = source.parent / "secret.txt"
    outside.write_text("secret")

    def refused(reason: str, path: Path) -> None:
        with pytest.raises(WeightsRefused, match=reason):
            add_weights("tiny", source, added=DAY, models=models)
        path.unlink()

    link = source / "notes.txt"
    link.symlink_to(outside)
    refused("leads outside", link)
    link.symlink_to(source.parent, target_is_directory=True)
    refused("leads outside", link)
    link.symlink_to("transformer")
    refused("not a plain file", link)
    (source / "pipeline.py").write_text("import os")
    refused("a kind of file we do not take", source / "pipeline.py")
    index = source / "transformer" / "m.safetensors.index.json"
    index.write_text('{"weight_map": {"a": "m.safetensors", "b": "m-2.safetensors"}}')
    refused("m-2.safetensors, which is not here", index)
    index.write_text('{"weight_map": ["a"]}')
    refused("no weight_map", index)
    deep = source / "deep.json"
    deep.write_text("[" * 100_000)
    refused("not JSON", deep)
    monkeypatch.setattr(inspecting, "LARGEST_JSON", 10)
    with pytest.raises(WeightsRefused, match="is not read"):
        add_weights("tiny", source, added=DAY, models=models)


def test_a_link_inside_the_folder_is_followed(source: Path, models: Path) -> None:
    (source / "same.safetensors").symlink_to("transformer/m.safetensors")
    found = add_weights("tiny", source, added=DAY, models=models)
    assert found.files["same.safetensors"] == found.files["transformer/m.safetensors"]
    assert not (found.folder / "same.safetensors").is_symlink()


def test_a_set_is_known_by_what_it_holds(source: Path, models: Path) -> None:
    assert add_weights("tiny", source, added=DAY, models=models).engine == "diffusers"
    with pytest.raises(WeightsRefused, match=r"lacks base_models/appearance.*as it was published"):
        add_weights("liveportrait", source, added=DAY, models=models)
    one = source / "transformer" / "m.safetensors"
    assert add_weights("one", one, added=DAY, models=models).engine == ""
    whole = source.parent / "whole"
    for name in KNOWN[0].files:
        path = whole / "liveportrait" / f"{name}.safetensors"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.read_bytes())
    for name in ("liveportrait", "mine"):
        found = add_weights(name, whole, added=DAY, models=models)
        assert found.engine == "liveportrait"
    assert read_weights("liveportrait", models).licence == "MIT"


def test_a_copy_that_does_not_fit_is_refused_first(source: Path, models: Path) -> None:
    with (source / "huge.gguf").open("wb") as file:
        file.truncate(2**43)  # a sparse file: it takes no room itself
    with pytest.raises(WeightsRefused, match="--in-place"):
        add_weights("huge", source, added=DAY, models=models)
    assert weights_names(models) == () and not list((models / "weights").iterdir())

"""Folders that are not what they should be: said in one sentence, and nothing of them runs."""

from __future__ import annotations

import json
import pickle
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.diffusion.folder import INDEX, digests, read_folder
from generation.diffusion.loading import load
from generation.errors import GenerationError, WeightsMissing, WeightsRefused
from generation.weights.adding import add_weights
from tests.generation.diffusion_machines import asked, engine, silent

Tiny = Callable[[str], Path]
Spoil = Callable[[Path], object]


@pytest.fixture
def turbo(tiny: Tiny, tmp_path: Path) -> Path:
    """A copy of the tiny SDXL Turbo, to be spoilt."""
    return Path(shutil.copytree(tiny("sdxl-turbo"), tmp_path / "turbo"))


def index(folder: Path, **changes: Any) -> None:
    told = json.loads((folder / INDEX).read_text())
    (folder / INDEX).write_text(json.dumps({**told, **changes}))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def to_pickle(folder: Path) -> None:
    class Runs:
        def __reduce__(self) -> Any:
            return (Path.touch, (folder.parent / "it ran",))

    (folder / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(pickle.dumps(Runs()))


def rename_tensor(folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    path = folder / "vae" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(path)
    tensors["stranger"] = tensors.pop(next(iter(tensors)))
    save_file(tensors, path, {"format": "pt"})


def other_model(folder: Path) -> None:
    shutil.copy(
        folder / "vae" / "diffusion_pytorch_model.safetensors",
        folder / "unet" / "diffusion_pytorch_model.safetensors",
    )


def shard(folder: Path) -> None:
    told = {"weight_map": {"a": "model-00001-of-00002.safetensors"}}
    (folder / "text_encoder" / "model.safetensors.index.json").write_text(json.dumps(told))


SPOILT: dict[str, tuple[Spoil, str]] = {
    "no index": (lambda f: (f / INDEX).unlink(), "model_index.json is missing"),
    "index no JSON": (lambda f: (f / INDEX).write_text("{"), "cannot be read"),
    "own code": (lambda f: index(f, _class_name=["pipeline", "Mine"]), "code of its own"),
    "unknown": (lambda f: index(f, _class_name="KandinskyPipeline"), "do not know these models"),
    "hunyuan": (lambda f: index(f, _class_name="HunyuanVideoPipeline"), "European Union"),
    "own library": (lambda f: index(f, unet=["os", "system"]), "only classes of diffusers"),
    "a script": (lambda f: (f / "unet" / "net.py").write_text("1"), "bring code along"),
    "auto_map": (
        lambda f: (f / "unet" / "more.json").write_text('{"auto_map": {"AutoModel": "x.Y"}}'),
        "bring code along",
    ),
    "no part": (lambda f: shutil.rmtree(f / "vae"), "vae/config.json is missing"),
    "no weights": (
        lambda f: (f / "unet" / "diffusion_pytorch_model.safetensors").unlink(),
        "diffusion_pytorch_model.safetensors is missing. Download",
    ),
    "a pickle": (to_pickle, "is a pickle"),
    "cut short": (
        lambda f: cut(f / "unet" / "diffusion_pytorch_model.safetensors"),
        "download it again",
    ),
    "a shard lacks": (shard, "model-00001-of-00002.safetensors"),
    "no tokenizer": (lambda f: shutil.rmtree(f / "tokenizer"), "tokenizer is missing"),
}


@pytest.mark.parametrize(("spoil", "said"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_folder_is_refused_before_loading(turbo: Path, spoil: Spoil, said: str) -> None:
    spoil(turbo)
    with pytest.raises((WeightsMissing, WeightsRefused)) as caught:
        read_folder(str(turbo))
    assert said in caught.value.for_people.en
    assert caught.value.for_people.ru != caught.value.for_people.en
    assert not (turbo.parent / "it ran").exists()
    findings = list(engine(turbo).check(engine(turbo)._options))
    assert [one.ok for one in findings if one.name == "weights"] == [False]


@pytest.mark.parametrize("spoil", [rename_tensor, other_model])
def test_weights_of_another_model_are_refused_when_loaded(turbo: Path, spoil: Spoil) -> None:
    import torch

    spoil(turbo)
    with pytest.raises(WeightsRefused, match="wnload"):
        load(read_folder(str(turbo)), "StableDiffusionXLPipeline", torch.float32)


def test_nothing_asks_the_network(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: Any) -> None:
        raise AssertionError(f"the network was asked: {given}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    made = engine(tiny("wan-t2v")).make(asked("wan-t2v", "text-to-video"), tmp_path, silent)
    assert made.path.exists()


def test_a_folder_that_is_not_there_says_how_to_get_it(tmp_path: Path) -> None:
    for where in ("", str(tmp_path / "nowhere"), "some-name"):
        with pytest.raises(WeightsMissing, match="models add"):
            read_folder(where)


def test_a_family_without_weights_says_where_they_are_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    with pytest.raises(WeightsMissing, match=r"huggingface\.co/Lightricks/LTX-Video"):
        read_folder("", "ltx")


def test_registered_weights_are_found_by_name_with_their_hashes(
    turbo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path / "models"))
    bare = digests(read_folder(str(turbo)))
    add_weights("sdxl-turbo", turbo, added="2026-11-21")
    named = read_folder("sdxl-turbo")
    assert named.registered == "sdxl-turbo"
    assert [sha for _, sha in digests(named)] == [sha for _, sha in bare]
    assert len(bare) == 4


def test_siblings_that_declare_the_same_pipeline_are_told_apart(tiny: Tiny) -> None:
    for family in ("flux-schnell", "flux-dev", "sdxl", "sdxl-turbo", "wan-flf2v", "wan-i2v"):
        assert read_folder(str(tiny(family))).family.name == family
    assert read_folder(str(tiny("sdxl")), "sdxl-turbo").family.name == "sdxl-turbo"
    with pytest.raises(GenerationError, match="It can be"):
        read_folder(str(tiny("sdxl")), "ltx")


def test_half_precision_files_will_do(turbo: Path) -> None:
    import torch

    whole = turbo / "unet" / "diffusion_pytorch_model.safetensors"
    whole.rename(whole.with_name("diffusion_pytorch_model.fp16.safetensors"))
    folder = read_folder(str(turbo))
    assert {one.name: one.variant for one in folder.components if one.heavy}["unet"] == "fp16"
    assert load(folder, "StableDiffusionXLPipeline", torch.float32).unet is not None

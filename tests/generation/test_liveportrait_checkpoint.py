"""Weights on disk: the published layout read strictly; whatever else it is, a clear sentence."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from generation.errors import WeightsMissing
from generation.liveportrait import layout
from generation.liveportrait.checkpoint import load_parts, save
from generation.liveportrait.network import LivePortrait
from generation.liveportrait.parts import Parts
from generation.liveportrait.seeding import random_parts
from generation.liveportrait.sizes import POINTS, PUBLISHED, TINY

TENSORS = Path(__file__).with_name("liveportrait_tensors.txt")
pytestmark = pytest.mark.usefixtures("one_thread")

GENERATOR = "base_models/spade_generator.pth"
STITCHING = "retargeting_models/stitching_retargeting_module.pth"


@pytest.fixture(scope="module")
def parts() -> Parts:
    return random_parts(7, TINY)


@pytest.fixture(scope="module")
def shelf(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("liveportrait")
    save(parts, TINY, folder)
    return folder


@pytest.fixture
def folder(shelf: Path, tmp_path: Path) -> Path:
    """A copy of tiny weights, to be spoilt."""
    return Path(shutil.copytree(shelf, tmp_path / "weights"))


def drawn(net: LivePortrait) -> Tensor:
    chance = torch.Generator().manual_seed(1)
    picture = torch.rand(1, 3, TINY.picture, TINY.picture, generator=chance)
    source = net.keypoints(net.motion(picture))
    driving = source + 0.1 * torch.randn(1, POINTS, 3, generator=chance)
    driving = net.stitch(source, driving + net.retarget_lips(source, torch.tensor([[0.1, 0.5]])))
    driving = driving + net.retarget_eyes(source, torch.tensor([[0.3, 0.3, 0.0]]))
    return net.render(net.appearance(picture), source, driving)


@pytest.mark.parametrize("ending", layout.ENDINGS)
def test_what_was_saved_draws_the_same(parts: Parts, tmp_path: Path, ending: str) -> None:
    save(parts, TINY, tmp_path, ending)
    kept, made = drawn(LivePortrait.load(tmp_path)), drawn(LivePortrait.random(7, TINY))
    torch.testing.assert_close(kept, made, atol=1e-5, rtol=0)
    assert torch.equal(kept, drawn(LivePortrait.load(tmp_path)))


def test_the_publishers_folders_are_known(shelf: Path, tmp_path: Path) -> None:
    home = tmp_path / "pretrained_weights" / "liveportrait"
    shutil.copytree(shelf, home)
    assert layout.missing(tmp_path) == []
    assert layout.weight_files(tmp_path)["base_models/warping_module"].parent.parent == home
    assert load_parts(tmp_path)[1] == TINY


def test_every_published_name_and_shape_is_loaded_from_disk(tmp_path: Path) -> None:
    """Full size, every tensor one number repeated, so that the files hold names and shapes."""
    files: dict[str, dict[str, dict[str, Tensor]]] = {file: {} for file in layout.FILES}
    for line in TENSORS.read_text().splitlines():
        part, name, *shape = line.split(" ")
        place = layout.PLACES[part]
        sides = [int(side) for side in shape[0].split("x")] if shape else []
        kind = torch.int64 if name.endswith("num_batches_tracked") else torch.float32
        prefix = "module." if place.under else ""
        tensors = files[place.file].setdefault(place.under, {})
        tensors[prefix + name] = torch.ones((), dtype=kind).expand(sides)
    for file, content in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        torch.save(content.get("", content), f"{tmp_path / file}.pth")
    parts, sizes = load_parts(tmp_path)
    assert sizes == PUBLISHED
    loaded = sum(one.numel() for part in parts for one in part.state_dict().values())
    assert loaded == 130_158_840
    assert not any(one.is_meta for part in parts for one in part.state_dict().values())


def refused(folder: Path, file: str, *words: str) -> None:
    with pytest.raises(WeightsMissing) as caught:
        LivePortrait.load(folder)
    for sentence in caught.value.for_people:
        assert Path(file).name in sentence
        assert all(word in sentence for word in words)


def test_an_absent_file_is_named_with_the_way_to_get_it(folder: Path) -> None:
    (folder / GENERATOR).unlink()
    assert layout.missing(folder) == [str(folder / GENERATOR)]
    refused(folder, GENERATOR, "manage.py models add")
    assert len(layout.missing(folder / "nowhere")) == len(layout.FILES)


def spoil(folder: Path, change: Callable[[dict[str, Tensor]], object]) -> None:
    tensors = torch.load(folder / GENERATOR, weights_only=True)
    change(tensors)
    torch.save(tensors, folder / GENERATOR)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.pop("up_0.conv_s.weight_u"), ["up_0.conv_s.weight_u"]),
        (lambda t: t.update(extra=torch.zeros(1)), ["extra"]),
        (lambda t: t.update({"fc.bias": torch.zeros(3)}), ["fc.bias", "[3]", "[32]"]),
        (lambda t: t.update({"fc.bias": torch.zeros(32, dtype=torch.int64)}), ["fc.bias", "int64"]),
        (lambda t: t["fc.bias"].fill_(float("nan")), ["fc.bias"]),
        (lambda t: t.update({"fc.bias": "text"}), []),
    ],
)
def test_a_wrong_tensor_is_named(
    folder: Path, change: Callable[[dict[str, Tensor]], object], words: list[str]
) -> None:
    spoil(folder, change)
    refused(folder, GENERATOR, *words)


def test_a_part_missing_inside_a_file_is_named(folder: Path) -> None:
    content = torch.load(folder / STITCHING, weights_only=True)
    del content["retarget_mouth"]
    torch.save(content, folder / STITCHING)
    refused(folder, STITCHING, "mlp.0.weight")


class Bomb:
    """A pickle that would write a file when it is read."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return exec, (f"open({str(self.trace)!r}, 'w').close()",)


@pytest.mark.parametrize("new", [True, False])
def test_a_pickle_that_would_run_code_does_not(folder: Path, tmp_path: Path, new: bool) -> None:
    trace = tmp_path / "it ran"
    content = {"fc.bias": Bomb(trace)}
    torch.save(content, folder / GENERATOR, _use_new_zipfile_serialization=new)
    refused(folder, GENERATOR)
    (folder / GENERATOR).write_bytes(pickle.dumps(content, protocol=2))
    refused(folder, GENERATOR)
    assert not trace.exists()
    pickle.loads((folder / GENERATOR).read_bytes())
    assert trace.exists()  # so the file was a live one


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
@pytest.mark.parametrize("ending", layout.ENDINGS)
def test_a_file_cut_short_is_named(parts: Parts, tmp_path: Path, share: float, ending: str) -> None:
    save(parts, TINY, tmp_path, ending)
    path = (tmp_path / GENERATOR).with_suffix(ending)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    refused(tmp_path, path.name)


@pytest.mark.parametrize("ending", layout.ENDINGS)
def test_what_is_no_file_of_weights_is_named(parts: Parts, tmp_path: Path, ending: str) -> None:
    save(parts, TINY, tmp_path, ending)
    path = (tmp_path / GENERATOR).with_suffix(ending)
    chance = torch.Generator().manual_seed(3)
    for noise in (b"<!doctype html><title>404</title>", b"PK\x03\x04" + bytes(400)):
        path.write_bytes(noise)
        refused(tmp_path, path.name)
    path.write_bytes(bytes(torch.randint(0, 256, (4000,), generator=chance).tolist()))
    refused(tmp_path, path.name)


@pytest.mark.parametrize(
    "told", ["{", "[]", '{"tall": 3}', '{"picture": 100}', '{"first": 1e9}', '{"stages": [1]}']
)
def test_sizes_that_cannot_be_are_refused(folder: Path, told: str) -> None:
    (folder / layout.SIZES).write_text(told)
    refused(folder, layout.SIZES)


def test_half_precision_files_and_older_pickles_are_read(folder: Path) -> None:
    tensors = torch.load(folder / GENERATOR, weights_only=True)
    exact = drawn(LivePortrait.load(folder))
    torch.save(tensors, folder / GENERATOR, _use_new_zipfile_serialization=False)
    assert torch.equal(drawn(LivePortrait.load(folder)), exact)
    torch.save({key: one.half() for key, one in tensors.items()}, folder / GENERATOR)
    net = LivePortrait.load(folder)
    assert {one.dtype for one in net.g.parameters()} == {torch.float32}
    torch.testing.assert_close(drawn(net), exact, atol=0.02, rtol=0)


def test_sizes_come_back_as_they_were(shelf: Path) -> None:
    assert json.loads((shelf / layout.SIZES).read_text())["picture"] == TINY.picture
    assert load_parts(shelf)[1] == TINY

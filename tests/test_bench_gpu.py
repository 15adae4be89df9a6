"""The bench of a GPU runs in full on a processor, with small sizes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from bench import gpu, gpu_liveportrait, gpu_rig
from bench.clock import Clock


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_every_part_is_measured_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "Clock", lambda device, **_: Clock(device, warm=0, repeats=1))
    told = gpu.measure(torch.device("cpu"), small=True, compiled=False)
    parts = {row["part"] for row in told["liveportrait"]["rows"]}
    assert parts == {"f", "m", "w", "g", "stitch", "w+g", "s+w+g", "frame", "frame_rec"}
    assert {row["batch"] for row in told["liveportrait"]["rows"]} == {1, 8}
    assert all(row["median_ms"] > 0 for row in told["liveportrait"]["rows"])
    assert min(row["psnr_db"] for row in told["rig"]["rows"]) >= 50
    assert {row["batch"] for row in told["rig"]["rows"]} == {1, 2, 4, 8}
    assert told["encoders"]["x264"]["mean_ms"] > 0
    assert told["encoders"]["nvjpeg"] == "not here: RuntimeError: no GPU"
    lines = gpu.table(told)
    assert "FAILED" not in lines and "4090" not in lines, "small sizes are nobody's figures"


def test_published_figures_stand_beside_ours_of_the_same_size() -> None:
    rows = [{"part": part, "batch": batch} for part in ("w+g", "frame", "g") for batch in (1, 8)]
    told = {"small": False, "liveportrait": {"rows": rows}}
    gpu.beside_published(told)
    found = {(row["part"], row["batch"]): row.get("published_ms") for row in rows}
    assert found["w+g", 1] == 12.80 and found["frame", 1] == 13.95 and found["w+g", 8] is None
    published = gpu.PUBLISHED_MS
    assert published["w"] + published["g"] == pytest.approx(published["w+g"])
    whole = published["m"] + published["stitch"] + published["w+g"]
    assert whole == pytest.approx(gpu.PUBLISHED_FRAME_MS)


def test_what_fails_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> dict[str, object]:
        raise RuntimeError("CUDA error: launch failure")

    for module in (gpu_liveportrait, gpu_rig):
        monkeypatch.setattr(module, "measure", broken)
    told = gpu.measure(torch.device("cpu"), small=True, compiled=False)
    assert "launch failure" in told["rig"]["failed"]
    assert told["encoders"]["x264"] and "rig FAILED" in gpu.table(told)

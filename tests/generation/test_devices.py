"""Which device draws, who owns it, and what its failures are called."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from generation.devices.failures import classified, device_errors
from generation.devices.lease import claim, owner_of
from generation.devices.memory import memory_of
from generation.devices.picking import pick, present
from generation.errors import DeviceLost, DeviceRefused, EngineFailed, GenerationError, MemoryShort
from generation.types import Words

HOLDER = """
import sys
from pathlib import Path
from generation.devices.lease import claim
claim("cuda:0", "live stages", Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that owns cuda:0 until it is killed."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=pipe, stdout=pipe
    )
    assert process.stdout and process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.communicate()


def one_gpu() -> list[str]:
    return ["cuda:0"]


def two_gpus() -> list[str]:
    return ["cuda:0", "cuda:1"]


def test_the_processor_needs_no_lease_and_a_machine_without_a_gpu_falls_to_it(
    tmp_path: Path,
) -> None:
    assert pick("cpu", purpose="t", folder=tmp_path) == ("cpu", None, None)
    assert pick("auto", purpose="t", folder=tmp_path, gpus=list) == ("cpu", None, None)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("wanted", ["gpu", "cuda:", "cuda:x", "", "CPU", "cuda:0; rm"])
def test_what_is_no_device_is_refused(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(DeviceRefused) as refused:
        pick(wanted, purpose="t", folder=tmp_path)
    assert refused.value.for_people.ru and refused.value.permanent


def test_a_gpu_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DeviceRefused, match=r"no cuda:3 here.*cuda:1, cpu"):
        pick("cuda:3", purpose="t", folder=tmp_path, gpus=two_gpus)


def test_one_process_owns_a_gpu_and_asks_for_it_as_often_as_it_likes(tmp_path: Path) -> None:
    first = pick("cuda", purpose="live", folder=tmp_path, gpus=one_gpu)
    again = pick("auto", purpose="other", folder=tmp_path, gpus=one_gpu)
    assert first.device == again.device == "cuda:0" and first.lease is again.lease is not None
    owner = owner_of("cuda:0", tmp_path)
    assert owner and owner.purpose == "live"
    assert first.lease
    first.lease.release()
    first.lease.release()
    assert owner_of("cuda:0", tmp_path) is None


def test_a_second_process_is_told_who_has_it_and_auto_goes_on(
    tmp_path: Path, holder: subprocess.Popen[bytes]
) -> None:
    with pytest.raises(DeviceRefused, match=rf"process {holder.pid} \(live stages\)") as refused:
        pick("cuda:0", purpose="jobs", folder=tmp_path, gpus=one_gpu)
    assert not refused.value.permanent, "trying again later may help"
    alone = pick("auto", purpose="jobs", folder=tmp_path, gpus=one_gpu)
    assert alone.device == "cpu" and alone.instead and str(holder.pid) in alone.instead.ru
    other = pick("auto", purpose="jobs", folder=tmp_path, gpus=two_gpus)
    assert other.device == "cuda:1" and other.lease
    other.lease.release()


def test_the_kernel_takes_a_dead_process_lease_back(
    tmp_path: Path, holder: subprocess.Popen[bytes]
) -> None:
    holder.kill()
    holder.wait()
    assert owner_of("cuda:0", tmp_path) is None
    claim("cuda:0", "next", tmp_path).release()


def test_without_a_driver_there_is_no_gpu() -> None:
    assert torch.cuda.is_available() or present() == ()


def test_memory_is_told_in_bytes() -> None:
    total, free, held, peak = memory_of("cpu")
    assert total > free > 2**20 and held == peak == 0


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"), MemoryShort),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), MemoryShort),
        (RuntimeError("cuBLAS: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), MemoryShort),
        (MemoryError(), MemoryShort),
        (RuntimeError("CUDA error: an illegal memory access was encountered\nat…"), DeviceLost),
        (RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"), DeviceLost),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), None),
        (ValueError("CUDA error, said by somebody else"), None),
        (EngineFailed(Words("out of memory", "out of memory")), None),
    ],
)
def test_failures_of_a_device_are_told_apart(
    error: Exception, kind: type[GenerationError] | None
) -> None:
    found = classified(error, "cuda:0")
    assert type(found) is (kind or type(None))
    if found:
        assert "cuda:0" in found.for_people.en and "cuda:0" in found.for_people.ru
    with pytest.raises(kind or type(error)), device_errors("cuda:0"):
        raise error


def test_real_memory_that_cannot_be_had_is_ours() -> None:
    with pytest.raises(MemoryShort), device_errors("cpu"):
        torch.empty(2**60, dtype=torch.uint8)

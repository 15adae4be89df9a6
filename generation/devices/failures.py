"""What a device answers when it cannot go on, as our errors."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from generation.errors import DeviceLost, GenerationError, MemoryShort
from generation.types import Words

# torch says these in a RuntimeError, by device and by how it was built.
_SHORT = ("out of memory", "can't allocate memory", "cannot allocate memory", "alloc_failed")
_LOST = ("cuda error", "cudnn_status", "cublas_status", "cufft error", "hip error", "nccl error")


def classified(error: BaseException, device: str) -> GenerationError | None:
    """Return our error for one a device caused, None for any other.

    Too little memory is MemoryShort: smaller pieces may fit. Anything else a GPU reports leaves
    the process's context on it unusable (CUDA calls such errors sticky), so it is DeviceLost,
    and permanent: only a new process gets the device back.
    """
    if isinstance(error, GenerationError):
        return None
    told = str(error).lower()
    if isinstance(error, MemoryError) or _is(error, "OutOfMemoryError"):
        return _short(device)
    if not isinstance(error, RuntimeError):
        return None
    if any(sign in told for sign in _SHORT):
        return _short(device)
    if _is(error, "AcceleratorError") or any(sign in told for sign in _LOST):
        return _lost(device, str(error))
    return None


@contextmanager
def device_errors(device: str) -> Iterator[None]:
    """Raise MemoryShort or DeviceLost for what a device did to the work within."""
    try:
        yield
    except Exception as error:
        if ours := classified(error, device):
            raise ours from error
        raise


def _is(error: BaseException, name: str) -> bool:
    kind = getattr(sys.modules.get("torch"), name, None)
    return kind is not None and isinstance(error, kind)


def _short(device: str) -> MemoryShort:
    return MemoryShort(
        Words(
            f"На устройстве {device} не хватило памяти. Уменьшите размер кадра или число сцен.",
            f"The device {device} ran out of memory. Make the frame smaller, or run fewer stages.",
        )
    )


def _lost(device: str, detail: str) -> DeviceLost:
    first = detail.strip().splitlines()[0][:200] if detail.strip() else "?"
    return DeviceLost(
        Words(
            f"Устройство {device} перестало отвечать: {first}. Перезапустите сервер, чтобы им "
            "снова пользоваться; nvidia-smi покажет, здорово ли оно.",
            f"The device {device} stopped answering: {first}. Restart the server to use it again; "
            "nvidia-smi shows whether it is healthy.",
        )
    )

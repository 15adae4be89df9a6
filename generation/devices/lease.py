"""One process owns a device: a file lock says which, and ends with the process."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from generation.errors import DeviceRefused
from generation.types import Words


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a device; ``pid`` 0 where the lock's file could not be read."""

    pid: int
    purpose: str


class Lease:
    """The right to one device until ``release`` or the end of the process, whichever is first.

    A flock, not a pid in a file: the kernel lets go of it however the process dies.
    """

    def __init__(self, device: str, file: int) -> None:
        self.device, self._file = device, file

    def release(self) -> None:
        """Let another process have the device. May be called twice."""
        with _one:
            for path in [path for path, lease in _held.items() if lease is self]:
                del _held[path]
                os.close(self._file)


_held: dict[Path, Lease] = {}
_one = threading.Lock()


def locks() -> Path:
    """Return where this museum's processes say which devices they own."""
    return Path(os.environ.get("DATA_DIR") or "var") / "devices"


def claim(device: str, purpose: str, folder: Path) -> Lease:
    """Return this process's lease of ``device``, the one it has or a new one.

    folder: where the locks of all processes of one museum lie. Raises DeviceRefused naming the
    process that has it.
    """
    path = folder.resolve() / f"{device.replace(':', '-')}.lock"
    with _one:
        if path not in _held:
            _held[path] = Lease(device, _locked(path, device, purpose))
        return _held[path]


def held_names() -> tuple[str, ...]:
    """Return the devices this process owns."""
    return tuple(lease.device for lease in tuple(_held.values()))


def owner_of(device: str, folder: Path) -> Owner | None:
    """Return which process has the device, None when none has. Never waits."""
    path = folder.resolve() / f"{device.replace(':', '-')}.lock"
    if path in _held:
        return _told(path)
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _told(path)
    finally:
        os.close(file)  # and with it the lock, where we got it
    return None


def _locked(path: Path, device: str, purpose: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(file)
        raise _taken(device, _told(path)) from error
    os.ftruncate(file, 0)
    os.pwrite(file, json.dumps({"pid": os.getpid(), "purpose": purpose}).encode(), 0)
    return file


def _told(path: Path) -> Owner:
    try:
        told = json.loads(path.read_text())
        return Owner(int(told["pid"]), str(told["purpose"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Owner(0, "")  # its owner is about to write who it is


def _taken(device: str, owner: Owner) -> DeviceRefused:
    ru = f"процесс {owner.pid} ({owner.purpose})" if owner.pid else "другой процесс"
    en = f"process {owner.pid} ({owner.purpose})" if owner.pid else "another process"
    return DeviceRefused(
        Words(
            f"Устройство {device} уже занято: {ru}. Одним GPU владеет один процесс; дайте этому "
            "другое устройство, «cpu» или «auto».",
            f"The device {device} is taken by {en}. One process owns a GPU; give this one "
            'another device, "cpu" or "auto".',
        ),
        permanent=False,
    )

"""Finished pieces of a clip in a hidden folder beside it, so that a broken render goes on."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generation.errors import EncoderFailed, GenerationError
from generation.media.clip import not_written
from generation.types import Words

_BUSY = Words(
    "Этот файл сейчас уже пишется другой программой. Дождитесь её или назовите файл иначе.",
    "Another program is writing this file now. Wait for it, or give the file another name.",
)


class Work:
    """Pieces by number, each named by a digest of what it shows and how it was encoded.

    A piece is trusted only when the caller draws the same frames again and gets the same
    digest, so nothing stale can enter a clip.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, index: int, digest: str) -> Path:
        """Return where a piece lies, or would."""
        return self.folder / f"{index:06d}-{digest}"

    def holds(self, index: int) -> bool:
        """Return whether some piece of this number was finished."""
        return any(self.folder.glob(f"{index:06d}-*"))

    def keep(self, index: int, digest: str) -> Path:
        """Give the piece just written its name, in place of any other of this number."""
        for stale in self.folder.glob(f"{index:06d}-*"):
            stale.unlink()
        kept = self.path(index, digest)
        os.replace(self.part, kept)
        return kept

    @property
    def part(self) -> Path:
        """Return the file of the piece being written."""
        return self.folder / "part"


@contextmanager
def working(target: Path) -> Iterator[Work]:
    """Yield the work of a clip. It is cleared away when the clip is done or cancelled.

    It stays when the process is killed, and when an error was raised that may pass (a full
    disk, an engine out of memory). Raises EncoderFailed, also when another process has it.
    """
    folder = target.with_name(f".{target.name}.work")
    try:
        folder.mkdir(exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise not_written(error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EncoderFailed(_BUSY, permanent=False) from error
        keep = False
        try:
            yield Work(folder)
        except GenerationError as error:
            keep = not error.permanent
            raise
        except OSError as error:
            raise not_written(error) from error
        finally:
            if not keep:
                shutil.rmtree(folder, ignore_errors=True)

"""Files that appear whole or not at all, and what is said when they cannot be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from generation.errors import EncoderFailed
from generation.types import Words

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it appears whole or not at all. Raises EncoderFailed."""
    part = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        part.touch(exist_ok=False)
    except OSError as error:
        raise not_written(error) from error
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        raise not_written(error) from error
    finally:
        part.unlink(missing_ok=True)


def not_written(error: Exception) -> EncoderFailed:
    """Return what to say of a file that cannot be written; a full disk may pass."""
    if getattr(error, "errno", None) in _NO_ROOM:
        return EncoderFailed(
            Words(
                "На диске кончилось место. Освободите его и повторите: готовое сохранено.",
                "The disk is full. Make room and run again: what was done is kept.",
            ),
            permanent=False,
        )
    reason = getattr(error, "strerror", None) or str(error)
    return EncoderFailed(
        Words(f"Не удалось записать файл ({reason}).", f"The file could not be written ({reason}).")
    )

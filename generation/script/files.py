"""Files a script names: read from its own folder, never from outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generation.errors import SoundRefused
from generation.types import Words

Files = Callable[[str], bytes]
LARGEST = 400_000_000  # bytes; the room that reads a file has its own, smaller, limits


def files_beside(folder: Path) -> Files:
    """Return a reader of files in ``folder`` and below; raises SoundRefused.

    A link that leads out of the folder is not followed.
    """
    root = folder.resolve()

    def read(name: str) -> bytes:
        path = (root / name).resolve()
        if not path.is_relative_to(root):
            raise SoundRefused(
                Words(
                    f"файл «{name}» лежит вне папки сценария; положите его рядом.",
                    f"the file “{name}” lies outside the script's folder; put it beside.",
                )
            )
        try:
            if path.stat().st_size > LARGEST:
                raise SoundRefused(
                    Words(
                        f"файл «{name}» больше {LARGEST // 1_000_000} МБ.",
                        f"the file “{name}” is larger than {LARGEST // 1_000_000} MB.",
                    )
                )
            return path.read_bytes()
        except OSError as error:
            raise SoundRefused(
                Words(
                    f"файла «{name}» рядом со сценарием нет, или он не читается.",
                    f"there is no file “{name}” beside the script, or it cannot be read.",
                )
            ) from error

    return read


def no_files(name: str) -> bytes:
    """Refuse every file: for scripts that live where no files are. Raises SoundRefused."""
    raise SoundRefused(
        Words(
            f"файл «{name}»: здесь сценарию файлы недоступны.",
            f"the file “{name}”: files are out of reach for a script here.",
        )
    )

"""manage.py prune: say which files nothing refers to any more, and with --yes delete them."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from exhibits.management.pruning import leftovers
from exhibits.management.speaking import SpeakingCommand, unclear
from exhibits.refusal import in_language
from generation import Words

DAY = 86_400.0  # seconds


class Command(SpeakingCommand):
    help = (
        "Name recordings, scenes, voices and hatchings that no draft, version or answer refers to; "
        "with --yes, delete them. Pictures and clips are never touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="delete them, do not only name them")
        parser.add_argument(
            "--older-than", type=float, default=7.0, metavar="DAYS", dest="days",
            help="leave what was written later: somebody may still undo (7)",
        )  # fmt: skip

    def perform(self, options: dict[str, Any]) -> None:
        days: float = options["days"]
        if not 0 <= days < float("inf"):
            raise unclear("--older-than: дней не меньше 0.", "--older-than: 0 days or more.")
        found, total = 0, 0
        for path, size, what in list(leftovers(time.time() - days * DAY)):
            if options["yes"]:
                path.unlink(missing_ok=True)
            found, total = found + 1, total + size
            self.stdout.write(f"{_shown(path)}\t{filesizeformat(size)}\t{in_language(what)}")
        self.stdout.write(in_language(told(found, filesizeformat(total), bool(options["yes"]))))


def told(found: int, size: str, deleted: bool) -> Words:
    """Say how much it was."""
    if not found:
        return Words("Лишних файлов нет.", "There is nothing to spare.")
    if deleted:
        return Words(f"Удалено файлов: {found}, {size}.", f"Deleted: {found} files, {size}.")
    return Words(
        f"Лишних файлов: {found}, {size}. Ничего не удалено; удалить: --yes.",
        f"To spare: {found} files, {size}. Nothing was deleted; to delete: --yes.",
    )


def _shown(path: Path) -> str:
    data = Path(settings.DATA_DIR)
    return str(path.relative_to(data) if path.is_relative_to(data) else path)

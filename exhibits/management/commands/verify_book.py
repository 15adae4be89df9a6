"""manage.py verify_book: prove the book of decisions end to end, and name what was changed."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from exhibits.book.chain import Line, flaws
from exhibits.book.models import DailyHead, Entry
from exhibits.book.proving import find_flaws, sign_days
from exhibits.book.writing import lines
from exhibits.certificates.keys import signatory
from exhibits.management.speaking import SpeakingCommand, unclear
from exhibits.refusal import in_language
from generation import Words, verify_es256


class Command(SpeakingCommand):
    help = "Prove the book: every entry, its end, and the signed last line of each day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("exported", nargs="?", type=Path, help="an export, not our own book")
        parser.add_argument("--export", type=Path, metavar="FILE", help="write it as JSON lines")
        parser.add_argument(
            "--heads", type=Path, metavar="FILE",
            help="sign the days that are over and write every day’s head, to be kept elsewhere",
        )  # fmt: skip

    def perform(self, options: dict[str, Any]) -> None:
        if exported := options["exported"]:
            book = read_export(exported)
            found, count = list(flaws(book)), len(book)
        else:
            ours = signatory()
            sign_days(ours.sign_es256, ours.chain_pem.decode(), timezone.localdate())
            found, count = list(find_flaws(verify_es256)), Entry.objects.count()
        for flaw in found:
            self.say(flaw.words)
        if found:
            sys.exit(1)
        self.stdout.write(in_language(whole(count)))
        if path := options["export"]:
            text = (json.dumps(one._asdict(), ensure_ascii=False) + "\n" for one in lines())
            path.write_text("".join(text))
        if path := options["heads"]:
            heads = DailyHead.objects.values("number", "hash", "signature", "certificate", "day")
            told = [head | {"day": head["day"].isoformat()} for head in heads]
            path.write_text(json.dumps(told, indent=1) + "\n")


def read_export(path: Path) -> list[Line]:
    """Return the lines of an export. Raises GenerationError for anything else."""
    try:
        with path.open() as file:
            return [Line(**json.loads(text)) for text in file]
    except (OSError, ValueError, TypeError) as error:
        raise unclear(
            f"{path}: это не выгрузка книги ({error}).",
            f"{path}: this is no export of a book ({error}).",
        ) from error


def whole(count: int) -> Words:
    """Say that nothing is wrong."""
    return Words(f"Книга цела. Записей: {count}.", f"The book is whole. Entries: {count}.")

"""manage.py models: local weights, registered with their hashes. Nothing is fetched."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from exhibits.management.speaking import SpeakingCommand
from exhibits.refusal import in_language
from generation import (
    Registered,
    Words,
    add_weights,
    read_weights,
    remove_weights,
    verify_weights,
    weights_here,
    weights_names,
)


class Command(SpeakingCommand):
    help = "Register local model weights, list them, check them, forget them. Fetches nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|list|verify|remove")
        add = verbs.add_parser("add", help="check a folder or file, hash it, copy and register it")
        add.add_argument("name", help="small Latin letters, digits, dots, hyphens")
        add.add_argument("source", type=Path, metavar="folder|file")
        add.add_argument("--licence", default="", help="under which the files were given")
        add.add_argument(
            "--in-place", action="store_true", help="leave the files where they are, do not copy"
        )
        verbs.add_parser("list", help="what is registered, and what could be")
        verify = verbs.add_parser("verify", help="hash every file again and compare")
        verify.add_argument("names", nargs="*", metavar="name", help="all sets where none is named")
        remove = verbs.add_parser("remove", help="forget a set and delete the copies made of it")
        remove.add_argument("name")

    def perform(self, options: dict[str, Any]) -> None:
        """Do what the verb says. Raises WeightsMissing and WeightsRefused."""
        getattr(self, f"_{options['verb']}")(Path(settings.MODELS_DIR), options)

    def _add(self, models: Path, options: dict[str, Any]) -> None:
        found = add_weights(
            options["name"],
            options["source"],
            added=timezone.localdate().isoformat(),
            licence=options["licence"],
            in_place=options["in_place"],
            models=models,
            heard=self._hear,
        )
        self.stdout.write(_line(found, found.licence))
        if found.engine:
            self.say(
                Words(
                    "Перезапустите музей: после этого веса можно выбрать.",
                    "Restart the museum: after that the weights can be chosen.",
                )
            )

    def _list(self, models: Path, options: dict[str, Any]) -> None:
        absent = _said("нет", "absent")
        for one in weights_here(models):
            if one.problem:
                self.stdout.write(f"{one.name:16}  {in_language(one.problem)}")
            elif one.here:
                self.stdout.write(_line(one.here, one.licence))
            elif one.known and one.known.engine:
                told = f"{absent} · {one.known.title} · {one.licence} · {one.known.published}"
                self.stdout.write(f"{one.name:16}  {told}")

    def _verify(self, models: Path, options: dict[str, Any]) -> None:
        wrong = False
        for name in options["names"] or weights_names(models):
            for problem in verify_weights(read_weights(name, models), self._hear):
                wrong = True
                self.stdout.write(f"{name}/{in_language(problem)}")
        if wrong:
            sys.exit(1)
        self.say(Words("Все файлы те же.", "Every file is as it was."))

    def _remove(self, models: Path, options: dict[str, Any]) -> None:
        found = remove_weights(options["name"], models)
        left = "" if found.ours else _said(", файлы остались", ", the files stay")
        self.stdout.write(f"{found.name}{left}: {found.folder}")

    def _hear(self, path: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(path)


def _line(found: Registered, licence: str) -> str:
    size = filesizeformat(sum(seen.bytes for seen in found.files.values()))
    told = _said("файлов", "files")
    return (
        f"{found.name:16}  {len(found.files)} {told}, {size} · "
        f"{licence or '–'} · {found.added} · {found.folder}"
    )


def _said(ru: str, en: str) -> str:
    return in_language(Words(ru, en))

"""A command that answers a mistake with one sentence and an exit code, never a traceback."""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, OutputWrapper

from exhibits.refusal import in_language
from generation import GenerationError, SceneRecipe, Words, read_points


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep the notes that C libraries write to descriptor 2 off the terminal, not ours."""
    try:
        ours = sys.stderr.fileno() == 2
    except (AttributeError, OSError):  # somebody already replaced it
        ours = False
    if not ours:
        yield
        return
    python, terminal = sys.stderr, os.dup(2)
    python.flush()
    with open(os.devnull, "wb") as nowhere, os.fdopen(terminal, "w", buffering=1) as sys.stderr:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(terminal, 2)
            sys.stderr = python


class SpeakingCommand(BaseCommand):
    """Subclasses write ``perform``; what it raises on purpose is said on stderr."""

    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run ``perform``; exit 1 with a sentence, 130 when interrupted."""
        with quiet_libraries():
            self.stderr = OutputWrapper(sys.stderr)
            try:
                self.perform(options)
            except GenerationError as error:
                self.say(error.for_people)
                sys.exit(1)
            except KeyboardInterrupt:
                self.say(Words("Прервано, файл не записан.", "Interrupted, no file was written."))
                sys.exit(130)

    def perform(self, options: dict[str, Any]) -> None:
        """Do the work. Raises GenerationError."""
        raise NotImplementedError

    def say(self, words: Words) -> None:
        """Write a sentence to stderr in the museum's language."""
        self.stderr.write(in_language(words))


def unclear(ru: str, en: str) -> Exception:
    """Return the error of an argument that cannot be understood."""
    error: Exception = GenerationError(Words(ru, en))
    return error


def add_scene_arguments(parser: ArgumentParser, *, several: bool = False) -> None:
    """Declare the picture, or ``pictures``, and what a scene is made from besides it."""
    kinds = "JPEG, PNG, WebP or TIFF"
    if several:
        parser.add_argument(
            "pictures", type=Path, nargs="+", metavar="picture",
            help=f"{kinds}; with --script two to four perform it side by side",
        )  # fmt: skip
    else:
        parser.add_argument("picture", type=Path, help=kinds)
    parser.add_argument(
        "--size", metavar="WxH",
        help="bounds of the frame; the whole painting is fitted inside at its own aspect, "
        "never cropped, never less than 480 px high (default 720x960)",
    )  # fmt: skip
    parser.add_argument(
        "--face", default="0", metavar="N", help="which face, 0 is the largest (default 0)"
    )
    parser.add_argument(
        "--points", type=Path, metavar="FILE",
        help="JSON with the 12 named points of a face that is not found by itself",
    )  # fmt: skip
    parser.add_argument(
        "--beard", metavar="SHARE",
        help="how far hair covers the lips, 0..1: the mouth then opens wider and shows less teeth",
    )  # fmt: skip


def _beard(text: str | None) -> float:
    """Return 0..1. Raises GenerationError."""
    try:
        share = float(text or 0)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise unclear(
            f"--beard {text}: нужно число от 0 (губы видны) до 1 (скрыты бородой).",
            f"--beard {text}: write a number from 0 (lips seen) to 1 (hidden by hair).",
        )
    return share


def recipe_from(options: dict[str, Any], default_size: str = "720x960") -> SceneRecipe:
    """Return the scene recipe the arguments ask for. Raises GenerationError or PointsRefused."""
    points = None
    if options["points"] is not None:
        try:
            points = read_points(options["points"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise unclear(
                f"--points: файл {options['points']} не читается.",
                f"--points: the file {options['points']} cannot be read.",
            ) from error
    return SceneRecipe(
        size=read_size(options["size"] or default_size),
        face=whole_number("--face", options["face"], 0, 999),
        points=points,
        beard=_beard(options.get("beard")),
    )


def read_size(text: str) -> tuple[int, int]:
    """Return (width, height) from ``720x960``. Raises GenerationError."""
    match = re.fullmatch(r"(\d{1,5})[x×х](\d{1,5})", text.strip().lower())
    if match is None:
        raise unclear(
            f"--size {text}: напишите ширину и высоту, например 720x960.",
            f"--size {text}: write a width and a height, such as 720x960.",
        )
    width, height = (
        whole_number("--size", side, least, most)
        for side, least, most in zip(match.groups(), (64, 480), (4320, 1440), strict=True)
    )
    return width, height


def whole_number(name: str, text: str, least: int, most: int) -> int:
    """Return a whole number within bounds. Raises GenerationError."""
    if not re.fullmatch(r"-?\d{1,18}", text) or not least <= int(text) <= most:
        raise unclear(
            f"{name} {text}: нужно целое число от {least} до {most}.",
            f"{name} {text}: a whole number from {least} to {most} is needed.",
        )
    return int(text)

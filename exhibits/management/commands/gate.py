"""manage.py gate [work …]: measure versions as the gate does, and print what it finds."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from exhibits.management.speaking import SpeakingCommand
from exhibits.portraits.models import Version
from exhibits.refusal import in_language
from exhibits.review.findings import Finding
from exhibits.review.gate import examined
from generation import Words

BLOCKED = 1  # exit code


class Command(SpeakingCommand):
    help = "Measure published versions, or the newest of these works, and change nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("works", nargs="*", metavar="work", help="a work’s address")

    def perform(self, options: dict[str, Any]) -> None:
        passed = [self._measured(version) for version in _versions(options["works"])]
        if not all(passed):
            sys.exit(BLOCKED)

    def _measured(self, version: Version) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            found, _places = examined(version, Path(folder), lambda frames: None)
        self.stdout.write(str(version))
        for one in found:
            self.stdout.write(f"  {'✓' if one.passed else '✗'} {one.check:<12}{_told(one)}")
        return all(one.passed for one in found)


def _versions(works: list[str]) -> list[Version]:
    versions = Version.objects.select_related("portrait__artwork", "image", "author")
    if not works:
        return list(versions.filter(state=Version.State.PUBLISHED))
    newest = (versions.filter(portrait__artwork__slug=work).first() for work in works)
    return [version for version in newest if version]


def _told(finding: Finding) -> str:
    place = Words(
        f" [{finding.place.name.ru}]" if finding.place else "",
        f" [{finding.place.name.en}]" if finding.place else "",
    )
    return in_language(finding.words) + in_language(place)

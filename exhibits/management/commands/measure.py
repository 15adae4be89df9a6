"""manage.py measure CLIP [--against OTHER]: how good a clip is, in figures."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from exhibits.management.speaking import SpeakingCommand, unclear
from generation import (
    GenerationError,
    Wanted,
    compare_clips,
    measure_clip,
    measures_json,
    measures_table,
)

MISTAKE = 2  # exit code, as for arguments that cannot be parsed


class Command(SpeakingCommand):
    help = "Measure a clip: flashes, flicker, fine detail, loop seam, identity, lips and sound."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("clip", type=Path)
        parser.add_argument(
            "--against", type=Path, metavar="OTHER",
            help="another clip, shown side by side, or a picture: adds PSNR and SSIM",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="JSON instead of a table")
        parser.add_argument("--loop", action="store_true", help="the clip is a loop: tell its seam")
        parser.add_argument("--vmaf", action="store_true", help="add VMAF, with --against")
        parser.add_argument("--no-faces", action="store_true", help="leave faces and lips out")
        parser.add_argument("--language", choices=["ru", "en"], default=settings.LANGUAGE_CODE[:2])

    def perform(self, options: dict[str, Any]) -> None:
        try:
            self.stdout.write(_told(options))
        except GenerationError as error:
            self.stderr.write(getattr(error.for_people, options["language"]))
            sys.exit(MISTAKE)


def _told(options: dict[str, Any]) -> str:
    clip, other = options["clip"], options["against"]
    if options["vmaf"] and other is None:
        raise unclear(
            "--vmaf сравнивает два клипа: добавьте --against.",
            "--vmaf compares two clips: add --against.",
        )
    wanted = Wanted(
        models_dir=None if options["no_faces"] else Path(settings.MODELS_DIR) / "mediapipe",
        loop=options["loop"],
        vmaf=options["vmaf"],
    )
    found = measure_clip(clip, wanted) if other is None else compare_clips(clip, other, wanted)
    if options["json"]:
        return str(measures_json(found))
    return str(measures_table(found, options["language"]))

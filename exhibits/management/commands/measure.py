"""manage.py measure CLIP [--against OTHER]: how good a clip is, in figures."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from generation import (
    GenerationError,
    Wanted,
    compare_clips,
    measure_clip,
    measures_json,
    measures_table,
)


class Command(BaseCommand):
    help = "Measure a clip: flashes, flicker, fine detail, loop seam, identity, lips and sound."
    requires_system_checks = ()

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

    def handle(self, *args: Any, **options: Any) -> None:
        if options["vmaf"] and options["against"] is None:
            raise CommandError("--vmaf needs --against OTHER", returncode=2)
        wanted = Wanted(
            models_dir=None if options["no_faces"] else Path(settings.MODELS_DIR) / "mediapipe",
            loop=options["loop"],
            vmaf=options["vmaf"],
        )
        try:
            if options["against"] is None:
                measured = measure_clip(options["clip"], wanted)
            else:
                measured = compare_clips(options["clip"], options["against"], wanted)
        except GenerationError as error:
            raise CommandError(
                getattr(error.for_people, options["language"]), returncode=2
            ) from error
        if options["json"]:
            self.stdout.write(measures_json(measured))
        else:
            self.stdout.write(measures_table(measured, options["language"]))

"""manage.py motion FILM TEMPLATE: keep how a filmed face moves, for LivePortrait to repeat."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from exhibits.management.speaking import SpeakingCommand
from exhibits.refusal import in_language
from generation import LivePortraitOptions, Words, save_motion


class Command(SpeakingCommand):
    help = "Keep how a filmed face moves as a motion template for the engine liveportrait."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("film", type=Path, help="a clip of one face that begins at rest")
        parser.add_argument("template", type=Path, help="the file to write, ending in .npz")
        parser.add_argument(
            "--weights", default="liveportrait", help="registered name, or a folder"
        )
        parser.add_argument("--device", default="auto", help="auto, cpu, cuda:0 (default auto)")

    def perform(self, options: dict[str, Any]) -> None:
        """Look at every frame, write the template, tell how long it is."""
        own = LivePortraitOptions(weights=options["weights"], device=options["device"])
        models = Path(settings.MODELS_DIR) / "mediapipe"
        seconds = save_motion(options["film"], options["template"], own, models)
        told = Words(
            f"{options['template']}: {seconds:.1f} с движения.",
            f"{options['template']}: {seconds:.1f} s of motion.",
        )
        self.stdout.write(in_language(told))

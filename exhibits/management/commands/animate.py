"""manage.py animate PICTURE --out clip.mp4: a clip, or one frame, without a museum around."""

from __future__ import annotations

import math
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from exhibits import studio
from exhibits.management.speaking import (
    SpeakingCommand,
    add_scene_arguments,
    recipe_from,
    unclear,
    whole_number,
)
from exhibits.management.stopping import stoppable
from generation import Scene, Words, keep_within, open_picture, read_axes, write_clip, write_still

STILL_SIZE = "4320x1440"  # a still keeps the picture's own pixels as long as a scene may
LONGEST = 600.0  # seconds


class Command(SpeakingCommand):
    help = "Render a painting as an MP4 clip, or one pose of it as a lossless PNG."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        add_scene_arguments(parser)
        parser.add_argument(
            "--out", type=Path, required=True, metavar="FILE",
            help="clip.mp4, or still.png: one frame by the reference renderer; its size is the "
            "picture's own up to 1440 px of height unless --size is given",
        )  # fmt: skip
        parser.add_argument("--seconds", default="6", help="length of the clip (default 6)")
        parser.add_argument("--fps", default="25", help="frames a second (default 25)")
        parser.add_argument(
            "--seed", default="1", help="same seed, same life, same frames (default 1)"
        )
        parser.add_argument(
            "--pose", nargs="+", default=[], action="extend", metavar="AXIS=NUMBER",
            help="hold axes still, e.g. yaw=8 blink=1 jaw=0.6; numbers beyond what the painting "
            "allows are brought to its limit, which is said",
        )  # fmt: skip

    def perform(self, options: dict[str, Any]) -> None:
        """Prepare the scene, then draw."""
        out: Path = options["out"]
        still = out.suffix.lower() == ".png"
        check_out(out)
        axes = read_axes(options["pose"])
        seconds = read_seconds(options["seconds"])
        fps = whole_number("--fps", options["fps"], 1, 60)
        seed = whole_number("--seed", options["seed"], 0, 2**32 - 1)
        scene_recipe = recipe_from(options, STILL_SIZE if still else "720x960")
        recipe = studio.Recipe(picture=options["picture"], seed=seed, scene=scene_recipe)
        scene = studio.scene_for(recipe)
        if scene.head is None:
            self._say_why_only_the_camera_moves(recipe.picture)
        axes, notes = keep_within(axes, scene)
        for note in notes:
            self.say(note)
        if still:
            write_still(scene, axes, out)
        else:
            self._clip(replace(recipe, options={"pose": axes}), out, round(seconds * fps), fps)
        self._done(out, scene)

    def _say_why_only_the_camera_moves(self, picture: Path) -> None:
        for refused in studio.find(open_picture(picture).rgb).refused[:1]:
            self.say(refused.reason)
        self.say(
            Words(
                "Движется только камера: лица, которому можно верить, в картине нет.",
                "Only the camera moves: the picture has no face to be trusted.",
            )
        )

    def _clip(self, recipe: studio.Recipe, out: Path, frames: int, fps: int) -> None:
        performer = studio.open_performer(recipe)
        frames = max(frames, 1)
        # disable=None: silent where stderr is not a terminal.
        bar = tqdm(total=frames, unit="fr", file=sys.stderr, disable=None)
        with bar, stoppable() as check:

            def drawn(count: int) -> None:
                bar.update(count)
                check()

            write_clip(performer, out, frames, fps, drawn)

    def _done(self, out: Path, scene: Scene) -> None:
        width, height = scene.size
        self.stdout.write(f"{out}: {width}×{height}, {out.stat().st_size / 1e6:.1f} MB")


def read_seconds(text: str) -> float:
    """Return a length in seconds. Raises GenerationError."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST:
        raise unclear(
            f"--seconds {text}: нужно число больше 0 и не больше {LONGEST:g}.",
            f"--seconds {text}: a number above 0 and up to {LONGEST:g} is needed.",
        )
    return seconds


def check_out(out: Path) -> None:
    """Refuse, before any work, a name we cannot write to. Raises GenerationError."""
    if out.suffix.lower() not in (".mp4", ".png"):
        raise unclear(
            f"--out {out}: имя должно кончаться на .mp4 (клип) или .png (кадр).",
            f"--out {out}: the name must end in .mp4 (a clip) or .png (a frame).",
        )
    if not out.parent.is_dir():
        raise unclear(f"--out {out}: такой папки нет.", f"--out {out}: there is no such folder.")

"""manage.py animate PICTURE --out clip.mp4: a clip, a script performed, or one frame."""

from __future__ import annotations

import math
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

import generation
from exhibits import studio
from exhibits.management.cast import Cast, cast_of, check_cast, first_without_face
from exhibits.management.scripted import Files, layout_of, read_text, with_voice
from exhibits.management.speaking import (
    SpeakingCommand,
    add_scene_arguments,
    recipe_from,
    unclear,
    whole_number,
)
from exhibits.management.stopping import stoppable
from exhibits.refusal import in_language
from generation import (
    Script,
    Words,
    frame_count,
    heard_in,
    keep_within,
    label_file,
    open_picture,
    read_axes,
    read_layout,
    read_script,
    write_clip,
    write_still,
    write_timeline,
)

STILL_SIZE = "4320x1440"  # a still keeps the picture's own pixels as long as a scene may
LONGEST = 600.0  # seconds
FILMS = (".mp4", ".webm")  # have sound


class Command(SpeakingCommand):
    help = "Render a painting as a clip, perform a script, or draw one pose as a lossless PNG."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        add_scene_arguments(parser, several=True)
        parser.add_argument(
            "--faces", metavar="N,N",
            help="with --script: two to four faces of the picture perform it, members 1, 2 …",
        )  # fmt: skip
        parser.add_argument(
            "--out", type=Path, metavar="FILE",
            help="clip.mp4, .webm, .gif or .webp; or still.png: one frame by the reference "
            "renderer, its size is the picture's own up to 1440 px of height unless --size is "
            "given; with --script a .png or .jpg is the best moment",
        )  # fmt: skip
        parser.add_argument(
            "--seconds", help="length of the clip (default 6; a script has its own)"
        )
        parser.add_argument("--fps", default="25", help="frames a second (default 25)")
        parser.add_argument(
            "--seed", default="1", help="same seed, same life, same frames (default 1)"
        )
        parser.add_argument(
            "--pose", nargs="+", default=[], action="extend", metavar="AXIS=NUMBER",
            help="hold axes still, e.g. yaw=8 blink=1 jaw=0.6; numbers beyond what the painting "
            "allows are brought to its limit, which is said",
        )  # fmt: skip
        parser.add_argument(
            "--script", metavar="FILE",
            help="perform this script, JSON or text with marks (docs/script.md); - reads it "
            "from standard input",
        )  # fmt: skip
        parser.add_argument(
            "--check", action="store_true",
            help="with --script: tell what happens when, and write nothing",
        )  # fmt: skip
        parser.add_argument(
            "--voice", metavar="NAME", help="with --script: an alias of VOICES, a speaker, or "
            "alias:speaker, in place of the script's own",
        )  # fmt: skip
        parser.add_argument(
            "--layout", metavar="NAME", help="with --script: upright, square, classic, wide, or "
            "a JSON file (docs/clips.md)",
        )  # fmt: skip
        parser.add_argument(
            "--captions", choices=["burnt", "beside", "none"],
            help="with --script: in the picture, as .vtt files beside the clip, or not at all "
            "(default: beside a clip with sound)",
        )  # fmt: skip

    def perform(self, options: dict[str, Any]) -> None:
        """Prepare the scene, then draw."""
        check_together(options)
        out: Path | None = options["out"]
        still = out is not None and out.suffix.lower() == ".png" and not options["script"]
        fps = whole_number("--fps", options["fps"], 1, 60)
        if out is not None and not options["check"]:
            check_out(out, fps)
        axes = read_axes(options["pose"])
        seconds = read_seconds(options["seconds"] or "6")
        seed = whole_number("--seed", options["seed"], 0, 2**32 - 1)
        text, files = read_text(options["script"]) if options["script"] else ("", None)
        script = with_voice(read_script(text), options["voice"]) if files else None
        scene_recipe = recipe_from(options, STILL_SIZE if still else "720x960")
        recipe = studio.Recipe(picture=options["pictures"][0], seed=seed, scene=scene_recipe)
        cast = cast_of(options, recipe)
        if faceless := first_without_face(cast):
            self._say_why_only_the_camera_moves(faceless)
        axes, notes = keep_within(axes, cast.scenes[0])
        for note in notes:
            self.say(note)
        if axes:
            cast = replace(cast, recipes=(replace(recipe, options={"pose": axes}),))
        if script and files:
            self._script(script, files, cast, options, fps)
        elif out and still:
            write_still(cast.scenes[0], axes, out)
            label_file(out, recipe.picture)
            self._done(out, cast.scenes[0].size)
        elif out:
            performer, frames = cast.performer(), max(round(seconds * fps), 1)
            with progress(frame_count(out, seconds, fps)) as drawn:
                write_clip(performer, out, frames, fps, drawn)
            label_file(out, recipe.picture)
            self._done(out, performer.size)

    def _script(
        self, script: Script, files: Files, cast: Cast, options: dict[str, Any], fps: int
    ) -> None:
        rehearsal, out = cast.rehearse(script, files), options["out"]
        timeline = rehearsal.timeline
        if options["check"]:
            self.stdout.write(in_language(generation.plan_table(rehearsal)))
            return
        for note in rehearsal.notes:
            self.say(note)
        language = timeline.captions[0].language if timeline.captions else script.language or "ru"
        layout = layout_of(script, options["layout"], files, language)
        if layout is None and options["captions"] == "burnt":
            layout = read_layout({"language": language})
        captions: Any = options["captions"] or ("beside" if out.suffix.lower() in FILMS else "none")
        performer = cast.performer()
        with progress(frame_count(out, timeline.duration, fps)) as drawn:
            written = write_timeline(
                performer, timeline, out, fps=fps, layout=layout, captions=captions,
                progress=drawn, subject=cast.subject(layout),
            )  # fmt: skip
        heard = heard_in([script], studio.voices())
        if out.suffix.lower() not in FILMS:
            heard = heard_in([], {})
        label_file(out, cast.recipes[0].picture, script.title, heard.voice, neural=heard.neural)
        for path in written:
            self._done(path, performer.size if path == out and layout is None else None)

    def _say_why_only_the_camera_moves(self, picture: Path) -> None:
        for refused in studio.find(open_picture(picture).rgb).refused[:1]:
            self.say(refused.reason)
        self.say(
            Words(
                "Движется только камера: лица, которому можно верить, в картине нет.",
                "Only the camera moves: the picture has no face to be trusted.",
            )
        )

    def _done(self, out: Path, size: tuple[int, int] | None) -> None:
        told = "" if size is None else f"{size[0]}×{size[1]}, "
        self.stdout.write(f"{out}: {told}{out.stat().st_size / 1e6:.1f} MB")


@contextmanager
def progress(frames: int) -> Iterator[Callable[[int], object]]:
    """Show a bar where stderr is a terminal; yield what each frame calls, which may stop."""
    bar = tqdm(total=frames, unit="fr", file=sys.stderr, disable=None)
    with bar, stoppable() as check:

        def drawn(count: int) -> None:
            bar.update(count)
            check()

        yield drawn


def check_together(options: dict[str, Any]) -> None:
    """Refuse arguments that do not go together. Raises GenerationError."""
    check_cast(options)
    if not options["script"]:
        for name in ("check", "voice", "layout", "captions"):
            if options[name]:
                raise unclear(f"--{name} нужен вместе с --script.", f"--{name} goes with --script.")
    elif options["seconds"]:
        raise unclear(
            "--seconds: длину задаёт сценарий.", "--seconds: the script has its own length."
        )
    if options["out"] is None and not options["check"]:
        raise unclear("Нужно --out: имя файла.", "--out is needed: the name of the file.")


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


def check_out(out: Path, fps: int) -> None:
    """Refuse, before any work, a name we cannot write to. Raises GenerationError."""
    frame_count(out, 1.0, fps)
    if not out.parent.is_dir():
        raise unclear(f"--out {out}: такой папки нет.", f"--out {out}: there is no such folder.")

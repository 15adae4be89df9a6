"""manage.py prepare PICTURE: what is found in a picture, and how far it may move."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from exhibits import studio
from exhibits.management.speaking import SpeakingCommand, add_scene_arguments, recipe_from
from exhibits.refusal import in_language
from generation import Words, describe, open_picture, scene_of


class Command(SpeakingCommand):
    help = "Show the faces found, how far to believe them, and the limits of every axis."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        add_scene_arguments(parser)
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def perform(self, options: dict[str, Any]) -> None:
        """Look, build the scene where there is something to build from, and tell."""
        recipe = recipe_from(options)
        picture = open_picture(options["picture"])
        found = studio.find(picture.rgb)
        # A picture whose only face is refused still has something to tell.
        refused = not (found.faces or recipe.points or recipe.face) and any(
            face.sure for face in found.refused
        )
        scene = None if refused else scene_of(picture.rgb, picture.sha256, found, recipe)
        told = describe(picture, found, scene)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(table(told)))


def table(told: dict[str, Any]) -> list[str]:
    """Return the lines a person reads, in the current language."""
    picture, scene = told["picture"], told["scene"]
    lines = [f"{picture['format']} {picture['width']}×{picture['height']}"]
    lines += [_said(note) for note in picture["notes"]]
    for index, face in enumerate(told["faces"]):
        lines.append(
            f"{_line('лицо', 'face')} {index}: {_line('уверенность', 'confidence')} "
            f"{face['confidence']:.2f}, {_line('ширина', 'width')} {face['width']} px, "
            f"yaw {face['yaw']:+.0f}°, pitch {face['pitch']:+.0f}°, roll {face['roll']:+.0f}°"
        )
    if not told["faces"]:
        lines.append(_line("Лиц не найдено.", "No face was found."))
    for refused in told["refused"]:
        place = "{}, {} – {}, {}".format(*refused["box"])
        lines.append(f"{_line('отказано', 'refused')} ({place}): {_said(refused['reason'])}")
    if scene is not None:
        lines.append(
            f"{_line('кадр', 'frame')} {scene['width']}×{scene['height']}, "
            f"{_line('наименьший якобиан', 'smallest Jacobian')} {scene['min_jacobian']:.2f}"
        )
        lines += [
            f"  {axis:<12} {low:+7.2f} … {high:+.2f}"
            for axis, (low, high) in scene["limits"].items()
        ]
    return lines


def _said(words: dict[str, str]) -> str:
    return _line(words["ru"], words["en"])


def _line(ru: str, en: str) -> str:
    return in_language(Words(ru, en))

"""Who performs in ``animate``: one portrait, faces of one picture, or pictures in a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exhibits import studio
from exhibits.management.scripted import Files
from exhibits.management.speaking import unclear
from generation import (
    Ensemble,
    Layout,
    Performer,
    Rehearsal,
    Row,
    Scene,
    Script,
    Subject,
    face_shares,
    faces_of_one,
    subject_of,
    subject_of_row,
)

MOST = 4
ALONE = ("pose", "points")  # go with one portrait only


@dataclass(frozen=True, slots=True)
class Cast:
    """One recipe and scene for each; ``faces``: they are faces of one picture."""

    recipes: tuple[studio.Recipe, ...]
    scenes: tuple[Scene, ...]
    faces: bool = False

    def rehearse(self, script: Script, files: Files) -> Rehearsal:
        """Compile the script for all of them. Slow. Raises GenerationError."""
        seed = self.recipes[0].seed
        if len(self.scenes) == 1:
            return studio.rehearse(script, self.scenes[0], files, seed)
        return studio.rehearse_together(script, self.scenes, files, seed)

    def performer(self) -> Performer:
        """Return what draws them all. Raises GenerationError."""
        pairs = zip(self.recipes, self.scenes, strict=True)
        each = [studio.open_performer(recipe, scene) for recipe, scene in pairs]
        if len(each) == 1:
            return each[0]
        if self.faces:
            return Ensemble(each, face_shares(self.scenes), self.scenes[0])
        return Row(each)

    def subject(self, layout: Layout | None) -> Subject | None:
        """Return what a layout must know of the pictures."""
        if layout is None:
            return None
        if len(self.scenes) > 1 and not self.faces:
            return subject_of_row([scene.rgb for scene in self.scenes])
        scene, cut = self.scenes[0], layout.shape == "cutout"
        subject = subject_of(scene, studio.find(scene.rgb).person_mask if cut else None)
        return replace(subject, face=None) if self.faces else subject


def cast_of(options: dict[str, Any], recipe: studio.Recipe) -> Cast:
    """Return who performs. Slow: scenes are prepared. Raises GenerationError."""
    pictures, faces = options["pictures"], options["faces"]
    if faces is not None:
        recipes = [_with_face(recipe, face) for face in read_faces(faces)]
    else:
        recipes = [replace(recipe, picture=picture) for picture in pictures]
    recipes = [replace(r, seed=(recipe.seed + n) % 2**32) for n, r in enumerate(recipes)]
    scenes = [studio.scene_for(recipe) for recipe in recipes]
    if faces is not None:
        scenes = faces_of_one(scenes)
    return Cast(tuple(recipes), tuple(scenes), faces is not None)


def check_cast(options: dict[str, Any]) -> None:
    """Refuse, before any work, a cast that cannot be. Raises GenerationError."""
    count = len(options["pictures"])
    if count > MOST:
        raise unclear(
            f"Рядом помещается до {MOST} картин, а не {count}.",
            f"Up to {MOST} pictures hang side by side, not {count}.",
        )
    if options["faces"] is not None:
        read_faces(options["faces"])
        if count > 1:
            raise unclear(
                "--faces: лица одной картины; назовите одну картину.",
                "--faces are of one picture; name one picture.",
            )
    if count == 1 and options["faces"] is None:
        return
    if not options["script"]:
        raise unclear(
            "Вместе выступают по сценарию: нужен --script.",
            "Several perform a script: --script is needed.",
        )
    for name in ALONE:
        if options[name]:
            raise unclear(f"--{name}: для одного портрета.", f"--{name} is for one portrait.")


def read_faces(text: str) -> list[int]:
    """Return the numbers of two to four faces from ``0,1``. Raises GenerationError."""
    faces = [int(part) for part in re.findall(r"\d{1,3}", text)]
    fine = re.fullmatch(r"\s*\d{1,3}(\s*,\s*\d{1,3})*\s*", text)
    if fine is None or not 2 <= len(faces) <= MOST or len(set(faces)) < len(faces):
        raise unclear(
            f"--faces {text}: нужны номера от двух до {MOST} разных лиц, например 0,1.",
            f"--faces {text}: the numbers of two to {MOST} different faces are needed, such as "
            "0,1.",
        )
    return faces


def _with_face(recipe: studio.Recipe, face: int) -> studio.Recipe:
    return replace(recipe, scene=replace(recipe.scene, face=face))


def first_without_face(cast: Cast) -> Path | None:
    """Return the first picture that only a camera can move."""
    pairs = zip(cast.recipes, cast.scenes, strict=True)
    return next((recipe.picture for recipe, scene in pairs if scene.head is None), None)

"""From a decoded picture to a scene: find the face, or take the hand points, then build."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from generation.errors import FaceNotTrusted
from generation.landmarks.find import Found, find_faces
from generation.landmarks.hand_points import corrected
from generation.scene.build import Fitted, build_fitted, build_scene, fit_picture
from generation.scene.model import Scene
from generation.scene.recipe import SceneRecipe
from generation.types import Bytes2D, Landmarks, Words


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scene and what was found on the way."""

    scene: Scene
    found: Found


def choose_face(found: Found, recipe: SceneRecipe) -> Landmarks | None:
    """Return the face the recipe asks for, None for a picture that only a camera can move.

    Raises FaceNotTrusted when a face is surely there but refused, or the index is too high.
    """
    if recipe.points:
        return corrected(found.faces, recipe.points)
    if recipe.face < len(found.faces):
        return found.faces[recipe.face]
    if sure := [refused for refused in found.refused if refused.sure]:
        raise FaceNotTrusted(sure[0].reason)
    if not found.faces and recipe.face == 0:
        return None
    raise FaceNotTrusted(
        Words(
            f"Лица № {recipe.face} нет: найдено лиц — {len(found.faces)} (счёт с нуля).",
            f"There is no face {recipe.face}: {len(found.faces)} found, counted from 0.",
        )
    )


@dataclass(frozen=True, slots=True)
class Survey:
    """A picture looked at once: its faces, and what any scene of one size needs of it."""

    found: Found  # with an empty mask
    fitted: Fitted


def survey_picture(rgb: Bytes2D, size: tuple[int, int], models_dir: Path) -> Survey:
    """Find faces in (H, W, 3) uint8 and fit it to a scene size. Slow: seconds."""
    found = find_faces(rgb, models_dir)
    fitted = fit_picture(rgb, found.person_mask, size)
    return Survey(replace(found, person_mask=np.zeros((0, 0), np.float32)), fitted)


def scene_of_survey(survey: Survey, sha256: str, recipe: SceneRecipe) -> Scene:
    """Build the very scene ``scene_of`` builds, without the picture itself.

    Raises FaceNotTrusted or PointsRefused.
    """
    return build_fitted(survey.fitted, sha256, choose_face(survey.found, recipe), recipe.beard)


def prepare_scene(rgb: Bytes2D, sha256: str, recipe: SceneRecipe, models_dir: Path) -> Prepared:
    """Find faces in (H, W, 3) uint8 and build the scene. Slow: seconds."""
    found = find_faces(rgb, models_dir)
    return Prepared(scene_of(rgb, sha256, found, recipe), found)


def scene_of(rgb: Bytes2D, sha256: str, found: Found, recipe: SceneRecipe) -> Scene:
    """Build the scene of what was found. Raises FaceNotTrusted or PointsRefused."""
    face = choose_face(found, recipe)
    return build_scene(rgb, sha256, face, found.person_mask, recipe.size, recipe.beard)

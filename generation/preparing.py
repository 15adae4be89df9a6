"""From a decoded picture to a scene: find the face, or take the hand points, then build."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from generation.errors import FaceNotTrusted
from generation.ground.lattice import Lattice
from generation.ground.masks import draw_masks, read_masks
from generation.landmarks.find import Found, find_faces
from generation.landmarks.hand_points import corrected
from generation.scene.build import Fitted, build_fitted, fit_picture
from generation.scene.corrections import Corrections
from generation.scene.crop import fit_landmarks
from generation.scene.frame import face_frame
from generation.scene.head import weights
from generation.scene.model import Scene
from generation.scene.recipe import SceneRecipe
from generation.scene.shapes import floats
from generation.types import Bytes2D, Floats, Landmarks, Words

SOFT = 0.15  # of the face's width: over so much a part corrected by hand fades out
SOFTER = 4.0  # times that for each half head farther out, for what turns with it
SOFT_WITHOUT = 0.03  # of the picture's width, where there is no face
SHOWN = 4  # px of the scene to one of a part as shown


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scene and what was found on the way."""

    scene: Scene
    found: Found


def choose_face(
    found: Found, recipe: SceneRecipe, picture: tuple[int, int] | None = None
) -> Landmarks | None:
    """Return the face the recipe asks for, None for a picture that only a camera can move.

    Raises FaceNotTrusted when a face is surely there but refused, or the index is too high.
    """
    if recipe.points:
        return corrected(found.faces, recipe.points, picture)
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

    Raises FaceNotTrusted, PointsRefused or BrushRefused.
    """
    face = choose_face(survey.found, recipe, survey.fitted.picture)
    by_hand = _by_hand(survey.fitted, face, recipe)
    return build_fitted(survey.fitted, sha256, face, recipe.beard, by_hand)


def parts_of_survey(survey: Survey, recipe: SceneRecipe) -> dict[str, Floats]:
    """Return how strongly every pixel is of the "sitter", the "head", the "hair", corrections
    in: (H / 4, W / 4) 0..1 of the scene; without a face there is at most a sitter.

    Raises what ``scene_of_survey`` raises.
    """
    fitted, face = survey.fitted, choose_face(survey.found, recipe, survey.fitted.picture)
    by_hand, person = _by_hand(fitted, face, recipe), fitted.person
    lattice = Lattice(_size(fitted), fitted.step)
    if person is None or not (face or fitted.somebody):
        return {}
    parts = {"sitter": person if by_hand is None else by_hand.sitter.on(person)}
    if face is not None:
        frame = face_frame(fit_landmarks(face, fitted.picture, lattice.size))
        sitter = parts["sitter"].astype(np.float64)
        follow = weights(frame, sitter, *lattice.places, lattice.size, lattice.step, by_hand)
        parts |= {"head": follow.head, "hair": follow.hair}
    return {name: lattice.to_pixels(floats(part), SHOWN) for name, part in parts.items()}


def prepare_scene(rgb: Bytes2D, sha256: str, recipe: SceneRecipe, models_dir: Path) -> Prepared:
    """Find faces in (H, W, 3) uint8 and build the scene. Slow: seconds."""
    found = find_faces(rgb, models_dir)
    return Prepared(scene_of(rgb, sha256, found, recipe), found)


def scene_of(rgb: Bytes2D, sha256: str, found: Found, recipe: SceneRecipe) -> Scene:
    """Build the scene of what was found. Raises FaceNotTrusted, PointsRefused, BrushRefused."""
    survey = Survey(found, fit_picture(rgb, found.person_mask, recipe.size))
    return scene_of_survey(survey, sha256, recipe)


def _by_hand(fitted: Fitted, face: Landmarks | None, recipe: SceneRecipe) -> Corrections | None:
    if not recipe.masks:
        return None
    plan, size = read_masks(recipe.masks, fitted.picture), _size(fitted)
    if face is None:
        reach = SOFT_WITHOUT * size[0]
        return draw_masks(plan, size, fitted.step, reach, reach)
    frame = face_frame(fit_landmarks(face, fitted.picture, size))
    reach = SOFT * frame.width
    out = np.maximum(frame.ellipse(*Lattice(size, fitted.step).places) - 1, 0)
    return draw_masks(plan, size, fitted.step, reach, reach * (1 + SOFTER * out))


def _size(fitted: Fitted) -> tuple[int, int]:
    return fitted.rgb.shape[1], fitted.rgb.shape[0]

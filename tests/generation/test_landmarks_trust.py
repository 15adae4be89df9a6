"""When a mesh is believed: confidence, turn and size."""

from __future__ import annotations

import numpy as np
import pytest

from generation.errors import FaceNotTrusted
from generation.landmarks.find import Found, Refused
from generation.landmarks.hand_points import mean_face
from generation.landmarks.mesh import face_frame, yaw_of
from generation.landmarks.trust import doubt
from generation.preparing import SceneRecipe, choose_face
from generation.types import Box, Words


def turned(degrees: float, size: float = 100.0) -> np.ndarray:
    """The average face, turned to the viewer's right, half its width ``size`` px."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    # z runs away from the viewer, so turning right carries the nose (-z) toward +x.
    turn = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    return (mean_face() @ turn.T * size).astype(np.float32)


@pytest.mark.parametrize("degrees", [-60, -30, 0, 15, 45, 80])
def test_yaw_is_measured_as_turned(degrees: float) -> None:
    assert abs(yaw_of(turned(degrees)) - degrees) < 0.5


def test_the_face_frame_is_a_rotation_and_looks_at_the_viewer() -> None:
    frame = face_frame(turned(0))
    assert np.allclose(frame @ frame.T, np.eye(3), atol=1e-5)
    assert frame[2] @ [0, 0, -1] > 0.99


@pytest.mark.parametrize(
    ("degrees", "size", "confidence", "word"),
    [
        (0, 100, 1.0, None),
        (35, 100, 1.0, None),
        (-35, 100, 1.0, None),
        (0, 100, 0.1, "does not trust"),
        (50, 100, 1.0, "profile"),
        (-70, 100, 1.0, "profile"),
        (0, 12, 1.0, "too small"),
    ],
)
def test_doubt(degrees: float, size: float, confidence: float, word: str | None) -> None:
    words = doubt(turned(degrees, size), confidence)
    if word is None:
        assert words is None
    else:
        assert words is not None and word in words.en and words.ru


def test_only_a_sure_face_stops_a_picture() -> None:
    """A profile must not be animated as a landscape; a house with lit windows must."""
    mask, words = np.zeros((4, 4), np.float32), Words("профиль", "in profile")
    house, profile = (Refused(Box(0, 0, 9, 9), 0.0, words, sure) for sure in (False, True))
    assert choose_face(Found((), (house,), mask), SceneRecipe()) is None
    with pytest.raises(FaceNotTrusted, match="in profile"):
        choose_face(Found((), (house, profile), mask), SceneRecipe())
    with pytest.raises(FaceNotTrusted, match="no face 2"):
        choose_face(Found((), (), mask), SceneRecipe(face=2))

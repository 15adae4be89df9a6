"""Identity drift, lips and sound: on planted numbers, then on a painting and a real sound."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from generation.landmarks.find import find_faces
from generation.quality.drift import Drift, deviation, drift
from generation.quality.faces import RIGID, FaceTrack
from generation.quality.lips import Lips, lips
from generation.quality.measure import Wanted, measure_clip
from generation.quality.sound import BIN, RATE, Envelope, read_envelope
from generation.types import Words
from tests.generation.planted_clips import FPS, write_clip

SHAPE = np.random.default_rng(4).normal(0, 50, (len(RIGID), 3)).astype(np.float32)


def test_turning_moving_and_nearing_is_no_drift() -> None:
    turn = Rotation.from_euler("xyz", (10, -25, 7), degrees=True).as_matrix()
    assert deviation(1.3 * SHAPE @ turn.T + 40, SHAPE) == pytest.approx(0, abs=1e-4)
    assert deviation(SHAPE * (-1, 1, 1), SHAPE) > 10  # a mirrored face is another face


def test_drift_is_in_eye_distances_and_counts_the_lost() -> None:
    away = SHAPE.copy()
    away[0, 0] += 30
    track = FaceTrack(SHAPE, [None, SHAPE, SHAPE, None, away, SHAPE], [0.1] * 6, missing=1)
    found = drift([track])
    eyes = np.linalg.norm(SHAPE[RIGID.index(33)] - SHAPE[RIGID.index(263)])
    assert isinstance(found, Drift)
    assert found.largest == pytest.approx(deviation(away, SHAPE) / eyes, rel=1e-4)
    assert found.typical < found.largest and (found.faces, found.lost) == (1, 1)
    assert isinstance(drift([]), Words)
    assert isinstance(drift([FaceTrack(SHAPE, [None, None], [math.nan] * 2)]), Words)


def syllables(count: int) -> np.ndarray:
    """Return an uneven up and down, 0..1, one figure a frame, without a period."""
    rng = np.random.default_rng(5)
    smooth = np.convolve(rng.normal(0, 1, count + 8), np.hanning(9), mode="valid")
    return np.clip(smooth / 3, 0, 1)


def envelope_of(levels: np.ndarray) -> Envelope:
    per_frame = RATE // (BIN * FPS)
    # Frame i is shown at i / FPS: its level is centred there.
    return Envelope(-0.5 / FPS, np.repeat(levels**2, per_frame).astype(np.float32))


@pytest.mark.parametrize("late", [-5, 0, 1, 4])
def test_the_offset_of_late_lips_is_found(late: int) -> None:
    levels = syllables(120)
    gaps = [math.nan, *np.roll(0.02 + 0.1 * levels, late)[1:]]
    track = FaceTrack(SHAPE, [SHAPE] * 120, gaps)
    found = lips([track], envelope_of(levels), np.arange(120) / FPS, FPS)
    assert isinstance(found, Lips)
    assert found.offset == late and found.best > 0.9
    assert found.together == found.best if late == 0 else found.together < found.best - 0.05


def test_lips_that_do_not_move_have_no_figure() -> None:
    track = FaceTrack(SHAPE, [SHAPE] * 50, [0.03] * 50)
    found = lips([track], envelope_of(syllables(50)), np.arange(50) / FPS, FPS)
    assert isinstance(found, Words) and found.en == "the lips do not move"


def voice(levels: np.ndarray) -> np.ndarray:
    time = np.arange(len(levels) * RATE // FPS) / RATE
    level = np.interp(time * FPS, np.arange(len(levels)), levels)
    return 0.5 * level * np.sin(2 * np.pi * 180 * time)


def mouthing(rgb: np.ndarray, levels: np.ndarray, mouth: tuple[int, int]) -> list[np.ndarray]:
    """Open a dark mouth on a painted face as far as the level says: lower lip moves down."""
    x, y = mouth
    frames = []
    for level in levels:
        frame, drop = rgb.copy(), round(12 * float(level))
        frame[y + drop : y + 60 + drop, x - 30 : x + 30] = rgb[y : y + 60, x - 30 : x + 30]
        cv2.ellipse(frame, (x, y + drop // 2), (16, drop // 2), 0, 0, 360, (40, 16, 14), -1)
        frames.append(frame)
    return frames


def test_a_speaking_painting_is_in_time_and_itself(house, models_dir, tmp_path) -> None:
    rgb = house("lady", 640)
    points = find_faces(rgb, models_dir).faces[0].points
    x, y = (points[13, :2] + points[14, :2]) / 2
    levels = syllables(40)
    frames = mouthing(rgb, levels, (round(float(x)), round(float(y))))
    path = write_clip(tmp_path / "talk.mp4", frames, sound=voice(levels))
    found = measure_clip(path, Wanted(models_dir))
    assert found.lips is not None and found.drift is not None and found.missing == {}
    assert found.lips.together > 0.8 and abs(found.lips.offset) <= 1
    assert found.drift.lost == 0 and found.drift.typical < 0.03


def test_sound_is_read_where_it_lies(tmp_path) -> None:
    sound = np.zeros(2 * RATE)
    sound[RATE : RATE + RATE // 2] = 0.5 * np.sin(np.arange(RATE // 2) * 0.2)
    black = [np.zeros((32, 32, 3), np.uint8)] * (2 * FPS)
    found = read_envelope(write_clip(tmp_path / "a.mp4", black, sound=sound))
    assert isinstance(found, Envelope)
    before, inside, after = found.at(np.array([0.9, 1.25, 1.6]))
    assert inside == pytest.approx(0.5 / math.sqrt(2), rel=0.05)
    assert before < 0.01 and after < 0.01
    edge = found.at(np.array([0.96, 1.0, 1.04]))
    assert edge[0] < 0.3 * inside and edge[2] > 0.9 * inside


def test_silence_and_no_sound_are_told_apart(tmp_path) -> None:
    black = [np.zeros((32, 32, 3), np.uint8)] * 5
    silent = read_envelope(write_clip(tmp_path / "a.mp4", black, sound=np.zeros(RATE // 5)))
    mute = read_envelope(write_clip(tmp_path / "b.mp4", black))
    assert isinstance(silent, Words) and "silent" in silent.en
    assert isinstance(mute, Words) and mute.en == "the clip has no sound"


def test_a_face_that_leaves_is_counted_lost(house, models_dir, tmp_path) -> None:
    rgb = house("lady", 480)
    gone = np.full_like(rgb, 90)
    path = write_clip(tmp_path / "a.mp4", [rgb, rgb, gone, gone, gone, rgb])
    found = measure_clip(path, Wanted(models_dir))
    assert found.drift is not None and (found.drift.faces, found.drift.lost) == (1, 3)


@pytest.mark.parametrize("name", ["dutch", "fayum"])  # the mesh wavers on the lady's soft edges
def test_another_head_is_drift_and_a_leaning_one_is_not(name, house, models_dir, tmp_path) -> None:
    rgb = house(name, 480)
    height, width = rgb.shape[:2]
    middle = (width / 2, height / 2)

    def bent(degrees: float, stretch: float) -> np.ndarray:
        matrix = cv2.getRotationMatrix2D(middle, degrees, 1)
        matrix[0] *= stretch
        return cv2.warpAffine(rgb, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)

    def typical(name: str, frames: list[np.ndarray]) -> float:
        found = measure_clip(write_clip(tmp_path / name, frames), Wanted(models_dir)).drift
        assert found is not None and found.lost == 0
        return found.typical

    leaning = typical("lean.mp4", [rgb, *(bent(a, 1) for a in (2, 4, 6, 8))])
    wider = typical("wide.mp4", [rgb, *(bent(0, 1 + a) for a in (0.03, 0.06, 0.09, 0.12))])
    assert 3 * leaning < wider, (leaning, wider)


def test_missing_models_are_a_reason_not_an_error(tmp_path) -> None:
    path = write_clip(tmp_path / "a.mp4", [np.zeros((32, 32, 3), np.uint8)] * 3)
    found = measure_clip(path, Wanted(tmp_path))
    assert found.drift is None and "missing" in found.missing["drift"].en
    assert found.lips is None and found.missing["lips"] == found.missing["drift"]

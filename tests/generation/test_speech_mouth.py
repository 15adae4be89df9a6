"""The lips follow the phones: shut for m, open for a, round for u, a little before the sound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from generation.media.yuv import empty_planes, rgb_from_planes
from generation.quality.faces import FaceMeter
from generation.quality.lips import correlation
from generation.quality.reader import ClipFrame
from generation.rig.director import Director
from generation.scene.model import Scene
from generation.speech.espeak_voice import EspeakOptions, EspeakVoice
from generation.speech.marks import read_utterance
from generation.speech.model import Phone
from generation.speech.mouth import LEAD, mouth_tracks
from generation.types import MOUTH_AXES, TRACK_RATE, Floats

TEXTS = {
    "ru": "Мой художник любил воду и горы. Подойдите поближе!",
    "en": "My painter loved water and mountains. Come closer!",
}


def phones(text: str, each: float = 0.12, start: float = 0.2) -> list[Phone]:
    """Phones of one letter each, stressed where a letter is upper case."""
    return [
        Phone(c.lower(), start + i * each, start + (i + 1) * each, c.isupper())
        for i, c in enumerate(text)
    ]


def at(tracks: dict[str, Floats], axis: str, seconds: float) -> float:
    return float(tracks[axis][round((seconds - LEAD) * TRACK_RATE)])


def test_shapes() -> None:
    tracks = mouth_tracks(phones("mAmufi"), 1.5)
    middles = [0.26 + 0.12 * i for i in range(6)]
    m, a, m2, u, f, i = middles
    assert at(tracks, "press", m) > 0.9 and at(tracks, "press", m2) > 0.9
    assert at(tracks, "jaw", m2) < 0.1 < 0.6 < at(tracks, "jaw", a)
    assert at(tracks, "pucker", u) > 0.75 and at(tracks, "fv", f) > 0.8
    assert at(tracks, "wide", i) > 0.4 and at(tracks, "teeth", i) > 0.15
    assert at(tracks, "press", a) < 0.25


def test_every_track_is_as_long_as_the_sound_and_within_range() -> None:
    tracks = mouth_tracks(phones("papajizau" * 9), 12.34)
    assert set(tracks) <= set(MOUTH_AXES)
    for track in tracks.values():
        assert track.shape == (1235,) and track.dtype == np.float32
        assert track.min() >= 0 and track.max() <= 1


def test_silence_is_a_shut_mouth() -> None:
    tracks = mouth_tracks([*phones("Ama"), *phones("mAm", start=3.0)], 4.0)
    quiet = slice(int(1.2 * TRACK_RATE), int(2.6 * TRACK_RATE))
    assert all(track[quiet].max() < 0.03 for track in tracks.values())
    nothing = mouth_tracks([], 1.0)
    assert all(not track.any() for track in nothing.values())


def test_the_lips_come_before_the_sound() -> None:
    jaw = mouth_tracks([Phone("a", 1.0, 1.3, True)], 2.0)["jaw"]
    middle = float(np.sum(np.arange(len(jaw)) * jaw) / np.sum(jaw)) / TRACK_RATE
    assert 0.02 < 1.15 - middle < 0.08


def test_rounding_is_prepared_through_a_consonant() -> None:
    into_u, into_i = mouth_tracks(phones("stu"), 1.0), mouth_tracks(phones("sti"), 1.0)
    assert at(into_u, "pucker", 0.38) > at(into_i, "pucker", 0.38) + 0.2


def test_stress_opens_and_strength_is_the_portraits_own() -> None:
    weak, strong = (mouth_tracks(phones(t), 1.0)["jaw"].max() for t in ("pap", "pAp"))
    assert strong > 1.15 * weak
    half = mouth_tracks(phones("pAp"), 1.0, strength=0.5)["jaw"].max()
    assert half == pytest.approx(strong / 2, rel=0.01)


def test_a_diphthong_moves_and_syllables_differ_by_seed_only() -> None:
    tracks = mouth_tracks([Phone("aɪ", 0.2, 0.6, True)], 1.0)
    assert at(tracks, "jaw", 0.3) > 2 * at(tracks, "jaw", 0.57)
    assert at(tracks, "wide", 0.57) > 0.4
    again = [mouth_tracks(phones("pApApA"), 1.0, seed=seed)["jaw"] for seed in (4, 4, 5)]
    assert np.array_equal(again[0], again[1]) and not np.array_equal(again[1], again[2])


@pytest.mark.parametrize("language", ["ru", "en"])
def test_seen_from_outside_the_lips_do_what_the_jaw_was_told(
    face_scene: Callable[[str], Scene], models_dir: object, language: str
) -> None:
    from generation.fast.renderer import FastRenderer

    spoken = EspeakVoice(EspeakOptions()).speak(read_utterance(TEXTS[language], language))
    tracks = mouth_tracks(spoken.phones, spoken.sound.seconds)
    scene = face_scene("lady")
    renderer, life = FastRenderer(scene), Director(scene, seed=5)
    meter, out = FaceMeter(models_dir), empty_planes(*scene.size)  # type: ignore[arg-type]
    told = []
    for index in range(int(spoken.sound.seconds * 25)):
        now = {axis: float(track[index * 4]) for axis, track in tracks.items()}
        renderer.render(life.pose(index / 25).with_(**now), out)
        meter.see(ClipFrame(index, index / 25, out.y, rgb_from_planes(out)))
        told.append(now["jaw"])
    (face,) = meter.result()
    assert not isinstance(face, str) and face.lost == 0
    gaps, jaw = np.asarray(face.gaps), np.asarray(told)
    by_offset = {k: correlation(gaps, jaw, k) for k in range(-4, 5)}
    assert by_offset[0] >= 0.8, by_offset
    assert abs(max(by_offset, key=lambda k: by_offset[k])) <= 1

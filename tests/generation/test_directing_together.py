"""Several portraits on one clock: each its own lips and looks, one sound, shared captions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import pyworld

from generation.directing.compile import Rehearsal, rehearse, rehearse_together
from generation.directing.plan import plan_table
from generation.directing.together import one_picture
from generation.errors import ScriptRefused
from generation.presenter.ensemble import faces_of_one
from generation.presenter.moment import best_moment
from generation.presenter.parts import Parts
from generation.scene.model import Scene
from generation.script.model import Head, Sing
from generation.script.reading import read_script
from generation.song.placing import LEAD
from generation.song.reading import read_melody
from generation.song.singing import sing
from generation.sound.level import measured
from generation.sound.resample import mono
from generation.speech.espeak_voice import EspeakOptions, EspeakVoice
from generation.types import CAMERA_AXES, TRACK_RATE, Floats, Timeline

Faces = Callable[[str], Scene]
VOICES = {"default": {"ENGINE": "espeak", "OPTIONS": {}}}
BIRCH = Path(__file__).parent.parent.parent / "docs" / "examples" / "birch.musicxml"
ROUND = """[language en]

[sing K:C Q:1/4=120 E E F2 z4 member=1 voice=woman id=one]
La la la

[sing K:C Q:1/4=120 z4 C C D2 member=2 voice=man with=one]
La la la

[member 2]
[smile] Well sung. [/smile]

[nod]"""


def pair(face_scene: Faces) -> list[Scene]:
    """Return two pictures of different sources."""
    return [face_scene("lady"), replace(face_scene("modern"), source_sha256="1" * 64)]


def together(text: str, scenes: Sequence[Scene]) -> tuple[Rehearsal, Parts]:
    made = rehearse_together(read_script(text), scenes, VOICES)
    assert isinstance(made.timeline, Parts)
    return made, made.timeline


def largest(timeline: Timeline, track: str, start: float, end: float) -> float:
    first, last = round(start * TRACK_RATE), round(end * TRACK_RATE)
    curve = timeline.tracks.get(track)
    return 0.0 if curve is None else float(np.nan_to_num(curve[first:last]).max(initial=0))


def loud(samples: Floats, rate: int, start: float, end: float) -> np.ndarray:
    """Return the RMS of both channels."""
    part = samples[round(start * rate) : round(end * rate)]
    return np.asarray(np.sqrt(np.square(part, dtype=np.float64).mean(0)))


def test_each_sings_its_own_part_on_one_clock(face_scene: Faces) -> None:
    made, whole = together(ROUND, pair(face_scene))
    first, second = whole.members
    one, two = (h for h in made.happenings if isinstance(h.event, Sing))
    assert one.start == two.start == 0
    assert largest(first, "jaw", LEAD, 2 + LEAD) > 0.2 > largest(first, "jaw", 2.7, 4.5)
    assert largest(second, "jaw", 2 + LEAD, 4) > 0.2 > largest(second, "jaw", 0, 1.9)
    assert {m.duration for m in whole.members} == {whole.duration}
    say = made.happenings[2]
    assert largest(second, "smile", say.start, say.end) > 0.5
    assert largest(first, "smile", say.start, say.end) == 0
    (nod,) = (h for h in made.happenings if isinstance(h.event, Head))
    assert nod.event.member == 2
    told = plan_table(made).en
    assert "[1] one: La la la" in told and "[2] Well sung." in told.replace("[smile] ", "")
    assert 0 <= best_moment(whole) < whole.duration


def test_voices_are_heard_from_where_they_are_seen(face_scene: Faces) -> None:
    _, whole = together(ROUND, pair(face_scene))
    sound = whole.sound
    assert sound and sound.samples.shape[1] == 2
    left, right = loud(sound.samples, sound.rate, LEAD, 2)
    assert 1.4 < left / right < 4
    left, right = loud(sound.samples, sound.rate, 2 + LEAD, 4)
    assert 1.4 < right / left < 4
    level = measured(sound)
    assert level.loudness == pytest.approx(-23, abs=1) and level.peak <= -0.9


def test_who_is_silent_looks_over_and_who_sings_does_not(face_scene: Faces) -> None:
    line = "[sing K:C Q:1/4=60 E E F2 E2 D2 member={} voice=woman]\nLa la la la la\n\n"
    scenes = pair(face_scene)
    _, whole = together("[language en]\n\n" + line.format(1) + line.format(2), scenes)
    looks = [np.nan_to_num(m.tracks.get("look_x", np.zeros(0)), nan=0.5) for m in whole.members]
    turn = round(8.6 * TRACK_RATE)  # a part lasts 8 s of notes, and its edges
    assert (looks[1][:turn] < 0.45).any(), "the second looks to the left"
    assert (looks[0][turn:] > 0.55).any(), "the first looks to the right"
    assert not (looks[0][: turn - 60] != 0.5).any()
    assert not (looks[1][turn + 60 :] != 0.5).any()
    _, again = together("[language en]\n\n" + line.format(1) + line.format(2), scenes)
    assert np.array_equal(whole.members[1].tracks["look_x"], again.members[1].tracks["look_x"],
                          equal_nan=True)  # fmt: skip


def test_the_same_words_at_once_are_read_once(face_scene: Faces) -> None:
    text = ROUND.replace("F2 z4", "F2").replace("z4 C", "C")
    _, whole = together(text, pair(face_scene))
    assert [c.text for c in whole.captions] == ["La la la", "Well sung."]
    _, canon = together(text.replace("La la la", "Lu lu lu", 1), pair(face_scene))
    assert {c.text for c in canon.captions} == {"La la la", "Lu lu lu", "Well sung."}


def test_faces_of_one_picture_share_the_camera(face_scene: Faces) -> None:
    lady = face_scene("lady")
    assert lady.head
    head = replace(lady.head, centre=lady.head.centre + np.float32([90, 0]))
    other = replace(lady, head=head, focus=(lady.focus[0] + 90, lady.focus[1]),
                    limits=lady.limits | {"zoom": (1.0, 1.4)})  # fmt: skip
    scenes = faces_of_one([lady, other])
    assert one_picture(scenes) and not one_picture([lady, lady])
    assert scenes[0].focus == scenes[1].focus == pytest.approx((lady.focus[0] + 45, lady.focus[1]))
    assert scenes[0].limits["zoom"] == scenes[1].limits["zoom"] == (1.0, 1.4)
    assert scenes[0].limits["jaw"] == lady.limits["jaw"]
    _, whole = together("[camera slow push in on the face, 2 seconds]\n\n[pause 2]", scenes)
    first, second = (m.tracks for m in whole.members)
    assert {a: c.tolist() for a, c in first.items() if a in CAMERA_AXES} == {
        a: c.tolist() for a, c in second.items() if a in CAMERA_AXES
    }
    assert "zoom" in first


REFUSED = {
    '{"say": "Hi", "member": 3}': "line 2, field member: there is no member 3: there are 2",
    '{"say": "Hi [nod member=4]"}': "there is no member 4: there are 2",
    '{"pause": 1}], "ground": {"picture": [360, 480]': "field ground: it is drawn on one picture",
}


@pytest.mark.parametrize("event", REFUSED)
def test_what_several_cannot_do_is_refused(face_scene: Faces, event: str) -> None:
    end = "}}" if "ground" in event else "]}"
    text = '{"version": 1, "events": [\n' + event + end
    with pytest.raises(ScriptRefused, match=re.escape(REFUSED[event])):
        together(text, pair(face_scene))


def test_one_portrait_has_no_second_member(face_scene: Faces) -> None:
    script = read_script("[member 2] Hello")
    with pytest.raises(ScriptRefused, match="no member 2: there is one portrait"):
        rehearse(script, face_scene("lady"), VOICES)
    assert rehearse(read_script("[member 1] Hello"), face_scene("lady"), VOICES).timeline.sound


@pytest.mark.parametrize(("part", "speaker"), [(0, "woman"), (1, "man"), (2, "man")])
def test_the_example_is_sung_in_tune(part: int, speaker: str) -> None:
    melody = read_melody(BIRCH.read_bytes())
    spoken = sing(melody, EspeakVoice(EspeakOptions(speaker=speaker)), part=part)
    wave = mono(spoken.sound).astype(np.float64)
    rough, times = pyworld.dio(wave, spoken.sound.rate, frame_period=5)
    f0 = pyworld.stonemask(wave, rough, times, spoken.sound.rate)
    off = []
    for note in melody.parts[part].notes:
        inside = (times >= LEAD + note.start) & (times < LEAD + note.end) & (f0 > 0)
        off.append(1200 * np.log2(f0[inside] / note.hertz))
    cents = np.concatenate(off)
    cents -= 1200 * round(float(np.median(cents)) / 1200)
    assert np.mean(np.abs(cents) < 50) >= 0.95

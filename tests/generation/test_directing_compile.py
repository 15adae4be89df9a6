"""A script becomes numbers, sound and captions: with the real voice, on real faces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from generation.directing.accompany import accompany
from generation.directing.compile import Rehearsal, compile_script, rehearse
from generation.directing.plan import plan_table
from generation.directing.score import Score
from generation.errors import ScriptRefused
from generation.rig.director import Director
from generation.scene.model import Scene
from generation.script.files import files_beside
from generation.script.model import Head, Pause, Say, Script
from generation.script.reading import read_script
from generation.sound.encode import encode_sound
from generation.sound.level import loudness
from generation.speech.marks import read_utterance
from generation.speech.voices import open_voice
from generation.types import BRUSH_TRACKS, TRACK_RATE, TRACKS, Cue, Floats, Sound, Timeline

Faces = Callable[[str], Scene]
VOICES = {"default": {"ENGINE": "espeak", "OPTIONS": {}}}
TALK = """[smile] Здравствуйте! [pause 0.8] Посмотрите [look left] сюда. [/smile]
Это за́мок, правда? [nod times=2]

[pause 1]

[wink] До свидания."""


def rehearsed(text: str, scene: Scene, folder: Path | None = None) -> Rehearsal:
    files = files_beside(folder) if folder else None
    return rehearse(read_script(text), scene, VOICES, *([files] if files else []))


def at(timeline: Timeline, track: str, seconds: float) -> float:
    return float(timeline.tracks[track][round(seconds * TRACK_RATE)])


def seen(timeline: Timeline, track: str, start: float, end: float) -> Floats:
    return timeline.tracks[track][round(start * TRACK_RATE) : round(end * TRACK_RATE)]


def test_a_talk_is_spoken_acted_and_captioned(face_scene: Faces) -> None:
    made = rehearsed(TALK, face_scene("lady"))
    timeline, when = made.timeline, {h.event.kind: h for h in made.happenings}
    say, rest, bye = (h for h in made.happenings if isinstance(h.event, Say | Pause))
    assert rest.start == say.end and bye.start == rest.end == pytest.approx(say.end + 1)
    assert bye.end < timeline.duration < bye.end + 1.5
    assert timeline.tracks.keys() <= set(TRACKS)
    assert {len(track) for track in timeline.tracks.values()} == {
        round(timeline.duration * TRACK_RATE) + 1
    }
    smile = next(h for h in made.happenings if getattr(h.event, "expression", "") == "smile")
    look, nod = when["look"], when["head"]
    assert say.start <= smile.start < look.start < smile.end < nod.start < say.end + 0.1
    assert at(timeline, "smile", look.start) > 0.5
    assert np.isnan(at(timeline, "look_x", look.start - 0.1))
    assert at(timeline, "look_x", look.start + 0.1) < 0.2
    assert np.nanmax(seen(timeline, "pitch", nod.start, nod.end)) > 4
    assert np.nanmax(seen(timeline, "blink_l", bye.start, bye.end)) > 0.9
    assert np.nanmax(np.nan_to_num(seen(timeline, "jaw", rest.start + 0.3, rest.end - 0.3))) < 0.1
    told = " ".join(caption.text.replace("\n", " ") for caption in timeline.captions)
    assert told == "Здравствуйте! Посмотрите сюда. Это замок, правда? До свидания."
    assert all(a.end <= b.start for a, b in zip(timeline.captions, timeline.captions[1:],
                                                strict=False))  # fmt: skip
    table = plan_table(made)
    assert "говорит" in table.ru and "wink" in table.en and "s in all" in table.en


def test_lips_move_with_what_is_heard(face_scene: Faces) -> None:
    timeline = rehearsed("Мама мыла раму, а папа ходил в парк и смотрел на воду.",
                         face_scene("lady")).timeline  # fmt: skip
    assert timeline.sound
    assert timeline.sound.seconds == pytest.approx(timeline.duration, abs=0.01)
    assert loudness(timeline.sound) == pytest.approx(-23, abs=1.5)
    jaw = np.nan_to_num(timeline.tracks["jaw"])[::4]
    samples = timeline.sound.samples[:, 0]
    step = timeline.sound.rate // 25
    heard = np.sqrt(np.square(samples[: len(samples) // step * step]).reshape(-1, step).mean(1))
    jaw, loud = jaw[: len(heard)], np.log10(np.maximum(heard, 1e-3))

    def together(shift: int) -> float:
        return float(np.corrcoef(np.roll(jaw, shift), loud)[0, 1])

    best = max(range(-6, 7), key=together)
    assert together(best) > 0.5 and abs(best) <= 2


def test_the_small_movements_of_speech_are_seeded_and_small() -> None:
    spoken = open_voice(VOICES).speak(read_utterance("Это замок? Да. Он очень стар.", "ru"))

    def laid(seed: int) -> dict[str, Floats]:
        score = Score(8)
        accompany(score, 1.0, spoken, seed=seed)
        return score.tracks

    first, again, other = laid(1), laid(1), laid(2)
    assert all(np.array_equal(first[n], again[n], equal_nan=True) for n in first)
    assert not np.array_equal(first["yaw"], other["yaw"], equal_nan=True)
    assert 0.2 < np.nanmax(np.abs(first["yaw"])) < 4
    assert np.nanmax(np.abs(np.diff(first["yaw"]))) < 0.15, "degrees in 10 ms"
    assert np.nanmax(first["brow_r"]) >= 0.5, "a question raises the brows"


def test_a_camera_goes_on_from_where_it_stands(face_scene: Faces) -> None:
    text = """{"version": 1, "language": "en", "events": [
      {"camera": "slow push in on the face, 3 seconds", "id": "in"},
      {"camera": [{"at": 0, "zoom": 1.5}, {"at": 2, "zoom": 1.2, "pan_x": 0.05}], "after": "in"},
      {"camera": "pull back, 2 seconds", "at": 8}]}"""
    made = rehearsed(text, face_scene("lady"))
    zoom = made.timeline.tracks["zoom"]
    assert not np.isnan(zoom).any() and zoom[0] == 1
    assert np.abs(np.diff(zoom)).max() < 0.01
    assert zoom[300] > 1.15 and zoom[790] == pytest.approx(1.2, abs=0.01)
    assert zoom[-1] < 1.1
    assert any("Push in" in line for line in plan_table(made).en.splitlines())


def test_music_lies_under_speech_and_files_come_from_the_scripts_folder(
    face_scene: Faces, tmp_path: Path
) -> None:
    t = np.arange(48_000 * 4) / 48_000
    tone = (0.3 * np.sin(2 * np.pi * 220 * t))[:, None].astype(np.float32)
    (tmp_path / "bed.flac").write_bytes(encode_sound(Sound(tone, 48_000), "flac"))
    text = """{"version": 1, "language": "en", "events": [
      {"music": "bed.flac", "level": -4, "duck": 14},
      {"pause": 2.5}, {"say": "Here is somebody who speaks for a while."}, {"pause": 3}]}"""
    made = rehearsed(text, face_scene("lady"), tmp_path)
    sound = made.timeline.sound
    assert sound

    def level(start: float, end: float) -> float:
        part = sound.samples[int(start * sound.rate) : int(end * sound.rate), 0]
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
        return float(20 * np.log10(spectrum[round(220 * len(part) / sound.rate)] / len(part)))

    say = made.happenings[2]
    middle = (say.start + say.end) / 2
    assert level(1.6, 2.1) - level(middle - 0.25, middle + 0.25) > 8
    with pytest.raises(ScriptRefused) as caught:
        rehearsed(text.replace("bed.flac", "absent.ogg"), face_scene("lady"), tmp_path)
    assert "line 2, field music: there is no file “absent.ogg”" in caught.value.for_people.en


def test_a_recording_moves_the_lips_without_a_voice(face_scene: Faces, tmp_path: Path) -> None:
    spoken = compile_script(
        Script(events=(Say(text="Папа и мама дома"),)), face_scene("lady"), VOICES
    ).sound
    assert spoken
    (tmp_path / "voice.ogg").write_bytes(encode_sound(spoken, "ogg"))
    text = '{"version": 1, "language": "ru", "events": [\n{"recording": "voice.ogg"}]}'
    timeline = rehearsed(text, face_scene("lady"), tmp_path).timeline
    assert timeline.sound and not timeline.captions
    assert np.nanmax(timeline.tracks["jaw"]) > 0.3
    (tmp_path / "voice.ogg").write_bytes(b"no sound at all")
    with pytest.raises(ScriptRefused, match="line 2, field recording"):
        rehearsed(text, face_scene("lady"), tmp_path)


def test_a_link_out_of_the_folder_is_not_followed(face_scene: Faces, tmp_path: Path) -> None:
    inside = tmp_path / "scripts"
    inside.mkdir()
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    (inside / "bed.wav").symlink_to(tmp_path / "secret.wav")
    text = '{"version": 1, "events": [\n{"music": "bed.wav"}, {"pause": 1}]}'
    with pytest.raises(ScriptRefused, match=r"line 2, field music: .*outside"):
        rehearsed(text, face_scene("lady"), inside)
    with pytest.raises(ScriptRefused, match="out of reach"):
        compile_script(read_script(text), face_scene("lady"), VOICES)


SQUARE = "[[20, 20], [90, 20], [90, 90], [20, 90]]"
GROUND = ('"ground": {"picture": [360, 480], "brush": [{"polygon": ' + SQUARE +
          ', "path": [[50, 50], [90, 60]], "matte": "drawn"}],\n "flow": [{"polygon": '
          '[[200, 10], [330, 10], [330, 120], [200, 120]], "motion": "sway"}]},\n')  # fmt: skip


def test_brushes_and_flows_are_moved_by_their_events(face_scene: Faces) -> None:
    text = (
        '{"version": 1, '
        + GROUND
        + """"events": [
      {"brush": 1, "to": 0.8, "seconds": 2, "at": 1}, {"brush": 1, "to": 0.3, "at": 4},
      {"flow": 1, "fade": 1, "at": 2}, {"pause": 8}]}"""
    )
    timeline = rehearsed(text, face_scene("fayum")).timeline
    first, flow = timeline.tracks["brush_1"], timeline.tracks["flow"]
    assert [round(float(first[n]), 2) for n in (0, 100, 320, 390, 790)] == [0, 0, 0.8, 0.8, 0.3]
    assert flow[190] == 0 and flow[310] == 1
    assert not timeline.tracks.keys() & set(BRUSH_TRACKS[1:])
    assert timeline.ground and timeline.ground["brush"]
    alone = rehearsed('{"version": 1, ' + GROUND + '"events": [{"pause": 5}]}',
                      face_scene("fayum")).timeline  # fmt: skip
    assert alone.tracks["flow"][-1] == 1 and "brush_1" not in alone.tracks


REFUSED = {
    "voice": ('{"say": "Hi", "voice": "nobody"}', "", "line 3, field say: There is no speaker"),
    "engine": ('{"say": "Hi", "voice": {"engine": "choir"}}', "", "field say: There is no voice"),
    "letters": ('{"say": "こんにちは"}', "", "line 3, field say: No voice knows the letters"),
    "voice mark": ('{"say": "[rate 90] Hi"}', "", "line 3, field say: The mark [rate 90]"),
    "camera": ('{"pause": 1},\n{"camera": "fly behind her"}', "", "line 4, field camera"),
    "inline camera": ('{"say": "Hi [camera juggle] there"}', "", "line 3, field camera"),
    "finish": ('{"pause": 1}', '"finish": "flim",', "field finish"),
    "region": ('{"pause": 1}', '"ground": {"picture": [360, 480], "flow": [{"polygon": '
               "[[900, 900], [990, 900], [990, 990]]}]},", "field ground"),
    "no brush": ('{"brush": 2}', GROUND, "“ground” has no brush 2"),
    "melody": ('{"sing": "la", "notes": "|"}', "", "line 3, field sing"),
    "too long": ('{"pause": 60},' * 11 + '\n{"pause": 1}', "", "it lasts 11.0 min, 10 are"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_whoever_refuses_the_script_names_the_event(face_scene: Faces, name: str) -> None:
    events, head, sentence = REFUSED[name]
    with pytest.raises(ScriptRefused) as caught:
        rehearsed('{"version": 1,' + head + '\n"events": [\n' + events + "]}", face_scene("fayum"))
    assert sentence in caught.value.for_people.en


def test_ten_minutes_of_text_are_refused_before_they_are_spoken(face_scene: Faces) -> None:
    script = Script(events=tuple(Say(text="слово " * 700, line=n) for n in range(1, 9)))
    with pytest.raises(ScriptRefused, match="line 8"):
        compile_script(script, face_scene("lady"), {})  # no voice is asked


def test_what_the_scene_cannot_do_is_told_and_held(face_scene: Faces) -> None:
    scene = face_scene("lady")
    made = rehearse(Script(events=(Head(gesture="turn", degrees=40),)), scene, VOICES)
    assert [n for n in made.notes if "yaw" in n.en and "limit" in n.en]
    director = Director(scene, seed=1)
    for n in range(60):
        pose = director.pose(n / 30, Cue(timeline=made.timeline, position=n / 30))
        assert pose.yaw <= scene.limits["yaw"][1] + 0.05


def test_a_picture_without_a_face_speaks_from_behind_the_scene(house) -> None:
    from generation.scene.build import build_scene

    scene = build_scene(house("sea", 480), "0" * 64, None, None, (480, 480))
    timeline = rehearsed("[smile] A story about the sea.", scene).timeline
    assert timeline.sound and timeline.captions
    assert not {"jaw", "smile", "yaw"} & timeline.tracks.keys()
    script = replace(read_script("Hello"), captions=False)
    assert not compile_script(script, scene, VOICES).captions

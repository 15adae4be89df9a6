"""Scripts are read whole or refused by line and field; what is written reads back equal."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from generation.errors import ScriptRefused
from generation.script.marks import VOICE_MARKS, VOICE_RUSSIAN, split_marks
from generation.script.model import (
    DIRECTIONS,
    EXPRESSIONS,
    GESTURES,
    KINDS,
    Express,
    Look,
    Music,
    Pause,
    Say,
    Script,
    Sing,
)
from generation.script.reading import LARGEST, read_script
from generation.script.shapes import told_fields
from generation.script.writing import script_schema, write_script
from generation.speech import marks as voice_marks

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.json"))

WHOLE = """{
  "version": 1,
  "title": "Дама", "language": "ru",
  "voice": {"speaker": "woman", "rate": 0.9, "pitch": -1.5},
  "captions": false,
  "points": {"sea": [0.2, 0.3]},
  "ground": {"flow": [{"polygon": [[0, 0], [9, 0], [9, 9]]}]},
  "finish": {"preset": "film", "grain": 0.2},
  "layout": "square",
  "events": [
    {"music": "bed.ogg", "level": -9, "duck": 15, "loop": false},
    {"say": "[smile] За́мок. [pause 0.8] Или [look left] замо́к? [/smile]", "id": "first"},
    {"camera": "медленный наезд на лицо", "with": "first", "delay": 0.5},
    {"camera": [{"at": 0, "zoom": 1}, {"at": 2.5, "zoom": 1.3, "pan_x": 0.05}], "after": "first"},
    {"pause": 1.5},
    {"express": {"smile": 0.5, "brow_r": 1}, "amount": 0.7, "seconds": 2, "fade_in": 0.2},
    {"look": "sea"}, {"look": [0.5, 0.25], "seconds": 1},
    {"head": "nod", "degrees": 5, "times": 2},
    {"sing": "Во по-ле", "notes": "A4 A4 G4/2", "voice": "man-low"},
    {"recording": "voice/answer.flac", "text": "Да.", "strength": 1.2},
    {"brush": 2, "to": 0.5}, {"flow": 0.7, "fade": 1},
    {"express": "wink", "at": 30},
    {"caption": "Hello", "language": "en"}
  ]
}"""


MARKED = (ROOT / "docs" / "examples" / "dutch.txt").read_text()


def one(event: str, head: str = "") -> str:
    """A script of one event, which stands on line 3."""
    return '{"version": 1,' + head + '\n"events": [\n' + event + "\n]}"


def refusal(text: str) -> str:
    with pytest.raises(ScriptRefused) as caught:
        read_script(text)
    assert caught.value.for_people.ru != caught.value.for_people.en
    return caught.value.for_people.en


BAD = {
    "empty": ("", "line 1: the script is empty"),
    "blank": ("\ufeff \n\n ", "the script is empty"),
    "cut off": ('{"version": 1,\n"events": [', "line 2: a value is needed"),
    "not JSON": ("{say: 1}", "line 1: a field name in quotes"),
    "comma": ('{"version": 1,\n"events": [],\n}', "line 3: a comma too many"),
    "unclosed": (one('{"say": "Hello}'), "line 3: the text in quotes is not closed"),
    "behind": (one('{"pause": 1}') + "\nx", "line 5: something stands after"),
    "twice": ('{"version": 1,\n"version": 1}', "line 2: the field “version” was given before"),
    "deep": ('{"x": ' + "[" * 10_000, "nested too deeply"),
    "huge": (one('{"pause": 1}') + " " * LARGEST, "longer than"),
    "no version": ('{"events": [{"pause": 1}]}', "line 1, field version"),
    "version": ('{"version": 2, "events": [{"pause": 1}]}', "version 1, not 2"),
    "no events": ('{"version": 1}', "line 1, field events: a list"),
    "no event": ('{"version": 1, "events": []}', "field events: nothing happens"),
    "unknown setting": (one('{"pause": 1}', '"langauge": "ru",'),
                        "line 1, field langauge: there is no such field. Did you mean language?"),
    "unknown field": (one('{"say": "Hi",\n"dealy": 1}'),
                      "line 4, field events[0].dealy: there is no such field. Did you mean delay?"),
    "unknown event": (one('{"sey": "Hi"}'), "line 3, field events[0]: it does not say which "
                                            "event this is. Did you mean say?"),
    "two events": (one('{"say": "Hi", "look": "left"}'), "one event is say, look"),
    "not an event": (one('"Hi"'), "line 3, field events[0]: an event { }, not “Hi”"),
    "type": (one('{"say": 3}'), "line 3, field events[0].say: text in quotes is needed, not 3"),
    "empty text": (one('{"say": "  "}'), "events[0].say: the text is empty"),
    "no word": (one('{"say": "… [smile]"}'), "field say: there is not a single word"),
    "long text": (one('{"say": "' + "a" * 5001 + '"}'), "longer than 5000 characters"),
    "control": (one(r'{"say": "a\u0000b"}'), "control sign, U+0000"),
    "negative": (one('{"pause": -1}'), "field events[0].pause: a number from 0.05 to 60"),
    "NaN": (one('{"pause": NaN}'), "a number from 0.05 to 60 is needed, not nan"),
    "infinite": (one('{"pause": 1e999}'), "not inf"),
    "endless": (one('{"pause": ' + "9" * 9000 + "}"), "the number is too long"),
    "true": (one('{"pause": true}'), "is needed, not true"),
    "late": (one('{"pause": 1, "at": 601}'), "events[0].at: a number from 0 to 600"),
    "amount": (one('{"express": "smile", "amount": 2}'), "events[0].amount: a number from 0 to 1"),
    "expression": (one('{"express": "smlie"}'), "events[0].express: there is no “smlie”. "
                                                "Did you mean smile?"),
    "axis": (one('{"express": {"smiel": 1}}'), "events[0].express.smiel: there is no"),
    "axis range": (one('{"express": {"yaw": 90}}'), "express.yaw: a number from -45 to 45"),
    "no axis": (one('{"express": {}}'), "names and numbers in { } are needed, not {…}"),
    "look": (one('{"look": "letf"}'), "line 3, field look: there is no look “letf”. "
                                      "Did you mean left?"),
    "point": (one('{"look": [0.5, 1.5]}'), "field events[0].look: a number from 0 to 1"),
    "short point": (one('{"look": [0.5]}'), "a point [x, y]"),
    "times": (one('{"head": "nod", "times": 1.5}'), "a whole number from 1 to 12"),
    "keys": (one('{"camera": [{"at": 1, "zoom": 1},\n{"at": 1, "zoom": 2}]}'),
             "line 4, field events[0].camera[1].at: the times of key frames must rise"),
    "key axis": (one('{"camera": [{"at": 0, "jaw": 1}]}'), "camera[0].jaw: there is no “jaw”"),
    "key time": (one('{"camera": [{"zoom": 1, "pan_x": 0}]}'), "camera[0]: it does not say when"),
    "region": (one('{"brush": 7}'), "events[0].brush: a whole number from 1 to 6"),
    "file outside": (one('{"music": "../../etc/passwd"}'), "must lie beside the script"),
    "absolute file": (one('{"recording": "/etc/passwd"}'), "must lie beside the script"),
    "drive": (one(r'{"recording": "C:\\a.wav"}'), "must lie beside the script"),
    "song": (one('{"sing": "la"}'), "one of melody (a file) and notes is needed"),
    "after nobody": (one('{"pause": 1, "id": "here", "after": "there"}'),
                     "line 3, field after: there is no event “there”. Did you mean here?"),
    "both": (one('{"pause": 1, "at": 1, "after": "x"}'), "only one of at, after"),
    "name twice": (one('{"pause": 1, "id": "a"},\n{"pause": 1, "id": "a"}'),
                   "line 4, field id: the name “a” is taken"),
    "itself": (one('{"pause": 1, "id": "a", "after": "a"}'), "wait for one another: a → a"),
    "ring": (one('{"pause": 1, "id": "a", "after": "b"},\n{"look": "up", "id": "b", "with": "a"}'),
             "line 3, field after: events wait for one another: a → b → a"),
    "sequence": (one('{"say": "Hi", "after": "b"},\n{"pause": 1, "id": "b"}'),
                 "line 3, field after: events wait for one another: say → b → say"),
    "finish twice": (one('{"finish": "film"}', '"finish": "film",'), "“finish” was given before"),
    "finish time": (one('{"finish": "film", "at": 2}'), "events[0].at: “finish” holds for"),
    "null": (one('{"say": null}'), "text in quotes is needed, not null"),
    "inline": (one('{"say": "[smle] Hi"}'), "field say: no mark [smle]. Did you mean smile?"),
    "mark": ("Hello\n[smile amount=3] you", "line 2, field [smile].amount: a number from 0 to 1"),
    "closing": ("Hello.\n\nAnd [/smile] bye.", "line 3: [/smile] closes nothing"),
    "bracket": ("Hello [smile you", "line 1: the bracket [ has no partner"),
    "inside": ("Hello [recording a.wav] you", "[recording] must be a paragraph by itself"),
    "language": ("[language de]\n\nHallo", "line 1, field [language]: there is no “de”"),
    "marks alone": ("[title Nothing]", "nothing happens"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_with_line_and_field(name: str) -> None:
    text, sentence = BAD[name]
    assert sentence in refusal(text)


def test_several_mistakes_are_told_at_once_in_order_and_counted() -> None:
    events = ",\n".join(f'{{"pause": -{n}}}' for n in range(1, 9))
    told = refusal(one(events))
    assert [f"line {n}," in told for n in range(3, 11)] == [True] * 5 + [False] * 3
    assert told.endswith("and 3 more.")


def test_a_script_is_read_and_reads_back_equal() -> None:
    script = read_script(WHOLE)
    assert len(script.events) == 15
    assert script.events[1] == Say(
        text="[smile] За́мок. [pause 0.8] Или [look left] замо́к? [/smile]", id="first"
    )
    assert script.events[1].line == 12
    assert script.voice.speaker == "woman" and script.events[9].voice.speaker == "man-low"
    written = write_script(script)
    assert read_script(written) == script
    assert write_script(read_script(written)) == written
    json.loads(written)
    assert {event.kind for event in script.events} == KINDS.keys()


def test_marked_text_becomes_the_same_kind_of_script() -> None:
    script = read_script(
        "[language ru] [finish film]\n[music bed.ogg level=-9]\n\n"
        "[улыбка] Здравствуйте.\nПосмотрите [взгляд влево seconds=1.5] сюда.\n\n"
        "[пауза 2]\n\nИ туда [/улыбка].\n\n[sing A4 G4/2]\nВо по-ле"
    )
    assert (script.language, script.finish) == ("ru", "film")
    music, first, pause, last, song = script.events
    assert music == Music(file="bed.ogg", level=-9)
    assert pause == Pause(seconds=2) and song == Sing(lyrics="Во по-ле", notes="A4 G4/2")
    assert [e.line for e in script.events] == [2, 4, 7, 9, 11]
    assert isinstance(first, Say) and isinstance(last, Say)
    marked = split_marks(first.text)
    assert marked.text == "[m1] Здравствуйте. Посмотрите [m2] сюда.[m3]"
    smile, look = marked.inlines
    assert (smile.event, smile.start, smile.stop) == (Express(expression="smile"), "m1", "m3")
    assert look.event == Look(toward="left", seconds=1.5)
    assert last.text == "[улыбка]И туда [/улыбка]."
    assert read_script(write_script(script)) == script


def test_marks_of_the_voice_stay_in_the_text() -> None:
    assert set(VOICE_MARKS) == {"pause", *voice_marks.MANNERS, *voice_marks.NUMBERS}
    assert VOICE_RUSSIAN == voice_marks.RUSSIAN
    text = "A [slow]b[/slow] [тихо]c[/тихо] [rate 0.8]d[/rate] \\[e\\]"
    marked = split_marks(text)
    assert marked.text == "A [slow]b[/slow] [quiet]c[/quiet] [rate 0.8]d[/rate] \\[e\\]"
    assert not marked.inlines and not marked.wrongs


@pytest.mark.parametrize("whole", [WHOLE, MARKED], ids=["JSON", "marks"])
def test_random_changes_never_crash(whole: str) -> None:
    draw = random.Random(5)
    signs = '{}[]",:0123456789.-eE+ \n\\nulltrefasé[smile][/look' + "\u0301\x00\ud800"
    fine = 0
    for _ in range(1200):
        text = list(whole)
        for _ in range(draw.randint(1, 4)):
            at = draw.randrange(len(text))
            text[at : at + draw.choice((0, 1, 1, 5))] = draw.choice(("", draw.choice(signs)))
        try:
            again = read_script("".join(text))
            assert read_script(write_script(again)) == again
            fine += 1
        except ScriptRefused as error:
            assert "ine " in error.for_people.en
    assert 80 < fine < 1120


def test_the_schema_on_disk_is_the_schema_of_the_code() -> None:
    kept = json.loads((ROOT / "docs" / "script.schema.json").read_text())
    assert kept == script_schema()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_canonical_scripts(path: Path) -> None:
    script = read_script(path.read_text())
    assert isinstance(script, Script)
    assert read_script(write_script(script)) == script


def test_the_documents_examples_say_the_same_in_both_ways() -> None:
    told = (ROOT / "docs" / "script.md").read_text()
    (as_json,) = re.findall(r"```json\n(.*?)```", told, re.S)
    marked = re.findall(r"```\n(\[.*?)```", told, re.S)
    assert len(marked) == 2
    script = read_script(as_json)
    assert read_script(marked[1]).finish == script.finish == "photograph"
    assert [e.kind for e in read_script(marked[1]).events] == ["camera", "say", "pause", "sing",
                                                               "say"]  # fmt: skip
    assert {e.kind for e in read_script(marked[0]).events} == {"camera", "pause", "say"}
    folder = ROOT / "docs" / "examples"
    assert read_script((folder / "dutch.txt").read_text()) == read_script(
        (folder / "dutch.json").read_text()
    )


def test_every_event_and_setting_is_in_the_document() -> None:
    told = (ROOT / "docs" / "script.md").read_text()
    names = {*KINDS, *told_fields(Script), *EXPRESSIONS, *DIRECTIONS, *GESTURES}
    names |= {name for kind in KINDS.values() for name in told_fields(kind)}
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", told)) == []


def test_whose_event_it_is() -> None:
    text = """[member 2] Hello. [smile]

[sing birch.musicxml part=2 id=low]

[nod member=1] [camera pull back]

[участник 1]

Bye."""
    hello, song, nod, camera, bye = read_script(text).events
    assert (hello.member, song.member, nod.member, bye.member) == (2, 2, 1, 1)
    assert (song.melody, song.part, song.id, hello.text) == (
        "birch.musicxml", 2, "low", "Hello. [smile]")  # fmt: skip
    assert not hasattr(camera, "member")
    assert read_script(write_script(read_script(text))) == read_script(text)
    for wrong, told in {
        "[member 5] Hi": "a whole number from 1 to 4",
        "[member 1] Hi [member 2] you": "one [member] a paragraph",
        '{"version": 1, "events": [{"camera": "push in", "member": 1}]}': "no such field",
    }.items():
        with pytest.raises(ScriptRefused, match=re.escape(told)):
            read_script(wrong)

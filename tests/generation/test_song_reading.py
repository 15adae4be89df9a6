"""Melodies are read note by note, and refused with the place that is wrong."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from music21 import note, stream, tempo

from generation.errors import MelodyRefused
from generation.song.reading import MOST_BYTES, read_melody


@pytest.fixture(scope="module")
def score() -> stream.Score:
    """Return three notes at 60 beats a minute, two syllables and one held."""
    part = stream.Part()
    part.append(tempo.MetronomeMark(number=60))
    for name, syllable in (("C4", "la"), ("D4", "lo"), ("E4", "")):
        sung = note.Note(name, quarterLength=1)
        if syllable:
            sung.lyric = syllable
        part.append(sung)
    whole = stream.Score()
    whole.append(part)
    return whole


def test_one_line_of_abc() -> None:
    (part,) = read_melody("K:G Q:1/4=90 G A B/2A/2 G- | G2 z D w: За-го-ре-лась_ за").parts
    assert [round(n.pitch) for n in part.notes] == [67, 69, 71, 69, 67, 62]
    assert part.words == ("Загорелась", "за")
    beat = 60 / 90
    assert part.notes[4].seconds == pytest.approx(3 * beat)  # tied over the bar
    assert part.notes[5].start == pytest.approx(7 * beat)  # after the rest


def test_language_is_found_from_the_words() -> None:
    assert read_melody("K:C C w: ля").language == "ru"
    assert read_melody("K:C C w: la").language == "en"


def test_musicxml_and_midi_agree(score: stream.Score, tmp_path: Path) -> None:
    xml = Path(score.write("musicxml", tmp_path / "a.musicxml")).read_bytes()
    midi = Path(score.write("midi", tmp_path / "a.mid")).read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("score.xml", xml)
    from_xml = read_melody(xml)
    assert from_xml == read_melody(packed.getvalue())
    assert [(n.start, n.pitch) for n in from_xml.parts[0].notes] == [(0, 60), (1, 62), (2, 64)]
    assert [n.syllable for n in from_xml.parts[0].notes] == ["la", "lo", ""]
    assert read_melody(midi, "la lo _").parts[0].notes == from_xml.parts[0].notes


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("K:C z z", "no notes"),
        ("K:C C D E", "no words"),
        ("K:C C D E w: la la", "3 notes and 2 syllables"),
        ("K:C [CEG] w: la", "two notes sound at once"),
        ("<a/>", "cannot be read"),
        (b"PK\x03\x04damaged", "damaged"),
        (b"\xff\xfe\x00", "not MusicXML"),
        (b"MThd123", "cannot be read"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><score-partwise/>", "ENTITY"),
        (b"C" * (MOST_BYTES + 1), "larger"),
        ("K:C Q:1/4=1 " + "C4 " * 9 + "w: " + "la " * 9, "lasts"),
    ],
)
def test_refusals_say_what_is_wrong(data: bytes | str, word: str) -> None:
    with pytest.raises(MelodyRefused) as refused:
        read_melody(data)
    assert word in refused.value.for_people.en
    assert refused.value.for_people.ru


def test_a_packed_score_may_not_grow(score: stream.Score) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("score.xml", b" " * (MOST_BYTES + 10))
    with pytest.raises(MelodyRefused, match="larger"):
        read_melody(bomb.getvalue())


def test_a_second_part_sings_the_words_of_the_first() -> None:
    tune = "X:1\nL:1/4\nK:C\nV:1\nC D E\nV:2\nE F G\nw: ля ля ля"
    first, second = read_melody(tune).parts
    assert first.words == second.words == ("ля", "ля", "ля")
    assert [n.pitch for n in second.notes] == [64, 65, 67]

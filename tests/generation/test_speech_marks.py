"""A curator's text becomes pieces; what cannot be said is refused with the reason."""

from __future__ import annotations

import pytest

from generation.errors import TextRefused
from generation.speech.marks import LONGEST, read_utterance
from generation.speech.model import Mark, Pause, Piece, Text
from generation.speech.takes import takes


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Добрый день", (Text("Добрый день"),)),
        ("a [pause 0.8] b", (Text("a "), Pause(0.8), Text(" b"))),
        ("а [пауза 1,5] б", (Text("а "), Pause(1.5), Text(" б"))),
        ("a [pause] b", (Text("a "), Pause(0.5), Text(" b"))),
        ("so *very* old", (Text("so "), Text("very", emphasis=True), Text(" old"))),
        ("[slow]a[/slow] b", (Text("a", rate=0.75), Text(" b"))),
        ("[медленно]а[/медленно]", (Text("а", rate=0.75),)),
        ("[loud]a [high]b[/high][/loud]",
         (Text("a ", loudness=6), Text("b", loudness=6, pitch=3))),
        ("[pitch -2]a[/pitch]", (Text("a", pitch=-2),)),
        ("[pitch −2]a", (Text("a", pitch=-2),)),
        ("[rising]really[/rising]", (Text("really", intonation="rising"),)),
        ("[quiet]a\n\nb", (Text("a", loudness=-8), Text("\n\nb"))),
        ("Hi [look left] you", (Text("Hi "), Mark("look left"), Text(" you"))),
        (r"a \[b\] \*c\*", (Text("a [b] *c*"),)),
        ("за\u0301мок", (Text("за\u0301мок"),)),
    ],
)  # fmt: skip
def test_marks_are_understood(text: str, pieces: tuple[Piece, ...]) -> None:
    assert read_utterance(text, "ru").pieces == pieces


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("", "ru", "nothing to say"),
        (" \n ", "ru", "nothing to say"),
        ("[smile] [pause 2] …", "ru", "nothing to say"),
        ("a" * (LONGEST + 1), "en", "20001 characters; 20000 are allowed"),
        ("hello 漢字", "en", "“漢字”"),
        ("γειά", "ru", "write Russian or English"),
        ("bonjour", "fr", "no language 'fr'"),
        ("[pause long] a", "en", "[pause long] needs a number from 0 to 30"),
        ("[rate 9] a", "en", "needs a number from 0.4 to 2.5"),
        ("a[/slow]", "en", "closes nothing"),
    ],
)
def test_what_cannot_be_said_is_refused(text: str, language: str, reason: str) -> None:
    with pytest.raises(TextRefused) as caught:
        read_utterance(text, language)
    assert reason in caught.value.for_people.en
    assert caught.value.for_people.ru != caught.value.for_people.en


def test_marks_are_counted() -> None:
    assert read_utterance("[smile] a [smile] b", "en").marks == ("smile#0", "smile#1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("в 1503 г. во Франции. Да", ["в 1503 г. во Франции.", "Да"]),
        ("Mr. Fox came. Hello", ["Mr. Fox came.", "Hello"]),
        ("one [pause 1] two", ["one", "two"]),
        ("one [rising]two[/rising] three", ["one", "two", "three"]),
        ("«*Очень*», — да", ["«Очень», — да"]),
        ("one\n\ntwo", ["one", "two"]),
    ],
)
def test_a_text_is_cut_where_a_speaker_would_stop(text: str, said: list[str]) -> None:
    cut = takes(read_utterance(text, "ru"))
    assert [" ".join(token.shown for token in take.tokens) for take in cut] == said


def test_emphasis_covers_its_word_and_its_comma() -> None:
    (take,) = takes(read_utterance("so (*very*), old", "en"))
    assert [(t.text, t.manner.emphasis) for t in take.tokens] == [
        ("so", False), ("(very),", True), ("old", False),
    ]  # fmt: skip

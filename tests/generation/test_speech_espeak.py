"""The embedded voice: what it says, where the stress lies, when, how high, how loud."""

from __future__ import annotations

import threading
from itertools import pairwise

import numpy as np
import pytest

from generation.errors import OptionsRefused
from generation.sound.level import loudness
from generation.sound.resample import HOUSE_RATE, mono, resampled
from generation.speech.espeak import phonemes
from generation.speech.espeak_voice import SPEAKERS, EspeakOptions, EspeakVoice
from generation.speech.marks import read_utterance
from generation.speech.model import Spoken
from generation.speech.stress import restressed, stressed_index
from generation.speech.voices import open_voice
from generation.types import Sound

TABLE = {"default": {"ENGINE": "espeak", "OPTIONS": {}}}


def said(text: str, language: str = "ru", **options: object) -> Spoken:
    return EspeakVoice(EspeakOptions(**options)).speak(read_utterance(text, language))  # type: ignore[arg-type]


def pitch(sound: Sound, start: float = 0.0, end: float | None = None) -> float:
    """The median fundamental in Hz, by autocorrelation of 60 ms.

    It is divided by the window's own (Boersma 1993): without that a deep voice's third
    harmonic sometimes won.
    """
    hann = np.hanning(962)[1:-1]
    own = np.correlate(hann, hann, "full")[959:]
    samples = mono(resampled(sound, 16_000)).astype(np.float64)
    samples = samples[int(start * 16_000) : None if end is None else int(end * 16_000)]
    found = []
    for at in range(0, len(samples) - 960, 320):
        window = samples[at : at + 960] * hann
        same = np.correlate(window, window, "full")[959:] / own * own[0]
        lag = 40 + int(same[40:260].argmax())
        if same[0] > 1e-2 and same[lag] > 0.5 * same[0]:
            found.append(16_000 / lag)
    return float(np.median(found))


def level(sound: Sound, start: float, end: float) -> float:
    part = sound.samples[int(start * sound.rate) : int(end * sound.rate)]
    return float(10 * np.log10(np.square(part, dtype=np.float64).mean() + 1e-12))


@pytest.mark.parametrize(
    ("first", "second", "vowels"),
    [
        ("за\u0301мок", "замо\u0301к", (("ɑ", 0), ("o", 1))),
        ("му\u0301ка", "мука\u0301", (("u", 0), ("ɑ", 1))),
        ("о\u0301рган", "орга\u0301н", (("o", 0), ("ɑ", 1))),
        ("бе\u0301рега", "берега\u0301", (("e", 0), ("ɑ", 2))),
    ],
)
def test_a_stress_mark_moves_the_stress(
    first: str, second: str, vowels: tuple[tuple[str, int], ...]
) -> None:
    for word, (vowel, place) in zip((first, second), vowels, strict=True):
        sounds = [p for p in said(word).phones if p.ipa[0] in "aɑʌeɛiɪyouɵ"]
        stressed = [(p.ipa[0], at) for at, p in enumerate(sounds) if p.stressed]
        assert stressed == [(vowel, place)], word
        assert said(word).words[0].text == word.replace("\u0301", "")


@pytest.mark.parametrize(
    "around", ["«{}»,", "({})", "„{}“ —", "'{}'", "кое-{}", "ЗА-{}", "…{}", "{}—{}", "*{}*!"]
)
def test_a_marked_word_is_said_whatever_stands_around_it(around: str) -> None:
    text = around.replace("{}", "за\u0301мок")
    assert "zɑmʌk" in "".join(p.ipa for p in said(text).phones)


@pytest.mark.parametrize(
    ("word", "mnemonics"),
    [
        ("за\u0301мок", "z'AmVk"),
        ("города\u0301", "gVrVd'A"),
        ("плачу\u0301", "platS;'u"),
        ("белки\u0301", "b;ilk;'I"),
        ("хло\u0301пок", "xl'opVk"),
        ("стрелки\u0301", "st@-r;ilk;'I"),
    ],
)
def test_vowels_are_reduced_around_the_new_stress(word: str, mnemonics: str) -> None:
    plain, index = word.replace("\u0301", ""), stressed_index(word)
    assert index is not None
    assert restressed(plain, phonemes(plain, "ru"), index) == mnemonics


def test_moving_a_stress_to_where_it_was_changes_nothing() -> None:
    words = {"красота": 2, "художник": 1, "картина": 1, "королева": 2, "живопись": 0, "музей": 1}
    for word, index in words.items():
        told = phonemes(word, "ru")
        assert restressed(word, told, index) == told


def test_english_stress_too() -> None:
    early, late = said("co\u0301ntent", "en"), said("conte\u0301nt", "en")
    assert [p.ipa for p in early.phones if p.stressed] == ["ɑː"]
    assert [p.ipa for p in late.phones if p.stressed] == ["ɛ"]
    assert said("café", "en").phones[-1].stressed


def test_words_phones_and_marks_lie_on_one_clock() -> None:
    spoken = said("Добрый [smile] вечер. [look] Я ждала! [pause 1.5] [nod] Вас. [end]")
    assert [w.text for w in spoken.words] == ["Добрый", "вечер.", "Я", "ждала!", "Вас."]
    assert all(p.end > p.start for p in spoken.phones)
    assert all(a.end <= b.start + 1e-6 for a, b in pairwise(spoken.phones))
    starts = {word.text: word.start for word in spoken.words}
    marks = spoken.marks
    assert marks["smile#0"] == pytest.approx(starts["вечер."], abs=0.01)
    assert marks["look#1"] == pytest.approx(starts["Я"], abs=0.1)
    assert marks["nod#2"] == pytest.approx(starts["Вас."], abs=0.1)
    assert marks["end#3"] <= spoken.sound.seconds
    pause = starts["Вас."] - next(w.end for w in spoken.words if w.text == "ждала!")
    assert 1.45 < pause < 1.65
    quiet = level(spoken.sound, starts["Вас."] - 1.2, starts["Вас."] - 0.3)
    assert quiet < -60


def test_words_run_together_still_have_times() -> None:
    words = said("I have been waiting for you.", "en").words
    assert [w.text for w in words] == ["I", "have", "been", "waiting", "for", "you."]
    assert all(w.end > w.start for w in words)


def test_manner_is_heard() -> None:
    plain = said("картина висит в музее")
    length = plain.words[-1].end
    assert said("[slow]картина висит в музее[/slow]").words[-1].end > 1.15 * length
    assert said("[fast]картина висит в музее[/fast]").words[-1].end < 0.85 * length
    high = pitch(said("[pitch +4]картина висит в музее").sound)
    assert 12 * np.log2(high / pitch(plain.sound)) == pytest.approx(4, abs=1)
    both = said("картина висит [quiet]картина висит[/quiet] [loud]картина висит[/loud]")
    spans = [(both.words[i].start, both.words[i + 1].end) for i in (0, 2, 4)]
    usual, quiet, loud = (level(both.sound, *span) for span in spans)
    assert quiet - usual == pytest.approx(-8, abs=2)
    assert loud - usual == pytest.approx(6, abs=2)


def test_emphasis_is_slower_higher_and_louder() -> None:
    plain, strong = said("это очень старая картина"), said("это *очень* старая картина")
    before, after = plain.words[1], strong.words[1]
    assert after.end - after.start > 1.08 * (before.end - before.start)
    assert pitch(strong.sound, after.start, after.end) > 1.05 * pitch(
        plain.sound, before.start, before.end
    )
    gain = level(strong.sound, after.start, after.end) - level(
        strong.sound, strong.words[2].start, strong.words[2].end
    )
    was = level(plain.sound, before.start, before.end) - level(
        plain.sound, plain.words[2].start, plain.words[2].end
    )
    assert gain - was > 1.5


def test_rising_and_falling_end_differently() -> None:
    tail = []
    for tune in ("rising", "falling"):
        spoken = said(f"[{tune}]это картина[/{tune}]")
        vowel = next(p for p in spoken.phones if p.stressed and p.ipa == "i")
        tail.append(pitch(spoken.sound, vowel.start - 0.05, vowel.end + 0.12))
    assert tail[0] > 1.1 * tail[1]


def test_levelled_unless_a_whisper_was_asked_for() -> None:
    assert loudness(said("картина висит в музее").sound) == pytest.approx(-23, abs=0.3)
    assert loudness(said("[quiet]картина висит в музее").sound) == pytest.approx(-31, abs=0.5)
    assert said("картина").sound.rate == HOUSE_RATE


def test_speakers_differ_and_their_manner_does_not_leak() -> None:
    heights = {name: pitch(said("картина висит в музее", speaker=name).sound) for name in SPEAKERS}
    assert heights["woman"] > 1.5 * heights["man"]
    assert len({round(h) for h in heights.values()}) >= 5
    said("[loud][pitch 6]картина висит[/pitch][/loud]")
    again = pitch(said("картина висит в музее").sound)
    assert again == pytest.approx(heights["man"], rel=0.02)


def test_foreign_words_numbers_and_brackets_are_survived() -> None:
    spoken = said("Mona Lisa, 1503 год. \\[[zamok]\\] <b> & \x01 90P")
    assert [w.text for w in spoken.words][:3] == ["Mona", "Lisa,", "1503"]


def test_ten_minutes_of_text() -> None:
    """Thirteen hundred words a sitter would need ten minutes for; said fast to spare the test."""
    spoken = said("Мой художник любил воду, горы и тихий свет. " * 170, rate=3.0)
    assert len(spoken.words) == 170 * 8
    assert spoken.words[-1].text == "свет."
    assert spoken.words[-1].end == pytest.approx(spoken.sound.seconds, abs=0.2)


def test_voices_take_turns() -> None:
    # espeak's own times differ by a millisecond from call to call; its words must not.
    wanted = {"ru": {"kartʲina"}, "en": {"peɪntɪŋ"}}
    got: dict[str, set[str]] = {"ru": set(), "en": set()}

    def speak(text: str, language: str) -> None:
        for _ in range(4):
            got[language].add("".join(p.ipa for p in said(text, language).phones))

    threads = [
        threading.Thread(target=speak, args=pair)
        for pair in (("картина", "ru"), ("painting", "en"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == wanted


def test_the_table_opens_voices_and_names_what_it_does_not_know() -> None:
    assert isinstance(open_voice(TABLE), EspeakVoice)
    for args, reason in (
        ((TABLE, "alto"), "no voice 'alto'"),
        ((TABLE, "default", {"speaker": "nobody"}), "no speaker 'nobody'"),
        ((TABLE, "default", {"speed": 2}), "no option speed"),
        ((TABLE, "default", {"pitch": 40}), "pitch must be"),
        (({"default": {"ENGINE": "gramophone"}},), "no voice called 'gramophone'"),
    ):
        with pytest.raises(OptionsRefused, match=reason):
            open_voice(*args)  # type: ignore[arg-type]

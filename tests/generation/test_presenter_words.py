"""Lines, pages, letters: what is set, where it breaks, which font draws it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from generation.presenter.captions import paged, spoken_in, web_vtt
from generation.presenter.lettering import Style, lettered, width_of
from generation.presenter.poster import poster_timeline
from generation.presenter.show import said_at
from generation.presenter.typography import broken, pages, typeset
from generation.types import Caption

LONG = (
    "Имени моего никто не записал. Художник писал не портрет, а лицо и свет, и этого довольно, "
    "чтобы вы остановились и посмотрели на меня подольше, чем на других в этом зале."
)


def plain(lines: list[str]) -> list[str]:
    return [line.replace("\u00a0", " ") for line in lines]


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("Woman in a Gold Diadem", 30, ["Woman in a Gold Diadem"]),
        # Even lines, not one long and a widow.
        ("one two three four five", 20, ["one two three", "four five"]),
        # A preposition stays with its word.
        ("Женщина в золотой диадеме", 10, ["Женщина", "в золотой", "диадеме"]),
        # A word wider than the room has its own line.
        ("a Donaudampfschifffahrt b", 10, ["a", "Donaudampfschifffahrt", "b"]),
        ("", 10, [""]),
    ],
)
def test_lines_are_few_and_even(text, room, lines) -> None:
    assert plain(broken(text, len, room)) == lines


def test_pages_hold_two_lines_and_part_where_speech_pauses() -> None:
    cut = pages(LONG, len, 42)
    assert all(len(page) <= 2 and all(len(line) <= 42 for line in page) for page in cut)
    assert " ".join(word for page in cut for word in page) == typeset(LONG)
    assert all(page[-1][-1] in ".," for page in cut[:1] + cut[-1:])
    assert all(" " in line.replace("\u00a0", " ") for line in cut[-1])


def test_ten_minutes_of_text_are_cut_at_once() -> None:
    cut = pages(" ".join([LONG] * 60), len, 42)
    assert all(len(page) <= 2 for page in cut) and 140 < len(cut) < 260


def test_a_long_caption_shares_its_time_out() -> None:
    one = Caption(2.0, 12.0, LONG, "ru")
    cut = paged((one,), lambda text: ["\n".join(p) for p in pages(text, len, 42)])
    assert cut[0].start == 2.0 and cut[-1].end == pytest.approx(12.0)
    assert all(a.end == b.start for a, b in pairwise(cut))
    rates = [len(c.text) / (c.end - c.start) for c in cut]
    assert max(rates) / min(rates) < 1.01
    assert web_vtt((one,)).count("-->") == len(cut) == 3


def test_captions_of_one_moment_share_two_lines() -> None:
    one, two = Caption(0, 9, "Песня", "ru"), Caption(2, 4, "Во поле берёза", "ru")
    long = Caption(5, 8, "Во поле\nкудрявая", "ru")
    said = (one, two, long)
    assert said_at(said, 1) == "Песня" and said_at(said, 3) == "Песня\nВо поле берёза"
    assert said_at(said, 6) == "Во поле\nкудрявая" and said_at(said, 9) == ""


def test_captions_in_the_layouts_language_or_all() -> None:
    ru, en = Caption(0, 1, "да", "ru"), Caption(0, 1, "yes", "en")
    assert spoken_in((ru, en), "en") == (en,)
    assert spoken_in((ru,), "en") == (ru,)


@pytest.mark.parametrize("family", ["serif", "sans"])
@pytest.mark.parametrize("text", ["Ёлка", "Ґанок", "Қазақ", "Œuvre", "Łódź", "№ 5", "“Ruff”", "₽"])
def test_every_letter_has_a_shape(family, text) -> None:
    """A missing glyph is drawn as a box, the same for every letter."""
    style = Style(family, 40)
    missing = lettered("\ue000", style).alpha
    for letter in set(text) - {" "}:
        alpha = lettered(letter, style).alpha
        assert alpha.max() > 200
        assert alpha.shape != missing.shape or not np.array_equal(alpha, missing)


def test_letters_are_as_wide_as_measured_and_stand_on_the_line() -> None:
    style = Style("serif", 60)
    letters = lettered("Дама в шляпе", style)
    columns, rows = np.flatnonzero(letters.alpha.any(0)), np.flatnonzero(letters.alpha.any(1))
    assert abs(columns[-1] - columns[0] - width_of("Дама в шляпе", style)) < 8
    assert abs(columns[0] + letters.left) < 5
    # Д and ц reach below the baseline, nothing much else.
    below = letters.alpha[-letters.top + 2 :].astype(float).sum()
    assert 0 < below < 0.2 * letters.alpha.astype(float).sum()
    assert rows[0] + letters.top < -35
    assert lettered("n", style, 3).alpha.astype(int).sum() > 1.3 * lettered("n", style).alpha.sum()


def test_a_posters_life_begins_and_ends_at_rest() -> None:
    life = poster_timeline(6.0).tracks["life"]
    assert len(life) == 600 and life[0] == life[-1] == life[-68] == 0
    assert life[200:400].min() == 1 and np.abs(np.diff(life)).max() < 0.02

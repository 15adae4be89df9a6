"""What would be refused when a script is compiled is refused while it is written."""

from __future__ import annotations

import pytest

from generation.directing.checking import check_script
from generation.errors import ScriptRefused
from generation.script.reading import read_script

FINE = "[smile] Это за́мок. [pause 0.5] Смотрите [camera медленный наезд на лицо] сюда."


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Раз.\n\n[camera облети сзади]\nДва.", 3, "far side"),
        ("Раз.\n\nДва [camera облети сзади] три.", 3, "far side"),
        ("Hello [pause soon] there.", 1, "pause"),
        ('{"version": 1, "events": [\n{"sing": "la la", "notes": "K:C C"}]}', 2, "syllables"),
    ],
)
def test_refusals_point_at_the_line(text: str, line: int, said: str) -> None:
    with pytest.raises(ScriptRefused) as refused:
        check_script(read_script(text))
    assert f"line {line}" in refused.value.for_people.en
    assert said in refused.value.for_people.en


def test_a_good_script_passes() -> None:
    check_script(read_script(FINE))

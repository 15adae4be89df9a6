"""No-break spaces where Russian typography wants them."""

from __future__ import annotations

import pytest

from generation import typeset


@pytest.mark.parametrize(
    ("plain", "set_well"),
    [
        ("Девушка с серёжкой", "Девушка с·серёжкой"),
        ("Коснитесь картины — и она ответит", "Коснитесь картины·— и·она ответит"),
        ("и в саду", "и·в·саду"),
        ("44,5 × 39 см", "44,5·×·39·см"),
        ("Touch it — in time", "Touch it·— in time"),
        ("из-за моря", "из-за моря"),
        ("Она", "Она"),
    ],
)
def test_typeset(plain: str, set_well: str) -> None:
    assert typeset(plain).replace("\u00a0", "·") == set_well

"""Which step may follow which, and with which work a chain may begin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from exhibits.catalogue.models import Artwork
from exhibits.chains.rules import KINDS, MOST_STEPS, may_begin, plan_refused
from generation import TASK_NAMES

T2I, T2V, I2V = "text-to-image", "text-to-video", "image-to-video"
TABLE: list[tuple[str, list[str], bool]] = [
    ("words", [T2I], True),
    ("words", [T2V], True),
    ("words", [T2I, I2V, "finish", "clip"], True),
    ("words", [T2I, "upscaling", "inpainting", I2V], True),
    ("words", [T2V, "finish", "finish"], True),
    ("picture", [I2V, "clip"], True),
    ("picture", ["inpainting", "upscaling"], True),
    ("words", [], False),
    ("words", [I2V], False),
    ("words", ["finish"], False),
    ("picture", [T2I], False),
    ("picture", [T2V], False),
    ("picture", ["clip"], False),
    ("words", [T2I, "finish"], False),
    ("words", [T2V, "upscaling"], False),
    ("words", [T2V, "clip", "finish"], False),
    ("words", [T2I, T2I], False),
    ("words", [T2I, "dance"], False),
    ("words", [T2I, *["upscaling"] * MOST_STEPS], False),
]


@pytest.mark.parametrize(("begins", "kinds", "may"), TABLE)
def test_what_may_follow_what(begins: Any, kinds: list[str], may: bool) -> None:
    refused = plan_refused(kinds, begins)
    assert (refused is None) is may
    if refused:
        assert refused.ru and refused.en and "{" not in refused.ru + refused.en


def test_every_kind_has_its_words() -> None:
    assert KINDS.keys() == TASK_NAMES.keys()


@pytest.mark.parametrize(
    ("answer", "decided", "days", "may"),
    [
        ("yes", True, None, True), ("yes", True, 3, True), ("yes", True, -1, False),
        ("still", True, None, False), ("no", True, None, False), ("no", False, None, False),
        ("still", False, None, True), ("yes", False, None, True),
    ],
)  # fmt: skip
def test_which_work_may_begin(answer: str, decided: bool, days: int | None, may: bool) -> None:
    work = Artwork(may_move=answer)
    if decided:
        work.may_move_decided_by, work.may_move_reason = User(pk=1), "For a test."
        work.may_move_decided_at = timezone.now()
    if days is not None:
        work.may_move_until = timezone.localdate() + timedelta(days=days)
    assert (may_begin(work) is None) is may
    assert may_begin(None) is None

"""Visitors see a stand-in where an engine fails; who judges a version is told that it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from exhibits.portraits.models import LivingPortrait, Version
from exhibits.portraits.performing import open_performer, open_trial, timeline_of
from exhibits.portraits.snapshot import save_version
from exhibits.streaming.access import OnStage
from exhibits.streaming.running import Running, Studio
from generation.errors import WeightsMissing
from generation.live.hub import Hub
from generation.live.understudy import Understudied
from generation.media.yuv import empty_planes
from generation.types import NO_CUE
from tests.exhibits.clips import curator, version

__all__ = ["curator", "version"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.fixture
def neural(version: Version, curator: User, settings: Any, tmp_path: Path) -> Version:
    """A version of an engine whose weights are not here."""
    absent = {"ENGINE": "liveportrait", "OPTIONS": {"weights": str(tmp_path), "device": "cpu"}}
    settings.GENERATION = {**settings.GENERATION, "neural": absent}
    LivingPortrait.objects.update(engine="neural")
    return save_version(version.portrait, curator)


def opened(looks: Version | LivingPortrait, place: str) -> Any:
    studio = Studio(open_performer, timeline_of, open_trial=open_trial)
    running = Running(Hub(10, lambda: 1), lambda: None, studio)
    return running._open(OnStage(looks, place=place), looks)


def test_a_screen_gets_a_picture_and_an_expert_the_reason(neural: Version) -> None:
    performer = opened(neural, "web")
    assert isinstance(performer, Understudied)
    out = empty_planes(*performer.size)
    performer.frame(0.0, NO_CUE, out)
    standing = performer.standing
    assert out.y.mean() > 40 and standing and standing.who == "rig"
    assert "models add" in standing.why.en
    with pytest.raises(WeightsMissing, match="models add"):
        opened(neural, "")
    with pytest.raises(WeightsMissing):
        opened(LivingPortrait.objects.get(), "")

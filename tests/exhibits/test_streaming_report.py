"""What whoever looks after the house sees of its stages: cost, room, who stands in for whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from exhibits.admin import stages as page
from exhibits.models import Version
from exhibits.streaming.access import OnStage
from exhibits.streaming.report import House, StageReport
from exhibits.streaming.running import Studio
from exhibits.streaming.stages import Limits, Stages, houses
from generation import Held, Spent, Words
from generation.devices.memory import Memory
from generation.live.understudy import Understudied
from tests.exhibits.test_streaming_session import HELLO, LABEL, SHORT, Visit
from tests.performers import Breaking, Patches

pytestmark = pytest.mark.django_db


def open_performer(portrait: object) -> Understudied:
    """Return a lead that breaks at its third frame, and a still picture for it."""
    return Understudied([("liveportrait", lambda: Breaking(3))], Patches((96, 128)))


@pytest.fixture
async def stages(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stages]:
    shown = OnStage(Version(engine="face"), label=LABEL)
    monkeypatch.setattr("tests.exhibits.test_streaming_session.ON_STAGE", shown)
    found = Stages(Studio(open_performer, lambda answer: SHORT), Limits(30, 8.0, 1))
    yield found
    for guide in list(found._guides):
        guide.cancel()


async def test_a_stage_tells_its_engine_its_cost_and_who_stands_in(stages: Stages) -> None:
    assert stages.report().stages == ()
    visit = Visit(stages)
    visit.say(HELLO)
    await visit.until(lambda: stages.report().stages and stages.report().stages[0].stand_in)
    house = stages.report()
    (stage,) = house.stages
    assert (stage.kind, stage.what, stage.engine) == ("work", "w", "face")
    assert (stage.state, stage.viewers, stage.device) == ("live", 1, "cpu") and stage.ails
    assert stage.stand_in == "painting" and stage.failure and stage.failure.ru
    assert stage.frames >= 1 and house.more > 0 and house.devices == ()


FAILED = Words("Устройство cuda:0 перестало отвечать.", "The device cuda:0 stopped answering.")
GIGA = 2**30
BUSY = House(
    stages=(
        StageReport("work", "lady", "lp", "live", "", 3, Spent(1.2, 4.5, 13.9), 30, "cuda:0", None),
        StageReport("kiosk", "dog", "lp", "live", "rig", 1, None, 0, "cpu", FAILED),
        StageReport("private", "", "default", "resting", "", 1, Spent(3, 5), 12, "cpu", FAILED),
    ),
    more=1,
    devices=(Held("cuda:0", Memory(24 * GIGA, 9 * GIGA)), Held("cuda:1", None)),
)  # fmt: skip


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("exhibits.admin.stages", "exhibits.admin.today", "exhibits.healthz"):
        monkeypatch.setattr(f"{module}.houses", lambda: (BUSY,))


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_office_sees_cost_room_and_failures(
    client: Client, admin_user: User, language: str
) -> None:
    client.force_login(admin_user)
    client.cookies["django_language"] = language
    told = client.get(reverse("stages")).content.decode()
    for known in ("1.2 / 4.5 / 13.9", "lady", "cuda:0", "24.0", getattr(FAILED, language)):
        assert known in told.replace("24,0", "24.0")
    assert {"ru": "поместится ещё 1", "en": "1 more fit"}[language] in told
    first = client.get(reverse("admin:index")).content.decode()
    assert reverse("stages") in first and getattr(page.AILING, language) in first


@pytest.mark.usefixtures("busy")
def test_watchers_hear_how_many_ail_and_the_house_stands(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["stages"] == {
        "running": 3, "more": 1, "ailing": 2, "devices": ["cuda:0", "cuda:1"],
    }  # fmt: skip


def test_who_may_not_see_screens_sees_no_stages(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("guard", is_staff=True))
    assert client.get(reverse("stages")).status_code == 403


def test_nothing_runs_where_no_socket_is_served() -> None:
    assert houses() == ()

"""The chain of the papers, Flux → Kling, through the real queue and real servers of ours."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.test import Client

from exhibits.chains import actions
from exhibits.chains.models import ChainRun
from exhibits.jobs.actions import try_again
from exhibits.models import Spending
from tests.exhibits.chains import curator, engines, labour, step
from tests.generation.fake_bfl import FakeBfl, delivered, fake_bfl, png
from tests.generation.fake_kling import FakeKling, fake_kling, fault
from tests.generation.paid import Clock, Said, outside

__all__ = ["curator", "engines"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)

FLUX = step("text-to-image", "flux", prompt="a boat", size=[320, 320])
KLING = step("image-to-video", "kling", prompt="it sails", seconds=5)
AGREED = {"USD": 0.53}


class Services(NamedTuple):
    """Both, as real servers."""

    bfl: FakeBfl
    kling: FakeKling


@pytest.fixture
def services(settings: Any, engines: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    settings.SPENDING_CAP_USD, settings.PUBLIC_URL = 1, ""
    settings.GENERATION = settings.GENERATION | {
        "flux": {"ENGINE": "bfl", "OPTIONS": {}},
        "kling": {"ENGINE": "kling", "OPTIONS": {}},
    }
    with fake_bfl() as bfl, fake_kling(units="3.5", now=time.time) as kling:
        bfl.delivery = [delivered(png((320, 320))) for _ in range(9)]
        for name, fake in (("bfl", bfl), ("kling", kling)):
            world = replace(outside(fake.server.url, Clock(), read=0.2), now=time.time)
            monkeypatch.setattr(f"generation.engines.{name}.Outside", lambda world=world: world)
        yield Services(bfl, kling)


def begun(user: User) -> ChainRun:
    told = {"name": "Boat", "steps": [FLUX, KLING], "agreed": AGREED}
    run = actions.begin(told, user)
    labour()
    return run


def spent() -> dict[str, tuple[str, Decimal | None]]:
    return {row.service: (row.state, row.actual) for row in Spending.objects.all()}


def test_flux_then_kling_each_paid_once(
    services: Services, curator: User, tmp_path: Path, client: Client
) -> None:
    run = begun(curator)
    flux, kling = run.line()
    assert flux.done and kling.done, kling.job and kling.job.failure_en
    assert len(services.bfl.orders) == len(services.kling.tasks) == 1
    paid = {
        "Black Forest Labs": ("settled", Decimal("0.04")),
        "Kling": ("settled", Decimal("0.49")),
    }
    assert spent() == paid
    assert kling.told["cost"] == {"amount": 0.49, "currency": "USD"}
    assert kling.told["parameters"]["model_name"] == "kling-v1-5"
    assert {row.about for row in Spending.objects.all()} == {f"chain:{run.pk}"}
    assert not list((tmp_path / "jobs").glob("step-*")), "what was paid is safe in the chain"
    client.force_login(curator)
    page = client.get("/admin/exhibits/spending/").content.decode()
    assert f'/{run.pk}/">Boat</a>' in page
    Spending.objects.update(about=f"chain:{uuid.uuid4()}")
    assert ">Boat<" not in client.get("/admin/exhibits/spending/").content.decode()


def test_what_failed_is_tried_again_and_not_ordered_again(
    services: Services, curator: User
) -> None:
    services.kling.asked = [fault(5001, 503)] * 3
    run = begun(curator)
    job = run.line()[1].job
    assert job and job.state == "failed" and "does not answer" in job.failure_en
    try_again(job)
    labour()
    assert run.line()[1].done and len(services.kling.tasks) == 1
    assert spent()["Kling"] == ("settled", Decimal("0.49"))


def test_a_doubt_is_ended_by_a_person(services: Services, curator: User) -> None:
    services.bfl.create = [Said(hang=True)]
    run = begun(curator)
    job = run.line()[0].job
    assert job and "does not order twice by itself" in job.failure_en
    try_again(job)
    labour()
    assert len(services.bfl.server.asked("POST")) == 1
    actions.begin_again(run, 1, {"agreed": AGREED}, curator)
    labour()
    assert run.line()[1].done and len(services.bfl.server.asked("POST")) == 2
    states = sorted(Spending.objects.values_list("service", "state"))
    assert states == [
        ("Black Forest Labs", "reserved"), ("Black Forest Labs", "settled"), ("Kling", "settled"),
    ]  # fmt: skip


def test_beyond_the_cap_a_step_says_so(services: Services, curator: User, settings: Any) -> None:
    begun(curator)
    second = begun(curator)
    flux, kling = second.line()
    assert flux.done and not kling.done and kling.job and "$0.57 of $1.00" in kling.job.failure_en
    settings.SPENDING_CAP_USD = 2
    try_again(kling.job)
    labour()
    assert second.line()[1].done and len(services.kling.tasks) == 2

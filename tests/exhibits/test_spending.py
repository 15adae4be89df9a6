"""The museum's money: a cap nobody passes, doors that open to the right knock, a list to read."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override

from exhibits.models import Month, Spending
from exhibits.spending.bell import MuseumBell, secret_of
from exhibits.spending.purse import MuseumPurse, pay_for, spent_this_month
from generation import BudgetSpent
from generation.engines.bfl import BflEngine, BflOptions
from generation.making import Cost, Request
from tests.generation.fake_bfl import FakeBfl, fake_bfl, status
from tests.generation.paid import Clock, outside

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 21), date(2026, 12, 1)
LIST = "/admin/exhibits/spending/"


@pytest.fixture(autouse=True)
def a_few_dollars(settings: Any) -> None:
    settings.SPENDING_CAP_USD = 1
    settings.PUBLIC_URL = "https://museum.example"


def purse(today: date = NOVEMBER) -> MuseumPurse:
    return MuseumPurse("a trial", lambda: today)


def test_a_cap_is_not_passed_and_a_new_month_begins_anew() -> None:
    november = purse()
    november.reserve("a", "Kling", Cost(0.49))
    november.reserve("b", "Kling", Cost(0.51))
    with pytest.raises(BudgetSpent) as over:
        november.reserve("c", "Kling", Cost(0.0001))
    assert "$1.00 of $1.00" in over.value.for_people.en and "2026-12-01" in over.value.for_people.en
    assert "01.12.2026" in over.value.for_people.ru and not Spending.objects.filter(number="c")
    purse(DECEMBER).reserve("c", "Kling", Cost(1.0))
    assert spent_this_month(NOVEMBER) == spent_this_month(DECEMBER) == 1


def test_money_given_back_or_saved_can_be_spent() -> None:
    own = purse()
    own.reserve("a", "Kling", Cost(0.9))
    own.settle("a", Cost(0.3))
    own.reserve("b", "Kling", Cost(0.7))
    own.release("b")
    own.reserve("c", "Kling", Cost(0.7))
    own.settle("c", Cost(1.4))  # dearer than was thought: it is told as it is
    assert spent_this_month(NOVEMBER) == Decimal("1.7")
    with pytest.raises(BudgetSpent):
        own.reserve("d", "Kling", Cost(0.01))


def test_each_verb_may_be_said_twice() -> None:
    own = purse()
    for _ in range(3):
        own.reserve("a", "Kling", Cost(0.6))
    for _ in range(3):
        own.settle("a", Cost(0.5))
    own.release("a")
    own.settle("a", Cost(9.0))
    row = Spending.objects.get()
    assert (row.state, row.estimate, row.actual) == ("settled", Decimal("0.6"), Decimal("0.5"))
    assert (row.about, row.month.first, Month.objects.count()) == ("a trial", date(2026, 11, 1), 1)
    own.settle("nobody", Cost(1.0))
    own.release("nobody")


def test_without_a_cap_paid_services_are_off(settings: Any) -> None:
    settings.SPENDING_CAP_USD = 0
    with pytest.raises(BudgetSpent, match="not turned on"):
        purse().reserve("a", "Kling", Cost(0.0))
    assert not Spending.objects.exists()


def test_only_dollars() -> None:
    with pytest.raises(ValueError, match="not units"):
        purse().reserve("a", "Kling", Cost(1.0, "units"))


def door_of(number: str, service: str = "Black Forest Labs") -> str:
    purse().reserve(number, service, Cost(0.01))
    door = MuseumBell().door(number, service)
    assert door and door.address.startswith("https://museum.example/hooks/")
    return door.address.removeprefix("https://museum.example")


def signed(body: bytes, number: str) -> dict[str, str]:
    digest = hmac.new(secret_of(number).encode(), body, hashlib.sha256).hexdigest()
    return {"X-BFL-Signature": f"sha256={digest}"}


def test_a_signed_knock_is_heard_once_and_nothing_of_it_is_kept() -> None:
    client, address = Client(enforce_csrf_checks=True), door_of("a")
    body = b'{"id": "t1", "status": "Ready", "result": {"sample": "https://evil.example/"}}'
    kind = "application/json"
    for _ in range(2):
        answer = client.post(address, body, kind, headers=signed(body, "a"))
        assert answer.status_code == 204 and answer.content == b""
    assert MuseumBell().rung("a") and not MuseumBell().rung("a")
    assert "evil" not in json.dumps(list(Spending.objects.values()), default=str)


def test_a_knock_of_somebody_else_is_not_heard() -> None:
    client, address = Client(), door_of("a")
    other, kind = door_of("b"), "application/json"
    body = b"{}"
    for headers in ({}, {"X-BFL-Signature": "sha256=00"}, signed(b"{} ", "a"), signed(body, "b")):
        assert client.post(address, body, kind, headers=headers).status_code == 403
    assert client.post(address[:-2] + "x/", body, kind).status_code == 404
    assert client.post(address.replace("bfl", "kling"), body, kind).status_code == 404
    assert client.get(address).status_code == 405
    large = b" " * 65_537
    assert client.post(address, large, kind, headers=signed(large, "a")).status_code == 413
    assert client.post(other, body, kind, headers=signed(body, "b")).status_code == 204
    assert not MuseumBell().rung("a") and MuseumBell().rung("b")


def test_kling_does_not_sign_so_its_words_are_not_read() -> None:
    client, address = Client(enforce_csrf_checks=True), door_of("k", "Kling")
    for body in (b"not json", b'{"task_id": "1", "task_status": "failed"}', b""):
        assert client.post(address, body, "application/json").status_code == 204
    assert MuseumBell().rung("k")
    assert client.post(address, b" " * 65_537, "application/json").status_code == 413
    assert not MuseumBell().rung("k")


def test_a_token_is_kept_as_its_hash_and_a_new_one_shuts_the_old(settings: Any) -> None:
    old = door_of("k", "Kling")
    new = door_of("k", "Kling")
    token = new.split("/")[-2]
    kept = json.dumps(list(Spending.objects.values()), default=str)
    assert token not in kept and hashlib.sha256(token.encode()).hexdigest() in kept
    assert secret_of("k") not in kept
    assert [Client().post(one).status_code for one in (old, new)] == [404, 204]
    settings.PUBLIC_URL = "http://museum.example"  # nobody answers a door without a lock
    assert MuseumBell().door("k", "Kling") is None
    assert MuseumBell().door("unknown", "Kling") is None


def test_flux_is_paid_from_the_purse_and_rings_when_it_is_done(tmp_path: Path) -> None:
    with fake_bfl() as fake:
        clock = Clock()
        engine = BflEngine(BflOptions(), outside(fake.server.url, clock))
        pay_for(engine, "a trial")
        fake.polls = [status("Pending")] * 12

        def hear(done: int, total: int, preview: Any = None) -> None:
            if len(clock.waited) == 20:
                knock_for(fake)

        asked = Request("text-to-image", "a sea", size=(256, 256))
        made = engine.make(asked, tmp_path, hear)
        polled = fake.server.asked("GET", "/v1/get_result?id=t1")
    assert made.cost == Cost(0.04) and len(polled) == 13
    row = Spending.objects.get()
    assert (row.state, row.actual, row.about) == ("settled", Decimal("0.04"), "a trial")
    assert row.knocked_at is None


def knock_for(fake: FakeBfl) -> None:
    (order,) = fake.orders
    body = b'{"id":"t1","status":"Ready"}'
    digest = hmac.new(order["webhook_secret"].encode(), body, hashlib.sha256).hexdigest()
    path = order["webhook_url"].removeprefix("https://museum.example")
    headers = {"X-BFL-Signature": f"sha256={digest}"}
    answer = Client().post(path, body, "application/json", headers=headers)
    assert answer.status_code == 204


def test_an_engine_that_costs_nothing_gets_no_purse() -> None:
    pay_for(object(), "a trial")


@pytest.mark.parametrize("role", ["curator", "expert"])
def test_the_list_can_be_read_and_not_written(
    person: Callable[[str], User], client: Client, role: str, settings: Any
) -> None:
    own = MuseumPurse("a trial")
    own.reserve("a", "Kling", Cost(0.49))
    own.reserve("b", "Black Forest Labs", Cost(0.025))
    own.settle("b", Cost(0.025))
    client.force_login(person(role))
    with override("en"):
        page = client.get(LIST, headers={"accept-language": "en"}).content.decode()
    assert "Kling" in page and "$0.49" in page and "$0.025" in page
    assert "$0.52 of $1" in page
    for path in (f"{LIST}add/", f"{LIST}{Spending.objects.all()[0].pk}/delete/"):
        assert client.get(path).status_code == 403
    settings.SPENDING_CAP_USD = 0
    assert "SPENDING_CAP_USD" in client.get(LIST).content.decode()


def test_a_stranger_reads_nothing(person: Callable[[str], User], client: Client) -> None:
    client.force_login(person(""))
    assert client.get(LIST).status_code == 403

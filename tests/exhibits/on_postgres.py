"""What only a real database server can show; run by test_postgres.py."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from exhibits.book.models import Entry
from exhibits.book.proving import find_flaws
from exhibits.book.writing import write
from exhibits.catalogue.actions import add_picture
from exhibits.catalogue.models import Artwork
from exhibits.kiosks.actions import begin_pairing, confirm_pairing, finish_pairing, kiosk_for_token
from exhibits.kiosks.models import Kiosk
from exhibits.models import Spending
from exhibits.refusal import Refused
from exhibits.spending.purse import MuseumPurse
from generation import BudgetSpent
from generation.making import Cost
from tests.exhibits.conftest import picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[int], Any], hands: int = 6) -> list[Any]:
    """Do it from many threads at the same moment; return what each got, refusals included."""
    start, results = threading.Barrier(hands), [None] * hands

    def hand(number: int) -> None:
        start.wait()
        try:
            results[number] = act(number)
        except (Refused, BudgetSpent) as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=hand, args=(number,)) for number in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_this_is_postgres() -> None:
    assert connection.vendor == "postgresql"


def test_a_code_is_won_by_one() -> None:
    kiosks = [Kiosk.objects.create(name=str(number)) for number in range(6)]
    user = User.objects.create_user("anna")
    code, secret, _ = begin_pairing("1080x1920")
    results = at_once(lambda number: confirm_pairing(code, kiosks[number], user))
    assert sorted(isinstance(result, Refused) for result in results) == [False] + [True] * 5
    winner = kiosks[[isinstance(result, str) for result in results].index(True)]
    assert kiosk_for_token(finish_pairing(secret) or "") == winner


def test_a_token_is_given_once() -> None:
    kiosk = Kiosk.objects.create(name="one")
    code, secret, _ = begin_pairing("")
    confirm_pairing(code, kiosk, User.objects.create_user("anna"))
    results = at_once(lambda _: finish_pairing(secret))
    tokens = [result for result in results if isinstance(result, str)]
    assert len(tokens) == 1 and kiosk_for_token(tokens[0]) == kiosk


def test_one_picture_is_hung_once(work: Artwork) -> None:
    data = picture_bytes()
    results = at_once(lambda _: add_picture(work, io.BytesIO(data), None, "a.png"), hands=4)
    assert work.images.count() == 1
    assert sum(isinstance(result, Refused) for result in results) == 3


def test_writers_at_once_make_one_chain() -> None:
    at_once(lambda _: [write("shown", "version:1", None) for _ in range(10)])
    assert list(Entry.objects.values_list("number", flat=True)) == list(range(1, 61))
    assert list(find_flaws(lambda *_: True)) == []


def test_workers_at_once_do_not_pass_the_cap(settings: Any) -> None:
    settings.SPENDING_CAP_USD = 1
    purse = MuseumPurse("a chain")
    results = at_once(lambda number: purse.reserve(f"order {number}", "Kling", Cost(0.4)))
    assert sum(isinstance(result, BudgetSpent) for result in results) == 4
    assert Spending.objects.count() == 2
    at_once(lambda _: purse.reserve("order again", "Kling", Cost(0.2)))
    assert Spending.objects.filter(number="order again").count() == 1

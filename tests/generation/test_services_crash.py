"""A crash at any moment costs nothing twice, and two workers are one customer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.engines.bfl import BflEngine, BflOptions
from generation.engines.kling import KlingEngine, KlingOptions
from generation.errors import RequestRefused, ServiceRefused
from generation.making import Made, Request
from generation.services.journal import Journal, forget_doubt
from generation.services.purse import Door
from tests.generation.fake_bfl import fake_bfl, status
from tests.generation.fake_kling import fake_kling, working
from tests.generation.paid import Clock, Crash, Killer, TinPurse, outside, quiet

PICTURE = Request("text-to-image", "a sea", size=(256, 256))
CLIP = Request("text-to-video", "a sea", size=(1280, 720))


def bfl(base: str, purse: TinPurse) -> BflEngine:
    engine = BflEngine(BflOptions(), outside(base, Clock()))
    engine.pays_from(purse)
    return engine


def kling(base: str, purse: TinPurse) -> KlingEngine:
    engine = KlingEngine(KlingOptions(model="kling-v1-6"), outside(base, Clock()))
    engine.pays_from(purse)
    return engine


def anew(engine: Any, base: str, purse: TinPurse, asked: Request, folder: Path) -> Made:
    """Make it as a new worker does, who knows nothing but the folder."""
    made: Made = engine(base, purse).make(asked, folder, quiet)
    return made


def killed(
    monkeypatch: pytest.MonkeyPatch, purse: TinPurse, at: int, make: Callable[[], Any]
) -> bool:
    """Make it, killed at the n-th moment; say whether it was."""
    with monkeypatch.context() as patched:
        Killer(patched, purse, at)
        try:
            make()
        except Crash:
            return True
    return False


def test_flux_after_a_crash_at_every_moment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    doubts = 0
    for at in range(1, 100):
        with fake_bfl(polls=[status("Pending")]) as fake:
            folder, purse = tmp_path / str(at), TinPurse()
            make = partial(anew, bfl, fake.server.url, purse, PICTURE, folder)
            if not killed(monkeypatch, purse, at, make):
                break
            try:
                made = make()
            except ServiceRefused as refusal:
                doubts += 1
                assert "does not order twice by itself" in str(refusal)
                assert len(fake.orders) <= 1 and purse.held
                began = Clock().now
                assert not forget_doubt(folder, began), "it was not asked for anew"
                assert forget_doubt(folder, began + 1) and not forget_doubt(folder, began + 1)
                paid_by_a_person = len(fake.orders) + 1
                made = make()
                assert len(fake.orders) == paid_by_a_person
            else:
                assert len(fake.orders) == 1, at
                assert purse.held == {} and purse.left == pytest.approx(9.96)
            assert made.path.exists() and make() == made
    assert at > 15, "moments were tried"
    assert doubts == 4, "sent noted; call begun, done; answer not yet noted"


def test_kling_after_a_crash_at_every_moment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for at in range(1, 100):
        with fake_kling(looks=[working()]) as fake:
            folder, purse = tmp_path / str(at), TinPurse()
            make = partial(anew, kling, fake.server.url, purse, CLIP, folder)
            if not killed(monkeypatch, purse, at, make):
                break
            made = make()
            assert len(fake.tasks) == 1 and len(fake.refused) == 0, at
            assert purse.held == {} and purse.left == pytest.approx(10 - 2 * 0.14)
            assert made.path.exists() and make() == made
    assert at > 15


def test_an_order_whose_answer_is_lost_is_found_by_our_number(tmp_path: Path) -> None:
    with fake_kling(lose=1) as fake:
        purse = TinPurse()
        made = kling(fake.server.url, purse).make(CLIP, tmp_path, quiet)
        assert len(fake.tasks) == 1 and made.seconds == pytest.approx(1.0)
        assert len(fake.server.asked("POST")) == 1
    with fake_kling(lose=1, forget=True) as fake:  # never taken: it is ordered at the next attempt
        purse, folder = TinPurse(), tmp_path / "other"
        engine = kling(fake.server.url, purse)
        with pytest.raises(Exception, match="does not answer"):
            engine.make(CLIP, folder, quiet)
        assert purse.held
        engine.make(CLIP, folder, quiet)
        assert len(fake.tasks) == 1 and purse.held == {}


def test_two_workers_at_one_folder_order_once(tmp_path: Path) -> None:
    """The second comes while the first waits for its answer: it finds the order, or a doubt."""
    with fake_kling() as fake:
        purse = TinPurse()

        class Second:
            """Comes in when the first has noted that its order leaves."""

            def __init__(self) -> None:
                self.made: list[Any] = []

            def door(self, key: str, service: str) -> Door | None:
                if not self.made:
                    self.made.append(None)
                    Journal(tmp_path).send(key)
                    self.made[0] = kling(fake.server.url, purse).make(CLIP, tmp_path, quiet)
                return None

            def rung(self, key: str) -> bool:
                return False

        first, second = kling(fake.server.url, purse), Second()
        first.pays_from(purse, second)
        made = first.make(CLIP, tmp_path, quiet)
        assert made.path == second.made[0].path
        assert len(fake.tasks) == 1 and purse.left == pytest.approx(10 - 2 * 0.14)


def test_whoever_opens_an_order_first_has_opened_it(tmp_path: Path) -> None:
    first, second = Journal(tmp_path), Journal(tmp_path)
    assert first.order() is None
    assert first.begin({"number": "1"}) == second.begin({"number": "2"}) == {"number": "1"}
    assert [path.name for path in tmp_path.iterdir()] == ["order.json"]
    first.close("1")
    assert second.begin({"number": "3"}) == {"number": "3"}


def test_an_order_that_cannot_leave_leaves_no_doubt(tmp_path: Path) -> None:
    class FarBell:
        """Where nobody finds to."""

        def door(self, key: str, service: str) -> Door:
            return Door("https://museum.example/" + "a" * 3000, "word")

        def rung(self, key: str) -> bool:
            return False

    with fake_bfl() as fake:
        purse = TinPurse()
        engine = bfl(fake.server.url, purse)
        engine.pays_from(purse, FarBell())
        with pytest.raises(RequestRefused, match="webhook_url"):
            engine.make(PICTURE, tmp_path, quiet)
        assert purse.left == 10.0 and fake.server.heard == []
        bfl(fake.server.url, purse).make(PICTURE, tmp_path, quiet)
        assert len(fake.orders) == 1


class Cancelled(Exception):
    """Nobody wants it now."""


def test_a_cancel_while_a_picture_leaves_leaves_no_doubt(tmp_path: Path) -> None:
    grain = np.random.default_rng(1).integers(0, 255, (400, 400, 3), np.uint8)
    asked, heard = replace(PICTURE, picture=grain), 0

    def impatient(done: int, total: int, preview: Any = None) -> None:
        nonlocal heard
        heard += 1
        if heard == 5:
            raise Cancelled

    with fake_bfl() as fake:
        purse = TinPurse()
        with pytest.raises(Cancelled):
            bfl(fake.server.url, purse).make(asked, tmp_path, impatient)
        assert fake.orders == []
        bfl(fake.server.url, purse).make(asked, tmp_path, quiet)
        assert len(fake.orders) == 1 and purse.left == pytest.approx(9.96)


def test_a_cancel_leaves_the_order_to_be_found(tmp_path: Path) -> None:
    heard: list[int] = []

    def impatient(done: int, total: int, preview: Any = None) -> None:
        heard.append(done)
        if done == 50:
            raise Cancelled

    with fake_bfl(polls=[status("Generating", progress=0.5)]) as fake:
        purse = TinPurse()
        with pytest.raises(Cancelled):
            bfl(fake.server.url, purse).make(PICTURE, tmp_path, impatient)
        assert purse.held, "it is at work, and will cost"
        bfl(fake.server.url, purse).make(PICTURE, tmp_path, quiet)
        assert len(fake.orders) == 1 and heard[-1] == 50

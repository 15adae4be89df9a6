"""Kling: tokens, every code, every state, and callbacks that are not believed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import jwt
import numpy as np
import pytest

from generation.engines.kling import KlingEngine, KlingOptions
from generation.errors import ServiceAway, ServiceRefused
from generation.making import Made, Request
from generation.services.asking import Reply
from generation.services.kling import CODES, meaning_of, token
from generation.services.purse import Door
from generation.services.refusals import LinkGone
from tests.generation.fake_kling import FakeKling, fake_kling, fault, mp4, working
from tests.generation.paid import (
    ACCESS_KEY,
    KEYS,
    SECRET_KEY,
    SECRETS,
    Clock,
    Said,
    TinPurse,
    outside,
    quiet,
)

PICTURE = np.random.default_rng(1).integers(0, 255, (320, 400, 3), np.uint8)
ASKED = Request("image-to-video", "the sea rises", picture=PICTURE, seconds=5.0)


@pytest.fixture
def kling() -> Iterator[FakeKling]:
    with fake_kling() as fake:
        yield fake


class Visit:
    """One museum that asks: its clock, purse, folder."""

    def __init__(self, fake: FakeKling, folder: Path, **limits: Any) -> None:
        self.clock, self.purse, self.folder = Clock(), TinPurse(), folder
        self.world = outside(fake.server.url, self.clock, **limits)

    def make(self, asked: Request = ASKED, bell: Any = None, **options: Any) -> Made:
        engine = KlingEngine(KlingOptions(**options), self.world)
        engine.pays_from(self.purse, bell)
        return engine.make(asked, self.folder, quiet)


def test_a_token_as_the_document_has_it() -> None:
    signed = token(ACCESS_KEY, SECRET_KEY, 1_790_000_000.7)
    ours = {"verify_exp": False, "verify_nbf": False}
    assert jwt.decode(signed, SECRET_KEY, algorithms=["HS256"], options=ours) == {
        "iss": ACCESS_KEY, "exp": 1_790_001_800, "nbf": 1_789_999_995,
    }  # fmt: skip
    assert jwt.get_unverified_header(signed) == {"alg": "HS256", "typ": "JWT"}


def test_a_clip_is_ordered_asked_for_fetched_and_paid(
    kling: FakeKling, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kling.looks = [working("submitted"), working(), working()]
    kling.units = "2.5"
    visit = Visit(kling, tmp_path)
    made = visit.make()
    with av.open(str(made.path)) as film:
        assert film.streams.video[0].codec_context.name == "h264"
    assert (made.size, made.seconds) == ((64, 48), 1.0)
    (number,) = kling.tasks
    body = kling.tasks[number]
    assert body.keys() == {
        "model_name", "mode", "duration", "prompt", "image", "external_task_id",
    }  # fmt: skip
    assert (body["duration"], body["mode"], body["model_name"]) == ("5", "pro", "kling-v1-5")
    (order, *looks) = kling.server.heard
    assert order.path == "/v1/videos/image2video"
    assert looks[0].path == f"/v1/videos/image2video/k-{number}"
    assert made.cost and made.cost.amount == 0.35 and visit.purse.left == pytest.approx(9.65)
    told = made.parameters
    assert told["image"].startswith("sha256:") and told["answer"]["units"] == 2.5
    kept = "".join(p.read_text(errors="replace") for p in tmp_path.rglob("*") if p.is_file())
    said = kept + repr(made) + caplog.text + repr(visit.world)
    assert [key for key in SECRETS if key in said] == [] and "Bearer" not in said


@pytest.mark.parametrize("code", sorted(set(CODES) - {5000, 5001, 5002, 1302, 1303}))
def test_what_kling_refuses_costs_nothing(kling: FakeKling, tmp_path: Path, code: int) -> None:
    http = {10: 401, 11: 429, 12: 400, 13: 400}[code // 100]
    kling.create = [fault(code, http, f"sorry {SECRET_KEY} {ACCESS_KEY}")]
    visit = Visit(kling, tmp_path)
    with pytest.raises(ServiceRefused) as refusal:
        visit.make()
    words = refusal.value.for_people
    assert CODES[code].en in words.en and CODES[code].ru in words.ru and "sorry … …" in words.en
    assert len(kling.server.asked("POST")) == 1 and visit.clock.waited == []
    assert visit.purse.left == 10.0 and kling.tasks == {}
    visit.make()
    assert len(kling.tasks) == 1


def test_one_http_status_means_retry_pay_or_never() -> None:
    meant = {code: meaning_of(Reply(429, {"code": code})) for code in (1302, 1303, 1102, 1304)}
    assert {code: one and one.then for code, one in meant.items()} == {
        1302: "retry", 1303: "retry", 1102: "pay", 1304: "never",
    }  # fmt: skip
    assert meaning_of(Reply(200, {"code": 0})) is None
    for status, told in ((502, {}), (503, {"code": "x"}), (500, {"code": 9999})):
        assert (one := meaning_of(Reply(status, told))) and one.then == "retry"
    for status, told in ((429, {"code": 9999}), (200, {}), (404, {}), (400, {"code": 0})):
        assert (one := meaning_of(Reply(status, told))) and one.then == "never"


@pytest.mark.parametrize("code", [1302, 1303])
def test_a_busy_account_waits_its_turn(kling: FakeKling, tmp_path: Path, code: int) -> None:
    kling.create = [fault(code, 429), fault(code, 429)]
    visit = Visit(kling, tmp_path)
    visit.make()
    assert visit.clock.waited == [1, 2] and len(kling.tasks) == 1
    kling.create = [fault(code, 429)] * 9
    other = Visit(kling, tmp_path / "other")
    with pytest.raises(ServiceAway, match="busy"):
        other.make()
    assert len(kling.server.asked("POST")) == 6 and other.purse.left == 10.0


@pytest.mark.parametrize("said", [fault(5000, 500), fault(5001, 503), fault(5002, 504), Said(502)])
def test_a_fault_of_theirs_may_hide_a_task_so_it_is_looked_for(
    kling: FakeKling, tmp_path: Path, said: Said
) -> None:
    kling.create = [said]
    visit = Visit(kling, tmp_path)
    with pytest.raises(ServiceAway):  # looked for, and not there
        visit.make()
    assert len(kling.server.asked("GET")) == 1 and visit.purse.held
    visit.make()
    assert len(kling.tasks) == 1 and visit.purse.held == {}


def test_polling_survives_what_passes(kling: FakeKling, tmp_path: Path) -> None:
    kling.asked = [fault(5001, 503), fault(1302, 429), fault(1203, 404)]
    Visit(kling, tmp_path).make()
    kling.asked = [fault(1004, 401)]
    visit = Visit(kling, tmp_path / "clock")
    with pytest.raises(ServiceRefused, match="check the server’s clock"):
        visit.make()
    assert visit.purse.held
    visit.make()
    assert len(kling.tasks) == 2, "one each"


def test_a_failed_task_says_why_and_what_it_took(kling: FakeKling, tmp_path: Path) -> None:
    kling.looks = [working("failed", task_status_msg="risk control", final_unit_deduction="0")]
    visit = Visit(kling, tmp_path)
    with pytest.raises(ServiceRefused, match="risk control"):
        visit.make()
    assert visit.purse.left == 10.0 and list(visit.purse.spent.values()) == [0.0]
    visit.make()
    assert len(kling.tasks) == 2


def test_results_are_kept_for_thirty_days(kling: FakeKling, tmp_path: Path) -> None:
    kling.delivery = [Said(503)] * 3
    visit = Visit(kling, tmp_path)
    with pytest.raises(ServiceAway):
        visit.make()
    visit.clock.now += 31 * 86_400
    kling.asked = [fault(1203, 404)]
    with pytest.raises(ServiceRefused, match="kept for 30 days"):
        visit.make()
    assert len(kling.tasks) == 1 and visit.purse.spent
    kling.delivery = [Said(404, b"")]
    with pytest.raises(LinkGone):
        visit.make()


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [(b"<html>", "text/html", "text/html"), (b"no film", "video/mp4", "no clip"),
     (mp4()[:900], "video/mp4", "something else"),
     (mp4("mpeg4"), "video/mp4", "not H.264"), (mp4("libx264", "yuv444p"), "video/mp4", "4:2:0")],
)  # fmt: skip
def test_a_result_that_is_no_clip_is_refused(
    kling: FakeKling, tmp_path: Path, data: bytes, kind: str, words: str
) -> None:
    kling.delivery = [Said(200, data, {"Content-Type": kind})]
    visit = Visit(kling, tmp_path)
    with pytest.raises(ServiceRefused, match=words):
        visit.make()
    assert not (tmp_path / "result.mp4").exists()
    visit.make()
    assert len(kling.tasks) == 1


def test_it_waits_as_long_as_it_said_and_no_longer(kling: FakeKling, tmp_path: Path) -> None:
    kling.looks = [working()] * 40
    visit = Visit(kling, tmp_path, longest=100.0)
    with pytest.raises(ServiceAway, match="still at work"):
        visit.make()
    assert 100 < sum(visit.clock.waited) < 110
    kling.looks = []
    visit.make()
    assert len(kling.tasks) == 1


def test_a_knock_at_the_door_is_only_a_hint(kling: FakeKling, tmp_path: Path) -> None:
    class Bell:
        """Rings at the second slice of the first long wait."""

        doors: list[str] = []
        asked = 0

        def door(self, key: str, service: str) -> Door:
            self.doors.append(key)
            return Door("https://museum.example/hooks/kling/token/", "word")

        def rung(self, key: str) -> bool:
            self.asked += 1
            return self.asked == 12

    kling.looks = [working()] * 9
    bell, visit = Bell(), Visit(kling, tmp_path)
    visit.make(bell=bell)
    (number,) = kling.tasks
    assert bell.doors == [number]
    assert kling.tasks[number]["callback_url"] == "https://museum.example/hooks/kling/token/"
    assert max(visit.clock.waited) == 2.5, "a cancel is heard between slices"
    looks = len(kling.server.asked("GET", "/v1"))
    assert looks == 10 and sum(visit.clock.waited) < 9 * 30


def test_a_record_tells_the_camera_by_its_effect(kling: FakeKling, tmp_path: Path) -> None:
    made = Visit(kling, tmp_path).make(replace(ASKED, camera="pan right, 5 seconds"))
    assert made.parameters["camera_effect"] == "the camera turns right"
    assert made.parameters["camera_control"]["config"]["pan"] == 5 and made.warnings == ()


def test_without_keys_nobody_is_asked(kling: FakeKling, tmp_path: Path) -> None:
    visit = Visit(kling, tmp_path)
    visit.world = outside(kling.server.url, visit.clock, KEYS | {"KLING_SECRET_KEY": ""})
    with pytest.raises(ServiceRefused, match="KLING_SECRET_KEY"):
        visit.make()
    assert kling.server.heard == [] and visit.purse.left == 10.0

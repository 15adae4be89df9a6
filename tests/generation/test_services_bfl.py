"""Black Forest Labs: every status, every error, and nothing ordered that it would not take."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from generation.engines.bfl import BflEngine, BflOptions
from generation.errors import BudgetSpent, RequestRefused, ServiceAway, ServiceRefused
from generation.making import Made, Request
from generation.services.places import belongs, check_place
from generation.services.refusals import LinkGone
from generation.services.webhook import genuine_webhook
from generation.types import Words
from tests.generation.fake_bfl import FakeBfl, delivered, fake_bfl, png, status
from tests.generation.paid import KEYS, SECRETS, Clock, Said, TinPurse, outside, quiet

ASKED = Request("text-to-image", "a sea at dusk", size=(256, 288), seed=7)


@pytest.fixture
def bfl() -> Iterator[FakeBfl]:
    with fake_bfl() as fake:
        yield fake


class Visit:
    """One museum that asks: its clock, purse, folder."""

    def __init__(self, fake: FakeBfl, folder: Path, **limits: Any) -> None:
        self.clock, self.purse, self.folder, self.fake = Clock(), TinPurse(), folder, fake
        self.world = outside(fake.server.url, self.clock, **limits)

    def make(self, asked: Request = ASKED, **options: Any) -> Made:
        engine = BflEngine(BflOptions(**options), self.world)
        engine.pays_from(self.purse)
        return engine.make(asked, self.folder, quiet)


def test_a_picture_is_ordered_polled_fetched_and_paid(
    bfl: FakeBfl, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bfl.polls = [status("Pending"), status("Reasoning"), status("Generating", progress=0.5)]
    visit = Visit(bfl, tmp_path)
    made = visit.make()
    with Image.open(made.path) as picture:
        assert picture.format == "PNG" and picture.size == made.size == (64, 48)
    assert bfl.orders == [
        {
            "prompt": "a sea at dusk", "seed": 7, "safety_tolerance": 2, "output_format": "png",
            "width": 256, "height": 288,
        }
    ]  # fmt: skip
    assert bfl.server.asked("POST")[0].path == "/v1/flux-pro-1.1"
    assert made.cost and made.cost.amount == 0.04 and visit.purse.left == pytest.approx(9.96)
    assert made.parameters["answer"] == {"prompt": "a sea", "seed": 7}
    said = Words("Служба сделала 64×48, а не 256×288, как просили.",
                 "The service made 64×48 where 256×288 was asked.")  # fmt: skip
    assert made.warnings == (said,)
    assert sum(visit.clock.waited) == pytest.approx(1.5 + 2.25 + 3.375)
    kept = "".join(p.read_text(errors="replace") for p in tmp_path.rglob("*") if p.is_file())
    told = kept + repr(made) + caplog.text + repr(visit.world)
    assert [key for key in SECRETS if key in told] == []


def test_asked_again_in_the_same_folder_it_asks_nobody(bfl: FakeBfl, tmp_path: Path) -> None:
    visit = Visit(bfl, tmp_path)
    first = visit.make()
    heard = len(bfl.server.heard)
    assert visit.make() == first and len(bfl.server.heard) == heard
    with pytest.raises(RequestRefused, match="another order"):
        visit.make(replace(ASKED, prompt="a hill"))


@pytest.mark.parametrize("name", ["Request Moderated", "Content Moderated", "Error"])
def test_what_the_service_refuses_is_over(bfl: FakeBfl, tmp_path: Path, name: str) -> None:
    bfl.polls = [status("Pending"), status(name, details="too  loud\n")]
    visit = Visit(bfl, tmp_path)
    with pytest.raises(ServiceRefused, match="too loud") as refusal:
        visit.make()
    assert refusal.value.permanent and not bfl.server.asked("GET", "/delivery")
    assert visit.purse.held == {} and visit.purse.spent  # it may have been charged for
    visit.make()  # a person begins it anew: that is a second order
    assert len(bfl.orders) == 2


@pytest.mark.parametrize("said", [status("Task not found"), Said(404, {"detail": "no task"})])
def test_a_task_may_be_unknown_for_a_moment(bfl: FakeBfl, tmp_path: Path, said: Said) -> None:
    bfl.polls = [said, said]
    assert Visit(bfl, tmp_path).make().size == (64, 48)
    bfl.polls = [said] * 100
    visit = Visit(bfl, tmp_path / "other")
    with pytest.raises(ServiceRefused, match="does not know this order"):
        visit.make()
    assert 30 <= sum(visit.clock.waited) < 36


@pytest.mark.parametrize(
    ("code", "words"),
    [(400, "not taken"), (401, "BFL_API_KEY"), (402, "add credits"), (403, "BFL_API_KEY"),
     (404, "no such address"), (422, "body.prompt: too rude"), (418, "unexpected"),
     (302, "foreign address")],
)  # fmt: skip
def test_what_is_refused_at_once_costs_nothing(
    bfl: FakeBfl, tmp_path: Path, code: int, words: str
) -> None:
    detail = [{"loc": ["body", "prompt"], "msg": "too rude", "type": "x", "input": "A" * 9999}]
    bfl.create = [Said(code, {"detail": detail}, {"Location": "/elsewhere"})]
    visit = Visit(bfl, tmp_path)
    with pytest.raises(ServiceRefused, match=words) as refusal:
        visit.make()
    assert len(refusal.value.for_people.en) < 400
    assert visit.purse.left == 10.0 and not visit.purse.held and visit.clock.waited == []
    visit.make()
    assert len(bfl.orders) == 1


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_service_is_asked_again_some_times(bfl: FakeBfl, tmp_path: Path, code: int) -> None:
    busy = Said(code, {"detail": "later", "retry_after": 7})
    bfl.create = [busy, busy]
    visit = Visit(bfl, tmp_path)
    assert visit.make().size == (64, 48) and len(bfl.server.asked("POST")) == 3
    assert sum(visit.clock.waited) == pytest.approx(14)
    bfl.create = [busy] * 9
    other = Visit(bfl, tmp_path / "other")
    with pytest.raises(ServiceAway) as away:
        other.make()
    assert not away.value.permanent and len(bfl.server.asked("POST")) == 6
    assert other.purse.left == 10.0 and len(bfl.orders) == 1


def test_waits_double_and_no_service_makes_us_wait_for_ever(bfl: FakeBfl, tmp_path: Path) -> None:
    bfl.create = [Said(500), Said(500), Said(500), Said(429, {"retry_after": 9999})]
    visit = Visit(bfl, tmp_path, tries=5, longest_wait=60.0, slice=100.0)
    visit.make()
    assert visit.clock.waited == [1, 2, 4, 60]


@pytest.mark.parametrize("said", [Said(hang=True), Said(502), Said(504), Said(200, b"<html>")])
def test_an_order_of_which_nobody_knows_is_not_repeated(
    bfl: FakeBfl, tmp_path: Path, said: Said
) -> None:
    bfl.create = [said]
    visit = Visit(bfl, tmp_path, read=0.1)
    for _ in range(3):
        with pytest.raises(ServiceRefused, match="does not order twice by itself") as refusal:
            visit.make()
    assert refusal.value.permanent and len(bfl.server.asked("POST")) == 1
    assert visit.purse.held, "it counts as spent until a person knows better"


def test_a_service_that_is_not_there_takes_nothing(tmp_path: Path) -> None:
    with fake_bfl() as fake:
        visit = Visit(fake, tmp_path)
    with pytest.raises(ServiceAway, match="does not answer"):
        visit.make()
    assert visit.purse.left == 10.0 and len(visit.clock.waited) == 2


def test_polling_survives_a_bad_moment(bfl: FakeBfl, tmp_path: Path) -> None:
    bfl.polls = [Said(500), Said(429, {"retry_after": 3}), status("Pending"), Said(502)]
    visit = Visit(bfl, tmp_path)
    visit.make()
    assert len(bfl.orders) == 1
    bfl.polls = [status("Pending"), *[Said(503)] * 3]
    other = Visit(bfl, tmp_path / "other")
    with pytest.raises(ServiceAway):
        other.make()
    other.make()
    assert len(bfl.orders) == 2


def test_the_key_goes_to_no_other_host(bfl: FakeBfl, tmp_path: Path) -> None:
    with fake_bfl() as thief:
        bfl.polling_url = f"{thief.server.url}/v1/get_result?id=t1"
        with pytest.raises(ServiceRefused, match="foreign address"):
            Visit(bfl, tmp_path).make()
        assert thief.server.heard == []


@pytest.mark.parametrize(
    ("url", "ours"),
    [("https://api.eu4.bfl.ai/v1/get_result?id=1", True), ("https://api.bfl.ai/x", True),
     ("http://api.bfl.ai/x", False), ("https://bfl.ai.evil.com/x", False),
     ("https://evilbfl.ai/x", False), ("https://me@api.bfl.ai/x", False),
     ("https://api.bfl.ai:444/x", False), ("https://evil.com\\.bfl.ai/", False),
     ("file:///etc/passwd", False), ("https://[", False)],
)  # fmt: skip
def test_what_is_the_services_own_host(url: str, ours: bool) -> None:
    assert belongs(url, "bfl.ai", "") is ours


@pytest.mark.parametrize(
    ("url", "may"),
    [("https://delivery-eu1.bfl.ai/results/1.png?sig=a%2Fb", True),
     ("https://store.example.com:8443/1.png", True), ("http://delivery.bfl.ai/1.png", False),
     ("https://169.254.169.254/1", False), ("https://[::1]/1", False),
     ("https://intranet/1", False), ("https://nas.local/1", False),
     ("https://localhost/1", False), ("ftp://a.example.com/1", False),
     ("https://me:word@a.example.com/1", False), ("", False)],
)  # fmt: skip
def test_results_are_fetched_from_beyond_our_walls_only(url: str, may: bool) -> None:
    if may:
        check_place("Flux", url, "")
    else:
        with pytest.raises(ServiceRefused, match="foreign address"):
            check_place("Flux", url, "")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (delivered(b"<html>sorry</html>", "text/html"), "text/html"),
        (delivered(b"\x89PNG\r\n\x1a\nno", "image/png"), "damaged"),
        (delivered(b"GIF89a..", "image/png"), "GIF"),
        (delivered(png((900, 900)), "image/png"), "0.954 MB"),
        (replace(delivered(png((900, 900))), unsized=True), "0.954 MB"),
        (Said(200, png(), {"Content-Type": "image/png", "Content-Encoding": "gzip"}), "gzip"),
        (Said(302, b"", {"Location": "http://169.254.169.254/latest"}), "foreign address"),
    ],
)
def test_a_result_that_is_none_is_not_kept_and_may_be_fetched_again(
    bfl: FakeBfl, tmp_path: Path, said: Said, words: str
) -> None:
    bfl.delivery = [said]
    visit = Visit(bfl, tmp_path, picture_bytes=1_000_000)
    with pytest.raises(ServiceRefused, match=words):
        visit.make()
    assert not list(tmp_path.glob("result.p*")) and not list(tmp_path.glob(".*part"))
    visit.make()
    assert len(bfl.orders) == 1


def test_a_result_may_move_within_its_host_and_break_off_once(bfl: FakeBfl, tmp_path: Path) -> None:
    cut = replace(delivered(png((200, 200))), cut=True)
    bfl.delivery = [Said(302, b"", {"Location": "/delivery/2.png"}), cut, Said(503)]
    assert Visit(bfl, tmp_path).make().size == (64, 48)
    assert [one.path for one in bfl.server.asked("GET", "/delivery")][1] == "/delivery/2.png"


@pytest.mark.parametrize("code", [403, 404, 410])
def test_a_link_that_ran_out_is_paid_and_lost(bfl: FakeBfl, tmp_path: Path, code: int) -> None:
    bfl.delivery = [Said(code, b"<Error/>")]
    visit = Visit(bfl, tmp_path)
    with pytest.raises(LinkGone, match="would cost again"):
        visit.make()
    assert visit.purse.spent and not visit.purse.held


def test_a_body_that_never_ends_is_left(bfl: FakeBfl, tmp_path: Path) -> None:
    visit = Visit(bfl, tmp_path, download=30.0)

    def slow() -> None:
        visit.clock.now += 20

    bfl.delivery = [replace(delivered(png((200, 200))), each=slow)] * 3
    with pytest.raises(ServiceAway):
        visit.make()
    assert visit.make().size == (64, 48) and len(bfl.orders) == 1


def test_without_money_or_keys_nobody_is_asked(bfl: FakeBfl, tmp_path: Path) -> None:
    visit = Visit(bfl, tmp_path)
    visit.purse.left = 0.039
    with pytest.raises(BudgetSpent):
        visit.make()
    with pytest.raises(BudgetSpent, match="not turned on"):
        BflEngine(BflOptions(), visit.world).make(ASKED, tmp_path, quiet)
    for key in ("", "short", "bfl-key with a space", "ключ-ключ-ключ", "line\nbreak-12345"):
        other = Visit(bfl, tmp_path / str(len(key)))
        other.world = outside(bfl.server.url, other.clock, KEYS | {"BFL_API_KEY": key})
        with pytest.raises(ServiceRefused, match="BFL_API_KEY") as refusal:
            other.make()
        assert not key or key not in str(refusal.value.for_people)
        assert other.purse.left == 10.0
    assert bfl.server.heard == []
    visit.purse.left = 1.0
    assert visit.make().cost


def test_a_signature_of_a_webhook() -> None:
    body, secret = b'{"id":"t1","status":"Ready"}', "word"
    due = "sha256=" + hmac.new(b"word", body, hashlib.sha256).hexdigest()
    assert genuine_webhook(body, due, secret)
    for forged in ("", due[:-1], due.removeprefix("sha256="), due.upper(), due + "0", "sha256=é"):
        assert not genuine_webhook(body, forged, secret)
    assert not genuine_webhook(body + b" ", due, secret)
    assert not genuine_webhook(body, due, "another")

"""The kill switch: who may, what goes, and twenty screens that go dark of it and say so."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from exhibits.book.models import Entry
from exhibits.kiosks.messages import Dark, NotUnderstood, parse
from exhibits.kiosks.models import Acknowledgement, Kiosk, Withdrawal
from exhibits.kiosks.state import read_state
from exhibits.kiosks.withdrawing import acknowledge, pull, screens_of
from exhibits.portraits.models import Version
from exhibits.portraits.published import published_version
from exhibits.refusal import Refused
from tests.hang import Hung, hang, hang_screens
from tests.screens import control_of, screens
from tests.server import ROOT, Server, environment, serve
from tests.server import hang as hang_in

TOKENS = [f"token of screen {number}" for number in range(20)]


@pytest.fixture
def hung(db: None) -> Hung:
    found = hang()
    hang("gentleman", kiosk_token="another")
    hang_screens(2)
    return found


@pytest.mark.parametrize(("scope", "left"), [("version", 1), ("work", 1), ("everything", 0)])
def test_what_is_pulled_goes_and_the_rest_stays(
    hung: Hung, person: Callable[[str], User], scope: str, left: int
) -> None:
    version = published_version(artwork__slug=hung.slug)
    assert version
    target = {"version": str(version.pk), "work": hung.slug, "everything": ""}[scope]
    withdrawal = pull(scope, target, person("floor manager"), " A visitor wept. ")
    assert Version.objects.filter(state=Version.State.PUBLISHED).count() == left
    assert published_version(artwork__slug=hung.slug) is None
    assert len(screens_of(withdrawal)) == 4
    entry = Entry.objects.get(verb="pulled")
    assert (entry.name, entry.told["scope"]) == ("the floor manager", scope)
    assert (
        Entry.objects.get(verb="withdrawn", subject=f"version:{version.pk}").told["reason"]
        == "A visitor wept."
    )


def test_a_screen_is_asked_until_it_answers(hung: Hung, person: Callable[[str], User]) -> None:
    withdrawal = pull("work", hung.slug, person("curator"), "Why not.")
    state = read_state(hung.kiosk_id, 0.0)
    assert state and state.withdrawn == [str(withdrawal.pk)]
    assert state.current and state.current.version is None and state.answers == []
    for unknown in ("", "nonsense", "00000000-0000-0000-0000-000000000000"):
        acknowledge(hung.kiosk_id, unknown)
    assert Acknowledgement.objects.exclude(at=None).count() == 0
    acknowledge(hung.kiosk_id, str(withdrawal.pk))
    state = read_state(hung.kiosk_id, 0.0)
    assert state and state.withdrawn == []
    answered = [one for one in screens_of(withdrawal) if one.after is not None]
    assert [one.kiosk.pk for one in answered] == [hung.kiosk_id]


@pytest.mark.parametrize(
    ("role", "scope", "target", "reason", "words"),
    [
        ("expert", "work", "lady", "Why.", "may not do this"),
        ("", "everything", "", "Why.", "may not do this"),
        ("curator", "work", "lady", "  ", "Say why"),
        ("curator", "work", "nothing", "Why.", "nothing to withdraw"),
        ("curator", "version", "not-an-id", "Why.", "nothing to withdraw"),
    ],
)
def test_a_refused_pull_leaves_everything(
    hung: Hung, person: Callable[[str], User], role: str, scope: str, target: str,
    reason: str, words: str,
) -> None:  # fmt: skip
    with pytest.raises(Refused, match=words):
        pull(scope, target, person(role), reason)
    assert Version.objects.filter(state=Version.State.PUBLISHED).count() == 2
    assert not Withdrawal.objects.exists() and not Entry.objects.filter(verb="pulled").exists()


def test_what_a_screen_says() -> None:
    assert parse('{"type": "dark", "withdrawal": "1"}') == Dark("1")
    with pytest.raises(NotUnderstood):
        parse('{"type": "dark", "withdrawal": 1}')


def test_the_red_button(hung: Hung, client: Client, person: Callable[[str], User]) -> None:
    page = reverse("admin:exhibits_withdrawal_withdraw_now")
    client.cookies["django_language"] = "en"
    client.force_login(person("expert"))
    assert client.get(page).status_code == 403
    client.force_login(person("curator"))
    assert "Everything that moves (2)" in client.get(page).content.decode()
    assert client.post(page, {"what": "everything", "reason": ""}).status_code == 200
    assert not Withdrawal.objects.exists()
    done = client.post(page, {"what": "everything", "reason": "A drill."})
    told = client.get(done.headers["Location"])
    assert "4 screens have not answered yet" in told.content.decode()
    assert told.headers["Refresh"] == "2"
    for kiosk in Kiosk.objects.all():
        acknowledge(kiosk.pk, str(Withdrawal.objects.get().pk))
    told = client.get(done.headers["Location"])
    assert "Every screen has answered." in told.content.decode()
    assert "Refresh" not in told.headers


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir = tmp_path_factory.mktemp("museum")
    hang_in(data_dir, "screens")
    with serve(data_dir, "tests.stream_app:application") as found:
        yield found
    assert "Traceback" not in found.log.read_text()


async def test_twenty_screens_go_dark_and_a_silent_one_at_its_next_contact(server: Server) -> None:
    """Withdrawn by another process, without Redis between them."""
    data_dir = server.log.parent
    async with screens(server.ws, TOKENS[:19]) as wall:
        assert all(screen.state["current"]["moves"] for screen in wall)
        code, out = await withdraw(data_dir, "--wait", "10")
        assert code == 1, "one screen was off and has not answered"
        assert out.count("снято через") == 19 and out.count("ответа нет") == 2  # and the first
        assert not any(screen.moving for screen in wall)
        assert not any(screen.state["current"]["moves"] for screen in wall)
        assert all(screen.last_frame < screen.answered for screen in wall)
    async with control_of(server.ws, TOKENS[19]) as control:
        told = json.loads(await control.recv())
        assert told["current"]["moves"] is False and len(told["withdrawn"]) == 1


async def withdraw(data_dir: Path, *more: str) -> tuple[int, str]:
    """Run the command as a person at the server would."""
    words = ["withdraw", "work", "lady", "--by", "curator", "--reason", "A drill.", *more]
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(data_dir),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout

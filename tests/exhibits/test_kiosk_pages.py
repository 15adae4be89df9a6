"""A screen's pages and its control socket: pairing, state, nudges, and nonsense."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import User
from django.test import Client

from exhibits.catalogue.models import Artwork
from exhibits.kiosks import presence
from exhibits.kiosks.actions import confirm_pairing, unpair
from exhibits.kiosks.messages import Beat, Gone, Here, NotUnderstood, parse
from exhibits.kiosks.models import Exhibit, Kiosk, Showing
from exhibits.kiosks.pairing import token_hash
from exhibits.kiosks.qr import qr_square
from museum_site.asgi import application

TOKEN = "a-token"
Told = dict[str, Any]


@pytest.fixture
def kiosk(ready_work: Artwork) -> Kiosk:
    """Return a paired kiosk with one work, shown still."""
    Artwork.objects.update(published=True)
    exhibit = Exhibit.objects.create(slug="e", title_ru="Зал", title_en="Room", published=True)
    Showing.objects.create(exhibit=exhibit, artwork=ready_work)
    return Kiosk.objects.create(name="K", exhibit=exhibit, token_hash=token_hash(TOKEN))


def ask(client: Client, path: str, **body: str) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


def test_a_screen_is_paired_and_gets_a_key_no_script_can_read(
    client: Client, kiosk: Kiosk, person: Callable[[str], User]
) -> None:
    assert 'data-mode="pair"' in client.get("/kiosk/").content.decode()
    begun = ask(client, "/kiosk/pair/", screen="1080x1920").json()
    assert begun["seconds"] > 500 and begun["qr"]["path"].startswith("M0 0h7v1h-7z")
    assert ask(client, "/kiosk/pair/finish/", secret=begun["secret"]).status_code == 204
    confirm_pairing(begun["code"], kiosk, person("curator"))
    done = ask(client, "/kiosk/pair/finish/", secret=begun["secret"])
    cookie = done.cookies["kiosk"]
    assert done.json() == {"paired": True}
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
    assert 'data-mode="wait"' in client.get("/kiosk/").content.decode()
    assert ask(client, "/kiosk/pair/finish/", secret=begun["secret"]).status_code == 410


@pytest.mark.parametrize("body", ["", "[]", "{", '{"secret": 3}', "\ufffd" * 3000])
def test_pairing_survives_nonsense(client: Client, db: None, body: str) -> None:
    answer = client.post("/kiosk/pair/finish/", body, content_type="application/json")
    assert answer.status_code == 410
    assert set(answer.json()["error"]) == {"ru", "en"}


def test_a_stranger_may_not_pair_from_another_site(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert ask(strict, "/kiosk/pair/", screen="1x1").status_code == 403


def test_the_mirror_is_for_staff(
    client: Client, kiosk: Kiosk, person: Callable[[str], User]
) -> None:
    page = f"/kiosk/{kiosk.pk}/mirror/"
    assert client.get(page).status_code == 302
    client.force_login(User.objects.create_user("visitor"))
    assert client.get(page).status_code == 403
    client.force_login(User.objects.create_superuser("anna"))
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"type": "here", "work": "lady"}', Here("lady")),
        ('{"type": "gone"}', Gone()),
        ('{"type": "beat", "screen": "1x1", "work": null}', Beat(None, "1x1")),
    ],
)
def test_messages(text: str, said: object) -> None:
    assert parse(text) == said


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "null", '{"type": []}', '{"type": "here"}', '{"type":"here","work":""}',
     '{"type": "beat", "work": 1}', "[" * 400, '{"type": "gone"}' + " " * 600],
)  # fmt: skip
def test_nonsense_is_named(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(text)


def test_a_qr_code_is_one_path() -> None:
    square = qr_square("https://museum.example/ru/works/lady/")
    assert square["side"] >= 25 and set(square["path"]) <= set("Mhvz -0123456789")


async def join(token: str = TOKEN, path: str = "/ws/kiosk/") -> WebsocketCommunicator:
    headers = [
        (b"cookie", f"kiosk={token}".encode()),
        (b"origin", b"http://localhost"),
        (b"host", b"localhost"),
    ]
    socket = WebsocketCommunicator(application, path, headers)
    assert (await socket.connect())[0]
    return socket


async def state(socket: WebsocketCommunicator) -> Told:
    told: Told = json.loads(await socket.receive_from(5))
    assert told["type"] == "state"
    return told


async def add_work(exhibit_id: int, slug: str) -> None:
    def add() -> None:
        first = Artwork.objects.get(slug="work")
        image = first.images.get()
        first.pk, first.slug, first.accession_number = None, slug, slug
        first.save()
        image.pk, image.artwork = UUID(int=7), first
        image.save()
        Showing.objects.create(exhibit_id=exhibit_id, artwork=first, position=1)

    await database_sync_to_async(add)()


def timeless(told: Told) -> Told:
    return {key: value for key, value in told.items() if key != "now"}


@pytest.mark.django_db(transaction=True)
async def test_state_after_nudges_equals_state_after_a_reconnect(kiosk: Kiosk) -> None:
    screen = await join()
    first = await state(screen)
    assert first["current"]["work"] == "work" and first["until"] is None
    assert first["current"]["title"] == {"ru": "title ru", "en": "title en"}
    assert first["current"]["moves"] is False
    await add_work(kiosk.exhibit_id or 0, "second")
    await presence.nudge(kiosk.pk)
    nudged = await state(screen)
    assert [one["work"] for one in nudged["works"]] == ["work", "second"]
    await screen.send_to(text_data='{"type": "here", "work": "second"}')
    held = await state(screen)
    assert held["current"]["work"] == "second" and held["held"] and held["until"] is None
    anew = await join()
    assert timeless(await state(anew)) == timeless(held)
    await screen.send_to(text_data='{"type": "gone"}')
    released = await state(screen)
    assert released["current"]["work"] == "second" and not released["held"]
    assert timeless(await state(anew)) == timeless(released)
    await screen.disconnect()
    await anew.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_a_beat_finds_what_a_lost_nudge_did_not_tell(kiosk: Kiosk) -> None:
    screen = await join()
    await state(screen)
    await database_sync_to_async(Artwork.objects.update)(published=False)
    await screen.send_to(text_data='{"type": "beat", "screen": "1080x1920"}')
    assert (await state(screen))["current"] is None
    seen = await Kiosk.objects.aget(pk=kiosk.pk)
    assert seen.last_seen_at and seen.screen == "1080x1920"
    await screen.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_a_screen_that_was_let_go_hears_it_at_once(kiosk: Kiosk) -> None:
    screen = await join()
    await state(screen)
    await database_sync_to_async(unpair)(kiosk)
    assert await screen.receive_output(5) == {"type": "websocket.close", "code": 4401}
    stranger = await join("another-token")
    assert (await stranger.receive_output(5))["code"] == 4401


@pytest.mark.django_db(transaction=True)
async def test_whoever_talks_nonsense_is_hung_up_on(kiosk: Kiosk) -> None:
    screen = await join()
    await state(screen)
    for _ in range(10):
        await screen.send_to(bytes_data=b"\x00\xff")
        assert json.loads(await screen.receive_from(5)) == {"type": "error", "error": "not JSON"}
    assert (await screen.receive_output(5))["code"] == 4400


@pytest.mark.django_db(transaction=True)
async def test_the_mirror_socket_is_for_staff(kiosk: Kiosk) -> None:
    stranger = await join(path=f"/ws/kiosk/{kiosk.pk}/")
    assert (await stranger.receive_output(5))["code"] == 4401

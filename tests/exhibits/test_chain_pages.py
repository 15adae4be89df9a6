"""The pages of chains: who may come, what is asked and refused, what a page shows."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.chains.models import ChainRun
from exhibits.jobs.models import Job
from tests.exhibits.chains import curator, engines, labour, picture, step
from tests.exhibits.test_chains import WHOLE, begun, made

__all__ = ["curator", "engines", "picture"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)
IMAGE = step("text-to-image", prompt="a boat", seed=5, size=[160, 128])


@pytest.fixture
def desk(client: Client, curator: User) -> Client:
    client.force_login(curator)
    client.cookies["django_language"] = "en"
    return client


def post(client: Client, name: str, told: Any, *args: Any) -> Any:
    return client.post(reverse(name, args=args), told, content_type="application/json")


def test_only_who_may_change_portraits_comes_in(
    client: Client, person: Callable[[str], User], curator: User
) -> None:
    run = begun(curator, IMAGE)
    addresses = [
        reverse("chains"),
        reverse("chain", args=[run.pk]),
        reverse("chain-file", args=[run.pk, run.line()[0].pk]),
    ]
    assert [client.get(one).status_code for one in addresses] == [302] * 3
    client.force_login(person("expert"))
    assert [client.get(one).status_code for one in addresses] == [403] * 3
    assert post(client, "chain-begin", {"steps": [IMAGE]}).status_code == 403
    assert post(client, "chain-do", {}, run.pk, "stop").status_code == 403


def test_a_chain_from_the_page(desk: Client) -> None:
    asked = {"name": "Boat", "image": None, "steps": WHOLE[:2]}
    price = post(desk, "chain-price", asked).json()
    assert price["total"] == {} and price["steps"][0] == {"size": [160, 128], "cost": None}
    assert not ChainRun.objects.exists()
    told = post(desk, "chain-begin", asked)
    assert told.status_code == 201
    page = told.json()["go"]
    run = ChainRun.objects.get()
    assert page == reverse("chain", args=[run.pk])
    before = desk.get(reverse("chain-progress", args=[run.pk])).json()
    assert before["busy"] and str(run.line()[0].pk) in before["steps"]
    assert "waits for a worker" in desk.get(page).content.decode()
    labour()
    after = desk.get(reverse("chain-progress", args=[run.pk])).json()
    assert not after["busy"] and after["stamp"] != before["stamp"]
    first, second = run.line()
    shown = html.unescape(desk.get(f"{page}?part").content.decode())
    assert shown.count("Made with artificial intelligence · draft, not reviewed") >= 2
    assert shown.count("AI GENERATED") >= 2 and "a boat" in shown and first.sha256 in shown
    assert f'<video src="{reverse("chain-file", args=[run.pk, second.pk])}"' in shown
    whole = desk.get(reverse("chain-file", args=[run.pk, second.pk]))
    assert b"".join(whole) == second.path.read_bytes()  # type: ignore[arg-type]
    part = desk.get(reverse("chain-file", args=[run.pk, second.pk]), headers={"range": "bytes=0-9"})
    assert part.status_code == 206 and len(part.content) == 10
    assert desk.get(reverse("chain-preview", args=[run.pk, second.pk])).status_code == 404


def test_money_is_asked_for(desk: Client) -> None:
    dear = step("text-to-image", "dear", prompt="gold", size=[64, 64])
    asked = {"name": "", "steps": [dear]}
    price = post(desk, "chain-price", asked).json()
    assert price["total"] == {"USD": 0.5} and price["steps"][0]["cost"] == [0.5, "USD"]
    refused = post(desk, "chain-begin", asked)
    assert refused.status_code == 422 and "0.50 USD" in refused.json()["error"]["en"]
    assert post(desk, "chain-begin", {**asked, "agreed": price["total"]}).status_code == 201


@pytest.mark.parametrize(
    ("told", "status"),
    [("[", 400), ("[]", 400), ({"steps": []}, 422), ({"steps": [3]}, 422), ({"steps": "x"}, 422),
     ({"steps": [{"kind": "dance"}]}, 422), ({"steps": [{"kind": 3}]}, 422),
     ({"steps": [{"kind": "finish", "more": 1}]}, 422), ({"image": "x", "steps": [IMAGE]}, 422),
     ({"name": 3, "steps": [IMAGE]}, 422), ('{"steps": NaN}', 400)],
)  # fmt: skip
def test_nonsense_is_refused(desk: Client, told: Any, status: int) -> None:
    assert post(desk, "chain-begin", told).status_code == status
    assert post(desk, "chain-price", told).status_code == status
    assert not Job.objects.exists()


def test_going_back_trying_comparing_choosing(desk: Client, curator: User) -> None:
    run = made(curator, *WHOLE[:2])
    longer = step("image-to-video", seconds=2, size=[160, 128])
    price = post(desk, "chain-price", {"run": str(run.pk), "number": 2, "steps": [longer]})
    assert price.json() == {"total": {}, "steps": [{"size": [160, 128], "cost": None}]}
    told = {"number": 2, "steps": [longer], "agreed": {}}
    assert post(desk, "chain-do", told, run.pk, "try").status_code == 200
    labour()
    other = run.steps.get(variant=1)
    address = reverse("chain-compare", args=[run.pk, 2])
    shown = html.unescape(desk.get(address).content.decode())
    assert shown.count("<video") == 2 and shown.count("AI GENERATED") == 3, "and their beginning"
    assert "Flicker, levels" in shown and "PSNR, dB" in shown and "Loop seam / step" in shown
    assert post(desk, "chain-do", {"step": str(other.pk)}, run.pk, "choose").status_code == 200
    assert run.line()[1].pk == other.pk
    assert post(desk, "chain-do", {"number": 2}, run.pk, "again").status_code == 200
    assert post(desk, "chain-do", {}, run.pk, "stop").status_code == 200
    assert run.line()[1].state == "cancelled"
    assert post(desk, "chain-do", {}, run.pk, "go-on").status_code == 200
    labour()
    assert run.line()[1].done
    assert post(desk, "chain-do", {"number": 0}, run.pk, "again").status_code == 400
    assert post(desk, "chain-do", {"number": 9}, run.pk, "again").status_code == 422
    assert post(desk, "chain-do", {}, run.pk, "dance").status_code == 404
    assert desk.get(reverse("chain-compare", args=[run.pk, 7])).status_code == 404
    assert post(desk, "chain-do", {}, run.pk, "remove").json() == {"go": reverse("chains")}


def test_accepting_from_the_page(desk: Client, picture: ArtworkImage, curator: User) -> None:
    run = made(curator, WHOLE[1], image=str(picture.pk))
    page = desk.get(reverse("chain", args=[run.pk])).content.decode()
    assert 'data-do="accept-film"' in page and 'data-do="accept-work"' not in page
    assert "The original. Nothing changed" in page
    told = {"step": str(run.line()[0].pk)}
    go = post(desk, "chain-do", told, run.pk, "accept-film").json()["go"]
    assert go == reverse("studio", args=[picture.artwork.living.pk])
    words = made(curator, IMAGE)
    one = {"step": str(words.line()[0].pk)}
    assert post(desk, "chain-do", one, words.pk, "accept-work").status_code == 200
    assert Artwork.objects.filter(accession_number__startswith="AI-").exists()


def test_all_chains_and_what_may_be_chosen(desk: Client, picture: ArtworkImage) -> None:
    page = desk.get(reverse("chains") + f"?image={picture.pk}").content.decode()
    assert "Gradients" in page and "Gradients (dear)" in page and str(picture.pk) in page
    picture.artwork.may_move = Artwork.May.NO
    picture.artwork.save()
    assert f'"image": "{picture.pk}"' not in desk.get(reverse("chains")).content.decode()

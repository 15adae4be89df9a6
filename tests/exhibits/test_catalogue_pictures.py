"""Pictures leave the house as derivatives only, and only when the work is on show."""

from __future__ import annotations

import io
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image

from exhibits.catalogue.actions import publish, unpublish
from exhibits.catalogue.models import Artwork

pytestmark = pytest.mark.django_db


def address(work: Artwork, width: int = 320) -> str:
    return f"/pictures/{work.images.get().pk}/{width}.jpg"


def test_visitors_see_what_is_on_show(client: Client, ready_work: Artwork) -> None:
    assert client.get(address(ready_work)).status_code == 404
    publish(ready_work)
    answer = client.get(address(ready_work))
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    unpublish(ready_work)
    assert client.get(address(ready_work)).status_code == 404


def test_staff_see_what_is_in_store(
    client: Client, ready_work: Artwork, person: Callable[[str], User]
) -> None:
    client.force_login(person(""))
    assert client.get(address(ready_work)).status_code == 404
    client.force_login(person("expert"))
    answer = client.get(address(ready_work))
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("private")


def test_a_known_picture_is_not_sent_again(client: Client, ready_work: Artwork) -> None:
    publish(ready_work)
    first = client.get(address(ready_work))
    again = client.get(address(ready_work), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(address(ready_work, 640), headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("width", [0, 1, 321, 4000, 99_999_999])
def test_other_widths_do_not_exist(client: Client, ready_work: Artwork, width: int) -> None:
    publish(ready_work)
    assert client.get(address(ready_work, width)).status_code == 404


def test_strangers_find_nothing(client: Client, ready_work: Artwork) -> None:
    publish(ready_work)
    image = ready_work.images.get()
    for path in (
        f"/pictures/{uuid.uuid4()}/320.jpg",
        f"/pictures/{image.pk}/original",
        f"/media/{image.file.name}",
        f"/{image.file.name}",
    ):
        assert client.get(path, follow=True).status_code == 404
    assert client.post(address(ready_work)).status_code == 405


def test_a_lost_derivative_is_made_again(
    client: Client, ready_work: Artwork, settings: Any
) -> None:
    publish(ready_work)
    first = client.get(address(ready_work)).content
    shutil.rmtree(Path(settings.MEDIA_ROOT) / "derivatives")
    assert client.get(address(ready_work)).content == first


def test_the_house_says_that_it_stands(client: Client, settings: Any) -> None:
    answer = client.get("/healthz")
    stages = {"running": 0, "more": 0, "ailing": 0, "devices": []}
    assert answer.json() == {"version": settings.VERSION, "database": "ok", "stages": stages}
    assert "no-store" in answer["Cache-Control"]

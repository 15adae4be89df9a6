"""The museum opens by itself, once, and never undoes what people did."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from exhibits.accounts.actions import waiting_accounts
from exhibits.catalogue import house
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.catalogue.rules import missing
from exhibits.kiosks.models import Exhibit, Kiosk
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.performing import recipe_of
from exhibits.portraits.published import published_version
from exhibits.portraits.rules import may_be_shown
from exhibits.portraits.snapshot import save_version
from exhibits.review.actions import bring_before_visitors
from exhibits.review.citations import unsupported
from tests.exhibits.conftest import picture_bytes

pytestmark = pytest.mark.django_db


def seed() -> str:
    out = io.StringIO()
    call_command("seed", "--show-password", stdout=out)
    return out.getvalue()


def test_the_museum_opens_and_stays_as_people_left_it(client: Client) -> None:
    said = seed()
    works = list(Artwork.objects.all())
    assert len(works) == 6 and all(work.published for work in works)
    assert all(missing(work, work.images.count()) == [] for work in works)
    assert {work.title_ru for work in works} & {"Свежий ветер"}
    versions = Version.objects.select_related("portrait__artwork", "image", "author")
    assert [may_be_shown(version) for version in versions] == [None] * 6
    assert {(version.number, version.author.username) for version in versions} == {(1, "house")}
    assert not User.objects.get(username="house").is_active
    shown = {e.slug: list(e.showings.values_list("artwork__slug", flat=True))
             for e in Exhibit.objects.all()}  # fmt: skip
    assert [len(slugs) for slugs in shown.values()] == [4, 2]
    assert Kiosk.objects.get().exhibit is not None
    password = re.findall(r"^curator (\S+)$", said, re.M)[0]
    assert client.login(username="curator", password=password)

    Artwork.objects.filter(slug="sea").update(published=False)
    Artwork.objects.filter(slug="fayum").update(title_ru="Моё название", published=False)
    Kiosk.objects.all().delete()
    pictures = ArtworkImage.objects.count()
    again = seed()
    assert "Works hung: 0. Pictures renewed: 0." in again
    assert Artwork.objects.filter(published=True).count() == 4 and not Kiosk.objects.exists()
    assert ArtworkImage.objects.count() == pictures
    fayum = Artwork.objects.get(slug="fayum")
    assert (fayum.title_ru, fayum.published) == ("Моё название", False)
    assert re.findall(r"^curator (\S+)$", again, re.M) != [password]

    curator = User.objects.get(username="curator")
    curator.set_password("a password of my own")
    curator.save()
    assert "curator" not in seed()
    assert waiting_accounts() == []


@pytest.fixture
def small_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The collection with quick little pictures, so that one can be repainted."""
    shutil.copy(house.FOLDER / "works.json", tmp_path)
    monkeypatch.setattr(house, "FOLDER", tmp_path)
    for seed_, work in enumerate(house.told()["works"]):
        (tmp_path / work["file"]).write_bytes(picture_bytes("JPEG", seed=seed_))
    return tmp_path


def test_a_repainted_work_is_renewed_and_a_replaced_one_is_not(small_house: Path) -> None:
    seed()
    dutch = LivingPortrait.objects.get(artwork__slug="dutch")
    anna = User.objects.create_user("anna")
    bring_before_visitors(save_version(dutch, anna), anna, timezone.now())
    for slug in ("fayum", "dutch"):
        (small_house / f"{slug}.jpg").write_bytes(picture_bytes("JPEG", seed=77))
    assert "Pictures renewed: 1." in seed()
    fayum = LivingPortrait.objects.get(artwork__slug="fayum")
    assert fayum.image.sha256 == house.sha256_of(small_house / "fayum.jpg")
    shown = published_version(artwork__slug="fayum")
    assert shown and shown.number == 2 and shown.image == fayum.image
    assert LivingPortrait.objects.get(artwork__slug="dutch").image == dutch.image
    assert "Pictures renewed: 0." in seed()


def test_a_beard_of_the_museum_reaches_the_scene(small_house: Path) -> None:
    seed()
    beards = {p.artwork.slug: recipe_of(p).scene.beard for p in LivingPortrait.objects.all()}
    assert beards["dutch"] == 0.4
    assert beards["lady"] == 0.0


def test_a_spoiled_collection_opens_nothing_by_halves(small_house: Path) -> None:
    (small_house / "dusk.jpg").write_bytes(b"not a picture")
    with pytest.raises(CommandError, match="картина"):
        seed()
    assert not Artwork.objects.exists() and not User.objects.filter(username="house").exists()
    (small_house / "dusk.jpg").write_bytes(picture_bytes("JPEG", seed=9))
    assert "Works hung: 6." in seed()


def test_whatever_the_house_says_has_a_source(small_house: Path) -> None:
    seed()
    answers = Answer.objects.filter(version__isnull=False)
    assert answers.count() == 18
    assert [unsupported(answer) for answer in answers] == [[]] * 18

"""Open the museum for the first time: the house collection, one screen, one account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from exhibits.accounts.actions import issue_password, waiting_password
from exhibits.accounts.roles import CURATOR, apply_roles
from exhibits.catalogue import house
from exhibits.catalogue.actions import (
    ReadyPicture,
    decide_movement,
    hang_picture,
    prepare_picture,
    publish,
)
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.kiosks.models import Exhibit, Kiosk, Showing
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.published import published_version
from exhibits.portraits.snapshot import save_version
from exhibits.review.actions import bring_before_visitors, certify
from exhibits.review.citations import sentences

HOUSE = "house"
FIRST = "curator"
KIOSK = {"ru": "Первый экран", "en": "First screen"}


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was done: works hung, pictures renewed, and a password where one was issued."""

    works: int
    renewed: int
    password: str | None


def seed() -> Seeded:
    """Hang the collection once; renew house pictures; leave people's work alone."""
    apply_roles()
    certify_published()
    works = house.told()["works"]
    if account := User.objects.filter(username=HOUSE).first():
        return Seeded(0, sum(renew(work, account) for work in works), first_account())
    return Seeded(open_house(), 0, first_account())


def open_house() -> int:
    """Hang the whole collection, or nothing of it; return how many works."""
    told = house.told()
    ready = {work["slug"]: _ready(work) for work in told["works"]}
    with transaction.atomic():
        account = house_account()
        known = set(Artwork.objects.values_list("accession_number", flat=True))
        missing = [work for work in told["works"] if work["accession_number"] not in known]
        for work in missing:
            hang(work, ready[work["slug"]], account)
        open_exhibits(told["exhibits"])
    return len(missing)


def certify_published() -> None:
    """Sign what was published before there were certificates."""
    for version in Version.objects.filter(state=Version.State.PUBLISHED, certificate=None):
        certify(version, version.state_at)


def house_account() -> User:
    """Make the account that signs for the house; nobody can log in with it."""
    return User.objects.create_user(HOUSE, first_name="Tableau Vivant", is_active=False)


def hang(work: dict[str, Any], ready: ReadyPicture, account: User) -> None:
    """Put one house work on show with its living portrait and what it answers."""
    artwork = Artwork.objects.create(**house.label(work))
    image = hang_picture(artwork, ready, account)
    decide_movement(artwork, *house.decision(work), account)
    publish(artwork, account)
    touch_x, touch_y = work["touch_point"]
    portrait = LivingPortrait.objects.create(
        artwork=artwork,
        image=image,
        ground=work["ground"],
        beard=work["beard"],
        touch_x=touch_x,
        touch_y=touch_y,
        seed=1,
    )
    for told, source in zip(house.answers(work), house.sources(work), strict=True):
        cited = [{"statement": one, "source": source} for one in sentences(told["text"])]
        Answer.objects.create(portrait=portrait, sources=cited, **told)
    bring_before_visitors(save_version(portrait, account), account, timezone.now())


def renew(work: dict[str, Any], account: User) -> bool:
    """Give a house work the picture and motion of this release, unless people gave it others."""
    shown = published_version(artwork__accession_number=work["accession_number"])
    path = house.FOLDER / work["file"]
    digest = house.sha256_of(path)
    if shown is None or shown.author != account or shown.image.uploaded_by != account:
        return False
    portrait = shown.portrait
    looks = {"ground": work["ground"], "beard": work["beard"]}
    if portrait.image.sha256 == digest and all(getattr(portrait, k) == v for k, v in looks.items()):
        return False
    known = ArtworkImage.objects.filter(artwork=portrait.artwork, sha256=digest).first()
    portrait.ground, portrait.beard = looks["ground"], looks["beard"]
    portrait.image = known or hang_picture(portrait.artwork, _ready(work), account)
    portrait.revision += 1
    portrait.save()
    bring_before_visitors(save_version(portrait, account), account, timezone.now())
    return True


def open_exhibits(told: list[dict[str, Any]]) -> None:
    """Open the house exhibits, and one kiosk that shows the first of them."""
    for entry in told:
        exhibit, _ = Exhibit.objects.get_or_create(
            slug=entry["slug"],
            defaults=house.bilingual(entry, "title", "intro") | {"published": True},
        )
        for position, slug in enumerate(entry["works"]):
            work = Artwork.objects.get(slug=slug)
            Showing.objects.get_or_create(
                exhibit=exhibit, artwork=work, defaults={"position": position}
            )
    if not Kiosk.objects.exists():
        language = settings.LANGUAGE_CODE[:2]
        first = Exhibit.objects.get(slug=told[0]["slug"])
        Kiosk.objects.create(name=KIOSK[language], exhibit=first, language=language)


def first_account() -> str | None:
    """Return a new one-time password for the first account while nobody has made it theirs."""
    account = User.objects.filter(username=FIRST).first()
    if account is None:
        if User.objects.filter(is_superuser=True, is_active=True).exists():
            return None
        account = User.objects.create_superuser(FIRST)
        account.groups.add(Group.objects.get(name=CURATOR))
        return issue_password(account)
    return issue_password(account) if waiting_password(account) else None


def _ready(work: dict[str, Any]) -> ReadyPicture:
    path = house.FOLDER / work["file"]
    with path.open("rb") as file:
        return prepare_picture(file, path.name)

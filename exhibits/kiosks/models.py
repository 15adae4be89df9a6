"""Exhibits and the screens on the floor."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exhibits.catalogue.models import Artwork


class Exhibit(models.Model):
    """Works shown together, in an order."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title_ru = models.CharField(_("title, Russian"), max_length=200)
    title_en = models.CharField(_("title, English"), max_length=200)
    intro_ru = models.TextField(_("introduction, Russian"), blank=True)
    intro_en = models.TextField(_("introduction, English"), blank=True)
    published = models.BooleanField(_("on show"), default=False)
    works = models.ManyToManyField(
        Artwork, through="Showing", related_name="exhibits", verbose_name=_("works")
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("exhibit")
        verbose_name_plural = _("exhibits")

    def __str__(self) -> str:
        return self.said("title")

    def said(self, name: str, language: str | None = None) -> str:
        """Return a bilingual field in the asked or current language."""
        code = (language or get_language() or "ru")[:2]
        return str(getattr(self, f"{name}_{'en' if code == 'en' else 'ru'}"))


class Showing(models.Model):
    """One work's place and time in an exhibit's rotation."""

    exhibit = models.ForeignKey(
        Exhibit, models.CASCADE, related_name="showings", verbose_name=_("exhibit")
    )
    artwork = models.ForeignKey(
        Artwork, models.CASCADE, related_name="showings", verbose_name=_("artwork")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    seconds = models.PositiveSmallIntegerField(_("seconds on screen"), default=60)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("showing")
        verbose_name_plural = _("showings")
        constraints = [
            models.UniqueConstraint(fields=["exhibit", "artwork"], name="work_once_per_exhibit")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.artwork}"


class Kiosk(models.Model):
    """A screen on the floor, known by a token of which we keep only the hash."""

    class Language(models.TextChoices):
        RU = "ru", _("Russian")
        EN = "en", _("English")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("where it stands"), max_length=200, blank=True)
    exhibit = models.ForeignKey(
        Exhibit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="kiosks",
        verbose_name=_("exhibit"),
    )
    language = models.CharField(
        _("first language"), max_length=2, choices=Language.choices, default=Language.RU
    )
    volume = models.PositiveSmallIntegerField(
        _("volume at first, percent"),
        default=70,
        validators=[MaxValueValidator(100)],
        help_text=_("Each visitor may change it; the next one begins here."),
    )
    token_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    paired_at = models.DateTimeField(_("paired"), null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True, editable=False)
    screen = models.CharField(_("screen size"), max_length=20, blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("screen")
        verbose_name_plural = _("screens")
        permissions = [("pair_kiosk", _("Can pair a screen and let it go"))]

    def __str__(self) -> str:
        return self.name


class Withdrawal(models.Model):
    """One pull from every screen: of a version, of a work, or of everything."""

    class Scope(models.TextChoices):
        VERSION = "version", _("a version")
        WORK = "work", _("a work")
        EVERYTHING = "everything", _("everything")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField(_("what"), max_length=10, choices=Scope.choices)
    target = models.CharField(max_length=80, blank=True)  # a version's id, a work's slug
    reason = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), db_index=True)

    class Meta:
        ordering = ["-at"]
        default_permissions = ("view",)
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.get_scope_display()} {self.target}".strip()


class Acknowledgement(models.Model):
    """One screen that has to go dark of something, and when it said it had."""

    withdrawal = models.ForeignKey(Withdrawal, models.CASCADE, related_name="screens")
    kiosk = models.ForeignKey(Kiosk, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("when"), null=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            models.UniqueConstraint(fields=["withdrawal", "kiosk"], name="one_acknowledgement_each")
        ]

    def __str__(self) -> str:
        return f"{self.kiosk}: {self.at or '–'}"


class PairingRequest(models.Model):
    """A screen that waits for a curator to type its code."""

    code_hash = models.CharField(max_length=64, unique=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    screen = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    kiosk = models.ForeignKey(Kiosk, models.CASCADE, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        verbose_name = _("pairing request")
        verbose_name_plural = _("pairing requests")

    def __str__(self) -> str:
        return f"{self.screen} {self.created_at:%H:%M}"

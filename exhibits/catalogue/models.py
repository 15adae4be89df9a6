"""The catalogued thing and its pictures."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

URI = RegexValidator(r"^https?://\S+$", _("Write a full address, starting with https://."))


class Artwork(models.Model):
    """A work as its label tells it, in Russian and English."""

    class May(models.TextChoices):
        YES = "yes", _("it may move")
        STILL = "still", _("only still")
        NO = "no", _("not at all")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    accession_number = models.CharField(_("accession number"), max_length=60, unique=True)
    title_ru = models.CharField(_("title, Russian"), max_length=300)
    title_en = models.CharField(_("title, English"), max_length=300)
    maker_ru = models.CharField(_("maker, Russian"), max_length=300)
    maker_en = models.CharField(_("maker, English"), max_length=300)
    date_text_ru = models.CharField(_("date, Russian"), max_length=120)
    date_text_en = models.CharField(_("date, English"), max_length=120)
    date_from = models.IntegerField(_("made from (year)"), null=True, blank=True)
    date_to = models.IntegerField(_("made until (year)"), null=True, blank=True)
    medium_ru = models.CharField(_("medium, Russian"), max_length=300)
    medium_en = models.CharField(_("medium, English"), max_length=300)
    height_mm = models.PositiveIntegerField(_("height, mm"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("width, mm"), null=True, blank=True)
    credit_ru = models.CharField(_("credit line, Russian"), max_length=300, blank=True)
    credit_en = models.CharField(_("credit line, English"), max_length=300, blank=True)
    description_ru = models.TextField(_("description, Russian"), blank=True)
    description_en = models.TextField(_("description, English"), blank=True)
    alt_ru = models.CharField(_("alt text, Russian"), max_length=500, blank=True)
    alt_en = models.CharField(_("alt text, English"), max_length=500, blank=True)
    attract_ru = models.CharField(_("invitation to touch, Russian"), max_length=200, blank=True)
    attract_en = models.CharField(_("invitation to touch, English"), max_length=200, blank=True)
    rights_work = models.CharField(_("rights of the work"), max_length=300, validators=[URI])
    rights_photo = models.CharField(_("rights of the photograph"), max_length=300, validators=[URI])
    may_move = models.CharField(
        _("may it move?"), max_length=5, choices=May.choices, default=May.STILL
    )
    may_move_reason = models.TextField(_("why"), blank=True)
    may_move_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who decided"),
    )
    may_move_decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    may_move_until = models.DateField(_("until, inclusive"), null=True, blank=True)
    published = models.BooleanField(_("on show"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["accession_number"]
        verbose_name = _("artwork")
        verbose_name_plural = _("artworks")
        permissions = [
            ("publish_artwork", _("Can put a work on show and take it off")),
            ("decide_movement", _("Can decide whether a work may move")),
        ]

    def __str__(self) -> str:
        return f"{self.said('title')} ({self.accession_number})"

    def said(self, name: str, language: str | None = None) -> str:
        """Return a bilingual field in the asked or current language."""
        code = (language or get_language() or "ru")[:2]
        return str(getattr(self, f"{name}_{'en' if code == 'en' else 'ru'}"))


def image_path(image: ArtworkImage, filename: str) -> str:
    """Name files by content, never by what a stranger called them."""
    return f"artworks/{image.id.hex[:2]}/{image.id.hex}.png"


class ArtworkImage(models.Model):
    """A photograph of a work: re-encoded, stripped, upright, sRGB."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    artwork = models.ForeignKey(
        Artwork, models.CASCADE, related_name="images", verbose_name=_("artwork")
    )
    file = models.FileField(_("picture"), upload_to=image_path)
    width = models.PositiveIntegerField(_("width, px"), editable=False)
    height = models.PositiveIntegerField(_("height, px"), editable=False)
    sha256 = models.CharField(_("SHA-256 of the upload"), max_length=64, editable=False)
    stored_sha256 = models.CharField(_("SHA-256 as kept"), max_length=64, editable=False)
    original_name = models.CharField(_("uploaded as"), max_length=200, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.UniqueConstraint(fields=["artwork", "sha256"], name="picture_once_per_artwork")
        ]

    def __str__(self) -> str:
        return f"{self.original_name} ({self.width} × {self.height})"

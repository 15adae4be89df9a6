"""An artwork with an engine and its settings."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exhibits.catalogue.models import Artwork, ArtworkImage


def new_seed() -> int:
    """Return a fresh 31-bit seed."""
    return secrets.randbelow(2**31)


class LivingPortrait(models.Model):
    """How one picture of a work comes to life. Shown only when approved by a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    artwork = models.OneToOneField(
        Artwork, models.CASCADE, related_name="living", verbose_name=_("artwork")
    )
    image = models.ForeignKey(ArtworkImage, models.RESTRICT, verbose_name=_("picture"))
    engine = models.CharField(_("engine"), max_length=40, default="default")
    options = models.JSONField(_("engine options"), default=dict, blank=True)
    face = models.PositiveSmallIntegerField(_("which face, largest is 0"), default=0)
    points = models.JSONField(_("points set by hand"), null=True, blank=True)
    beard = models.FloatField(
        _("how far a beard hides the lips, 0–1"),
        default=0.0,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
    )
    ground = models.JSONField(_("brush and flow"), null=True, blank=True)
    touch_x = models.FloatField(_("touch mark, across 0–1"), default=0.2)
    touch_y = models.FloatField(_("touch mark, down 0–1"), default=0.66)
    seed = models.PositiveIntegerField(_("seed"), default=new_seed)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["artwork__accession_number"]
        verbose_name = _("living portrait")
        verbose_name_plural = _("living portraits")
        permissions = [("approve_livingportrait", _("Can approve a living portrait"))]

    def __str__(self) -> str:
        return str(self.artwork)


def recording_path(answer: Answer, filename: str) -> str:
    """Name recordings by chance, never by what a stranger called them."""
    return f"recordings/{uuid.uuid4().hex}.flac"


class Answer(models.Model):
    """A question visitors may ask a living portrait, and the script it answers with.

    Offered only when approved by a person; whatever it says, sounds or looks like is in
    ``text`` and ``recording``, and changing them takes the approval back.
    """

    class Language(models.TextChoices):
        RU = "ru", _("Russian")
        EN = "en", _("English")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portrait = models.ForeignKey(
        LivingPortrait, models.CASCADE, related_name="answers", verbose_name=_("living portrait")
    )
    question_ru = models.CharField(_("question in Russian"), max_length=80, blank=True)
    question_en = models.CharField(_("question in English"), max_length=80, blank=True)
    language = models.CharField(
        _("language of the answer"), max_length=2, choices=Language.choices, default=Language.RU
    )
    text = models.TextField(_("what it says"))
    recording = models.FileField(_("recording"), upload_to=recording_path, blank=True)
    recording_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["portrait", "position", "created_at"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        permissions = [("approve_answer", _("Can approve an answer"))]

    def __str__(self) -> str:
        return self.question or str(self.pk)

    @property
    def question(self) -> str:
        """Return the question in the current language, or in the other where it has only that."""
        own, other = self.question_ru, self.question_en
        if (get_language() or "ru").startswith("en"):
            own, other = other, own
        return own or other

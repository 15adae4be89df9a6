"""Finished files of a version: clips and posters, signed."""

from __future__ import annotations

import uuid

from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from exhibits.jobs.models import Job
from exhibits.portraits.models import Version


def clip_path(clip: Clip, filename: str) -> str:
    """Name files by their job, so that a job done twice leaves one; the suffix is ours."""
    return f"clips/{clip.job_id.hex if clip.job_id else uuid.uuid4().hex}{clip.suffix}"


class Clip(models.Model):
    """One finished, signed file of a version. Withdrawn with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="clips", verbose_name=_("version")
    )
    job = models.OneToOneField(Job, models.PROTECT, null=True, related_name="+")
    told = models.JSONField(_("wishes"), default=dict)  # answer, layout, size, captions, language
    suffix = models.CharField(_("format"), max_length=5)
    file = models.FileField(_("file"), upload_to=clip_path)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField(default=0)
    public = models.BooleanField(_("visitors may take it home"), default=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("clip")
        verbose_name_plural = _("clips")

    def __str__(self) -> str:
        return f"{self.version}{self.suffix}"

    @property
    def said(self) -> str:
        """Return in a few words what this file is."""
        kind = _("poster") if self.suffix in (".png", ".jpg") else _("clip")
        return f"{str(kind).capitalize()}, {self.suffix[1:].upper()}, {filesizeformat(self.bytes)}"

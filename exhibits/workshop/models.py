"""Who is at work on a living portrait now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exhibits.portraits.models import LivingPortrait


class Editing(models.Model):
    """The one who changes a draft; others see who it is, and may take it over."""

    portrait = models.OneToOneField(
        LivingPortrait, models.CASCADE, related_name="editing", primary_key=True
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    window = models.CharField(max_length=40)  # one page of that person's browser
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = _("somebody at work")
        verbose_name_plural = _("people at work")

    def __str__(self) -> str:
        return f"{self.portrait}: {self.user}"

"""The signed paper trail of a published version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from exhibits.portraits.models import Version


class Certificate(models.Model):
    """One version's record as it was when people approved it, signed ES256."""

    version = models.OneToOneField(
        Version, models.PROTECT, related_name="certificate", primary_key=True
    )
    record = models.JSONField(_("record"))
    signature = models.TextField()  # base64, raw r‖s over the record's canonical JSON
    chain = models.TextField()  # PEM, leaf first
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return str(self.version)

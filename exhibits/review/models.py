"""Experts' verdicts on a version, and what the gate measured before they saw it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exhibits.portraits.models import Version


class Verdict(models.Model):
    """What one expert says of one version, once and for good."""

    class Decision(models.TextChoices):
        APPROVE = "approve", _("approve and sign")
        RETURN = "return", _("return with a note")
        REJECT = "reject", _("reject")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="verdicts", verbose_name=_("version")
    )
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("expert")
    )
    decision = models.CharField(_("decision"), max_length=7, choices=Decision.choices)
    faithful = models.BooleanField(_("faithful?"))
    tasteful = models.BooleanField(_("tasteful?"))
    supported = models.BooleanField(_("is the text supported by sources?"))
    invented = models.BooleanField(_("are invented parts acceptable?"))
    note = models.TextField(_("note to the author"), blank=True)
    marks = models.JSONField(_("marks on frames"), default=list)  # [{"t", "x", "y", "note"}]
    digest = models.CharField(max_length=64)  # of the version as it was judged
    given_at = models.DateTimeField(_("given"), auto_now_add=True)

    class Meta:
        ordering = ["given_at"]
        default_permissions = ("view",)
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        constraints = [
            models.UniqueConstraint(fields=["version", "expert"], name="one_verdict_each")
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_decision_display()}"


class GateReport(models.Model):
    """What was measured of a version before review. ``findings``: see gate.py."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="gate", primary_key=True)
    passed = models.BooleanField(_("passed"))
    findings = models.JSONField(_("findings"), default=list)
    measures = models.JSONField(_("measures"), default=dict)
    made_at = models.DateTimeField(_("measured"), auto_now_add=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("report of the gate")
        verbose_name_plural = _("reports of the gate")

    def __str__(self) -> str:
        return f"{self.version}: {'✓' if self.passed else '✗'}"

"""What paid services cost: one row for each order, and a row for each month to wait at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Month(models.Model):
    """One month: who spends in it waits for whoever spends in it now."""

    first = models.DateField(unique=True)  # its first day

    class Meta:
        default_permissions = ()
        verbose_name = _("month")
        verbose_name_plural = _("months")

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


class Spending(models.Model):
    """One order to a paid service. Nobody writes here by hand."""

    class State(models.TextChoices):
        RESERVED = "reserved", _("set aside")
        SETTLED = "settled", _("spent")
        RELEASED = "released", _("given back")

    number = models.CharField(_("order"), max_length=64, unique=True)
    service = models.CharField(_("service"), max_length=60)
    month = models.ForeignKey(Month, models.PROTECT, related_name="+", verbose_name=_("month"))
    about = models.CharField(_("for"), max_length=120, blank=True)
    estimate = models.DecimalField(_("estimate, USD"), max_digits=12, decimal_places=4)
    actual = models.DecimalField(_("real cost, USD"), max_digits=12, decimal_places=4, null=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.RESERVED, db_index=True
    )
    asked_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    door_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    knocked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-asked_at"]
        default_permissions = ("view",)
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")

    def __str__(self) -> str:
        return f"{self.service} {self.number}"

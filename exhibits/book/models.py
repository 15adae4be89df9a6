"""The book: every decision, publication, showing and withdrawal, chained by hashes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line of the book. ``hash`` covers the line and the hash before it."""

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("when"))
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    name = models.CharField(_("signed"), max_length=160)  # as the person was called then
    verb = models.CharField(_("what"), max_length=40, db_index=True)
    subject = models.CharField(_("about"), max_length=120, db_index=True)
    told = models.JSONField(_("details"), default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        default_permissions = ("view",)
        verbose_name = _("entry of the book")
        verbose_name_plural = _("the book")

    def __str__(self) -> str:
        return f"{self.number}. {self.verb} {self.subject}"


class Head(models.Model):
    """Where the book ends now: one row, at which writers wait for each other."""

    ONLY = 1
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        default_permissions = ()
        verbose_name = _("end of the book")
        verbose_name_plural = _("end of the book")

    def __str__(self) -> str:
        return str(self.number)


class DailyHead(models.Model):
    """The book's last hash of a day, signed; can be published elsewhere."""

    day = models.DateField(unique=True)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    signature = models.TextField()  # base64, ES256 over the canonical JSON of day, number, hash
    certificate = models.TextField()  # PEM chain, leaf first

    class Meta:
        ordering = ["day"]
        default_permissions = ("view",)
        verbose_name = _("signed day of the book")
        verbose_name_plural = _("signed days of the book")

    def __str__(self) -> str:
        return f"{self.day}: {self.number}"

"""Work longer than a request, and how far it has come."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work: who asked, how far it is, what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    arguments = models.JSONField(_("arguments"), default=dict)
    subject = models.CharField(_("about"), max_length=120, db_index=True)  # "version:<id>"
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.WAITING, db_index=True
    )
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)  # 0: not known yet
    stage_ru = models.CharField(max_length=200, blank=True)  # what it does now
    stage_en = models.CharField(max_length=200, blank=True)
    failure_ru = models.TextField(blank=True)
    failure_en = models.TextField(blank=True)
    result = models.JSONField(null=True)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    cancel_asked = models.BooleanField(default=False)
    holder = models.CharField(max_length=80, blank=True)  # the worker that has it …
    held_until = models.DateTimeField(null=True)  # … and until when, unless it says it lives
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

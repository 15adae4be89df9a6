"""A chain of engines: what was asked of each, and what it made."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.jobs.models import Job

FOLDER = "chains"  # below MEDIA_ROOT, which only our views read
PLANNED = "planned"  # a step nobody has asked for yet


class ChainRun(models.Model):
    """One chain: of a painting's picture, or of words alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    artwork = models.ForeignKey(
        Artwork, models.CASCADE, null=True, related_name="chains", verbose_name=_("artwork")
    )
    image = models.ForeignKey(
        ArtworkImage, models.RESTRICT, null=True, related_name="+", verbose_name=_("picture")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ()
        verbose_name = _("chain")
        verbose_name_plural = _("chains")

    def __str__(self) -> str:
        return self.name

    def line(self) -> list[ChainStep]:
        """Return the steps that follow one another; other tries of a step stand beside them."""
        return list(self.steps.filter(variant=0).select_related("job"))


class ChainStep(models.Model):
    """One step. It is finished when it has a hash; until then its job says how it stands.

    input: the step it goes on from; without one it begins with the run's picture, or with words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ChainRun, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("number"))
    variant = models.PositiveSmallIntegerField(_("try"), default=0)
    input = models.ForeignKey("self", models.CASCADE, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=20)
    engine = models.CharField(_("engine"), max_length=40, blank=True)
    options = models.JSONField(_("engine options"), default=dict)
    request = models.JSONField(_("request"), default=dict)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    file = models.CharField(_("file"), max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    input_sha256 = models.CharField(max_length=64, blank=True)
    told = models.JSONField(_("how it was made"), default=dict)  # a step of generation.Record
    made = models.JSONField(_("what was made"), default=dict)  # size, seconds, warnings, measures
    made_at = models.DateTimeField(_("made"), null=True)

    class Meta:
        ordering = ["number", "variant"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number", "variant"], name="chain_step_place_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.number}"

    @property
    def done(self) -> bool:
        """Say whether it is finished."""
        return bool(self.sha256)

    @property
    def state(self) -> str:
        """Return "done", "planned", or what its job says."""
        if self.done:
            return str(Job.State.DONE)
        return self.job.state if self.job else PLANNED

    @property
    def at_work(self) -> bool:
        """Say whether it waits for a worker or has one."""
        return self.state in (Job.State.WAITING, Job.State.RUNNING)

    @property
    def path(self) -> Path:
        """Return where its finished file is."""
        return Path(settings.MEDIA_ROOT) / FOLDER / self.file

    def blank(self) -> dict[str, Any]:
        """Return the values of a step of which nothing was made."""
        return {
            "file": "", "sha256": "", "input_sha256": "", "told": {}, "made": {}, "made_at": None,
            "job": None,
        }  # fmt: skip

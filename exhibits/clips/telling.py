"""Tell clips and their jobs to the pages of staff, as plain values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from exhibits.clips.models import Clip
from exhibits.clips.rules import may_be_exported, may_be_taken
from exhibits.jobs.models import Job
from exhibits.portraits.models import LivingPortrait, Version
from exhibits.refusal import in_language
from generation import Words

RECENT = 20  # jobs told
OVER = (Job.State.DONE,)


def tell_clips(portrait: LivingPortrait) -> dict[str, Any]:
    """Return the versions a clip can be made of, what is being made, and what was made."""
    versions = list(portrait.versions.select_related("portrait__artwork", "image"))
    exported = [version for version in versions if may_be_exported(version) is None]
    clips = Clip.objects.filter(version__portrait=portrait)
    return {
        "versions": [_version(version) for version in exported],
        "jobs": [tell_job(job, portrait) for job in jobs_of(portrait)[:RECENT]],
        "clips": [
            _clip(clip, portrait) for clip in clips.select_related("version__portrait__artwork")
        ],
    }


def jobs_of(portrait: LivingPortrait) -> list[Job]:
    """Return the clip jobs of a portrait that wait, run or ended badly, newest first."""
    subjects = [f"version:{pk}" for pk in portrait.versions.values_list("pk", flat=True)]
    return list(Job.objects.filter(kind="clip", subject__in=subjects).exclude(state__in=OVER))


def tell_job(job: Job, portrait: LivingPortrait) -> dict[str, Any]:
    """Return how far a job is, in words and numbers."""
    return {
        "job": str(job.pk),
        "state": job.state,
        "words": str(job.get_state_display()),
        "wishes": job.arguments,
        "suffix": job.arguments.get("suffix", ""),
        "done": job.done,
        "total": job.total,
        "stage": in_language(Words(job.stage_ru, job.stage_en)),
        "failure": in_language(Words(job.failure_ru, job.failure_en)),
        "cancel": _address("clip-cancel", portrait, job.pk),
        "retry": _address("clip-retry", portrait, job.pk),
    }


def _version(version: Version) -> dict[str, Any]:
    answers = [{"answer": str(one.pk), "question": one.question} for one in version.answers.all()]
    return {
        "version": str(version.pk),
        "number": version.number,
        "name": version.name,
        "state": str(version.get_state_display()),
        "answers": answers,
    }


def _clip(clip: Clip, portrait: LivingPortrait) -> dict[str, Any]:
    refused = may_be_taken(clip)
    return {
        "clip": str(clip.pk),
        "version": clip.version.number,
        "suffix": clip.suffix,
        "wishes": clip.told,
        "said": clip.said,
        "sha256": clip.sha256,
        "public": clip.public,
        "why_not": in_language(refused) if refused else "",
        "page": reverse("clip", args=[clip.pk]),
        "file": _address("clip-download", portrait, clip.pk),
        "offer": _address("clip-offer", portrait, clip.pk),
        "remove": _address("clip-remove", portrait, clip.pk),
    }


def _address(name: str, portrait: LivingPortrait, pk: UUID) -> str:
    return reverse(name, args=[portrait.pk, pk])


def words() -> dict[str, str]:
    """Return what the page of staff says from its script."""
    return {
        "cancel": _("Cancel"),
        "retry": _("Try again"),
        "download": _("Download"),
        "remove": _("Remove"),
        "sure": _("Remove this file? Copies that visitors took stay signed."),
        "public": _("visitors may take it home"),
        "open": _("Its page"),
        "version": _("Version"),
        "life": _("Life by itself"),
        "none": _("Nothing was made yet."),
        "idle": _("Nothing is being made."),
        "lost": _("No contact with the server. This page tries again by itself."),
    }

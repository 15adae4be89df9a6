"""An artwork with an engine and its settings: the draft, its immutable versions, its answers."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exhibits.catalogue.models import Artwork, ArtworkImage

M = TypeVar("M", bound=models.Model)


class FrozenRecord(TypeError):
    """Code tried to change what was written for good."""


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers of a version are never rewritten."""

    def update(self, **changed: Any) -> int:
        """Refuse where one of them belongs to a version. Raises FrozenRecord."""
        if self.filter(version__isnull=False).exists():
            raise FrozenRecord(f"answers of versions: {sorted(changed)} cannot be changed")
        return super().update(**changed)


class FrozenQuerySet(models.QuerySet[M]):
    """Rows of a version are never rewritten, only its state is."""

    FREE = frozenset({"state", "state_at"})

    def update(self, **changed: Any) -> int:
        """Refuse to change what a version is made of. Raises FrozenRecord."""
        if not changed.keys() <= self.FREE:
            raise FrozenRecord(f"{self.model.__name__}: {sorted(changed)} cannot be changed")
        return super().update(**changed)


def new_seed() -> int:
    """Return a fresh 31-bit seed."""
    return secrets.randbelow(2**31)


class Looks(models.Model):
    """All that decides what a living portrait looks like; same looks, same frames."""

    image = models.ForeignKey(
        ArtworkImage, models.RESTRICT, related_name="+", verbose_name=_("picture")
    )
    engine = models.CharField(_("engine"), max_length=40, default="default")
    options = models.JSONField(_("engine options"), default=dict, blank=True)
    face = models.PositiveSmallIntegerField(_("which face, largest is 0"), default=0)
    points = models.JSONField(_("points set by hand"), null=True, blank=True)
    beard = models.FloatField(
        _("how far a beard hides the lips, 0–1"),
        default=0.0,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
    )
    masks = models.JSONField(_("parts corrected by hand"), null=True, blank=True)
    ground = models.JSONField(_("brush and flow"), null=True, blank=True)
    touch_x = models.FloatField(_("touch mark, across 0–1"), default=0.2)
    touch_y = models.FloatField(_("touch mark, down 0–1"), default=0.66)
    seed = models.PositiveIntegerField(_("seed"), default=new_seed)

    class Meta:
        abstract = True


class LivingPortrait(Looks):
    """How one picture of a work comes to life: the draft people work on.

    Visitors see the published version, never the draft. ``revision`` counts the draft's
    changes, so that two curators at once lose nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    artwork = models.OneToOneField(
        Artwork, models.CASCADE, related_name="living", verbose_name=_("artwork")
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["artwork__accession_number"]
        verbose_name = _("living portrait")
        verbose_name_plural = _("living portraits")

    def __str__(self) -> str:
        return str(self.artwork)


class Version(Looks):
    """One immutable saved state of a living portrait, with copies of the answers it had.

    Only its state changes, by the rules of the review. ``digest`` is the SHA-256 of all that
    decides what it looks like and says (snapshot.py).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        RETURNED = "returned", _("returned")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portrait = models.ForeignKey(
        LivingPortrait,
        models.PROTECT,
        related_name="versions",
        verbose_name=_("living portrait"),
    )
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    software = models.CharField(_("made with"), max_length=20)
    weights = models.JSONField(_("weights it was saved with"), null=True, editable=False)
    digest = models.CharField(max_length=64, db_index=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, db_index=True
    )
    state_at = models.DateTimeField(_("since"))
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["portrait", "-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["portrait", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["portrait"],
                condition=models.Q(state="published"),
                name="one_published_version",
            ),
        ]
        permissions = [
            ("submit_version", _("Can send a version for review")),
            ("review_version", _("Can give a verdict on a version")),
            ("publish_version", _("Can publish an approved version")),
            ("withdraw_version", _("Can withdraw versions from every screen")),
        ]

    def __str__(self) -> str:
        return f"{self.portrait.artwork.said('title')}, {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version, or the state of one. Raises FrozenRecord for anything else."""
        changed = set(kwargs.get("update_fields") or {"*"})
        if not self._state.adding and not changed <= FrozenQuerySet.FREE:
            raise FrozenRecord(f"version {self.pk} cannot be changed")
        super().save(*args, **kwargs)


def recording_path(answer: Answer, filename: str) -> str:
    """Name recordings by chance, never by what a stranger called them."""
    return f"recordings/{uuid.uuid4().hex}.flac"


class Answer(models.Model):
    """A question visitors may ask a living portrait, and the script it answers with.

    Without a version it belongs to the draft; a version's are copies that never change.
    ``sources``: [{"statement", "source"}], a source "" says that the statement claims nothing.
    """

    class Language(models.TextChoices):
        RU = "ru", _("Russian")
        EN = "en", _("English")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portrait = models.ForeignKey(
        LivingPortrait, models.CASCADE, related_name="answers", verbose_name=_("living portrait")
    )
    version = models.ForeignKey(
        Version, models.CASCADE, null=True, editable=False, related_name="answers"
    )
    question_ru = models.CharField(_("question in Russian"), max_length=80, blank=True)
    question_en = models.CharField(_("question in English"), max_length=80, blank=True)
    language = models.CharField(
        _("language of the answer"), max_length=2, choices=Language.choices, default=Language.RU
    )
    text = models.TextField(_("what it says"))
    recording = models.FileField(_("recording"), upload_to=recording_path, blank=True)
    recording_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["portrait", "position", "created_at"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return self.question or str(self.pk)

    @property
    def question(self) -> str:
        """Return the question in the current language, or in the other where it has only that."""
        own, other = self.question_ru, self.question_en
        if (get_language() or "ru").startswith("en"):
            own, other = other, own
        return own or other

    @property
    def looks(self) -> Looks:
        """Return how the portrait looks that says this: the version's, or the draft's."""
        return self.version or self.portrait

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write an answer. Raises FrozenRecord when it is a version's and written before."""
        if self.version_id and not self._state.adding:
            raise FrozenRecord(f"answer {self.pk} belongs to a version and cannot be changed")
        super().save(*args, **kwargs)

"""Finished films that versions play: kept by their hash, with how each came to be."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

import generation
from exhibits import studio
from exhibits.portraits.models import FrozenQuerySet, FrozenRecord, Looks, Version

ENGINE = "film"  # in the table of engines
FOLDER = "films"  # below MEDIA_ROOT, which only our views read
SUFFIX = ".mp4"


class FilmQuerySet(FrozenQuerySet["Film"]):
    """Films are never rewritten."""

    FREE = frozenset[str]()


class Film(models.Model):
    """One film as a chain made it; ``draws`` and ``steps`` go into records."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    draws = models.CharField(_("what it is"), max_length=9)  # "modified" or "generated"
    steps = models.JSONField(_("steps"), default=list)
    made_at = models.DateTimeField(_("accepted"), auto_now_add=True)

    objects = FilmQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("film")
        verbose_name_plural = _("films")

    def __str__(self) -> str:
        return self.sha256[:12]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a film. Raises FrozenRecord for one that is written already."""
        if not self._state.adding:
            raise FrozenRecord(f"film {self.pk} cannot be changed")
        super().save(*args, **kwargs)


def films_folder() -> Path:
    """Return where films are kept."""
    return Path(settings.MEDIA_ROOT) / FOLDER


def plays_film(looks: Looks) -> bool:
    """Say whether these looks play a film."""
    return bool(settings.GENERATION.get(looks.engine, {}).get("ENGINE") == ENGINE)


def drawn_by(looks: Looks) -> studio.Drawn:
    """Return what a record says of who draws these looks; of a film nobody knows, the worst.
    Of a version: with the weights it was saved with."""
    if not plays_film(looks):
        drawn, kept = studio.drawn_by(looks.engine, looks.options), weights_of(looks)
        return drawn if kept is None else drawn._replace(models=kept)
    film = film_of(looks)
    if film is None:
        return studio.Drawn("generated", None)
    kind: Any = film.draws
    return studio.Drawn(kind, generation.models_of_steps(film.steps))


def weights_of(looks: Looks) -> tuple[tuple[str, str], ...] | None:
    """Return the weights a version was saved with; None for a draft, and where nobody knew."""
    if not isinstance(looks, Version) or looks.weights is None:
        return None
    return tuple((name, digest) for name, digest in looks.weights)


def film_of(looks: Looks) -> Film | None:
    """Return the film these looks play, None where they play none or one nobody knows."""
    if not plays_film(looks):
        return None
    return Film.objects.filter(pk=looks.options.get("film", "")).first()


def keep_film(source: Path, sha256: str, draws: str, steps: list[dict[str, Any]]) -> Film:
    """Keep a copy of a finished film under its hash; one that is kept already stays."""
    known = Film.objects.filter(pk=sha256).first()
    place = films_folder() / f"{sha256}{SUFFIX}"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{sha256}-{os.getpid()}{SUFFIX}")
        shutil.copyfile(source, part)
        os.replace(part, place)
    return known or Film.objects.create(sha256=sha256, draws=draws, steps=steps)

"""manage.py poster: a painting with its label typeset, still or alive, ready to be sent."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import DatabaseError

from exhibits import studio
from exhibits.catalogue.models import Artwork
from exhibits.certificates.issuing import record_in
from exhibits.certificates.record import labels_for, record_of_file
from exhibits.clips.making import sign
from exhibits.clips.rules import may_be_exported
from exhibits.clips.staging import bounds_in
from exhibits.management.commands.animate import progress, read_seconds
from exhibits.management.speaking import SpeakingCommand, unclear, whole_number
from exhibits.portraits.models import Version
from exhibits.portraits.performing import recipe_of
from exhibits.portraits.published import published_version, why_still
from exhibits.portraits.rules import NOT_APPROVED
from exhibits.refusal import in_language
from generation import (
    Layout,
    Painting,
    Performer,
    Repeating,
    Subject,
    Words,
    frame_count,
    label_file,
    open_picture,
    poster_timeline,
    read_layout,
    subject_of,
    subject_of_picture,
    write_timeline,
)

FORMATS = ("upright", "square", "classic", "wide")
SHAPES = ("full", "rounded", "circle", "cutout")
MOVING, STILL = (".mp4", ".webm", ".gif", ".webp"), (".png", ".jpg", ".jpeg")


class Command(SpeakingCommand):
    help = "Make a poster: the painting, its title and its credit, as a picture or a short clip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("picture", type=Path, nargs="?", help="JPEG, PNG, WebP or TIFF")
        parser.add_argument("--work", metavar="SLUG", help="a work of the catalogue instead")
        parser.add_argument(
            "--out", type=Path, required=True, metavar="FILE",
            help="poster.png or .jpg: the painting, untouched; .mp4, .webm, .gif, .webp: alive",
        )  # fmt: skip
        parser.add_argument("--format", choices=FORMATS, default="upright")
        parser.add_argument("--shape", choices=SHAPES, default="full")
        parser.add_argument(
            "--ground", metavar="GROUND",
            help="#rrggbb, “blurred” (the painting itself), or a picture file",
        )  # fmt: skip
        parser.add_argument("--side", default="1080", help="short side, px (240..1080)")
        parser.add_argument("--language", choices=["ru", "en"], default="ru")
        parser.add_argument("--title", help="instead of the catalogue's")
        parser.add_argument("--maker", help="maker and date, instead of the catalogue's")
        parser.add_argument("--credit", help="instead of the catalogue's")
        parser.add_argument("--seconds", default="6", help="length of a clip (default 6)")
        parser.add_argument("--fps", default="25", help="frames a second (default 25)")
        parser.add_argument("--seed", help="of a bare picture: same seed, same life (default 1)")

    def perform(self, options: dict[str, Any]) -> None:
        """Read the label, plan the sheet, then draw."""
        out: Path = options["out"]
        check_out(out)
        alive = out.suffix.lower() in MOVING
        work = find_work(options)
        layout = replace(layout_from(options, work), original=not alive)
        seconds = read_seconds(options["seconds"]) if alive else 1.0
        fps = whole_number("--fps", options["fps"], 1, 60)
        version = living_version(work) if alive and work else None
        recipe = living_recipe(options, version) if alive else None
        picture = recipe.picture if recipe else still_picture(options, work)
        record = record_in(version.certificate) if version else None
        if version and record:
            record = record_of_file(record, ())
            layout = replace(layout, label=in_language(labels_for(record).short, layout.language))
        performer, subject = perform_on(layout, picture, recipe)
        performer = Repeating(performer, seconds) if alive else performer
        with unsigned(out) if record else nullcontext(out) as drawing:
            with progress(frame_count(out, seconds, fps)) as drawn:
                write_timeline(
                    performer, poster_timeline(seconds), drawing, fps=fps, layout=layout,
                    progress=drawn, subject=subject,
                )  # fmt: skip
            if version and record:
                sign(drawing, out, version, record)
            elif alive:
                label_file(out, picture, layout.title)
        self.stdout.write(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


@contextmanager
def unsigned(out: Path) -> Iterator[Path]:
    """Yield a name in a folder of its own beside ``out``: nothing unsigned bears that name."""
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.stem}-") as folder:
        yield Path(folder) / out.name


def find_work(options: dict[str, Any]) -> Artwork | None:
    """Return the work asked for, None for a bare picture. Raises GenerationError."""
    slug = options["work"]
    if (slug is None) == (options["picture"] is None):
        raise unclear(
            "Назовите что-то одно: файл картины или --work с адресом работы.",
            "Name one of the two: a picture file, or --work with a work's address.",
        )
    if slug is None:
        return None
    try:
        work = Artwork.objects.filter(slug=slug).first()
    except DatabaseError as error:
        raise unclear(
            "Каталога ещё нет: сначала откройте музей, `make run`.",
            "There is no catalogue yet: open the museum first, with `make run`.",
        ) from error
    if work is None:
        raise unclear(
            f"--work {slug}: такой работы в каталоге нет.",
            f"--work {slug}: there is no such work in the catalogue.",
        )
    return work


def layout_from(options: dict[str, Any], work: Artwork | None) -> Layout:
    """Return the layout the arguments and the catalogue ask for. Raises LayoutRefused."""
    told = {name: options[name] for name in ("format", "shape", "language")}
    told["side"] = whole_number("--side", options["side"], 240, 1080)
    words = {} if work is None else label(work, options["language"])
    words |= {name: options[name] for name in ("title", "maker", "credit") if options[name]}
    ground, pictures = options["ground"], dict[str, bytes]()
    if ground and not ground.startswith("#") and ground != "blurred":
        pictures[ground] = read_file(Path(ground))
        ground = {"picture": ground}
    return read_layout(told | words | ({"ground": ground} if ground else {}), pictures)


def label(work: Artwork, language: str) -> dict[str, str]:
    """Return title, maker with date, and credit as the catalogue has them."""
    maker = ", ".join(filter(None, (work.said(n, language) for n in ("maker", "date_text"))))
    return {
        "title": work.said("title", language),
        "maker": maker,
        "credit": work.said("credit", language),
    }


def living_version(work: Artwork) -> Version:
    """Return the version of a work on show. Raises GenerationError."""
    version = published_version(artwork=work)
    if version is None:
        raise unclear(*(why_still(work) or NOT_APPROVED))
    if reason := may_be_exported(version):
        raise unclear(*reason)
    return version


def living_recipe(options: dict[str, Any], version: Version | None) -> studio.Recipe:
    """Return what lives on the poster: of a work, only its published version as it is.

    Raises GenerationError.
    """
    seed = options["seed"]
    if version and seed is not None:
        raise unclear(
            "--seed: у опубликованной версии зерно своё.",
            "--seed: a published version has its own.",
        )
    if version:
        return recipe_of(version)
    number = 1 if seed is None else whole_number("--seed", seed, 0, 2**32 - 1)
    return studio.Recipe(picture=options["picture"], seed=number)


def still_picture(options: dict[str, Any], work: Artwork | None) -> Path:
    """Return the file of the painting. Raises GenerationError for a work without one."""
    if work is None:
        return Path(options["picture"])
    image = work.images.first()
    if image is None:
        raise unclear("У этой работы нет ни одного снимка.", "This work has no picture at all.")
    return Path(image.file.path)


def perform_on(
    layout: Layout, path: Path, recipe: studio.Recipe | None
) -> tuple[Performer, Subject]:
    """Return who performs, as large as the layout shows it, and what the layout must know.

    Without a recipe it is the painting itself, which needs no face.
    """
    rgb = open_picture(path, studio.kept_limits()).rgb
    found, bounds = studio.find(rgb), bounds_in(layout, rgb.shape[1], rgb.shape[0])
    if recipe is None:
        return Painting(rgb, bounds), subject_of_picture(rgb, found)
    recipe = replace(recipe, scene=replace(recipe.scene, size=bounds))
    return studio.open_performer(recipe), subject_of(studio.scene_for(recipe), found.person_mask)


def check_out(out: Path) -> None:
    """Refuse, before any work, a name we cannot write to. Raises GenerationError."""
    if out.suffix.lower() not in MOVING + STILL:
        known = ", ".join(STILL + MOVING)
        raise unclear(
            f"--out {out}: имя должно кончаться на одно из: {known}.",
            f"--out {out}: the name must end in one of {known}.",
        )
    if not out.parent.is_dir():
        raise unclear(f"--out {out}: такой папки нет.", f"--out {out}: there is no such folder.")


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises GenerationError."""
    try:
        return path.read_bytes()
    except OSError as error:
        words = Words(
            f"--ground {path}: файл не читается.", f"--ground {path}: the file cannot be read."
        )
        raise unclear(*words) from error

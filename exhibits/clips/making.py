"""Make a clip: draw, sign, keep. It may stop being allowed at any frame."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

import generation
from exhibits.book.writing import write
from exhibits.certificates.issuing import record_in
from exhibits.certificates.keys import signatory
from exhibits.certificates.record import labels_for, record_of_file
from exhibits.clips.models import Clip
from exhibits.clips.rules import may_be_exported
from exhibits.clips.staging import Staged, stage
from exhibits.clips.wishes import FILMS, Wish, answer_of, layout_of, read_wish
from exhibits.jobs.models import Job
from exhibits.jobs.running import Running
from exhibits.portraits.models import Version
from exhibits.refusal import Refused
from generation import Layout, Parent, Record, Signed, Words, frame_count

LOOK_EVERY = 1.0  # seconds between two looks whether it may still be made
FOLDER = "clips"  # below MEDIA_ROOT, which only our views read

PREPARING = Words("Готовлю картину", "Preparing the picture")
DRAWING = Words("Рисую кадры", "Drawing the frames")
SIGNING = Words("Подписываю файл", "Signing the file")


class Finished(NamedTuple):
    """A signed file, not yet the museum's."""

    wish: Wish
    signed: Signed


class Watch:
    """Counts frames, tells them, and looks again whether the clip may be made."""

    def __init__(
        self, running: Running, version: Version, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._running, self._version, self._clock = running, version, clock
        self._done = self._total = 0
        self._looked = clock()

    def begin(self, total: int) -> None:
        """Say how many frames there will be, and that they are drawn now."""
        self._total = total
        self._running.tell(0, total, DRAWING)

    def drawn(self, count: int) -> None:
        """Count frames. Raises Refused when it may not be made any more, or what ends a job."""
        self._done += count
        if self._clock() - self._looked >= LOOK_EVERY:
            allowed(self._version.pk)
            self._looked = self._clock()
        self._running.tell(self._done, self._total)


def make_clip(running: Running) -> Callable[[], dict[str, Any]]:
    """Draw and sign the clip a job asks for; what is returned keeps it.

    Raises Refused where it may not be made (any more), GenerationError where it cannot be.
    """
    told = dict(running.job.arguments)
    version = allowed(told.pop("version"))
    wish = read_wish(told)
    sweep_orphans(running.job)
    running.tell(0, 0, PREPARING)
    answer = answer_of(wish, version)
    said = [answer] if answer and wish.suffix in FILMS else []
    record = record_of_file(record_in(version.certificate), said)
    layout = layout_of(wish, version.portrait.artwork, labels_for(record).short)
    staged = stage(version, wish, layout, answer)
    watch = Watch(running, version)
    drawn = _drawn(running, watch, staged, layout, wish)
    running.tell(1, 1, SIGNING)
    signed = sign(drawn, running.folder / f"{running.job.pk.hex}{wish.suffix}", version, record)
    return partial(keep, running.job, version, Finished(wish, signed))


def _drawn(running: Running, watch: Watch, staged: Staged, layout: Layout, wish: Wish) -> Path:
    path = running.folder / f"unsigned{wish.suffix}"
    watch.begin(frame_count(path, staged.timeline.duration, wish.fps))
    said = wish.captions and wish.moves and bool(staged.timeline.captions)
    generation.write_timeline(
        staged.performer,
        staged.timeline,
        path,
        fps=wish.fps,
        layout=layout,
        captions="burnt" if said else "none",
        progress=watch.drawn,
        subject=staged.subject,
    )
    return path


def sign(drawn: Path, out: Path, version: Version, record: Record) -> Signed:
    """Sign a finished file of a version with the museum's key. Raises SigningRefused."""
    parent = Parent(Path(version.image.file.path).read_bytes(), "image/png")
    return generation.sign_file(drawn, out, record, parent, signatory())


def keep(job: Job, version: Version, made: Finished) -> dict[str, Any]:
    """Give the file its name for good and write it down, inside the job's last transaction.

    Raises Refused when it may not be kept any more.
    """
    allowed(version.pk)
    first, *_ = made.signed.files
    size = first.stat().st_size
    place_of(job, "").parent.mkdir(parents=True, exist_ok=True)
    for file in made.signed.files:
        os.replace(file, place_of(job, file.suffix))
    clip = Clip.objects.create(
        version=version,
        job=job,
        told=made.wish.told(),
        suffix=made.wish.suffix,
        file=f"{FOLDER}/{job.pk.hex}{made.wish.suffix}",
        sha256=made.signed.sha256,
        bytes=size,
    )
    told = {"clip": str(clip.pk), "sha256": clip.sha256, "suffix": clip.suffix}
    write("clip made", f"version:{version.pk}", job.owner, told)
    return {"clip": str(clip.pk)}


def allowed(version_id: Any) -> Version:
    """Return the version as it is now. Raises Refused when no file may be made of it."""
    known = Version.objects.select_related("portrait__artwork", "image")
    version = known.get(pk=version_id)
    if reason := may_be_exported(version):
        raise Refused(reason)
    return version


def place_of(job: Job, suffix: str) -> Path:
    """Return where a job's file is kept: the same place whoever does the job, however often."""
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{job.pk.hex}{suffix}"


def sweep_orphans(job: Job) -> None:
    """Remove files no clip knows: a worker may die between giving a name and writing it down.

    Those of other jobs that run now are left alone: theirs may be written down this moment.
    """
    folder = place_of(job, "").parent
    files = list(folder.iterdir()) if folder.is_dir() else []
    at_work = Job.objects.filter(kind="clip", state=Job.State.RUNNING).exclude(pk=job.pk)
    busy = {pk.hex for pk in at_work.values_list("pk", flat=True)}
    known = {Path(name).stem for name in Clip.objects.values_list("file", flat=True)}
    for file in files:
        if file.stem not in busy | known:
            file.unlink(missing_ok=True)

"""Workers of the queue that are killed where they are told: ``python -m tests.killed_worker``.

On the data folder of the environment it hangs a small living portrait, asks for one clip, and
forks a worker for each number given: that worker kills itself (SIGKILL) at its Nth step, a word
of progress or a part of keeping the file. A last worker is let live, and a second clip of the
same wishes is made by a process of its own. One process loads the libraries for all of them.
Prints what was seen, as JSON.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

HEAVY = (  # what a worker needs; loaded before the first fork, started by none
    "exhibits.clips.making", "generation.offline", "generation.engines.rig",
    "generation.fast.renderer", "generation.provenance.signing", "generation.provenance.tagging",
    "c2pa", "generation.landmarks.litert",
)  # fmt: skip
WISH = {"fps": 10, "seconds": 2}
NOBODY = 0


class Steps:
    """Counts the steps of this process and kills it at the last one."""

    def __init__(self, last: int) -> None:
        self._left = last

    def step(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def after(self, done: Callable[..., Any]) -> Callable[..., Any]:
        """Return the same function, a step behind it."""

        def counted(*args: Any, **named: Any) -> Any:
            result = done(*args, **named)
            self.step()
            return result

        return counted


def hang() -> Any:
    """Publish a small living portrait; return its version and who asks."""
    from django.contrib.auth.models import User
    from django.utils import timezone
    from PIL import Image

    from exhibits.accounts.roles import apply_roles
    from exhibits.catalogue import house
    from exhibits.catalogue.actions import add_picture, decide_movement, publish
    from exhibits.models import Artwork, LivingPortrait
    from exhibits.portraits.snapshot import save_version
    from exhibits.review.actions import bring_before_visitors

    apply_roles()
    user = User.objects.create_superuser("curator")
    told = next(one for one in house.told()["works"] if house.answers(one))
    work = Artwork.objects.create(**house.label(told))
    picture, small = Image.open(house.FOLDER / told["file"]), io.BytesIO()
    picture.resize((240, 320)).save(small, "PNG")
    image = add_picture(work, io.BytesIO(small.getvalue()), user, "small.png")
    decide_movement(work, Artwork.May.YES, "Painted for tests.", user)
    publish(work, user)
    version = save_version(LivingPortrait.objects.create(artwork=work, image=image, seed=9), user)
    bring_before_visitors(version, user, timezone.now())
    return version, user


def warm(version: Any) -> None:
    """Draw one frame: the kernels and the scene are loaded once, not by every worker."""
    from exhibits.portraits.performing import open_performer
    from generation import first_frame

    first_frame(open_performer(version))


def worker(last: int) -> int:
    """Run a worker in a process of its own; return the signal it died of."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ended = 1
    try:
        labour(last)
        ended = 0
    finally:
        if ended:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        os._exit(ended)


def labour(last: int) -> None:
    """Do what waits in the queue, as manage.py db_worker does, up to the last step."""
    from django.core.management import call_command

    from exhibits.clips import making
    from exhibits.jobs.running import Running

    steps = Steps(last)
    Running.tell = steps.after(Running.tell)  # type: ignore[method-assign]
    making.sign = steps.after(making.sign)
    making.place_of = steps.after(making.place_of)
    making.write = steps.after(making.write)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def time_passes() -> None:
    """Let the lease of a dead worker run out, and the watches look."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from exhibits.models import Job

    Job.objects.update(held_until=timezone.now())
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def main(lasts: list[int]) -> None:
    """Kill, finish, and tell."""
    from django.conf import settings

    from exhibits.clips.actions import ask_clip
    from exhibits.models import Clip, Entry, Job

    for name in HEAVY:
        import_module(name)
    version, user = hang()
    warm(version)
    job = ask_clip(version, user, WISH)
    folder, deaths, left = Path(settings.MEDIA_ROOT) / "clips", list[int](), list[int]()
    for last in lasts:
        deaths.append(worker(last))
        left.append(len(list(folder.glob("*"))))
        time_passes()
    finished = worker(NOBODY)
    again = ask_clip(version, user, WISH)
    worker(NOBODY)
    time_passes()
    worker(NOBODY)  # the watches that are left find nothing to do
    job.refresh_from_db()
    told = {
        "deaths": deaths,
        "left": left,
        "finished": finished,
        "state": job.state,
        "attempt": job.attempt,
        "clips": {str(clip.job_id): clip.file.path for clip in Clip.objects.all()},
        "entries": Entry.objects.filter(verb="clip made").count(),
        "files": [path.name for path in folder.glob("*")],
        "unfinished": [str(path) for path in Path(settings.JOBS_DIR).rglob("*")],
        "job": str(job.pk),
        "again": str(again.pk),
        "jobs": list(Job.objects.values_list("state", flat=True)),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "museum_site.settings")
    import django

    django.setup()
    main([int(word) for word in sys.argv[1:]])

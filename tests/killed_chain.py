"""Workers that are killed in the steps of a chain: ``python -m tests.killed_chain 3 7 …``.

On the data folder of the environment it asks for a chain of two paid steps and forks a worker
for each number given, which kills itself at its Nth step; a last one is let live. Prints what
was seen, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from tests import killed_worker
from tests.killed_worker import NOBODY, Steps, time_passes, worker

HEAVY = (
    "exhibits.chains.making", "generation.engines.film", "generation.quality.measure",
    "tests.makers", "generation.provenance.tagging", "generation.landmarks.litert",
)  # fmt: skip
PLAN = [
    {"kind": "text-to-image", "engine": "dear", "request": {"prompt": "x", "size": [96, 64]}},
    {"kind": "image-to-video", "engine": "dear", "request": {"size": [96, 64], "seconds": 0.5}},
]


def labour(last: int) -> None:
    """Do what waits in the queue, up to the last step."""
    from django.core.management import call_command

    from exhibits.chains import making
    from exhibits.jobs.running import Running

    steps = Steps(last)
    Running.tell = steps.after(Running.tell)  # type: ignore[method-assign]
    making._finished = steps.after(making._finished)
    making.os.replace = steps.after(os.replace)  # type: ignore[assignment]
    making.write = steps.after(making.write)
    making.ask_next = steps.after(making.ask_next)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def main(lasts: list[int]) -> None:
    """Kill, finish, and tell."""
    from django.conf import settings
    from django.contrib.auth.models import User

    from exhibits.chains import actions
    from exhibits.models import ChainStep, Entry, Job
    from generation.registry import ENGINES
    from generation.types import Words

    for name in HEAVY:
        import_module(name)
    ENGINES["gradient"] = (Words("Градиенты", "Gradients"), "tests.makers.GradientEngine")
    settings.GENERATION = {"dear": {"ENGINE": "gradient", "OPTIONS": {"price": 0.5}}}
    killed_worker.labour = labour
    user = User.objects.create_superuser("curator")
    run = actions.begin({"name": "Boat", "steps": PLAN, "agreed": {"USD": 1.0}}, user)
    deaths = []
    for last in lasts:
        deaths.append(worker(last))
        time_passes()
    finished = worker(NOBODY)
    time_passes()
    worker(NOBODY)  # the watches that are left find nothing to do
    jobs, media = Path(settings.JOBS_DIR), Path(settings.MEDIA_ROOT) / "chains"
    told: dict[str, Any] = {
        "deaths": deaths,
        "finished": finished,
        "steps": [one.state for one in run.line()],
        "known": sorted(ChainStep.objects.values_list("file", flat=True)),
        "files": sorted(path.name for path in media.glob("*")),
        "entries": Entry.objects.filter(verb="chain step made").count(),
        "paid": (jobs / "paid.log").read_text().split(),
        "unfinished": [path.name for path in jobs.rglob("*") if path.name != "paid.log"],
        "jobs": list(Job.objects.values_list("state", flat=True)),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "museum_site.settings")
    import django

    django.setup()
    main([int(word) for word in sys.argv[1:]])

"""Append one measurement to bench/results/NAME.jsonl with what it was measured on."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def machine() -> dict[str, Any]:
    """Return processor, core count, Python and revision: what a figure depends on."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    asked = ["git", "rev-parse", "--short", "HEAD"]
    revision = ""
    if shutil.which(asked[0]):
        told = subprocess.run(asked, capture_output=True, text=True, check=False)
        revision = told.stdout.strip()
    return {"cpu": cpu, "python": platform.python_version(), "revision": revision}


def append(name: str, figures: dict[str, Any], now: datetime | None = None) -> None:
    """Append one line to the results of bench ``name``."""
    RESULTS.mkdir(exist_ok=True)
    when = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    with (RESULTS / f"{name}.jsonl").open("a") as file:
        file.write(json.dumps({"at": when, **machine(), **figures}) + "\n")

"""The same museum on a real PostgreSQL: migrations, actions, and two hands at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import postgres

ROOT = Path(__file__).parent.parent.parent
AGAIN = (
    "on_postgres.py",
    "test_book.py",
    "test_catalogue_rules.py",
    "test_pairing.py",
    "test_review.py",
    "test_roles.py",
)

OPEN = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "museum_site.settings"
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("makemigrations", check_changes=True, dry_run=True)
call_command("seed")
"""


@pytest.fixture(scope="module")
def database() -> Iterator[dict[str, str]]:
    with postgres() as url:
        yield {**os.environ, "DATABASE_URL": url}


def run(database: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=database, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


def test_the_museum_opens_on_postgres(database: dict[str, str], tmp_path: Path) -> None:
    there = database | {"DATA_DIR": str(tmp_path)}
    assert run(there, "-c", OPEN).splitlines()[-3:] == [
        "No changes detected",
        "Works hung: 6. Pictures renewed: 0.",
        "“curator” waits for a first login; serve prints the password.",
    ]


def test_the_same_tests_pass_on_postgres(database: dict[str, str]) -> None:
    files = [f"tests/exhibits/{name}" for name in AGAIN]
    said = run(database, "-m", "pytest", "-q", "-W", "ignore", "-k", "not obeys", *files)
    assert "passed" in said and "skipped" not in said

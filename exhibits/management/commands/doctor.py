"""manage.py doctor: what is missing on this machine, and how to get it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from exhibits.certificates.keys import expiry, signatory
from exhibits.management.speaking import SpeakingCommand
from exhibits.refusal import in_language
from generation import Finding, GenerationError, Words, days_left, engine_findings, examine


class Command(SpeakingCommand):
    help = "Say what this museum needs, what is here, and how to get the rest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="print JSON instead of lines")

    def perform(self, options: dict[str, Any]) -> None:
        """Examine, tell line by line, exit 1 when something required is missing."""
        findings = []
        for finding in (*everything(),) if options["json"] else everything():
            findings.append(finding)
            if not options["json"]:
                self.stdout.write(line(finding))
        if options["json"]:
            told = [as_json(finding) for finding in findings]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        if any(finding.required and not finding.ok for finding in findings):
            sys.exit(1)


def everything() -> Iterator[Finding]:
    """Yield the findings of the museum, then of the moving pictures and their engines."""
    yield database()
    if settings.REDIS_URL:
        yield redis(settings.REDIS_URL)
    yield signing()
    yield from examine(Path(settings.MODELS_DIR) / "mediapipe", Path(settings.DATA_DIR))
    yield from engine_findings(settings.GENERATION, Path(settings.MODELS_DIR))


def database() -> Finding:
    """Say whether the database answers and has every migration."""
    connection = connections[DEFAULT_DB_ALIAS]
    name = f"database ({connection.vendor})"
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        reason = " ".join(str(error).split())[:160]
        return Finding(
            name, False, Words(reason, reason),
            Words("Проверьте DATABASE_URL.", "Check DATABASE_URL."),
        )  # fmt: skip
    count = len(waiting)
    if count:
        return Finding(
            name, False,
            Words(f"не применено миграций: {count}", f"{count} migrations not applied"),
            Words("Выполните «manage.py migrate».", "Run “manage.py migrate”."),
        )  # fmt: skip
    return Finding(name, True, Words("отвечает, миграции применены", "answers, fully migrated"))


def signing() -> Finding:
    """Say who signs for this museum, and whether that ends soon."""
    name = "signing certificate"
    now = timezone.now()
    try:
        left, words = days_left(signatory().chain_pem, now), expiry(now)
    except GenerationError as error:
        return Finding(name, False, error.for_people)
    if words:
        return Finding(name, False, words, required=left < 0)
    return Finding(name, True, Words(f"дней до конца: {left}", f"{left} days left"))


def redis(url: str) -> Finding:
    """Say whether the channel layer's Redis answers."""
    from redis import Redis
    from redis.exceptions import RedisError

    client = Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3)
    try:
        client.ping()
        found = str(client.info("server")["redis_version"])
    except (RedisError, OSError) as error:
        reason = " ".join(str(error).split())[:160]
        return Finding(
            "redis", False, Words(reason, reason),
            Words("Запустите Redis или проверьте REDIS_URL.", "Start Redis or check REDIS_URL."),
        )  # fmt: skip
    finally:
        client.close()
    return Finding("redis", True, Words(found, found))


def line(finding: Finding) -> str:
    """Return one line in the current language."""
    if finding.ok:
        return f"{_said('есть ', 'ok     ')}  {finding.name}: {in_language(finding.found)}"
    word = _said("НЕТ  ", "MISSING") if finding.required else _said("слабо", "weak   ")
    remedy = f" {in_language(finding.remedy)}" if finding.remedy else ""
    return f"{word}  {finding.name}: {in_language(finding.found).rstrip('.')}.{remedy}"


def as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values, both languages."""
    return {
        "name": finding.name,
        "ok": finding.ok,
        "required": finding.required,
        "found": finding.found._asdict(),
        "remedy": finding.remedy._asdict() if finding.remedy and not finding.ok else None,
    }


def _said(ru: str, en: str) -> str:
    return in_language(Words(ru, en))

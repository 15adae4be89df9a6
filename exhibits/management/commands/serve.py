"""``manage.py serve``: say where the museum is, then be its server."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from exhibits.accounts.actions import waiting_accounts

EVERYWHERE = ("0.0.0.0", "::", "")
OPTIONS = (
    "--websocket_timeout", "-1",  # a kiosk stays for months; daphne's own limit is a day
    "--ping-interval", "20",
    "--ping-timeout", "30",
    "--websocket-max-message-size", "4194304",  # bounds our own key frames as well
    "--websocket-max-frame-size", "4194304",
    "--no-server-name",
    "-v", "0",
)  # fmt: skip


class Command(BaseCommand):
    """Prints the three addresses and a waiting one-time password, then becomes daphne."""

    help = "Run the museum: pages and pictures from one process."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the place to listen at."""
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0: every network")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the port, print, and replace this process by the server."""
        host, port = options["host"], options["port"]
        check_free(host, port)
        check_migrated()
        for line in addresses(host, port):
            self.stdout.write(line)
        for name, password in waiting_accounts():
            self.stdout.write(f"First login:  {name}   one-time password:  {password}")
        self.stdout.flush()
        place = ["-b", host, "-p", str(port), *(["--proxy-headers"] if settings.HTTPS else [])]
        application = f"{settings.ASGI_APPLICATION.replace('.application', ':application')}"
        os.execv(sys.executable, [sys.executable, "-m", "daphne", *place, *OPTIONS, application])


def addresses(host: str, port: int) -> list[str]:
    """Return the lines that say where to go."""
    name = "localhost" if host in (*EVERYWHERE, "127.0.0.1") else host
    name = f"[{name}]" if ":" in name else name
    root = f"http://{name}:{port}"
    return [
        f"Public site:  {root}/",
        f"Kiosk page:   {root}/kiosk/",
        f"Back of house: {root}/admin/",
    ]


def check_migrated() -> None:
    """Raise CommandError when the database is not of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not ready: run manage.py migrate first.")


def check_free(host: str, port: int) -> None:
    """Raise CommandError when nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Cannot listen at {host}:{port}: {error}. Choose another: make run PORT=8001."
            ) from error

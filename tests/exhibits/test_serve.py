"""``manage.py serve`` says where the museum is, and is its server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exhibits.management.commands.serve import addresses
from tests.services import free_port, wait_for_port

ROOT = Path(__file__).parent.parent.parent
SERVE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "museum_site.settings"
django.setup()
from django.core.management import CommandError, call_command
try:
    call_command("serve", port={port})
except CommandError as error:
    print(error)
call_command("migrate", verbosity=0)
call_command("serve", port={port})
"""


@pytest.mark.parametrize(
    ("host", "first"),
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("museum.local", "http://museum.local:8000/"),
        ("::1", "http://[::1]:8000/"),
    ],
)
def test_three_addresses(host: str, first: str) -> None:
    lines = [line.split()[-1] for line in addresses(host, 8000)]
    assert lines == [first, f"{first}kiosk/", f"{first}admin/"]


def test_a_taken_port_is_said_in_a_sentence(db: None) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match=r"Cannot listen at .* make run PORT=8001"):
            call_command("serve", port=taken.getsockname()[1])


def test_it_serves_and_stops(tmp_path: Path) -> None:
    port = free_port()
    there = os.environ | {"DATA_DIR": str(tmp_path), "LANGUAGE": "en"}
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE.format(port=port)],
        cwd=ROOT, env=there, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        wait_for_port(port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert json.load(answer)["database"] == "ok"
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=20)
    assert f"http://localhost:{port}/kiosk/" in said
    assert said.startswith("The database is not ready: run manage.py migrate first.")
    assert "Traceback" not in said

"""A museum for one walk: its own data folder, server and worker, as scripts/run.sh starts them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 120.0  # seconds until it must answer
PREPARATIONS = (
    ("manage.py", "migrate", "--noinput", "-v", "0"),
    ("manage.py", "collectstatic", "--noinput", "-v", "0"),
    ("manage.py", "seed"),
)


@contextmanager
def opened(url: str, password: str) -> Iterator[str]:
    """Yield the address of a museum: of the one named, or of one opened for the walk."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"DATA_DIR": folder}
        for words in (*PREPARATIONS, ("-m", "scripts.walk.people", password)):
            subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        words = ("sh", "scripts/run.sh", sys.executable, "--port", str(port))
        run = subprocess.Popen(words, cwd=ROOT, env=env, start_new_session=True)
        try:
            _wait_for(port, run)
            yield f"http://127.0.0.1:{port}"
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait(30)


def _wait_for(port: int, run: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and run.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the museum did not open")

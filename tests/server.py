"""A real daphne on a free port, in its own process with its own data folder.

    with serve(tmp_path) as server:              # the museum as it is: museum_site.asgi
        requests.get(server.http + "/")
    with serve(tmp_path, "tests.stream_app:application") as server: ...

``manage(data_dir, "migrate")`` runs a command of manage.py on that folder; ``hang`` fills it
with one work, its portrait and a kiosk. A server stopped and started again on the same port
(``serve(..., port=server.port)``) finds the same data.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0  # seconds until a server must answer; a busy machine starts slowly


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and its process."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def http(self) -> str:
        """Return the address of pages, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws(self) -> str:
        """Return the address of sockets, without a slash at the end."""
        return f"ws://127.0.0.1:{self.port}"

    @property
    def memory(self) -> int:
        """Return the bytes of memory the process holds now."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @property
    def cpu(self) -> float:
        """Return the CPU seconds the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that works on this data folder."""
    own = {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "museum_site.settings"}
    return {**os.environ, **own, "PYTHONUNBUFFERED": "1", **more}


def manage(data_dir: Path, *words: str) -> str:
    """Run a command of manage.py on a data folder; return what it printed."""
    command = [sys.executable, "manage.py", *words]
    env = environment(data_dir)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hang(data_dir: Path, *more: str) -> str:
    """Make the tables, hang one work with its portrait and kiosk; return the kiosk's id.

    With "answers" it can be asked, too.
    """
    manage(data_dir, "migrate", "--noinput", "-v", "0")
    return run_module(data_dir, "tests.hang", *more).split()[0]


def run_module(data_dir: Path, module: str, *words: str) -> str:
    """Run a module on a data folder; return what it printed."""
    command, env = [sys.executable, "-m", module, *words], environment(data_dir)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def working(data_dir: Path, **env: str) -> Iterator[None]:
    """Let a worker do what takes longer than a request until the block ends."""
    command = [sys.executable, "manage.py", "db_worker", "--interval", "0.2"]
    with (data_dir / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(data_dir, **env), stdout=log, stderr=log
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def serve(
    data_dir: Path, application: str = "museum_site.asgi:application", port: int = 0, **env: str
) -> Iterator[Server]:
    """Run daphne until the block ends."""
    port = port or free_port()
    log = data_dir / f"server-{port}.log"
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), application]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(data_dir, **env), stdout=out, stderr=out
        )
    try:
        wait_for(port, process, log)
        yield Server(port, process, log)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the process listens. Raises AssertionError with its log if it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")

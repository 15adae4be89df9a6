"""What tests of paid services share: a real server that says what it is told, a clock, a purse."""

from __future__ import annotations

import itertools
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import pytest

from generation.errors import BudgetSpent
from generation.making import Cost
from generation.services.asking import Line
from generation.services.journal import Journal
from generation.services.outside import Limits, Outside
from generation.types import Words

PICTURE_KEY = "bfl-key-1234567890abcdef"
ACCESS_KEY = "kling-access-1234567890"
SECRET_KEY = "kling-secret-1234567890-1234567890"
SECRETS = (PICTURE_KEY, ACCESS_KEY, SECRET_KEY)
KEYS = {
    "BFL_API_KEY": PICTURE_KEY,
    "KLING_ACCESS_KEY": ACCESS_KEY,
    "KLING_SECRET_KEY": SECRET_KEY,
}
os.environ.setdefault("NO_PROXY", "127.0.0.1")  # wherever the tests run
NUMBERS = itertools.count(1)  # no two orders of all tests have the same


class Heard(NamedTuple):
    """One request as it came in. Header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Said:
    """One answer. hang: none at all; cut: it breaks off; unsized: nobody says how long it is;
    each: called before every piece.
    """

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    cut: bool = False
    unsized: bool = False
    each: Callable[[], None] | None = None


class PaidServer:
    """A server on a free port; ``answer`` says what a request gets."""

    def __init__(self, answer: Callable[[Heard], Said]) -> None:
        self.heard: list[Heard] = []
        self.faults: list[AssertionError] = []  # what a service would have minded
        self._over = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, format: str, *args: Any) -> None:
                """Stay silent."""

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                raw = self.rfile.read(int(headers.get("content-length", 0)))
                body = json.loads(raw) if raw else None
                heard = Heard(self.command, self.path, headers, body)
                server.heard.append(heard)
                try:
                    said = answer(heard)
                except AssertionError as fault:
                    server.faults.append(fault)
                    said = Said(500)
                if said.hang:
                    server._over.wait(10)
                    self.close_connection = True
                    return
                self._say(said)

            do_POST = do_GET

            def _say(self, said: Said) -> None:
                data = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
                kind = "application/json" if not isinstance(said.body, bytes) else "text/html"
                self.send_response(said.status)
                told = {"Content-Type": kind, "Content-Length": str(len(data))} | said.headers
                if said.unsized:
                    told.pop("Content-Length")
                    told["Connection"] = "close"
                for name, value in told.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    for start in range(0, len(data), 4096):
                        if said.each:
                            said.each()
                        if said.cut and start:
                            break
                        self.wfile.write(data[start : start + 4096])
                except OSError:  # the other side has heard enough
                    pass
                if said.cut or said.unsized:
                    self.close_connection = True

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def asked(self, method: str, start: str = "/") -> list[Heard]:
        return [one for one in self.heard if one.method == method and one.path.startswith(start)]


@contextmanager
def serving(answer: Callable[[Heard], Said]) -> Iterator[PaidServer]:
    server = PaidServer(answer)
    try:
        yield server
        assert server.faults == []
    finally:
        server.close()


@dataclass
class Clock:
    """Time that passes only while somebody waits."""

    now: float = 1_790_000_000.0
    waited: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@dataclass
class TinPurse:
    """Money of a test. left: dollars."""

    left: float = 10.0
    held: dict[str, float] = field(default_factory=dict)
    spent: dict[str, float] = field(default_factory=dict)

    def reserve(self, key: str, service: str, cost: Cost) -> None:
        if key in self.held or key in self.spent:
            return
        if cost.amount > self.left:
            raise BudgetSpent(Words("Денег нет.", "No money."))
        self.left -= cost.amount
        self.held[key] = cost.amount

    def settle(self, key: str, cost: Cost) -> None:
        if key in self.held:
            self.left += self.held.pop(key) - cost.amount
            self.spent[key] = cost.amount

    def release(self, key: str) -> None:
        self.left += self.held.pop(key, 0.0)


def outside(base: str, clock: Clock, keys: dict[str, str] = KEYS, **limits: Any) -> Outside:
    """Return a world in which nothing takes time. chance 0; orders are numbered."""
    usual: dict[str, Any] = {"tries": 3, "read": 0.5}
    return Outside(
        now=clock,
        wait=clock.wait,
        chance=lambda: 0.0,
        number=lambda: f"order-{next(NUMBERS)}",
        keys=keys,
        base=base,
        limits=Limits(**{**usual, **limits}),
    )


def quiet(done: int, total: int, preview: Any = None) -> None:
    """Hear progress and say nothing."""


class Crash(BaseException):
    """The worker is killed here."""


class Killer:
    """Kills the worker at the n-th moment: before or after anything that lasts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, purse: TinPurse, at: int) -> None:
        self.at, self.moments = at, 0
        steps = [(Journal, n) for n in ("begin", "send", "unsend", "answered", "finish", "close")]
        for owner, name in [*steps, (Line, "call"), (Line, "fetch")]:
            monkeypatch.setattr(owner, name, self._watched(getattr(owner, name)))
        for name in ("reserve", "settle", "release"):
            monkeypatch.setattr(purse, name, self._watched(getattr(purse, name)))

    def _watched(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **more: Any) -> Any:
            self._moment()
            done = act(*args, **more)
            self._moment()
            return done

        return watched

    def _moment(self) -> None:
        self.moments += 1
        if self.moments >= self.at:  # the dead tidy nothing up
            raise Crash

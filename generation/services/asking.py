"""Ask a service and hear it out, within limits of time, size and place."""

from __future__ import annotations

import hashlib
import json
import math
import os
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import httpx

from generation.errors import ServiceAway, ServiceRefused
from generation.media.clip import not_written
from generation.services import refusals
from generation.services.outside import Outside
from generation.services.places import check_place, same_place
from generation.services.refusals import Unanswered

Headers = Mapping[str, str]
Each = Callable[[], None]  # called while we wait; whatever it raises ends the waiting
MOST_REDIRECTS = 3
BUSY = (429, 500, 502, 503, 504)
_PIECE = 65_536
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_GONE = (401, 403, 404, 410)  # what stores answer for a link that has run out


class Reply(NamedTuple):
    """What was answered. told: the JSON, {} where there is none; wait: seconds it asks for."""

    status: int
    told: Mapping[str, Any]
    wait: float = 0.0


class Line:
    """One service's line. ``name``: as people call it. A context manager."""

    def __init__(self, name: str, outside: Outside) -> None:
        self.name, self.outside = name, outside
        self.uploaded = False  # the last body left whole; half a one is never taken
        limits = outside.limits
        times = httpx.Timeout(
            limits.read, connect=limits.connect, read=limits.read, write=limits.write
        )
        self._client = httpx.Client(
            timeout=times,
            follow_redirects=False,
            headers={"accept-encoding": "identity"},
            verify=_trusted(),
        )

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def call(
        self,
        method: str,
        url: str,
        headers: Headers,
        body: Mapping[str, Any] | None = None,
        each: Each = lambda: None,
    ) -> Reply:
        """Ask once; ``each`` is called while a large body leaves.

        Raises ServiceAway where it was surely not sent, Unanswered where it is not known,
        ServiceRefused for an answer that leads elsewhere or is too large.
        """
        limits = self.outside.limits
        until = self.outside.now() + limits.answer
        with self._open(method, url, headers, body, each) as response:
            if response.is_redirect:
                raise refusals.leads_away(self.name)
            try:
                data = b"".join(self._pieces(response, limits.answer_bytes, until))
            except ServiceRefused as error:
                if method != "GET":  # it may have been taken all the same
                    raise refusals.unanswered(self.name) from error
                raise
        told = _json(data)
        return Reply(response.status_code, told, _asked_wait(response, told))

    def retry(self, ask: Callable[[], Reply], again: Callable[[Reply], bool], each: Each) -> Reply:
        """Ask until ``again`` is content, some times at most; return the last answer.

        What was never sent is sent again. Raises what ``ask`` raises at the last try, and
        Unanswered at once: only the caller knows whether it may be said twice.
        """
        limits, tries = self.outside.limits, 0
        while True:
            asked, tries = 0.0, tries + 1
            try:
                reply = ask()
            except Unanswered:
                raise
            except ServiceAway:
                if tries == limits.tries:
                    raise
            else:
                if tries == limits.tries or not again(reply):
                    return reply
                asked = min(reply.wait, limits.longest_wait)
            self.pause(max(self.outside.back_off(tries - 1), asked), each)

    def read(
        self, url: str, headers: Callable[[], Headers], again: Callable[[Reply], bool], each: Each
    ) -> Reply:
        """Ask for something that changes nothing: a lost answer is asked for again."""

        def ask() -> Reply:
            try:
                return self.call("GET", url, headers())
            except Unanswered as error:
                raise ServiceAway(error.for_people) from error

        return self.retry(ask, again, each)

    def pause(self, seconds: float, each: Each, woken: Callable[[], bool] | None = None) -> None:
        """Wait, in slices, between which ``each`` is called and ``woken`` may end it."""
        left = seconds
        while left > 0:
            piece = min(left, self.outside.limits.slice)
            self.outside.wait(piece)
            left -= piece
            each()
            if woken is not None and woken():
                return

    def fetch(self, url: str, target: Path, kinds: tuple[str, ...], most: int, each: Each) -> str:
        """Download to ``target``, whole or not at all, and return its SHA-256.

        No key goes with it. Raises LinkGone, ServiceRefused for a foreign place, kind or size,
        ServiceAway where it breaks off each time.
        """
        part = target.with_name(f".{target.name}.part")

        def ask() -> Reply:
            try:
                return self._download(url, part, kinds, most, each)
            except Unanswered as error:
                raise ServiceAway(error.for_people) from error

        try:
            reply = self.retry(ask, lambda reply: reply.status in BUSY, each)
            if reply.status != 200:
                known = reply.status in _GONE
                raise (
                    refusals.link_gone(self.name, reply.status)
                    if known
                    else refusals.away(self.name)
                )
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        return str(reply.told["sha256"])

    def _download(
        self, url: str, part: Path, kinds: tuple[str, ...], most: int, each: Each
    ) -> Reply:
        until = self.outside.now() + self.outside.limits.download
        for _ in range(MOST_REDIRECTS + 1):
            check_place(self.name, url, self.outside.base)
            with self._open("GET", url, {}) as response:
                if response.is_redirect:
                    url = same_place(self.name, url, response.headers.get("location", ""))
                    continue
                if response.status_code != 200:
                    return Reply(response.status_code, {}, _asked_wait(response, {}))
                kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                if kind not in kinds:
                    raise refusals.wrong_kind(self.name, kind)
                return self._kept(self._pieces(response, most, until), part, each)
        raise refusals.leads_away(self.name)

    def _kept(self, pieces: Iterator[bytes], part: Path, each: Each) -> Reply:
        digest = hashlib.sha256()
        try:
            with part.open("wb") as file:
                for piece in pieces:
                    file.write(piece)
                    digest.update(piece)
                    each()
        except OSError as error:
            raise not_written(error) from error
        return Reply(200, {"sha256": digest.hexdigest()})

    @contextmanager
    def _open(
        self,
        method: str,
        url: str,
        headers: Headers,
        body: Mapping[str, Any] | None = None,
        each: Each = lambda: None,
    ) -> Iterator[httpx.Response]:
        content, told = None, dict(headers)
        if body is not None:
            data = json.dumps(body).encode()
            told |= {"content-type": "application/json", "content-length": str(len(data))}
            content = self._leaving(data, each)
        try:
            with self._client.stream(method, url, headers=told, content=content) as response:
                yield response
        except _NEVER_SENT as error:
            raise refusals.away(self.name) from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            say = refusals.unanswered if self.uploaded else refusals.away
            raise say(self.name) from error

    def _leaving(self, data: bytes, each: Each) -> Iterator[bytes]:
        """The body in pieces: a slow line must not look like a dead worker."""
        self.uploaded = False
        for start in range(0, len(data), _PIECE):
            if start:
                each()  # never after the last: a cancel there would lose the answer
            self.uploaded = start + _PIECE >= len(data)
            yield data[start : start + _PIECE]

    def _pieces(self, response: httpx.Response, most: int, until: float) -> Iterator[bytes]:
        """The body as it comes, nothing unpacked: a small bomb stays small."""
        packed = response.headers.get("content-encoding", "identity")
        if packed != "identity":
            raise refusals.wrong_kind(self.name, packed)
        if _number(response.headers.get("content-length")) > most:
            raise refusals.too_large(self.name, most)
        got = 0
        for piece in response.iter_raw(_PIECE):
            got += len(piece)
            if got > most:
                raise refusals.too_large(self.name, most)
            if self.outside.now() > until:
                raise refusals.unanswered(self.name)
            yield piece


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates we believe, read once: it takes longer than a short question."""
    return httpx.create_ssl_context()


def _json(data: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(data or b"{}")
    except ValueError:  # an error page of some proxy: its status says enough
        return {}
    return told if isinstance(told, dict) else {}


def _asked_wait(response: httpx.Response, told: Mapping[str, Any]) -> float:
    return _number(told.get("retry_after", response.headers.get("retry-after")))


def _number(value: object) -> float:
    """A number of a header, 0 where there is none."""
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0

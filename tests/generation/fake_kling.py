"""Kling as its documents tell of it, as a real server. Nothing of ours is used."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import av
import jwt
import numpy as np

from tests.generation.paid import ACCESS_KEY, SECRET_KEY, Heard, PaidServer, Said, serving

NOW = 1_790_000_000  # about the tests' clock


@functools.cache
def mp4(codec: str = "libx264", form: str = "yuv420p") -> bytes:
    """Return one second of a small clip."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film:
        stream: Any = film.add_stream(codec, rate=8)
        stream.width, stream.height, stream.pix_fmt = 64, 48, form
        for number in range(8):
            frame = np.full((48, 64, 3), 30 * number, np.uint8)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        film.mux(stream.encode(None))
    return out.getvalue()


def working(state: str = "processing", **more: Any) -> dict[str, Any]:
    """Return what is told of a task."""
    return {"task_status": state} | more


def fault(code: int, http: int, message: str = "sorry") -> Said:
    """Return an error as Kling tells it."""
    return Said(http, {"code": code, "message": message, "request_id": "r1"})


@dataclass
class FakeKling:
    """create, looks, asked: what is said next, in order; lose: answers to orders that get lost."""

    server: PaidServer = field(init=False)
    create: list[Said] = field(default_factory=list)
    looks: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Said] = field(default_factory=list)
    delivery: list[Said] = field(default_factory=list)
    lose: int = 0
    forget: bool = False  # what is lost was never taken
    units: str | None = "2"
    now: Callable[[], float] = lambda: NOW
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)  # taken, so to be paid
    refused: list[Heard] = field(default_factory=list)

    def answer(self, heard: Heard) -> Said:
        if heard.path.startswith("/delivery/"):
            assert "authorization" not in heard.headers, "a token went to a store"
            clip = Said(200, mp4(), {"Content-Type": "video/mp4"})
            return self.delivery.pop(0) if self.delivery else clip
        if not self._signed(heard):
            return fault(1002, 401, "Authorization is invalid")
        if heard.method == "POST":
            return self._create(heard)
        return self._told(heard.path.rsplit("/", 1)[1])

    def _signed(self, heard: Heard) -> bool:
        signed = heard.headers.get("authorization", "").removeprefix("Bearer ")
        ours = {"verify_exp": False, "verify_nbf": False}
        claims = jwt.decode(signed, SECRET_KEY, algorithms=["HS256"], options=ours)
        assert jwt.get_unverified_header(signed) == {"alg": "HS256", "typ": "JWT"}
        assert (
            claims["exp"] - claims["nbf"] == 1805 and abs(claims["exp"] - self.now()) < 40 * 86_400
        )
        return bool(claims["iss"] == ACCESS_KEY)

    def _create(self, heard: Heard) -> Said:
        said = self.create.pop(0) if self.create else None
        if said is not None:
            return said
        external = heard.body["external_task_id"]
        if external in self.tasks:
            self.refused.append(heard)
            return fault(1201, 400, "external_task_id is not unique")
        lost, self.lose = self.lose > 0, self.lose - 1
        if lost and self.forget:
            return Said(hang=True)
        self.tasks[external] = heard.body
        told = {"task_id": f"k-{external}", "task_status": "submitted",
                "task_info": {"external_task_id": external}}  # fmt: skip
        return Said(hang=True) if lost else ok(told)

    def _told(self, name: str) -> Said:
        if self.asked:
            return self.asked.pop(0)
        external = name.removeprefix("k-")
        if external not in self.tasks:
            return fault(1203, 404, "task not found")
        told = self.looks.pop(0) if self.looks else self.done()
        return ok({"task_id": f"k-{external}"} | told)

    def done(self, **more: Any) -> dict[str, Any]:
        video = {"id": "v1", "url": f"{self.server.url}/delivery/v1.mp4", "duration": "5.1"}
        told = {"task_status": "succeed", "task_result": {"videos": [video]}}
        if self.units is not None:
            told["final_unit_deduction"] = self.units
        return told | more


def ok(data: dict[str, Any]) -> Said:
    """Return a good answer."""
    return Said(200, {"code": 0, "message": "SUCCEED", "request_id": "r1", "data": data})


@contextmanager
def fake_kling(**given: Any) -> Iterator[FakeKling]:
    """Run it on a free port."""
    fake = FakeKling(**given)
    with serving(fake.answer) as server:
        fake.server = server
        yield fake

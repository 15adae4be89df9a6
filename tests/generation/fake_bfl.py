"""Black Forest Labs as its documents tell of it, as a real server. Nothing of ours is used."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from tests.generation.paid import PICTURE_KEY, Heard, PaidServer, Said, serving


def png(size: tuple[int, int] = (64, 48), kind: str = "PNG") -> bytes:
    """Return a small picture with grain."""
    grain = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(grain).save(out, kind)
    return out.getvalue()


@dataclass
class FakeBfl:
    """create, polls, delivery: what is said next, in order; afterwards all goes well."""

    server: PaidServer = field(init=False)
    create: list[Said] = field(default_factory=list)
    polls: list[Said] = field(default_factory=list)
    delivery: list[Said] = field(default_factory=list)
    polling_url: str = ""  # instead of our own
    orders: list[dict[str, Any]] = field(default_factory=list)  # taken, so to be paid
    cost: float = 4.0

    def answer(self, heard: Heard) -> Said:
        if heard.path.startswith("/delivery/"):
            assert "x-key" not in heard.headers, "the key went to a store"
            return self.delivery.pop(0) if self.delivery else delivered()
        if heard.headers.get("x-key") != PICTURE_KEY:
            return Said(403, {"detail": "Not authenticated"})
        if heard.method == "POST":
            return self._create(heard)
        return self.polls.pop(0) if self.polls else self.ready()

    def ready(self, **more: Any) -> Said:
        result = {"sample": f"{self.server.url}/delivery/1.png", "prompt": "a sea", "seed": 7}
        told = {"id": "t1", "status": "Ready", "result": result, "progress": 1.0, "details": None}
        return Said(200, told | more)

    def _create(self, heard: Heard) -> Said:
        said = self.create.pop(0) if self.create else Said()
        if said.status == 200 or said.status in (502, 504):
            self.orders.append(heard.body)
        if said.status != 200 or said.hang or said.cut or said.body:
            return said
        url = self.polling_url or f"{self.server.url}/v1/get_result?id=t1"
        made = {"id": "t1", "cost": self.cost, "input_mp": 0, "output_mp": 1}
        if "webhook_url" in heard.body:
            return Said(200, made | {"status": "Pending", "webhook_url": heard.body["webhook_url"]})
        return Said(200, made | {"polling_url": url})


def delivered(data: bytes = b"", kind: str = "image/png") -> Said:
    """Return a file as a store gives it."""
    return Said(200, data or png(), {"Content-Type": kind})


def status(name: str, **more: Any) -> Said:
    """Return a polled answer."""
    return Said(200, {"id": "t1", "status": name, "result": None} | more)


@contextmanager
def fake_bfl(**given: Any) -> Iterator[FakeBfl]:
    """Run it on a free port."""
    fake = FakeBfl(**given)
    with serving(fake.answer) as server:
        fake.server = server
        yield fake

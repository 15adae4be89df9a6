"""The walk through the sockets: each says what it shows before it shows it.

The table of sockets is the museum's own; tests/label_table.py says whose words each tells.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from websockets.asyncio.client import connect

from generation.live.wire import Kind, parse_frame
from tests.hang import KIOSK_TOKEN
from tests.label_table import SOCKETS
from tests.server import Server, manage, run_module, serve

DRAFT = {"ru": "черновик, не\u00a0проверено", "en": "draft, not reviewed"}
SHORT = {
    "ru": "Цифровая анимация картины · голос синтезирован",
    "en": "Digital animation of the painting · synthetic voice",
}


class Museum(NamedTuple):
    """A served museum, and what fills in the addresses of its sockets."""

    server: Server
    cookies: str
    parts: dict[str, str]


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Museum]:
    data = tmp_path_factory.mktemp("museum")
    manage(data, "migrate", "--noinput", "-v", "0")
    kiosk, session = run_module(data, "tests.hang", "answers", "session").split()
    version, portrait = published(data / "museum.sqlite3")
    parts = {"slug": "lady", "kiosk_id": kiosk, "kiosk": kiosk}
    parts |= {"portrait": portrait, "version": version}
    with serve(data, "tests.stream_app:application") as server:
        yield Museum(server, f"kiosk={KIOSK_TOKEN}; sessionid={session}", parts)


def published(database: Path) -> tuple[str, str]:
    connection = sqlite3.connect(database)
    asked = "SELECT id, portrait_id FROM exhibits_version WHERE state = 'published'"
    version, portrait = connection.execute(asked).fetchone()
    connection.close()
    return str(UUID(version)), str(UUID(portrait))


async def heard(museum: Museum, pattern: str) -> list[dict[str, Any]]:
    """Return what a socket says up to its first frame, or its state."""
    path = pattern
    for name, value in museum.parts.items():
        for kind in ("uuid", "slug"):
            path = path.replace(f"<{kind}:{name}>", value)
    headers = {"Cookie": museum.cookies}
    told: list[dict[str, Any]] = []
    address = f"{museum.server.ws}/{path}"
    async with connect(address, compression=None, additional_headers=headers) as socket:
        if "stream" in path:
            hello = {"type": "hello", "versions": [1], "codecs": ["jpeg"]}
            await socket.send(json.dumps(hello))
        async with asyncio.timeout(30):
            async for message in socket:
                if isinstance(message, str):
                    told.append(json.loads(message))
                elif parse_frame(message)[0].kind is not Kind.BEAT:
                    break
                if told[-1]["type"] in ("state", "refused", "bye"):
                    break
    return told


@pytest.mark.parametrize(("pattern", "whose"), SOCKETS.items())
async def test_a_socket_tells_the_label_first(museum: Museum, pattern: str, whose: str) -> None:
    told = await heard(museum, pattern)
    if whose == "state":
        label = told[-1]["current"]["label"]
        assert (label["eu"], label["every"]) == ("", 0.0)
    else:
        assert told[-1]["type"] not in ("refused", "bye"), told[-1]
        label = next(one for one in told if one["type"] == "label")
        assert label["source_type"].startswith("http://cv.iptc.org/newscodes/digitalsourcetype/")
        certificate = f"/certificates/{museum.parts['version']}/"
        assert label["certificate"] == (certificate if whose == "version" else "")
    tail = {code: f" · {DRAFT[code]}" if whose == "draft" else "" for code in SHORT}
    assert label["short"] == {code: SHORT[code] + tail[code] for code in SHORT}
    assert label["long"]["ru"] and label["alt"]["en"]

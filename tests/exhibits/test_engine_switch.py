"""Must never go dark: rig → LivePortrait → its device fails → it comes back → rig, as watched."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from generation.live.wire import Header, Kind
from tests.server import Server, manage, run_module, serve
from tests.stream_client import Client, watching
from tests.tiny_weights import write_weights

WORK = "/ws/stream/work/lady/"
PICTURE = {"STREAM_FPS": "10", "STREAM_MAX_WIDTH": "320", "STREAM_MAX_HEIGHT": "480"}
NEURAL = "compositeWithTrainedAlgorithmicMedia"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("museum")
    write_weights(folder / "weights")
    manage(folder, "migrate", "--noinput", "-v", "0")
    show(folder, "default")
    return folder


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    told = {**PICTURE, "WEIGHTS": str(data / "weights")}
    with serve(data, "tests.engine_app:application", port=0, **told) as found:
        yield found


def show(folder: Path, alias: str) -> None:
    run_module(folder, "tests.engine_app", alias)


@dataclass
class Watched:
    """Decodes every frame a viewer gets, and compares it with the first: the painting."""

    client: Client
    decoders: dict[int, Any] = field(default_factory=dict)
    lumas: list[float] = field(default_factory=list)
    faces: list[float] = field(default_factory=list)  # how far the middle is from the painting's
    painting: np.ndarray | None = None
    seen: int = 0

    def look(self) -> None:
        """Decode what came since the last look."""
        new = zip(self.client.frames[self.seen :], self.client.payloads[self.seen :], strict=True)
        for (header, _, _), payload in new:
            self.seen += 1
            for picture in self._decoded(header, payload):
                self._take(picture)

    async def until_face(self, near: bool, frames: int = 5) -> None:
        """Watch until some frames running show the painting's face, or another one."""
        run = 0
        while run < frames:
            before = len(self.faces)
            await self.client.until(is_frame, within=60)
            self.look()
            for away in self.faces[before:]:
                run = run + 1 if (away < 12) is near else 0

    def _decoded(self, header: Header, payload: bytes) -> list[np.ndarray]:
        if header.kind is Kind.JPEG:
            return [np.asarray(Image.open(io.BytesIO(payload)).convert("L"))]
        if header.epoch not in self.decoders:
            self.decoders[header.epoch] = av.CodecContext.create("h264", "r")
            self.decoders[header.epoch].thread_count = 1
        frames = self.decoders[header.epoch].decode(av.Packet(payload))
        return [frame.to_ndarray(format="gray") for frame in frames]

    def _take(self, picture: np.ndarray) -> None:
        luma = picture.astype(float)
        if self.painting is None:
            self.painting = luma
        assert luma.shape == self.painting.shape
        high, wide = luma.shape
        face = slice(high // 5, high // 2), slice(wide // 3, 2 * wide // 3)
        self.lumas.append(float(luma.mean()))
        self.faces.append(float(np.abs(luma[face] - self.painting[face]).mean()))


async def test_engines_change_and_fail_and_no_frame_is_black(data: Path, server: Server) -> None:
    broken = data / "broken"
    async with watching(server.ws + WORK, keep_payloads=True) as viewer:
        watched = Watched(viewer)
        await watched.until_face(near=True)
        assert labels(viewer)[-1].endswith("algorithmicallyEnhanced")
        reading = asyncio.create_task(watched.until_face(near=False))
        await asyncio.to_thread(show, data, "lively")
        await reading
        assert labels(viewer)[-1].endswith(NEURAL), "said before its first frame"
        epoch = viewer.frames[-1][0].epoch
        broken.touch()
        await watched.until_face(near=True)
        assert viewer.frames[-1][0].epoch == epoch and labels(viewer)[-1].endswith(NEURAL)
        broken.unlink()
        await watched.until_face(near=False)
        assert viewer.frames[-1][0].epoch == epoch, "it came back by itself"
        broken.touch()
        await watched.until_face(near=True)
        label = asyncio.create_task(viewer.text("label", within=60))
        await asyncio.to_thread(show, data, "default")
        assert (await label)["source_type"].endswith("algorithmicallyEnhanced")
        await watched.until_face(near=True)
    assert watched.painting is not None
    own = float(watched.painting.mean())
    assert min(watched.lumas) > 0.75 * own, "no frame is black, nor half of one"
    assert len(watched.lumas) >= 25 and len(watched.decoders) >= 3
    states = {text["state"] for text in viewer.texts if text["type"] == "health"}
    assert states == {"live"}, "a stand-in plays: nobody is told that the picture rests"
    told = server.log.read_text()
    assert "liveportrait failed" in told and "rig plays now, it was liveportrait" in told
    assert "liveportrait plays now, it was rig" in told


def is_frame(message: object) -> bool:
    return isinstance(message, Header) and message.kind is not Kind.BEAT


def labels(viewer: Client) -> list[str]:
    return [text["source_type"] for text in viewer.texts if text["type"] == "label"]

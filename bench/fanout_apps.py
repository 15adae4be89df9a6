"""Three ways to give one packet to many viewers, each fed the same 8 kB, 25 times a second.

WAY=hub (ours) or WAY=layer (Channels' group_send) under daphne; ``python -m bench.fanout_apps
PORT`` is the floor: a bare asyncio server that writes ready-made bytes.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

from generation.live.gop import Packet
from generation.live.messages import Config
from generation.live.stage import Output
from generation.live.wire import Flags, Header, Kind, build_frame, digest_of, stamp_of
from generation.types import Words

FPS, GOP, PAYLOAD = 25, 50, bytes(8000)
CONFIG = Config(1, "h264", "avc1.64001f", 720, 960, FPS)


async def packets() -> AsyncIterator[Packet]:
    """Give packets at the rate, each stamped with its moment."""
    began = time.monotonic()
    for seq in range(1, 1 << 30):
        await asyncio.sleep(max(0.0, began + seq / FPS - time.monotonic()))
        now = int(time.monotonic() * 1e6)
        key = seq % GOP == 1
        flags = Flags.KEY if key else Flags.NONE
        message = build_frame(Header(Kind.VIDEO, flags, 1, seq, now, 0, 0), PAYLOAD)
        yield Packet("h264", key, 1, seq, stamp_of(now), message, digest_of(message))


def hub_application() -> Any:
    """Our own socket and hub, fed by hand."""
    from exhibits.streaming.consumers import StreamSocket
    from exhibits.streaming.places import Place
    from exhibits.streaming.running import Running
    from generation import Hub

    hub = Hub(FPS, lambda: 1)
    feeding: list[asyncio.Task[None]] = []

    async def feed() -> None:
        hub.take(Output(configs=(CONFIG,)))
        async for packet in packets():
            hub.take(Output(packets=(packet,)))

    def stage(registry: Any, key: object) -> Running:
        if not feeding:
            feeding.append(asyncio.get_running_loop().create_task(feed()))
        return Running(hub, lambda: None, None)  # type: ignore[arg-type]

    place = Place(lambda: "x", stage, lambda stages, visitor: None, False, Words("", ""))
    return StreamSocket(lambda scope: place, lambda: None)  # type: ignore[arg-type, return-value]


def layer_application() -> Any:
    """The way of the Channels tutorial: a group, and a message per frame."""
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.layers import get_channel_layer

    feeding: list[asyncio.Task[None]] = []

    async def feed() -> None:
        async for packet in packets():
            event = {"type": "frame.here", "bytes": packet.message}
            await get_channel_layer().group_send("frames", event)

    class Consumer(AsyncWebsocketConsumer):  # type: ignore[misc]
        async def connect(self) -> None:
            await self.channel_layer.group_add("frames", self.channel_name)
            await self.accept()
            if not feeding:
                feeding.append(asyncio.get_running_loop().create_task(feed()))

        async def frame_here(self, event: dict[str, Any]) -> None:
            await self.send(bytes_data=event["bytes"])

        async def receive(self, text_data: str = "", bytes_data: bytes = b"") -> None:
            """Acks are read and forgotten."""

    return Consumer.as_asgi()


async def floor(port: int) -> None:
    """Write ready-made WebSocket messages to every connection; read and forget the rest."""
    writers: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if b"Upgrade" not in await reader.read(4096):
            return
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        writers.add(writer)
        while await reader.read(4096):
            pass
        writers.discard(writer)

    async with await asyncio.start_server(serve, "127.0.0.1", port, backlog=1000):
        async for packet in packets():
            size = len(packet.message)
            framed = b"\x82\x7e" + size.to_bytes(2, "big") + packet.message
            for writer in writers:
                writer.write(framed)


if __name__ == "__main__":
    asyncio.run(floor(int(sys.argv[1])))
elif "WAY" in os.environ:
    import django

    django.setup()
    from channels.routing import ProtocolTypeRouter

    way = {"hub": hub_application, "layer": layer_application}[os.environ["WAY"]]
    application = ProtocolTypeRouter({"websocket": way()})

"""One bare page with a living canvas, served from static/: for tests and benches of the stream."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent

PAGE = b"""<!doctype html><meta charset="utf-8"><title>living</title>
<style>body{margin:0;background:#7a3b2e}canvas{display:block}</style><canvas></canvas>
<script type="module">
import { LivingCanvas } from '/js/stream/living.js';
const asked = new URLSearchParams(location.search);
window.states = [];
window.roles = [];
window.canvas = document.querySelector('canvas');
window.living = new LivingCanvas(window.canvas, {
  url: asked.get('url'),
  codecs: asked.get('codecs')?.split(',') ?? null,
  onState: (state) => window.states.push(state.state),
  onRole: (role) => window.roles.push(role),
});
</script>"""


class _Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer the page at /, else a file of static/."""
        if self.path.split("?")[0] != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def pages() -> Iterator[int]:
    """Serve the page until the block ends; gives the port."""
    handler = partial(_Handler, directory=str(ROOT / "static"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def address(port: int, socket_url: str, codecs: str = "", host: str = "127.0.0.1") -> str:
    """Return the address of the page that watches ``socket_url``."""
    asked = {"url": socket_url, **({"codecs": codecs} if codecs else {})}
    return f"http://{host}:{port}/?{urlencode(asked)}"

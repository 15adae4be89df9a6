"""A real museum and a real Chromium: seeded once, served by daphne, visited by playwright."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.server import ROOT, Server, environment, free_port, manage, serve

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--host-resolver-rules=MAP%20kiosk.test%20127.0.0.1"
)
# small and slow enough for two cores that also decode; kernels and models are make setup's
LIGHT = {"STREAM_FPS": "15", "STREAM_MAX_HEIGHT": "640", "ALLOWED_HOSTS": "127.0.0.1,kiosk.test"}
UPRIGHT, WIDE, DESK, PHONE = (1080, 1920), (1920, 1080), (1440, 900), (390, 844)


def chromium() -> str | None:
    """Return the Chromium to drive; None: the one playwright installed."""
    names = (os.environ.get("CHROMIUM"), "chromium", "google-chrome", "chromium-browser")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a Chromium of this file's own: while playwright's loop runs, its thread is taken
    for asynchronous, and other files share the thread."""
    flags = [flag.replace("%20", " ") for flag in FLAGS.split()]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=flags)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Museum:
    """A seeded data folder, the port it is served at, and its kiosks."""

    data: Path
    port: int
    kiosks: dict[str, dict[str, str]]

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self) -> Any:
        """Serve it (again) at its port."""
        return serve(self.data, port=self.port, **LIGHT)


@pytest.fixture(scope="session")
def closed_museum(tmp_path_factory: pytest.TempPathFactory) -> Museum:
    """Return a museum with the house collection, not yet served."""
    data = tmp_path_factory.mktemp("museum")
    for words in (("migrate", "-v", "0"), ("seed",), ("collectstatic", "--noinput", "-v", "0")):
        manage(data, *words)
    run(data, "generation.fast.compile")  # what make setup does; instant when it has
    return Museum(data, free_port(), json.loads(run(data, "tests.browser.rooms")))


def run(data: Path, module: str, *words: str) -> str:
    """Run a module on a data folder; return what it printed."""
    command, env = [sys.executable, "-m", module, *words], environment(data)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def server(closed_museum: Museum) -> Iterator[Server]:
    with closed_museum.serve() as server:
        yield server


@pytest.fixture
def museum(closed_museum: Museum, server: Server) -> Museum:
    """Return the museum while it is served."""
    return closed_museum


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Return an opener of pages; afterwards no page may have complained or looked elsewhere."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        url: str,
        size: tuple[int, int] = DESK,
        kiosk: str = "",
        script: str = "",
        strict: bool = True,
        **more: Any,
    ) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, **{"locale": "ru-RU", **more})  # type: ignore[arg-type]
        contexts.append(context)
        origin = "/".join(url.split("/")[:3])
        if kiosk:
            context.add_cookies([{"name": "kiosk", "value": kiosk, "url": origin}])
        page = context.new_page()
        page.add_init_script(script)
        if strict:
            page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("request", lambda asked: _stranger(asked.url, origin, complaints))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _stranger(url: str, origin: str, complaints: list[str]) -> None:
    if not url.startswith((origin, "data:", "blob:")):
        complaints.append(f"asked a third party: {url}")

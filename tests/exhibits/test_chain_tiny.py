"""Words → picture → video → finish → clip with diffusion models of a few kilobytes, from the
pages and through the queue: progress with previews, a cancel between steps, the full record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from exhibits.certificates.record import record_of
from exhibits.chains import making
from exhibits.chains.lines import labels_of_step
from exhibits.chains.making import Watch
from exhibits.chains.models import ChainRun
from exhibits.portraits.snapshot import save_version
from generation import read_record, record_json
from tests.exhibits.chains import curator, engines, labour, step
from tests.generation.conftest import tiny

__all__ = ["curator", "engines", "tiny"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)

SIZE = [96, 64]
PLAN = [
    step("text-to-image", "pictures", prompt="a boat at dawn", seed=5, size=SIZE),
    step(
        "image-to-video",
        "moves",
        {"steps": 4, "preview_every": 1},
        prompt="waves",
        seed=2,
        size=SIZE,
        seconds=0.4,
    ),
    step("finish", "", {"finish": "archive"}),
    step("clip", "", {"fps": 24, "language": "en"}),
]


@pytest.fixture
def studio(client: Client, curator: User, tiny: Callable[[str], Path], settings: Any) -> Client:
    """Return a curator's browser in a museum whose engines are tiny random models on disk."""
    rows = {"pictures": "sdxl-turbo", "moves": "ltx"}
    settings.GENERATION = settings.GENERATION | {
        alias: {"ENGINE": "diffusers", "OPTIONS": {"folder": str(tiny(family)), "device": "cpu"}}
        for alias, family in rows.items()
    }
    client.force_login(curator)
    client.cookies["django_language"] = "en"
    return client


def post(client: Client, name: str, told: Any, *args: Any) -> Any:
    answer = client.post(reverse(name, args=args), told, content_type="application/json")
    assert answer.status_code < 300, answer.content.decode()
    return answer.json()


def test_the_whole_way(studio: Client, curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    page = studio.get(reverse("chains")).content.decode()
    config = json.loads(page.split('id="chains-config"', 1)[1].split(">", 1)[1].split("<", 1)[0])
    known = config["choices"]["engines"]
    assert [one["alias"] for one in known["text-to-image"]] == ["gradient", "dear", "pictures"]
    assert "moves" in [one["alias"] for one in known["image-to-video"]]
    asked = {"name": "Boat", "steps": PLAN}
    price = post(studio, "chain-price", asked)
    assert [one["size"] for one in price["steps"]] == [SIZE] * 4 and price["total"] == {}
    page = post(studio, "chain-begin", asked | {"agreed": price["total"]})["go"]
    run = ChainRun.objects.get()

    monkeypatch.setattr("exhibits.jobs.running.SPEAK_EVERY", 0.0)
    monkeypatch.setattr(making, "PREVIEW_EVERY", 0.0)
    heard: list[tuple[int, int, str]] = []
    tell = Watch.__call__

    def stopping(watch: Watch, done: int, total: int, preview: Any = None) -> None:
        tell(watch, done, total, preview)
        shown = studio.get(reverse("chain-progress", args=[run.pk])).json()
        ((pk, now),) = shown["steps"].items()
        number = run.steps.get(pk=pk).number
        heard.append((number, done, now["preview"]))
        if now["preview"] and number == 2:
            picture = b"".join(studio.get(now["preview"]))  # type: ignore[arg-type]
            comment = labels_of_step(run.steps.get(pk=pk)).metadata["comment"]
            assert comment.encode() in picture, "a preview says what it is"
            post(studio, "chain-do", {}, run.pk, "stop")

    monkeypatch.setattr(Watch, "__call__", stopping)
    labour()
    assert [one.state for one in run.line()] == ["done", "cancelled", "planned", "planned"]
    assert heard[-1][0] == 2 and heard[-1][1] < 4, "it stopped between two steps of the model"
    assert "stopped" in studio.get(page).content.decode()
    monkeypatch.setattr(Watch, "__call__", tell)
    first = run.line()[0].sha256
    post(studio, "chain-do", {"agreed": {}}, run.pk, "go-on")
    labour()
    line = run.line()
    assert [one.state for one in line] == ["done"] * 4, [
        one.job and one.job.failure_en for one in line
    ]
    assert line[0].sha256 == first
    with av.open(str(line[3].path)) as film:
        frames = list(film.decode(video=0))
        assert len(frames) >= 3 and (frames[0].width, frames[0].height) == tuple(SIZE)
        assert "artificial intelligence" in film.metadata["comment"]

    one = {"step": str(line[0].pk)}
    post(studio, "chain-do", one, run.pk, "accept-work")
    post(studio, "chain-do", {"step": str(line[2].pk)}, run.pk, "accept-film")
    run.refresh_from_db()
    assert run.artwork
    record = record_of(save_version(run.artwork.living, curator))
    assert record.kind == "generated" and read_record(record_json(record)) == record
    told = [(each["task"], each["input"], each["output"]) for each in record.steps]
    assert told == [
        ("text-to-image", "", line[0].sha256),
        ("image-to-video", line[0].sha256, line[1].sha256),
        ("finish", line[1].sha256, line[2].sha256),
    ]
    drawn, moved, _finish = record.steps
    assert drawn["parameters"]["family"] == "sdxl-turbo" and drawn["parameters"]["seed"] == 5
    assert moved["parameters"]["family"] == "ltx" and moved["parameters"]["steps"] == 4
    weights = {name for name, _digest in record.models}
    assert any("unet" in name for name in weights) and any(
        "transformer" in name for name in weights
    )


def test_weights_that_are_not_there_say_so(studio: Client, settings: Any, tmp_path: Path) -> None:
    settings.GENERATION = settings.GENERATION | {
        "elsewhere": {"ENGINE": "diffusers", "OPTIONS": {"folder": str(tmp_path / "none")}}
    }
    page = studio.get(reverse("chains")).content.decode()
    assert '"elsewhere"' not in page, "what lacks its weights is not offered"
    asked = {"steps": [step("text-to-image", "elsewhere", prompt="x")]}
    address = reverse("chain-price")
    refused = studio.post(address, asked, content_type="application/json")
    assert refused.status_code == 422 and "none" in refused.json()["error"]["en"]


def test_where_weights_lie_is_not_for_a_page_to_say(studio: Client, tmp_path: Path) -> None:
    page = studio.get(reverse("chains")).content.decode()
    assert str(tmp_path.parent) not in page and '"folder"' not in page
    asked = {"steps": [step("text-to-image", "pictures", {"folder": "/etc"}, prompt="x")]}
    refused = studio.post(reverse("chain-price"), asked, content_type="application/json")
    assert refused.status_code == 422 and "folder" in refused.json()["error"]["en"]

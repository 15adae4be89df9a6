"""Engines as the office sees them: what is here, what is missing, on what terms; and in records."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from safetensors.numpy import save_file

from exhibits import studio
from exhibits.catalogue.models import Artwork
from exhibits.certificates.record import record_of
from exhibits.portraits.films import weights_of
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.performing import open_trial
from exhibits.portraits.snapshot import save_version
from generation import ENGINES, Finding, Words
from generation.capabilities import Capabilities, Licence
from generation.errors import WeightsMissing
from generation.weights.manifest import hashes
from museum_site.weights import engines_of


@dataclass(frozen=True, slots=True)
class NeuralOptions:
    """Nothing can be chosen."""


class NeuralEngine:
    """An engine outside our walls, with weights of its own."""

    Options = NeuralOptions
    CAPABILITIES: ClassVar[Capabilities] = Capabilities(
        tasks=frozenset({"live"}),
        draws="generated",
        licence=Licence("Odd-1.0", commercial="no", trap=Words("Условие.", "A condition.")),
    )

    def __init__(self, options: NeuralOptions) -> None:
        self.options = options

    @classmethod
    def check(cls, options: NeuralOptions) -> Iterator[Finding]:
        """Find nothing."""
        yield Finding("brushes", False, Words("нет", "absent"), Words("Купите.", "Buy some."))

    def weights(self) -> tuple[tuple[str, str], ...]:
        """Return those registered as ``odd``."""
        return hashes("odd")


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> None:
    here = f"{__name__}.NeuralEngine"
    monkeypatch.setitem(ENGINES, "odd", (Words("Странный движок", "An odd engine"), here))
    monkeypatch.setitem(ENGINES, "lost", (Words("Потерян", "Lost"), "generation.lost.Engine"))


@pytest.fixture
def enter(client: Client, person: Callable[[str], User]) -> Callable[..., str]:
    def read(role: str, language: str, expected: int = 200) -> str:
        client.force_login(person(role))
        client.cookies["django_language"] = language
        answer = client.get(reverse("engines"))
        assert answer.status_code == expected
        return " ".join(answer.content.decode().split())

    return read


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("An odd engine", "Buy some.", "A condition.", "cannot be loaded", "a whole")),
        ("ru", ("Странный движок", "Купите.", "Условие.", "не загружается", "некоммерч")),
    ],
)
def test_the_page_tells_every_engine_and_its_terms(
    enter: Callable[..., str], odd: None, language: str, told: tuple[str, ...]
) -> None:
    page = enter("curator", language)
    for name, (label, _) in ENGINES.items():
        assert f'id="engine-{name}"' in page and getattr(label, language) in page
    for words in told[:-1]:
        assert words in page
    assert "flux-dev" in page and "InsightFace" in page and "models add" in page


@pytest.mark.django_db
def test_only_who_works_with_portraits_reads_it(enter: Callable[..., str]) -> None:
    enter("expert", "en", 403)


def test_the_page_needs_a_login(client: Client) -> None:
    assert client.get(reverse("engines")).status_code == 302


def test_asking_for_the_page_loads_no_torch() -> None:
    script = (
        "import django, os, sys; os.environ['DEBUG'] = '1'; django.setup()\n"
        "from django.test import RequestFactory\n"
        "from django.contrib.auth.models import User\n"
        "from exhibits.admin.engines import engines_page\n"
        "request = RequestFactory().get('/admin/engines/')\n"
        "request.user = User(is_active=True, is_staff=True, is_superuser=True)\n"
        "assert engines_page(request).context_data['engines']\n"
        "sys.exit(', '.join({'torch', 'numba', 'diffusers'} & sys.modules.keys()) or 0)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


@pytest.fixture
def tiny(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.MODELS_DIR = tmp_path / "models"
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setenv("MODELS_DIR", str(settings.MODELS_DIR))
    path = tmp_path / "m.safetensors"
    save_file({"w": np.ones(3, np.float32)}, path)
    return path


def test_weights_come_and_go_by_command(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("models", "add", "odd", str(tiny), "--licence", "Odd-1.0")
    call_command("models", "list")
    call_command("models", "verify")
    told = capsys.readouterr()
    assert "1 files" in told.out and "Odd-1.0" in told.out and "as it was" in told.err
    assert "liveportrait" in told.out and "absent" in told.out
    copy = Path(tiny.parent / "models/weights/odd/m.safetensors")
    copy.write_bytes(copy.read_bytes() + b"x")
    with pytest.raises(SystemExit):
        call_command("models", "verify", "odd")
    assert "odd/m.safetensors: not the file" in capsys.readouterr().out
    call_command("models", "remove", "odd")
    assert not copy.exists() and tiny.exists()
    with pytest.raises(SystemExit):
        call_command("models", "add", "odd", str(tiny.with_name("absent")))
    assert "no such file or folder" in capsys.readouterr().err


def test_a_record_says_how_an_engine_draws_and_with_whose_weights(
    settings: Any, odd: None, tiny: Path
) -> None:
    settings.GENERATION = {"new": {"ENGINE": "odd"}, "default": {"ENGINE": "rig"}}
    assert studio.drawn_by("default", {}) == ("animation", ())
    assert studio.drawn_by("new", {}) == ("generated", None), "its weights are not registered"
    call_command("models", "add", "odd", str(tiny))
    kind, models = studio.drawn_by("new", {})
    assert kind == "generated" and models == hashes("odd")
    assert studio.drawn_by("new", {"unknown": 1}) == ("generated", None)
    assert studio.drawn_by("rig", {}).kind == "animation", "an alias that is no more"
    assert studio.drawn_by("sold", {}).kind == "modified", "the worse of what may be true"


def test_a_version_keeps_the_weights_it_was_saved_with(
    settings: Any, odd: None, tiny: Path, ready_work: Artwork, person: Callable[[str], User]
) -> None:
    settings.GENERATION = {"new": {"ENGINE": "odd"}}
    portrait = LivingPortrait.objects.create(
        artwork=ready_work, image=ready_work.images.get(), engine="new"
    )
    unknown = save_version(portrait, person("curator"))
    call_command("models", "add", "odd", str(tiny))
    saved, kept = save_version(portrait, person("curator")), hashes("odd")
    assert weights_of(unknown) is None and weights_of(saved) == kept
    call_command("models", "remove", "odd")
    assert set(kept) <= set(record_of(saved).models), "gone, and told all the same"
    save_file({"w": np.zeros(3, np.float32)}, tiny)
    call_command("models", "add", "odd", str(tiny))
    assert hashes("odd") != kept
    saved.refresh_from_db()
    assert set(kept) <= set(record_of(saved).models), "what is here now did not draw it"
    assert set(hashes("odd")) <= set(record_of(unknown).models), "nothing better is known"
    with pytest.raises(WeightsMissing, match=r"not the weights .* odd/m\.safetensors"):
        open_trial(saved)


def test_registered_weights_become_engines_to_choose(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tiny.parent / "pipeline"
    folder.mkdir()
    (folder / "model_index.json").write_text("{}")
    tiny.rename(folder / "m.safetensors")
    call_command("models", "add", "dawn", str(folder))
    assert "Restart the museum" in capsys.readouterr().err
    call_command("models", "add", "odd", str(folder / "m.safetensors"))
    assert "Restart the museum" not in capsys.readouterr().err, "no engine can use it"
    models = tiny.parent / "models"
    (models / "weights" / "broken.json").write_text("{")
    assert engines_of(models) == {"dawn": {"ENGINE": "diffusers", "OPTIONS": {"folder": "dawn"}}}


def test_lost_weights_are_a_sentence_for_who_asks(tiny: Path) -> None:
    with pytest.raises(WeightsMissing, match="models add odd FOLDER"):
        NeuralEngine(NeuralOptions()).weights()

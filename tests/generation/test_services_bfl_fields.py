"""What each endpoint takes: rejected before anything is asked, priced before it is spent."""

from __future__ import annotations

import base64
import io
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generation.engines.bfl import BflEngine, BflOptions
from generation.errors import OptionsRefused, RequestRefused
from generation.making import Request
from generation.services.bfl_fields import ENDPOINTS, aspect_of, check_body, price
from tests.generation.fake_bfl import fake_bfl
from tests.generation.paid import Clock, TinPurse, outside, quiet

ASKED = Request("text-to-image", "a sea", size=(256, 256), seed=7)
PICTURE = np.random.default_rng(1).integers(0, 255, (64, 96, 3), np.uint8)
TEXT = sorted(name for name, row in ENDPOINTS.items() if "text-to-image" in row.tasks)


def body_of(request: Request, **options: Any) -> dict[str, Any]:
    """Return what the service would be sent, from a real server's side of the wire."""
    with fake_bfl() as fake:
        engine = BflEngine(BflOptions(**options), outside(fake.server.url, Clock()))
        engine.pays_from(TinPurse())
        with tempfile.TemporaryDirectory() as folder:
            engine.make(request, Path(folder), quiet)
        (heard,) = fake.server.asked("POST")
        assert heard.path == f"/v1/{options.get('endpoint', 'flux-pro-1.1')}"
        return dict(heard.body)


def decoded(text: str) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))


@pytest.mark.parametrize(
    ("endpoint", "given"),
    [
        ("flux-pro-1.1", {"guidance": 3.0}), ("flux-pro-1.1", {"steps": 20}),
        ("flux-pro-1.1", {"raw": True}), ("flux-pro-1.1", {"image_prompt_strength": 0.5}),
        ("flux-pro-1.1-ultra", {"guidance": 3.0}), ("flux-pro-1.1-ultra", {"steps": 20}),
        ("flux-dev", {"guidance": 5.5}), ("flux-dev", {"raw": True}),
        ("flux-2-flex", {"guidance": 10.5}), ("flux-2-flex", {"safety_tolerance": 6}),
        ("flux-2-flex", {"prompt_upsampling": True}),
        ("flux-pro-1.0-fill", {"steps": 14}), ("flux-pro-1.0-expand", {"raw": True}),
        ("flux-kontext-pro", {"steps": 20}), ("flux-pro-2", {}), ("flux-dev", {"steps": 51}),
    ],
)  # fmt: skip
def test_an_option_an_endpoint_does_not_take_is_refused_when_it_is_set(
    endpoint: Any, given: dict[str, Any]
) -> None:
    with pytest.raises(OptionsRefused, match=f"{next(iter(given), 'endpoint')}|does not exist"):
        BflOptions(endpoint=endpoint, **given)


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [("flux-pro-1.1", "aspect_ratio"), ("flux-pro-1.1-ultra", "width"),
     ("flux-pro-1.1", "negative_prompt"), ("flux-kontext-pro", "image_prompt"),
     ("flux-pro-1.0-fill", "width"), ("flux-pro-1.0-expand", "mask")],
)  # fmt: skip
def test_the_table_refuses_a_field_by_name(endpoint: str, name: str) -> None:
    with pytest.raises(RequestRefused, match=f"{endpoint} does not take “{name}”. It takes: "):
        check_body(endpoint, {name: 1})


@pytest.mark.parametrize(
    ("body", "words"),
    [({"width": 250}, "256 to 1440, a multiple of 32"), ({"width": 1441}, "multiple of 32"),
     ({"width": 300}, "multiple"), ({"width": True}, "width"), ({"seed": 1.5}, "seed"),
     ({"image_prompt": "data:image/png;base64,AA"}, "without “data:”"),
     ({"output_format": "gif"}, "one of jpeg, png, webp"),
     ({"webhook_url": "https://" + "a" * 2083}, "2083")],
)  # fmt: skip
def test_ranges_of_flux_pro(body: dict[str, Any], words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        check_body("flux-pro-1.1", body)
    check_body("flux-pro-1.1", {"width": 256, "height": 1440, "seed": 0, "prompt": ""})


@pytest.mark.parametrize(
    "asked",
    [
        replace(ASKED, size=(250, 256)), replace(ASKED, size=(2048, 256)),
        replace(ASKED, negative="rain"), replace(ASKED, camera="push in"),
        replace(ASKED, seconds=5.0), replace(ASKED, task="text-to-video"),
        replace(ASKED, mask=np.zeros((4, 4), np.uint8)), replace(ASKED, end_picture=PICTURE),
        replace(ASKED, brush={"brush": []}), replace(ASKED, task="inpainting", picture=PICTURE),
    ],
)  # fmt: skip
def test_a_request_it_cannot_make_is_refused_before_money(asked: Request, tmp_path: Path) -> None:
    with fake_bfl() as fake:
        engine, purse = BflEngine(BflOptions(), outside(fake.server.url, Clock())), TinPurse()
        engine.pays_from(purse)
        with pytest.raises(RequestRefused):
            engine.refuse(asked)
        with pytest.raises(RequestRefused):
            engine.make(asked, tmp_path, quiet)
        assert fake.server.heard == [] and purse.held == {} and not list(tmp_path.iterdir())


@pytest.mark.parametrize("endpoint", TEXT)
def test_every_endpoint_is_sent_only_what_it_takes(endpoint: Any) -> None:
    with_picture = "input_image" in ENDPOINTS[endpoint].fields
    asked = replace(ASKED, size=(512, 288), picture=PICTURE if with_picture else None)
    body = body_of(asked, endpoint=endpoint)
    assert set(body) <= set(ENDPOINTS[endpoint].fields)
    sized = {"width", "height"} <= set(body)
    assert sized or body["aspect_ratio"] == "16:9"
    if with_picture:
        assert (decoded(body["input_image"]) == PICTURE).all()


def test_ultra_takes_raw_and_a_likeness() -> None:
    asked = replace(ASKED, picture=PICTURE)
    told = {"endpoint": "flux-pro-1.1-ultra", "raw": True, "image_prompt_strength": 0.3}
    body = body_of(asked, **told)
    assert (body["raw"], body["image_prompt_strength"], body["aspect_ratio"]) == (True, 0.3, "1:1")
    assert (decoded(body["image_prompt"]) == PICTURE).all()


def test_fill_is_sent_picture_and_mask_of_one_size() -> None:
    mask = np.zeros((64, 96), np.uint8)
    mask[10:30, 20:50] = 255
    asked = replace(ASKED, task="inpainting", picture=PICTURE, mask=mask, size=(96, 64))
    body = body_of(asked, endpoint="flux-pro-1.0-fill", guidance=60.0, steps=50)
    assert (decoded(body["image"]) == PICTURE).all()
    assert (decoded(body["mask"])[..., 0] == mask).all()
    assert (body["guidance"], body["steps"]) == (60.0, 50)


def test_expand_is_sent_the_inner_picture_and_its_margins() -> None:
    mask = np.full((64, 96), 255, np.uint8)
    mask[8:60, 16:90] = 0
    asked = replace(ASKED, task="inpainting", picture=PICTURE, mask=mask, size=(96, 64))
    body = body_of(asked, endpoint="flux-pro-1.0-expand")
    margins = [body[name] for name in ("top", "bottom", "left", "right")]
    assert margins == [8, 4, 16, 6]
    assert (decoded(body["image"]) == PICTURE[8:60, 16:90]).all()
    mask[20, 20] = 255
    with pytest.raises(RequestRefused, match=r"flux-pro-1\.0-fill"):
        body_of(replace(asked, mask=mask), endpoint="flux-pro-1.0-expand")


def test_prices_and_aspects() -> None:
    assert price("flux-pro-1.1", (1024, 768)).amount == 0.04
    assert price("flux-pro-1.1-ultra", (1024, 768)).amount == 0.06
    assert price("flux-2-flex", (1024, 1024)).amount == 0.05
    assert price("flux-2-flex", (2048, 1024), pictures=1).amount == 0.20
    assert (aspect_of((1920, 1080)), aspect_of((900, 2100)), aspect_of((899, 2100))) == (
        "16:9", "9:21", "9:21",
    )  # fmt: skip
    assert (aspect_of((1184, 880)), aspect_of((1000, 700)), aspect_of((800, 2100))) == (
        "4:3", "10:7", None,
    )  # fmt: skip
    with pytest.raises(RequestRefused, match="21:9"):
        engine = BflEngine(BflOptions(endpoint="flux-pro-1.1-ultra"))
        engine.refuse(replace(ASKED, size=(1440, 256)))


def test_what_an_endpoint_can_do_is_told_before_it_is_asked() -> None:
    able = BflEngine(BflOptions()).capabilities()
    assert able.tasks == {"text-to-image"} and able.takes == {"prompt", "seed", "reference"}
    assert able.sizes.takes(1440, 256) and not able.sizes.takes(1441, 256)
    able = BflEngine(BflOptions(endpoint="flux-pro-1.0-fill")).capabilities()
    assert able.tasks == {"inpainting"} and able.takes == {"prompt", "seed", "guidance", "steps"}
    assert BflEngine(BflOptions(endpoint="flux-2-flex")).capabilities().sizes.multiple == 16

"""What tests see on a page: the canvas's pixels, the state of its stream, the eyes' direction."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

Picture = NDArray[np.float32]

LIVING = """(document.querySelector('#picture')?.picture
  ?? document.querySelector('[data-stream]')?.viewer)?.living"""


def stat(page: Page, name: str) -> Any:
    """Return one number of the living canvas's own counting."""
    return page.evaluate(f"({LIVING})?.stats.{name} ?? null")


def wait_for(page: Page, condition: str, timeout: float = 60_000) -> None:
    """Wait until a condition on ``living`` (its stats, its state) holds."""
    ask = f"() => {{ const living = {LIVING}; return Boolean(living && ({condition})); }}"
    page.wait_for_function(ask, timeout=timeout, polling=100)


def wait_alive(page: Page, frames: int = 3) -> None:
    """Wait until so many more frames have been painted."""
    so_far = stat(page, "painted") or 0
    wait_for(page, f"living.state === 'live' && living.stats.painted >= {so_far + frames}")


def canvas(page: Page) -> Picture:
    """Return the pixels of the living canvas, (H, W, 3) 0…255."""
    url = page.evaluate("document.querySelector('.pic canvas').toDataURL('image/png')")
    return _decoded(url)


def drawn_painting(page: Page) -> Picture:
    """Return the untouched painting at the canvas's size, (H, W, 3) 0…255."""
    url = page.evaluate("""() => {
      const canvas = document.createElement('canvas');
      const { width, height } = document.querySelector('.pic canvas');
      Object.assign(canvas, { width, height });
      canvas.getContext('2d').drawImage(document.querySelector('.pic img'), 0, 0, width, height);
      return canvas.toDataURL('image/png');
    }""")
    return _decoded(url)


def screenshot(page: Page, selector: str) -> Picture:
    """Return what is on the screen where an element is, (H, W, 3) 0…255."""
    data = page.locator(selector).screenshot()
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), np.float32)


def difference(one: Picture, other: Picture) -> float:
    """Return the mean absolute difference of two pictures of one size."""
    return float(np.abs(one - other).mean())


def iris_at(picture: Picture, box: tuple[float, float, float, float]) -> float:
    """Return where the dark of an eye lies across a box (left, top, right, bottom, 0…1), in px."""
    height, width = picture.shape[:2]
    left, top, right, bottom = box
    eye = picture[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
    light = eye.mean(2)
    dark = np.clip(np.percentile(light, 35) - light, 0, None).sum(0)
    return float((dark * np.arange(dark.size)).sum() / dark.sum())


def _decoded(url: str) -> Picture:
    data = base64.b64decode(url.split(",", 1)[1])
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), np.float32)

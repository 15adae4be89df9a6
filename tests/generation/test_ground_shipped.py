"""The grounds that ship with the house landscapes, region by region, held to the bounds.

A loop is drawn 72 times at 960 px, one region alone, as the renderer gives it. What moves is
every pixel of the region that differs from the painting in some frame. Seam and step pulse are
those of ``manage.py measure``, and so is fine detail: the RMS of what a blur of 1.5 px removes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from generation.ground.areas import Mask, area_mask, shape_mask
from generation.ground.painted import PaintedGround
from generation.ground.plan import GroundPlan
from generation.ground.reading import read_ground
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.quality.loop import Loop, LoopMeter
from generation.quality.reader import ClipFrame
from generation.quality.sharpness import FINE
from generation.scene.build import build_scene
from generation.scene.model import Scene
from generation.types import Bytes2D, Floats

WORKS = json.loads(
    (Path(__file__).parents[2] / "exhibits/catalogue/house_collection/works.json").read_text()
)["works"]
GROUNDS = {work["slug"]: work["ground"] for work in WORKS if work["ground"]}
REGIONS = [
    pytest.param(slug, n, id=f"{slug}-{n + 1}-{flow['motion']}")
    for slug, told in GROUNDS.items()
    for n, flow in enumerate(told["flow"])
]
WIDTH, FRAMES = 960, 72
STRONG = 0.5  # of how far the 90th percentile strays: there it moves most


@pytest.fixture(scope="module")
def scenes(house: Callable[[str, int], Bytes2D]) -> dict[str, Scene]:
    return {
        slug: build_scene(house(slug, WIDTH), "0" * 64, None, None, (WIDTH, WIDTH))
        for slug in GROUNDS
    }


def alone(slug: str, n: int, scene: Scene) -> GroundPlan:
    """The shipped drawing with the flow ``n`` and nothing else."""
    told = GROUNDS[slug]
    return read_ground(told | {"flow": [told["flow"][n]], "brush": []}, scene.size)


def one_loop(scene: Scene, plan: GroundPlan) -> list[Bytes2D]:
    """Luma of one loop at its full strength."""
    ground, out = PaintedGround(scene, plan), empty_planes(*scene.size)
    flows = ground.flows.streams
    drawn = flows.loops[0] if flows.loops else flows.waves[0]
    frames = []
    for n in range(FRAMES):
        ground.draw((7 + n / FRAMES) * drawn.seconds, {"flow": 1.0}, out)
        frames.append(out.y.copy())
    return frames


def loop_of(frames: list[Bytes2D], where: Mask) -> Loop:
    meter = LoopMeter()
    for n, luma in enumerate(frames):
        there = luma[where][None]
        meter.see(ClipFrame(n, n / FRAMES, there, there))
    found = meter.result()
    assert isinstance(found, Loop), found
    return found


def fine_band(luma: Bytes2D) -> Floats:
    values = luma.astype(np.float32)
    return values - cv2.GaussianBlur(values, (0, 0), FINE)


@pytest.mark.parametrize(("slug", "n"), REGIONS)
def test_every_region_as_shipped_holds_the_bounds(
    scenes: dict[str, Scene], slug: str, n: int
) -> None:
    scene = scenes[slug]
    plan, painting = alone(slug, n, scene), planes_from_rgb(scene.rgb).y
    frames = one_loop(scene, plan)
    region = area_mask(plan.flow[0].area, plan.size, scene.size)
    for shape in plan.flow[0].still:
        region &= ~shape_mask(shape, plan.size, scene.size)
    strays = np.mean([cv2.absdiff(frame, painting) for frame in frames], axis=0)
    moves = strays > 0
    assert not moves[~region].any(), "nothing moves but the region"
    assert moves[region].mean() > 0.35, "and much of that does"
    most = cv2.blur(strays, (15, 15)) > STRONG * np.percentile(strays[region], 90)
    bands = [fine_band(frame) for frame in (painting, *frames)]
    for where in (moves, most & region):
        loop = loop_of(frames, where)
        assert loop.seam <= 1.05 and loop.pulse <= 0.10
        rest, *kept = (float(np.sqrt(np.mean(band[where] ** 2))) for band in bands)
        assert min(kept) >= 0.90 * rest and max(kept) <= 1.10 * rest


def test_smoke_rises(scenes: dict[str, Scene]) -> None:
    """A puff seen at one place is seen higher a little later, not lower."""
    scene, scale = scenes["dusk"], WIDTH / 1700
    frames = one_loop(scene, alone("dusk", 0, scene))
    column = slice(round(728 * scale), round(744 * scale))
    rows = slice(round(490 * scale), round(545 * scale))
    seen = np.array([frame[rows, column].mean(1, dtype=np.float64) for frame in frames])
    seen -= seen.mean(0)
    later = np.roll(seen, -3, axis=0)
    up = np.mean(later[:, :-3] * seen[:, 3:])
    down = np.mean(later[:, 3:] * seen[:, :-3])
    assert up > 1.2 * down

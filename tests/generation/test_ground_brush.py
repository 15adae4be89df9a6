"""Brushed things: cut out, moved along a path, put back; what is painted behind them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest

from generation.errors import BrushRefused
from generation.ground.areas import grown
from generation.ground.fill import fill_behind
from generation.ground.matte import find_matte, halo_reach
from generation.ground.painted import PaintedGround
from generation.ground.path import appearances, by_itself, way
from generation.ground.plan import Area, Brushed
from generation.ground.reading import read_ground
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.scene.build import build_scene
from generation.scene.model import Scene
from generation.types import Bytes2D, Planes

MOON = [[1270, 140], [1335, 140], [1335, 205], [1270, 205]]  # of the house dusk
WAY = [[1310, 172], [1200, 120], [1000, 110]]


def dusk_told(**changes: Any) -> dict[str, Any]:
    return {"picture": [1700, 1150], "brush": [{"polygon": MOON, "path": WAY} | changes]}


@pytest.fixture(scope="module")
def dusk(house: Callable[[str, int], Bytes2D]) -> Scene:
    return build_scene(house("dusk", 960), "0" * 64, None, None, (960, 960))


def ground_of(scene: Scene, **changes: Any) -> PaintedGround:
    return PaintedGround(scene, read_ground(dusk_told(**changes), scene.size))


def same(a: Planes, b: Planes) -> bool:
    return all((x == y).all() for x, y in zip(a, b, strict=True))


def at(scene: Scene, x: float, y: float) -> tuple[int, int]:
    return round(y * scene.size[1] / 1150), round(x * scene.size[0] / 1700)


def test_at_rest_the_painting_and_away_the_moon_elsewhere(dusk: Scene) -> None:
    ground, out, painting = ground_of(dusk), empty_planes(*dusk.size), planes_from_rgb(dusk.rgb)
    assert ground.draw(0.0, {}, out) is not None and same(out, painting)
    assert ground.draw(0.1, {"brush_1": 0.0}, out) is None
    home, there = at(dusk, 1325, 172), at(dusk, 1015, 110)
    assert painting.y[home] > 150 and painting.y[there] < 120
    ground.draw(1.0, {"brush_1": 1.0}, out)
    assert out.y[home] < 120, "the sky is painted where it was"
    assert out.y[there] > 150, "the moon arrived"
    changed = out.y != painting.y
    near = np.zeros_like(changed)
    for y, x in (home, there):
        near[max(y - 40, 0) : y + 40, x - 50 : x + 50] = True
    assert changed.any() and not changed[~near].any()
    ground.draw(2.0, {"brush_1": 0.0}, out)
    assert same(out, painting), "and it comes home without a trace"


def test_it_leaves_without_a_pop(dusk: Scene) -> None:
    ground, out, painting = ground_of(dusk), empty_planes(*dusk.size), planes_from_rgb(dusk.rgb)
    far = []
    for u in (0.0, 0.001, 0.003, 0.006, 0.01, 0.02):
        ground.draw(u, {"brush_1": u}, out)
        far.append(float(np.sqrt(np.mean((out.y.astype(float) - painting.y) ** 2))))
    assert far[0] == 0 and all(b > a for a, b in pairwise(far))
    assert far[1] < 0.2 * far[-1]


def test_the_box_tells_all_that_changed(dusk: Scene) -> None:
    ground, out = ground_of(dusk), empty_planes(*dusk.size)
    ground.draw(0.0, {}, out)
    for u in (0.2, 0.7, 0.1, 0.0):
        before = [plane.copy() for plane in out]
        box = ground.draw(u, {"brush_1": u}, out)
        assert box is not None
        for plane, old, scale in zip(out, before, (1, 2, 2), strict=True):
            changed = plane != old
            changed[
                box.top // scale : -(-box.bottom // scale),
                box.left // scale : -(-box.right // scale),
            ] = False
            assert not changed.any()


def test_what_is_still_hides_what_passes_behind(dusk: Scene) -> None:
    curtain = [[960, 40], [1060, 40], [1060, 180], [960, 180]]
    told = dusk_told() | {"still": [curtain]}
    ground = PaintedGround(dusk, read_ground(told, dusk.size))
    out, painting = empty_planes(*dusk.size), planes_from_rgb(dusk.rgb)
    ground.draw(1.0, {"brush_1": 1.0}, out)
    (top, left), (bottom, right) = at(dusk, 965, 45), at(dusk, 1055, 175)
    assert (out.y == painting.y)[top:bottom, left:right].all()


def test_a_thing_that_does_not_stand_out_is_refused(dusk: Scene) -> None:
    flat = np.full_like(dusk.rgb, 128)
    area = Area(polygon=((100, 100), (200, 100), (200, 200)))
    with pytest.raises(BrushRefused, match="brush 3: nothing stands out"):
        find_matte(flat, Brushed(area, ((0, 0), (9, 9))), dusk.size, 3)
    drawn = find_matte(flat, Brushed(area, ((0, 0), (9, 9)), matte="drawn"), dusk.size, 3)
    assert 4000 < drawn.sum() < 6000


def test_the_matte_is_the_moon_not_the_sky(dusk: Scene) -> None:
    plan = read_ground(dusk_told(), dusk.size)
    matte = find_matte(dusk.rgb, plan.brush[0], plan.size, 1)
    luma = planes_from_rgb(dusk.rgb).y
    assert (
        np.median(luma[matte]) > 180 and np.median(luma[grown(matte, 12) & ~grown(matte, 6)]) < 110
    )


def test_a_glow_is_found_and_a_plain_edge_is_not() -> None:
    y, x = np.mgrid[0:200, 0:200].astype(float)
    far = np.hypot(x - 100, y - 100)
    matte = far < 20
    glow = np.clip(40 + 160 * np.exp(-((far / 32) ** 2)), 0, 255)
    plain = np.where(matte, 230, 40)
    as_rgb = [np.repeat(v.astype(np.uint8)[..., None], 3, 2) for v in (glow, plain)]
    assert halo_reach(as_rgb[0], matte) > 4
    assert halo_reach(as_rgb[1], matte) == 0


def test_a_filled_hole_keeps_the_strokes_and_touches_nothing_else(
    house: Callable[[str, int], Bytes2D],
) -> None:
    rgb = house("sea", 700)
    hole = np.zeros(rgb.shape[:2], bool)
    hole[330:400, 380:500] = True
    filled = fill_behind(rgb, hole)
    assert (filled[~hole] == rgb[~hole]).all() and (filled[hole] != rgb[hole]).any()
    ring = grown(hole, 25) & ~grown(hole, 2)

    def fine(picture: Bytes2D, where: np.ndarray) -> float:
        luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
        return float(cv2.Laplacian(luma, cv2.CV_32F)[where].std())

    assert 0.5 < fine(filled, hole) / fine(rgb, ring) < 1.6
    assert (fill_behind(rgb, hole) == filled).all(), "the same hole, the same paint"


@pytest.mark.parametrize("hole", [np.zeros((60, 60), bool), np.ones((60, 60), bool)])
def test_a_hole_of_nothing_or_of_all_is_left(hole: np.ndarray) -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (60, 60, 3), dtype=np.uint8)
    assert (fill_behind(rgb, hole) == rgb).all()


def test_a_path_is_even_and_overshoots_nowhere() -> None:
    line = way(((10, 10), (110, 10), (110, 60)))
    places = np.array([line(u) for u in np.linspace(0, 1, 61)])
    assert tuple(places[0]) == (0, 0) and np.allclose(places[-1], (100, 50))
    assert places.min() >= 0 and places[:, 0].max() <= 100 and places[:, 1].max() <= 50
    assert np.hypot(*np.diff(places, axis=0).T).max() < 2.5 * 150 / 60


def test_what_moves_by_itself() -> None:
    area, path = Area(polygon=((0, 0), (9, 0), (9, 9))), ((0.0, 0.0), (9.0, 9.0))

    def along(loop: Any, t: float) -> float:
        return by_itself(Brushed(area, path, seconds=4, ease="linear", loop=loop), t)

    assert [along("none", t) for t in (0, 9)] == [0, 0]
    assert [along("once", t) for t in (0, 1, 4, 9)] == [0, 0.25, 1, 1]
    assert [along("there-and-back", t) for t in (0, 2, 4, 6, 8)] == [0, 0.5, 1, 0.5, 0]
    assert [along("travel", t) for t in (0, 3, 4, 5)] == [0, 0.75, 0, 0.25]
    traveller = Brushed(area, path, loop="travel")
    assert appearances(traveller, 0.5) == ((0.5, 1.0),)
    (start, back), (end, solid) = appearances(traveller, 0.95)
    assert (start, end) == (0.0, 0.95) and back + solid == 1
    assert appearances(traveller, 1.0)[0] == (0.0, 1.0)

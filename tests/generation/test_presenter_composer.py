"""Composed frames: the portrait as drawn, a ground that stays, words that can be read."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from generation.errors import LayoutRefused
from generation.media.yuv import empty_planes, planes_from_rgb, rgb_from_planes
from generation.presenter.backdrop import contrast, inks_on, rgb_of
from generation.presenter.composer import Composer
from generation.presenter.layer import within
from generation.presenter.layout import Backdrop, Layout
from generation.presenter.subject import Subject
from generation.types import Box, Planes
from tests.generation.clip_players import psnr

WORDS = {"title": "Дама на фоне долины", "maker": "Программа, 2026", "credit": "CC0"}
SAID = "Имени моего никто не записал."


@pytest.fixture(scope="module")
def lady(house) -> np.ndarray:
    return np.ascontiguousarray(house("lady", 480))


def composed(layout: Layout, rgb: np.ndarray, text: str = "", **more: object) -> tuple:
    subject = more.get("subject")
    composer = Composer(layout, (rgb.shape[1], rgb.shape[0]), subject, bool(text))
    out = empty_planes(*composer.size)
    composer.compose(planes_from_rgb(rgb), text, out)
    return composer, out


def part(planes: Planes, box: Box) -> Planes:
    return Planes(*(within(p, box, 2 if n else 1) for n, p in enumerate(planes)))


def test_a_portrait_at_its_own_size_is_the_frame_itself(lady) -> None:
    composer, _ = composed(Layout("wide", side=540, **WORDS), lady)
    box = composer.plan.portrait
    size = box.right - box.left, box.bottom - box.top
    fitting = np.asarray(Image.fromarray(lady).resize(size, Image.Resampling.BOX))
    _, out = composed(Layout("wide", side=540, **WORDS), fitting)
    for got, given in zip(part(out, box), planes_from_rgb(fitting), strict=True):
        assert np.array_equal(got, given)


def test_a_portrait_made_larger_stays_the_painting(lady) -> None:
    composer, out = composed(Layout("upright", **WORDS), lady)
    box = composer.plan.portrait
    size = box.right - box.left, box.bottom - box.top
    wanted = Image.fromarray(lady).resize(size, Image.Resampling.BICUBIC)
    assert psnr(part(out, box).y, planes_from_rgb(np.asarray(wanted)).y) > 36


def test_only_the_portrait_changes_from_frame_to_frame(lady) -> None:
    composer, out = composed(Layout("square", side=540, **WORDS), lady)
    before = [plane.copy() for plane in out]
    composer.compose(planes_from_rgb(255 - lady), "", out)
    for number, (was, plane) in enumerate(zip(before, out, strict=True)):
        changed = was != plane
        within(changed, composer.plan.portrait, 2 if number else 1)[:] = False
        assert not changed.any()


def test_a_caption_comes_and_goes_beside_the_painting(lady) -> None:
    layout = Layout("wide", side=540, **WORDS)
    composer = Composer(layout, (lady.shape[1], lady.shape[0]), None, True)
    frame, out = planes_from_rgb(lady), empty_planes(*composer.size)
    composer.compose(frame, "", out)
    bare = [plane.copy() for plane in out]
    composer.compose(frame, composer.pages(SAID)[0], out)
    changed = np.argwhere(bare[0] != out.y)
    (top, left), (bottom, right) = changed.min(0), changed.max(0)
    assert len(changed) > 300
    box = composer.plan.portrait
    assert left >= box.right or top >= box.bottom or right < box.left or bottom < box.top
    composer.compose(frame, "", out)
    assert all(np.array_equal(was, now) for was, now in zip(bare, out, strict=True))


def test_on_the_picture_itself_words_lie_on_the_bottom_edge(lady) -> None:
    composer, out = composed(Layout(), lady, SAID)
    assert composer.size == (lady.shape[1], lady.shape[0])
    changed = np.flatnonzero((out.y != planes_from_rgb(lady).y).any(1))
    assert changed[0] > 0.8 * lady.shape[0]
    rows = out.y[changed[0] :]
    assert (rows > 225).mean() > 0.01, "white letters"
    # Each white letter has a dark edge: bright pixels are never far from dark ones.
    white = np.argwhere(rows > 230)[::37]
    near = [rows[max(y - 6, 0) : y + 7, max(x - 6, 0) : x + 7].min() for y, x in white]
    assert np.median(near) < 60


def test_the_label_is_on_every_ground(lady) -> None:
    for layout in (Layout("square", side=360), Layout()):
        _, one = composed(layout, lady)
        _, other = composed(Layout(layout.format, layout.side, label="Иначе"), lady)
        assert (one.y != other.y).sum() > 100


def test_a_circle_shows_the_face_and_leaves_the_ground_alone(lady) -> None:
    ground = Backdrop("#304050")
    subject = Subject(lady, (0.5, 0.4, 0.35))
    layout = Layout("square", side=540, shape="circle", ground=ground, **WORDS)
    composer, out = composed(layout, lady, subject=subject)
    box = composer.plan.portrait
    assert box.right - box.left == box.bottom - box.top
    shown = part(out, box).y.astype(int)
    wall = int(planes_from_rgb(np.full((2, 2, 3), rgb_of("#304050"), np.uint8)).y[0, 0])
    side = len(shown)
    y, x = np.mgrid[0:side, 0:side] + 0.5 - side / 2
    outside = np.hypot(x, y) > side / 2 + 1.5
    assert (shown[outside] == wall).all()
    assert (shown[np.hypot(x, y) < side / 2 - 2] != wall).mean() > 0.9
    # The edge is mixed, not cut: some pixels lie between portrait and ground.
    assert composer._edges is not None and len(composer._edges[0].share) > 1.5 * side


def test_a_cut_out_needs_a_person(lady) -> None:
    layout = Layout("square", side=360, shape="cutout", ground=Backdrop("#ffffff"))
    with pytest.raises(LayoutRefused, match="nobody to cut out"):
        composed(layout, lady, subject=Subject(lady))
    person = np.zeros(lady.shape[:2], np.float32)
    person[60:, 90:270] = 1
    composer, out = composed(layout, lady, subject=Subject(lady, None, person))
    shown = part(out, composer.plan.portrait).y
    assert (shown[:20] == 235).all() and (shown[60:200, :30] == 235).all()
    assert shown[100:200, 120:180].mean() < 220


def test_a_blurred_ground_is_the_painting_and_needs_it(lady) -> None:
    layout = Layout("square", side=360, ground=Backdrop(blurred=True))
    with pytest.raises(LayoutRefused, match="painting itself"):
        composed(layout, lady)
    _, out = composed(layout, lady, subject=Subject(lady))
    rim = out.y[:8].astype(float)
    assert rim.std() > 0.2 and np.abs(np.diff(rim, axis=1)).max() < 6


def test_an_uploaded_ground_fills_the_frame_and_words_stay_legible(lady) -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), (250, 250, 230)).save(file, "PNG")
    ground = Backdrop(picture=file.getvalue())
    composer, out = composed(Layout("wide", side=360, ground=ground, **WORDS), lady)
    rgb = rgb_from_planes(out)
    assert rgb[2, 2].min() > 220
    words = composer.plan.words
    under = np.median(rgb[words.top : words.bottom, words.left : words.right].reshape(-1, 3), 0)
    assert contrast((239, 241, 239), under) > 4.5
    with pytest.raises(LayoutRefused, match=r"ground\.picture"):
        composed(Layout("wide", ground=Backdrop(picture=b"not a picture")), lady)


@pytest.mark.parametrize(
    "colour", ["#14171a", "#808080", "#e4e7e6", "#ffffff", "#6d2f2a", "#000000"]
)
def test_inks_are_legible_on_any_colour(colour) -> None:
    ground = np.full((20, 20, 3), rgb_of(colour), np.uint8)
    first, second, third, accent = inks_on(ground, Box(0, 0, 20, 20))
    assert all(contrast(ink, rgb_of(colour)) >= 4.5 for ink in (first, second, third))
    assert contrast(accent, rgb_of(colour)) >= 3

"""Frames placed on a layout, plane by plane: only the portrait is drawn anew."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.media.yuv import planes_from_rgb
from generation.presenter.backdrop import blend, inks_on, mark_alpha, paint_ground, write_words
from generation.presenter.layer import Layer, Piece, outlined, within
from generation.presenter.layout import Layout
from generation.presenter.lettering import lettered, width_of
from generation.presenter.mask import Coverage, coverage_of, crop_of
from generation.presenter.plan import CaptionPlace, Line, Plan, plan_layout
from generation.presenter.subject import Subject
from generation.presenter.typography import pages
from generation.types import Box, Bytes2D, Planes


class _Edge(NamedTuple):
    """Of one plane: where all is portrait, and the pixels where portrait and ground mix."""

    solid: Bytes2D
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    share: NDArray[np.uint16]
    ground: NDArray[np.uint16]  # its part, times 255, rounding included


class Composer:
    """One layout for frames of one size. Not thread-safe. Raises LayoutRefused.

    ``subject`` is needed for a blurred ground and a cut-out, and centres a circle on the
    face. ``captions``: keep room for them.
    """

    def __init__(
        self,
        layout: Layout,
        size: tuple[int, int],
        subject: Subject | None = None,
        captions: bool = False,
    ) -> None:
        self._crop = crop_of(layout.shape, size, subject)
        aspect = (self._crop.right - self._crop.left) / (self._crop.bottom - self._crop.top)
        self.plan = plan_layout(layout, size, aspect, captions)
        self.size = self.plan.size
        self._over = layout.format == "own"
        self._rgb = paint_ground(layout, self.plan, subject)
        if not self._over:
            write_words(self._rgb, layout, self.plan)
        self._ground = planes_from_rgb(self._rgb)
        coverage = coverage_of(layout.shape, self._crop, size, self.plan.portrait, subject)
        self._edges = None if coverage is None else _edges(coverage, self._ground, self.plan)
        self._label = _label_layer(self.plan, layout.original) if self._over else None
        self._text, self._begun = "", False

    def compose(self, frame: Planes, text: str, out: Planes) -> None:
        """Draw the frame and a caption ("" for none, lines parted by line breaks) into ``out``,
        planes of ``size``, the same on every call."""
        if not self._begun:
            for target, source in zip(out, self._ground, strict=True):
                np.copyto(target, source)
            self._begun = True
        self._place(frame, out)
        if self._label is not None:
            self._label.apply(out)
            if text and self.plan.captions:
                _caption_layer(text, self.plan.captions, self.size).apply(out)
        elif text != self._text and self.plan.captions:
            self._write_caption(text, self.plan.captions, out)
        self._text = text

    def pages(self, text: str) -> list[str]:
        """Return a caption in pages of two lines, as they fit this layout."""
        place = self.plan.captions
        if place is None:
            return [text]
        return ["\n".join(p) for p in pages(text, lambda t: width_of(t, place.style), place.width)]

    def _place(self, frame: Planes, out: Planes) -> None:
        for number, (plane, target) in enumerate(zip(frame, out, strict=True)):
            step = 2 if number else 1
            source = within(plane, self._crop, step)
            target = within(target, self.plan.portrait, step)
            if self._edges is None:
                fit(source, target)
                continue
            edge = self._edges[number]
            portrait = np.empty_like(target)
            fit(source, portrait)
            cv2.copyTo(portrait, edge.solid, target)
            mixed = portrait[edge.rows, edge.columns] * edge.share + edge.ground
            target[edge.rows, edge.columns] = mixed // 255

    def _write_caption(self, text: str, place: CaptionPlace, out: Planes) -> None:
        box = _caption_box(place, self.size)
        part = within(self._rgb, box, 1).copy()
        (ink, *_) = inks_on(part, Box(0, 0, part.shape[1], part.shape[0]))
        for line in _caption_lines(text, place):
            letters = lettered(line.text, line.style)
            at = round(line.x) + letters.left - box.left, round(line.y) + letters.top - box.top
            blend(part, letters.alpha, at, ink)
        for number, plane in enumerate(planes_from_rgb(part)):
            np.copyto(within(out[number], box, 2 if number else 1), plane)


def fit(source: Bytes2D, target: Bytes2D) -> None:
    """Fill the target with the source at its size; a little smaller needs no averaging."""
    if source.shape == target.shape:
        np.copyto(target, source)
        return
    smaller = target.shape[0] < 0.75 * source.shape[0]
    way = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    cv2.resize(source, target.shape[::-1], dst=target, interpolation=way)


def _edges(coverage: Coverage, ground: Planes, plan: Plan) -> tuple[_Edge, ...]:
    found = list[_Edge]()
    for number, plane in enumerate(ground):
        share = coverage.chroma if number else coverage.luma
        rows, columns = np.nonzero((share > 0) & (share < 255))
        mixed = share[rows, columns].astype(np.uint16)
        under = within(plane, plan.portrait, 2 if number else 1)[rows, columns]
        solid = np.where(share == 255, np.uint8(255), np.uint8(0))
        found.append(_Edge(solid, rows, columns, mixed, under * (255 - mixed) + np.uint16(127)))
    return tuple(found)


def _label_layer(plan: Plan, original: bool) -> Layer:
    edge = max(round(plan.lines[0].style.size / 10), 2)
    left, top, side = plan.mark
    # mark_alpha grows by the outline on every side; the plain sign is set into that margin.
    plain = np.pad(mark_alpha(side, original), edge)
    sign: Piece = plain, mark_alpha(side, original, edge), round(left) - edge, round(top) - edge
    pieces = [sign, *(_piece(line, edge) for line in plan.lines)]
    return outlined(pieces, _around(pieces, plan.size))


@lru_cache(maxsize=4)
def _caption_layer(text: str, place: CaptionPlace, size: tuple[int, int]) -> Layer:
    pieces = [_piece(line, place.outline) for line in _caption_lines(text, place)]
    return outlined(pieces, _around(pieces, size))


def _piece(line: Line, edge: int) -> Piece:
    wider = lettered(line.text, line.style, edge)
    plain = np.pad(lettered(line.text, line.style).alpha, edge)
    return plain, wider.alpha, round(line.x) + wider.left, round(line.y) + wider.top


def _around(pieces: list[Piece], size: tuple[int, int]) -> Box:
    left, top = min(p[2] for p in pieces), min(p[3] for p in pieces)
    right = max(p[2] + p[1].shape[1] for p in pieces)
    bottom = max(p[3] + p[1].shape[0] for p in pieces)
    return _even_within(Box(left, top, right, bottom), size)


def _caption_lines(text: str, place: CaptionPlace) -> list[Line]:
    """Return the lines set in place; over a picture, the last one stands on the second line."""
    lines = text.split("\n")
    first = 2 - len(lines) if place.centred else 0
    return [_caption_line(line, place, first + n) for n, line in enumerate(lines)]


def _caption_line(text: str, place: CaptionPlace, number: int) -> Line:
    spare = place.width - width_of(text, place.style) if place.centred else 0.0
    return Line(text, place.style, place.left + spare / 2, place.baseline + number * place.step, 1)


def _caption_box(place: CaptionPlace, size: tuple[int, int]) -> Box:
    em = place.style.size
    box = Box(
        round(place.left - em / 4),
        round(place.baseline - em),
        round(place.left + place.width + em / 4),
        round(place.baseline + place.step + em / 2),
    )
    return _even_within(box, size)


def _even_within(box: Box, size: tuple[int, int]) -> Box:
    return Box(
        max(box.left, 0) // 2 * 2,
        max(box.top, 0) // 2 * 2,
        min(-(-box.right // 2) * 2, size[0]),
        min(-(-box.bottom // 2) * 2, size[1]),
    )

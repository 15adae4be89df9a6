"""What the gate says of figures: one finding a check, of the worst place. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation import Labels, Loudness, Report, Words

FLASHES = 3.0  # in a second: WCAG 2.3.1
LIVELY = 20.0  # levels, ITU-T P.910 temporal information: docs/review.md
DRIFT = 0.035  # distances of the outer eye corners: docs/review.md
LOST = 0.10  # share of frames in which the face is not recognised
LUFS = -16.0  # AES TD1004.1.15-10: no stream louder; our speech is made at -23, EBU R 128
PEAK = -1.0  # dBTP, EBU R 128


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was measured: by itself, or in an answer. lacking: words of it that are
    spoken and not captioned."""

    name: Words
    clip: Path
    report: Report
    sound: Loudness | None = None
    lacking: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was measured, where, and what it means."""

    check: str
    passed: bool
    words: Words
    value: float | None = None
    limit: float | None = None
    place: Place | None = None
    at: float | None = None  # second of the place's clip

    def told(self, frame: str | None) -> dict[str, Any]:
        """Return it as the report keeps it; frame: where its picture is."""
        return {
            "check": self.check,
            "passed": self.passed,
            "value": None if self.value is None else round(self.value, 4),
            "limit": self.limit,
            "words": self.words._asdict(),
            "place": self.place.name._asdict() if self.place else None,
            "at": None if self.at is None else round(self.at, 2),
            "frame": frame,
        }


def findings(places: Sequence[Place], labels: Labels | None) -> list[Finding]:
    """Return a finding for every check, in the order people read them."""
    return [
        _flashes(places),
        _red_flashes(places),
        _liveliness(places),
        _identity(places),
        *_loudness(places),
        _captions(places),
        _label(labels),
    ]


def broken(reason: Words) -> Finding:
    """Return the finding of a version that cannot be drawn or heard at all."""
    return Finding("drawn", False, reason)


def _flashes(places: Sequence[Place]) -> Finding:
    worst = _worst(places, lambda one: one.report.flashes.general if one.report.flashes else None)
    return _flashing("flashes", worst, Words("Вспышек", "Flashes"))


def _red_flashes(places: Sequence[Place]) -> Finding:
    worst = _worst(places, lambda one: one.report.flashes.red if one.report.flashes else None)
    return _flashing("red_flashes", worst, Words("Красных вспышек", "Red flashes"))


def _flashing(check: str, worst: tuple[float, Place] | None, what: Words) -> Finding:
    if worst is None:
        return Finding(check, True, Words("Нечего мерить.", "Nothing to measure."))
    value, place = worst
    passed = value <= FLASHES
    danger = Words(
        " Так мигать опасно для людей с фотосенситивной эпилепсией (WCAG 2.3.1).",
        " This is dangerous to people with photosensitive epilepsy (WCAG 2.3.1).",
    )
    words = Words(
        f"{what.ru} за секунду: {_ru(value, 1)}, можно не больше трёх.",
        f"{what.en} in a second: {value:.1f}, no more than three are allowed.",
    )
    flashes = place.report.flashes
    return Finding(
        check, passed, words if passed else _joined(words, danger), value, FLASHES, place,
        None if passed or flashes is None else flashes.fails_at,
    )  # fmt: skip


def _liveliness(places: Sequence[Place]) -> Finding:
    worst = _worst(places, lambda one: one.report.motion.most if one.report.motion else None)
    if worst is None:
        return Finding("motion", True, Words("Ничего не движется.", "Nothing moves."))
    value, place = worst
    words = Words(
        f"Самое сильное движение за кадр: {_ru(value, 1)} уровня яркости из {LIVELY:g}.",
        f"The strongest movement in a frame: {value:.1f} levels of brightness, of {LIVELY:g}.",
    )
    if value > LIVELY:
        more = Words(" Картина дёргается или скачет.", " The picture jerks or jumps.")
        words = _joined(words, more)
    motion = place.report.motion
    return Finding(
        "motion", value <= LIVELY, words, value, LIVELY, place, motion.at if motion else None
    )


def _identity(places: Sequence[Place]) -> Finding:
    lost = _worst(places, _share_lost)
    if lost and lost[0] > LOST:
        return _face_lost(*lost)
    worst = _worst(places, lambda one: one.report.drift.typical if one.report.drift else None)
    if worst is None:
        words = Words(
            "Измерительная модель не нашла лица: сходство судите глазами.",
            "The measuring model found no face: judge the likeness by eye.",
        )
        return Finding("identity", True, words, None, DRIFT)
    value, place = worst
    drift = place.report.drift
    assert drift
    words = Words(
        f"Черты лица отходят от первого кадра на {_ru(value, 3)} расстояния между глазами, "
        f"можно до {_ru(DRIFT, 3)}.",
        f"The features leave the first frame by {value:.3f} of the distance between the eyes; "
        f"{DRIFT:g} is allowed.",
    )
    if value > DRIFT:
        words = _joined(words, Words(" Лицо плывёт.", " The face melts."))
    at = drift.at / place.report.fps
    return Finding("identity", value <= DRIFT, words, value, DRIFT, place, at)


def _share_lost(one: Place) -> float | None:
    drift = one.report.drift
    return drift.lost / (one.report.frames * drift.faces) if drift else None


def _face_lost(value: float, place: Place) -> Finding:
    drift = place.report.drift
    at = drift.lost_at / place.report.fps if drift and drift.lost_at is not None else None
    words = Words(
        f"В {100 * value:.0f} % кадров лицо перестало быть лицом для того, кто его мерит.",
        f"In {100 * value:.0f} % of the frames the face is no face any more to what measures it.",
    )
    return Finding("identity", False, words, value, LOST, place, at)


def _loudness(places: Sequence[Place]) -> Iterable[Finding]:
    worst = _worst(places, lambda one: one.sound.integrated if one.sound else None)
    if worst is None:
        yield Finding("loudness", True, Words("Звука нет.", "There is no sound."))
        return
    value, place = worst
    words = Words(
        f"Громкость речи: {_ru(value, 1)} LUFS, можно до {_ru(LUFS, 0)}.",
        f"Loudness of the speech: {value:.1f} LUFS, up to {LUFS:.0f} is allowed.",
    )
    if value > LUFS:
        words = _joined(words, Words(" Портрет кричит.", " The portrait shouts."))
    at = place.sound.at if place.sound else None
    yield Finding("loudness", value <= LUFS, words, value, LUFS, place, at)
    worst = _worst(places, lambda one: one.sound.peak if one.sound else None)
    assert worst
    value, place = worst
    words = Words(
        f"Самый высокий пик: {_ru(value, 1)} dBTP, можно до {_ru(PEAK, 0)}.",
        f"Highest true peak: {value:.1f} dBTP, up to {PEAK:.0f} is allowed.",
    )
    yield Finding("peak", value <= PEAK, words, value, PEAK, place)


def _captions(places: Sequence[Place]) -> Finding:
    for place in places:
        if place.lacking:
            words = Words(
                f"Звучит без субтитров: «{place.lacking[0]}».",
                f"Heard without a caption: “{place.lacking[0]}”.",
            )
            return Finding("captions", False, words, len(place.lacking), 0, place)
    words = Words("Всё, что звучит, можно прочитать.", "All that is heard can be read.")
    return Finding("captions", True, words, 0, 0)


def _label(labels: Labels | None) -> Finding:
    said = labels and (labels.short, labels.long, labels.alt)
    if said and all(all(words) for words in said):
        return Finding("label", True, Words(f"«{said[0].ru}»", f"“{said[0].en}”"))
    words = Words(
        "У версии нет пометки, что она сделана машиной.",
        "The version has no label that says a machine made it.",
    )
    return Finding("label", False, words)


def _worst(
    places: Sequence[Place], value: Callable[[Place], float | None]
) -> tuple[float, Place] | None:
    known = [(found, place) for place in places if (found := value(place)) is not None]
    return max(known, key=lambda one: one[0]) if known else None


def _joined(words: Words, more: Words) -> Words:
    return Words(words.ru + more.ru, words.en + more.en)


def _ru(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")

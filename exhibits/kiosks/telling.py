"""Tell a screen its state as JSON: words in both languages, addresses, coordinates."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import override

from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.certificates.keys import seal_anchor
from exhibits.certificates.labelling import said_of
from exhibits.kiosks.qr import qr_square
from exhibits.kiosks.state import KioskState, OnShow
from exhibits.portraits.models import Answer, Version
from exhibits.portraits.performing import hatch_name, name_of
from generation import Labels, Words, typeset, voice_words

LANGUAGES = ("ru", "en")
WORDS = ("title", "maker", "date_text", "medium", "alt", "attract")
SCREEN_WIDTH = 1440  # the derivative a kiosk shows: a 1080 px screen and a little more


def state_json(state: KioskState, origin: str) -> dict[str, Any]:
    """Return the whole state as one message; ``origin`` is what a phone can open."""
    current = state.current
    return {
        "type": "state",
        "language": state.kiosk.language,
        "volume": state.kiosk.volume / 100,
        "exhibit": state.exhibit.slug if state.exhibit else None,
        "works": [{"work": w.artwork.slug, "picture": picture_of(w.image)} for w in state.works],
        "current": work_json(current, origin) if current else None,
        "answers": [answer_json(answer) for answer in state.answers],
        "seal": seal_anchor(),
        "until": state.until,
        "held": state.held,
        "withdrawn": state.withdrawn,
    }


def work_json(shown: OnShow, origin: str) -> dict[str, Any]:
    """Return everything a screen needs to show one work, also while the server is away."""
    work, version = shown.artwork, shown.version
    told: dict[str, Any] = {name: both(work, name) for name in WORDS}
    return told | {
        "work": work.slug,
        "picture": picture_of(shown.image),
        "width": shown.image.width,
        "height": shown.image.height,
        "size": {code: size_text(work, code) for code in LANGUAGES},
        "moves": version is not None,
        "label": label_json(shown.said.labels) if shown.said else None,
        "touch": [version.touch_x, version.touch_y] if version else None,
        "hatch": hatch_json(version) if version else None,
        "phone": {code: phone_json(work, origin, code) for code in LANGUAGES},
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return what a page needs to offer an answer: its questions, and where it is heard."""
    name = name_of(answer)
    questions = {code: typeset(getattr(answer, f"question_{code}")) for code in LANGUAGES}
    return {
        "answer": name,
        "question": questions,
        "language": answer.language,
        "voice": said_of_voice(answer)._asdict(),
        "words": reverse("answer-words", args=[answer.pk, name]),
    }


def label_json(labels: Labels) -> dict[str, Any]:
    """Return the words a screen shows while the picture moves, and how often they stand out:
    ``every`` so many seconds, 0 the whole playback, null at first only."""
    told = {"short": labels.short, "long": labels.long, "alt": labels.alt}
    both = {name: words._asdict() for name, words in (told | {"eu_text": labels.eu_text}).items()}
    return both | {"eu": labels.eu, "every": labels.repeat_every}


def said_of_voice(answer: Answer) -> Words:
    """Return what is said of the voice of an answer on show."""
    said = said_of(answer.version) if answer.version else None
    neural = said is not None and said.record.voice_neural
    return voice_words(recorded=bool(answer.recording), neural=neural)


def hatch_json(version: Version) -> dict[str, str]:
    """Return where a page finds what was added in a version: the mask, and what is told of it."""
    place = [version.pk, hatch_name(version)]
    return {"mask": reverse("hatch", args=place), "told": reverse("hatch-told", args=place)}


def both(work: Artwork, name: str) -> dict[str, str]:
    """Return a bilingual field in both languages."""
    return {code: typeset(work.said(name, code)) for code in LANGUAGES}


def picture_of(image: ArtworkImage) -> str:
    """Return the address of the picture a kiosk shows."""
    return reverse("picture", args=[image.pk, SCREEN_WIDTH])


def phone_json(work: Artwork, origin: str, language: str) -> dict[str, Any]:
    """Return the address of the work's page and its QR code."""
    with override(language):
        url = origin + reverse("work", args=[work.slug])
    return {"url": url, "text": url.split("://", 1)[1].rstrip("/"), "qr": qr_square(url)}


def size_text(work: Artwork, language: str) -> str:
    """Return ``44,5 × 39 см``; empty when the size is not known."""
    if not (work.height_mm and work.width_mm):
        return ""
    numbers = (f"{side / 10:.1f}".removesuffix(".0") for side in (work.height_mm, work.width_mm))
    height, width = (n.replace(".", ",") if language == "ru" else n for n in numbers)
    return f"{height}\u00a0×\u00a0{width}\u00a0{'см' if language == 'ru' else 'cm'}"

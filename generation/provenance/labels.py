"""From one record, every label: screens, pages, files, machines. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.capabilities import NEURAL_DRAWS, Draws
from generation.provenance import wording
from generation.provenance.record import Record, Strength
from generation.provenance.steps import IPTC, PICTURE_SOURCE, step_actions
from generation.provenance.wording import TOOL, Told, plain
from generation.types import Words

# "Composite including generative AI elements": the voice is one, the picture is not.
_WITH_NEURAL_VOICE = "compositeSynthetic"
# A voice computed from rules is "pure algorithmic media"; of a recording we only know that it
# is one, so nothing is claimed.
_VOICE_SOURCE = {True: "trainedAlgorithmicMedia", False: "algorithmicMedia"}

# C2PA's words; a transcoding is its only one that is no editing.
_ACTION: Mapping[Draws, str] = {
    "still": "c2pa.transcoded",
    "animation": "c2pa.edited",
    "modified": "c2pa.edited",
    "generated": "c2pa.created",
}
REPEATED = 30.0  # seconds
_REPEAT_EVERY: dict[Strength, float | None] = {"first": None, "repeated": REPEATED, "always": 0.0}


@dataclass(frozen=True, slots=True)
class Labels:
    """All that may be said of one version. Words have no-break spaces; the rest has none.

    short: on the screen. long: overlay, certificate, exports. eu: the letters of the European
    icon, "" where no neural network took part; eu_text stands beside it. alt: a sentence after
    the alt text. source_type: IPTC digital source type, a URI. schema_org: a JSON-LD object.
    required_statement: IIIF Presentation 3. c2pa_actions: for the manifest, after
    "c2pa.opened". metadata: name → text in both languages, for a file's own tags. share: to
    go along with a link. repeat_every: seconds between showings of ``short``; 0 is the whole
    playback, None the first exposure only.
    """

    short: Words
    long: Words
    eu: str
    eu_text: Words
    alt: Words
    source_type: str
    schema_org: Mapping[str, Any]
    required_statement: Mapping[str, Any]
    c2pa_actions: tuple[Mapping[str, Any], ...]
    metadata: Mapping[str, str]
    share: Words
    repeat_every: float | None


def labels_of(record: Record, strength: Strength = "always", *, reviewed: bool = True) -> Labels:
    """Return every label of a version. ``strength`` is the museum's: how often it is shown.
    Where it was not ``reviewed``, the words say that it is a draft.

    European guidance asks for the first exposure, Russian rules for the whole playback.
    Raises KeyError for a strength that does not exist.
    """
    told = [wording.PICTURE[record.kind], *_voice(record)]
    told += [] if reviewed else [wording.DRAFT]
    short = _each(" · ".join, *(part.short for part in told))
    long = _each(" ".join, *(part.long for part in told))
    alt = _each(lambda parts: f"{', '.join(parts)}.", *(part.short for part in told))
    icon = _icon(record)
    source_type = IPTC + _source(record)
    return Labels(
        short=short,
        long=long,
        eu=icon.code,
        eu_text=icon.text,
        alt=alt,
        source_type=source_type,
        schema_org=_schema_org(record, long),
        required_statement=_required_statement(record, long),
        c2pa_actions=tuple(_actions(record)),
        metadata=_metadata(record, long, source_type),
        share=_share(record, alt),
        repeat_every=_REPEAT_EVERY[strength],
    )


def voice_words(*, recorded: bool, neural: bool) -> Words:
    """Return what is said of one voice while it is heard; ``neural``: whether a network made
    the version's synthetic voices."""
    made = wording.NEURAL if neural else wording.SYNTHETIC
    return (wording.RECORDED if recorded else made).short


def _voice(record: Record) -> list[Told]:
    if record.voice == "recorded":
        return [wording.RECORDED]
    if record.voice and record.voice_neural:
        return [wording.NEURAL_TOO if record.kind in NEURAL_DRAWS else wording.NEURAL]
    return [wording.SYNTHETIC] if record.voice else []


def _icon(record: Record) -> wording.Icon:
    otherwise = wording.EU_VOICE if record.voice_neural else wording.NO_ICON
    return wording.EU_ICON.get(record.kind, otherwise)


def _source(record: Record) -> str:
    if record.kind not in NEURAL_DRAWS and record.voice_neural:
        return _WITH_NEURAL_VOICE
    return PICTURE_SOURCE[record.kind]


def _schema_org(record: Record, long: Words) -> dict[str, Any]:
    """schema.org, VideoObject: its enumeration spells IPTC's names with a capital and a tail."""
    source = _source(record)
    maker, museum = _tagged(record.maker), _tagged(record.museum)
    painting = {
        "@type": "VisualArtwork",
        "name": _tagged(record.title),
        "creator": maker and {"@type": "Person", "name": maker},
    }
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "VideoObject",
            "name": _tagged(record.title),
            "description": _tagged(long),
            "creditText": _tagged(record.credit) or museum,
            "digitalSourceType": f"https://schema.org/{source[0].upper()}{source[1:]}DigitalSource",
            "isBasedOn": _filled(painting),
            "publisher": museum and {"@type": "Museum", "name": museum},
            "identifier": record.version,
            "dateCreated": record.made,
            "datePublished": record.published,
            "url": record.address,
        }
    )


def _required_statement(record: Record, long: Words) -> dict[str, Any]:
    """IIIF Presentation 3.0: a viewer must show it. Our sentence is first: never taken for HTML."""
    value = _each(" ".join, long, record.credit)
    return {
        "label": {"ru": [plain(wording.STATEMENT.ru)], "en": [wording.STATEMENT.en]},
        "value": {"ru": [plain(value.ru)], "en": [plain(value.en)]},
    }


def _actions(record: Record) -> list[dict[str, Any]]:
    """C2PA actions: what was done to the picture, step by step where we know, then to the sound."""
    agent = _filled({"name": TOOL, "version": record.software})
    told = [wording.PICTURE[record.kind], *_voice(record)]
    first = {
        "action": _ACTION[record.kind],
        "digitalSourceType": IPTC + PICTURE_SOURCE[record.kind],
        "softwareAgent": agent,
        "description": _both(told[0].long),
    }
    drawn = step_actions(record.steps, record.software) if record.steps else [first]
    if not record.voice:
        return drawn
    dubbed: dict[str, Any] = {
        "action": "c2pa.dubbed",
        "softwareAgent": agent,
        "description": _both(told[1].long),
    }
    if record.voice == "synthetic":
        dubbed["digitalSourceType"] = IPTC + _VOICE_SOURCE[record.voice_neural]
    return [*drawn, dubbed]


def _metadata(record: Record, long: Words, source_type: str) -> dict[str, str]:
    return _filled(
        {
            "title": _both(record.title),
            "artist": _both(record.maker),
            "comment": _both(long),
            "copyright": _both(record.credit) or _both(record.museum),
            "source_type": source_type,
            "url": record.address,
        }
    )


def _share(record: Record, alt: Words) -> Words:
    """The painting, whose it is, and what this is; the address comes last."""
    told = (_quoted(record.title), record.maker, alt, record.museum)
    sentences = (_each("".join, words, Words(*map(_stop, words))) for words in told)
    return _each(" ".join, *sentences, Words(record.address, record.address))


def _stop(text: str) -> str:
    return "" if not text or text[-1] in ".!?…" else "."


def _quoted(title: Words) -> Words:
    """A title known in one language only is better than none."""
    return Words(f"«{title.ru or title.en}»", f"“{title.en or title.ru}”")


def _each(join: Any, *words: Words) -> Words:
    """Return the words joined in each language, leaving out what a language lacks."""
    return Words(*(join([word for word in told if word]) for told in zip(*words, strict=True)))


def _both(words: Words) -> str:
    """Return both languages on one line, once when they are the same."""
    return plain(" / ".join(dict.fromkeys(word for word in words if word)))


def _tagged(words: Words) -> list[dict[str, str]]:
    """JSON-LD's language-tagged strings."""
    return [
        {"@language": language, "@value": plain(word)}
        for language, word in words._asdict().items()
        if word
    ]


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is known: an empty value would claim that there is none."""
    return {name: value for name, value in told.items() if value}

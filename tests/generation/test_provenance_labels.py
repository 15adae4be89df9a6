"""From one record every label, true for every kind of picture and voice."""

from __future__ import annotations

import json
from itertools import product
from typing import get_args

import pytest

from generation.capabilities import NEURAL_DRAWS, Draws
from generation.presenter.typography import typeset
from generation.provenance.labels import IPTC, Labels, labels_of
from generation.provenance.record import Record, Strength
from generation.types import Words
from tests.generation.certificates import a_record

AI_RU, AI_EN = "искусственного интеллекта", "artificial intelligence"
VOICES = {
    "silent": {"voice": "", "voice_neural": False},
    "formant": {"voice": "synthetic", "voice_neural": False},
    "neural": {"voice": "synthetic", "voice_neural": True},
    "recorded": {"voice": "recorded", "voice_neural": False},
}
ALL = [*product(get_args(Draws), VOICES)]

# kind, voice → on the screen in Russian and English, EU icon, IPTC type
TABLE = {
    ("still", "silent"): (
        "Фотография картины", "A photograph of the painting", "", "digitalCapture",
    ),
    ("still", "formant"): (
        "Фотография картины · голос синтезирован",
        "A photograph of the painting · synthetic voice",
        "", "digitalCapture",
    ),
    ("still", "neural"): (
        "Фотография картины · голос создан с использованием искусственного интеллекта",
        "A photograph of the painting · voice made with artificial intelligence",
        "AI MODIFIED", "compositeSynthetic",
    ),
    ("still", "recorded"): (
        "Фотография картины · голос записан",
        "A photograph of the painting · recorded voice",
        "", "digitalCapture",
    ),
    ("animation", "silent"): (
        "Цифровая анимация картины",
        "Digital animation of the painting",
        "", "algorithmicallyEnhanced",
    ),
    ("animation", "formant"): (
        "Цифровая анимация картины · голос синтезирован",
        "Digital animation of the painting · synthetic voice",
        "", "algorithmicallyEnhanced",
    ),
    ("animation", "neural"): (
        "Цифровая анимация картины · голос создан с использованием искусственного интеллекта",
        "Digital animation of the painting · voice made with artificial intelligence",
        "AI MODIFIED", "compositeSynthetic",
    ),
    ("animation", "recorded"): (
        "Цифровая анимация картины · голос записан",
        "Digital animation of the painting · recorded voice",
        "", "algorithmicallyEnhanced",
    ),
    ("modified", "silent"): (
        "Создано с использованием искусственного интеллекта",
        "Made with artificial intelligence",
        "AI MODIFIED", "compositeWithTrainedAlgorithmicMedia",
    ),
    ("modified", "formant"): (
        "Создано с использованием искусственного интеллекта · голос синтезирован",
        "Made with artificial intelligence · synthetic voice",
        "AI MODIFIED", "compositeWithTrainedAlgorithmicMedia",
    ),
    ("modified", "neural"): (
        "Создано с использованием искусственного интеллекта · изображение и голос",
        "Made with artificial intelligence · picture and voice",
        "AI MODIFIED", "compositeWithTrainedAlgorithmicMedia",
    ),
    ("modified", "recorded"): (
        "Создано с использованием искусственного интеллекта · голос записан",
        "Made with artificial intelligence · recorded voice",
        "AI MODIFIED", "compositeWithTrainedAlgorithmicMedia",
    ),
    ("generated", "silent"): (
        "Создано с использованием искусственного интеллекта",
        "Made with artificial intelligence",
        "AI GENERATED", "trainedAlgorithmicMedia",
    ),
    ("generated", "formant"): (
        "Создано с использованием искусственного интеллекта · голос синтезирован",
        "Made with artificial intelligence · synthetic voice",
        "AI GENERATED", "trainedAlgorithmicMedia",
    ),
    ("generated", "neural"): (
        "Создано с использованием искусственного интеллекта · изображение и голос",
        "Made with artificial intelligence · picture and voice",
        "AI GENERATED", "trainedAlgorithmicMedia",
    ),
    ("generated", "recorded"): (
        "Создано с использованием искусственного интеллекта · голос записан",
        "Made with artificial intelligence · recorded voice",
        "AI GENERATED", "trainedAlgorithmicMedia",
    ),
}  # fmt: skip


def version(kind: str, voice: str, **told: object) -> Record:
    return a_record(kind=kind, **VOICES[voice], **told)


def spoken(labels: Labels) -> tuple[Words, ...]:
    return labels.short, labels.long, labels.alt, labels.share, labels.eu_text


@pytest.mark.parametrize(("kind", "voice"), ALL)
def test_the_word_is_true(kind: str, voice: str) -> None:
    labels = labels_of(version(kind, voice))
    ru, en, icon, source = TABLE[kind, voice]
    assert (labels.short.ru.replace("\u00a0", " "), labels.short.en) == (ru, en)
    assert (labels.eu, labels.source_type) == (icon, IPTC + source)
    assert bool(labels.eu) == any(labels.eu_text)
    networks = kind in NEURAL_DRAWS or voice == "neural"
    told = json.dumps([labels.schema_org, labels.required_statement, labels.metadata])
    for words in (labels.short, labels.long, labels.alt, labels.share):
        assert (AI_RU in words.ru) == (AI_EN in words.en) == networks
    assert (AI_EN in told) == networks
    if kind == "animation":
        assert "нейросеть ничего не" in labels.long.ru
        assert "no neural network drew" in labels.long.en
    if kind == "still":
        assert "ничто не\u00a0движется" in labels.long.ru and "nothing moves" in labels.long.en


@pytest.mark.parametrize(("kind", "voice"), ALL)
def test_a_made_voice_is_named_everywhere(kind: str, voice: str) -> None:
    labels = labels_of(version(kind, voice))
    for words in (labels.short, labels.long, labels.alt, labels.share):
        assert ("голос" in words.ru.lower()) == ("voice" in words.en.lower()) == (voice != "silent")
    dubbed = [each for each in labels.c2pa_actions if each["action"] == "c2pa.dubbed"]
    sources = [each.get("digitalSourceType", "") for each in dubbed]
    wanted = {"silent": [], "recorded": [""], "formant": [f"{IPTC}algorithmicMedia"]}
    assert sources == wanted.get(voice, [f"{IPTC}trainedAlgorithmicMedia"])


@pytest.mark.parametrize(("kind", "voice"), ALL)
def test_russian_is_set_as_russian_is(kind: str, voice: str) -> None:
    for words in spoken(labels_of(version(kind, voice))):
        assert typeset(words.ru) == words.ru
        assert "\u00a0" not in words.en


@pytest.mark.parametrize(("kind", "voice"), ALL)
def test_machines_find_the_sentence_by_ordinary_spaces(kind: str, voice: str) -> None:
    labels = labels_of(version(kind, voice))
    machine = [labels.schema_org, labels.required_statement, labels.metadata, labels.c2pa_actions]
    told = json.dumps(machine, ensure_ascii=False)
    assert "\u00a0" not in told and '""' not in told
    assert labels.long.ru.replace("\u00a0", " ") in told and labels.long.en in told


@pytest.mark.parametrize(
    ("strength", "every"), [("first", None), ("repeated", 30.0), ("always", 0.0)]
)
@pytest.mark.parametrize("kind", get_args(Draws))
def test_the_museum_sets_how_often(kind: str, strength: Strength, every: float | None) -> None:
    record = version(kind, "neural")
    labels = labels_of(record, strength)
    assert labels.repeat_every == every
    assert spoken(labels) == spoken(labels_of(record))  # what is said is not the museum's to set


def test_without_a_setting_it_is_always_there() -> None:
    assert labels_of(version("modified", "silent")).repeat_every == 0.0


def test_schema_org_names_the_painting_and_its_own_word() -> None:
    told = labels_of(version("animation", "neural")).schema_org
    assert told["digitalSourceType"] == "https://schema.org/CompositeSyntheticDigitalSource"
    assert told["@type"] == "VideoObject" and told["isBasedOn"]["@type"] == "VisualArtwork"
    assert told["isBasedOn"]["creator"]["name"][1] == {
        "@language": "en", "@value": "The Master of the House"
    }  # fmt: skip
    assert told["creditText"][0]["@value"] == "Дар N"
    assert told["url"] == "https://museum.example/certificates/7b1c"


def test_iiif_must_show_it() -> None:
    told = labels_of(version("modified", "silent")).required_statement
    assert set(told) == {"label", "value"}
    for part in told.values():
        assert set(part) == {"ru", "en"}
        assert all(isinstance(word, str) and word for value in part.values() for word in value)
    assert told["value"]["en"][0].endswith("Gift of N")


def test_what_is_not_known_is_not_told() -> None:
    bare = Record(
        title=Words("", "Lady?"), version="1", kind="animation", source_sha256="0" * 64
    )  # fmt: skip
    labels = labels_of(bare)
    assert labels.share == Words(
        "«Lady?». Цифровая анимация картины.", "“Lady?”. Digital animation of the painting."
    )
    assert set(labels.metadata) == {"title", "comment", "source_type"}
    assert set(labels.schema_org) == {
        "@context", "@type", "name", "description", "digitalSourceType", "isBasedOn", "identifier",
    }  # fmt: skip


def test_share_ends_in_the_address() -> None:
    share = labels_of(version("animation", "formant")).share
    assert share.en == (
        "“Lady with a Fan”. The Master of the House. Digital animation of the painting, "
        "synthetic voice. Museum. https://museum.example/certificates/7b1c"
    )

"""What an engine can do and what may be chosen for it, as rows for a page or a document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from generation.capabilities import Capabilities, Draws, Licence, Need, Sizes, Takes, Task
from generation.options import Schema, schema_words
from generation.types import Words

TASKS: Mapping[Task, Words] = {
    "live": Words("отвечает в реальном времени", "answers in real time"),
    "text-to-image": Words("текст → картина", "text → picture"),
    "image-to-video": Words("картина → видео", "picture → video"),
    "text-to-video": Words("текст → видео", "text → video"),
    "inpainting": Words("дорисовка под маской", "painting within a mask"),
    "upscaling": Words("увеличение", "upscaling"),
}
DRAWS: Mapping[Draws, Words] = {
    "still": Words("картина как есть", "the painting as it is"),
    "animation": Words("программа двигает саму картину", "a program moves the painting itself"),
    "modified": Words("нейросеть изменяет картину", "a neural network changes the picture"),
    "generated": Words("нейросеть рисует всё заново", "a neural network draws all of it"),
}
NEEDS: Mapping[Need, Words] = {
    "weights": Words("веса", "weights"),
    "gpu": Words("GPU", "a GPU"),
    "network": Words("сеть", "the network"),
    "key": Words("ключ доступа", "an access key"),
}
TAKES: Mapping[Takes, Words] = {
    "prompt": Words("подсказка", "a prompt"),
    "negative": Words("чего не рисовать", "what not to draw"),
    "guidance": Words("сила подсказки", "guidance"),
    "steps": Words("число шагов", "steps"),
    "seed": Words("зерно", "a seed"),
    "end-frame": Words("последний кадр", "an end frame"),
    "motion-brush": Words("кисть движения", "the motion brush"),
    "camera": Words("ход камеры", "a camera move"),
    "reference": Words("образец", "a reference picture"),
}
COMMERCIAL: Mapping[str, Words] = {
    "yes": Words("коммерческое использование разрешено", "commercial use allowed"),
    "no": Words("только некоммерческое использование", "non-commercial use only"),
    "ask": Words("коммерческое использование с условиями", "commercial use under conditions"),
}
_NOTHING = Words("ничего", "nothing")


class Row(NamedTuple):
    """One line: what it is about, and what is so."""

    about: Words
    told: Words


class Choice(NamedTuple):
    """One option. default: as JSON; meaning: empty where nothing is said."""

    name: str
    allowed: Words
    default: str
    meaning: Words


def capability_rows(able: Capabilities) -> tuple[Row, ...]:
    """Return what an engine can do, line by line; the licence's trap is not among them."""
    rows = [
        Row(Words("Умеет", "Does"), _listed(TASKS, able.tasks)),
        Row(Words("Как рисует", "How it draws"), DRAWS[able.draws]),
        Row(Words("Нужно", "Needs"), _listed(NEEDS, able.needs)),
        Row(Words("Понимает", "Takes"), _listed(TAKES, able.takes)),
        Row(Words("Размеры", "Sizes"), _sizes(able.sizes)),
    ]
    if able.fps:
        told = ", ".join(f"{fps:g}" for fps in able.fps)
        rows.append(Row(Words("Кадров в секунду", "Frames a second"), Words(told, told)))
    if able.seconds:
        longest = Words(f"{able.seconds:g} с", f"{able.seconds:g} s")
        rows.append(Row(Words("Самый длинный клип", "Longest clip"), longest))
    return (*rows, Row(Words("Лицензия", "Licence"), licence_words(able.licence)))


def licence_words(licence: Licence) -> Words:
    """Say a licence's name, where it has one, and whether commercial use is allowed."""
    ru, en = COMMERCIAL[licence.commercial]
    name = f"{licence.name}; " if licence.name else ""
    return Words(f"{name}{ru}", f"{name}{en}")


def option_rows(schema: Schema) -> tuple[Choice, ...]:
    """Return what may be chosen, in the order of the dataclass."""
    return tuple(
        Choice(
            name,
            schema_words(told),
            json.dumps(told["default"], ensure_ascii=False),
            Words(told.get("description_ru", ""), told.get("description", "")),
        )
        for name, told in schema["properties"].items()
    )


def _listed(words: Mapping[Any, Words], chosen: Iterable[str]) -> Words:
    told = [words[one] for one in words if one in set(chosen)]
    if not told:
        return _NOTHING
    return Words(", ".join(one.ru for one in told), ", ".join(one.en for one in told))


def _sizes(sizes: Sizes) -> Words:
    if sizes == Sizes():
        return Words("как у картины", "the painting's own")
    (low_w, low_h), (high_w, high_h) = sizes.smallest, sizes.largest
    span = f"{low_w}×{low_h} – {high_w}×{high_h}"
    ru, en = f"{span}, кратно {sizes.multiple}", f"{span}, multiples of {sizes.multiple}"
    return Words(ru, en) if sizes.multiple > 1 else Words(span, span)

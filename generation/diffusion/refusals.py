"""What an engine of open weights says of a request it cannot serve."""

from __future__ import annotations

from generation.errors import OptionsRefused, RequestRefused
from generation.types import Words

TASKS: dict[str, Words] = {
    "live": Words("живой ответ", "answering live"),
    "text-to-image": Words("картина по тексту", "a picture from text"),
    "image-to-video": Words("видео по картине", "a video from a picture"),
    "text-to-video": Words("видео по тексту", "a video from text"),
    "inpainting": Words("дорисовка", "inpainting"),
    "upscaling": Words("увеличение", "upscaling"),
}
PARTS: dict[str, Words] = {
    "prompt": Words("описание словами", "a prompt"),
    "negative": Words("описание нежелательного", "a negative prompt"),
    "end-frame": Words("последний кадр", "a last frame"),
    "motion-brush": Words("кисть движения", "a motion brush"),
    "camera": Words("ход камеры", "a camera move"),
    "picture": Words("картина", "a picture"),
    "mask": Words("маска", "a mask"),
}


def refused(ru: str, en: str) -> RequestRefused:
    """Return a refusal of a request."""
    return RequestRefused(Words(ru, en))


def options(ru: str, en: str) -> OptionsRefused:
    """Return a refusal of options."""
    return OptionsRefused(Words(ru, en))


def no_task(label: str, task: str, known: list[str]) -> RequestRefused:
    """Say that weights do another task."""
    words = TASKS[task]
    ru = ", ".join(TASKS[name].ru for name in known)
    en = ", ".join(TASKS[name].en for name in known)
    return refused(
        f"{label}: {words.ru} — этого модель не умеет. Умеет: {ru}.",
        f"{label} does not do {words.en}. It does: {en}.",
    )


def not_taken(label: str, part: str) -> RequestRefused:
    """Say that weights do not understand a part of the request."""
    words = PARTS[part]
    return refused(
        f"{label} не принимает: {words.ru}. Уберите это или выберите другую модель.",
        f"{label} does not take {words.en}. Leave it out, or choose another model.",
    )


def needed(label: str, part: str) -> RequestRefused:
    """Say that a part of the request is missing."""
    words = PARTS[part]
    return refused(f"{label}: нужно ещё {words.ru}.", f"{label} needs {words.en}.")


def bad_size(label: str, size: tuple[int, int], smallest: int, largest: int) -> RequestRefused:
    """Say that a size is too small or too large."""
    return refused(
        f"{label}: {size[0]}×{size[1]} не получится; стороны чётные, от {smallest} до {largest}.",
        f"{label} cannot make {size[0]}×{size[1]}; sides are even, {smallest} to {largest}.",
    )

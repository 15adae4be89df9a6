"""What the studio says of engines, in both languages."""

from __future__ import annotations

from exhibits.refusal import in_language
from generation import Words

NO_ENGINE = Words("Такого движка здесь нет.", "There is no such engine here.")
NOT_LIVE = Words(
    "Этот движок делает картины и видео, а портрет оживить не может.",
    "This engine makes pictures and videos; it cannot animate a portrait.",
)
NO_FILM = Words(
    "У этого портрета ещё нет фильма: примите готовое видео на странице цепочек.",
    "This portrait has no film yet: accept a finished video on the page of chains.",
)
NOT_NAMED = Words(
    "В настройках музея он не назван: добавьте его в GENERATION и запустите сервер заново.",
    "The museum’s settings do not name it: add it to GENERATION and start the server again.",
)
ABOUT = {  # what is more exact than how an engine draws
    "still": Words("картина как есть, ничто не движется", "the painting as it is, nothing moves"),
}
CHOICES = {  # values of options that people should not have to guess
    "auto": Words("сам выберет", "chosen by itself"),
    "fast": Words("быстрое ядро", "the fast kernels"),
    "reference": Words("эталон, на torch", "the reference, in torch"),
    "cuda": Words("видеокарта", "the GPU"),
    "catmull-rom": Words("резче (Catmull–Rom)", "sharper (Catmull–Rom)"),
    "linear": Words("мягче, быстрее", "softer, quicker"),
    "float32": Words("полная, float32", "full, float32"),
    "float16": Words("половинная, float16", "half, float16"),
    "bfloat16": Words("половинная, bfloat16", "half, bfloat16"),
    "fade": Words("конец тает в начало", "the end melts into the beginning"),
    "cut": Words("сразу с начала", "straight from the beginning"),
    "painting": Words("сама картина", "the painting itself"),
    "frame": Words("последний кадр", "the last frame"),
}
SAY = {
    "engine": Words("Движок", "Engine"),
    "hint": Words("Что оживляет этот портрет.", "What animates this portrait."),
    "choose": Words("Чем оживить", "What animates it"),
    "options": Words("Настройки движка", "Options of the engine"),
    "none": Words("Настраивать нечего.", "There is nothing to choose."),
    "elsewhere": Words(
        "Поза, отделка и кисть — в своих инструментах. Предпросмотр показывает каждую смену.",
        "Pose, finish and brush have tools of their own. The preview shows every change.",
    ),
    "usual": Words("Как обычно", "As usual"),
    "engine_option": Words("настройки движка", "options of the engine"),
    "engine_missing": Words("Чего не хватает", "What is missing"),
    "engine_how": Words("Как это исправить", "How to mend it"),
    "engine_terms": Words("Условия", "Terms"),
    "as_usual": Words("как обычно", "as usual"),
    "idle": Words(
        "Движок «{0}» этого не умеет. Сделанное раньше останется для других движков.",
        "The engine “{0}” takes none of this. What was made before stays for other engines.",
    ),
}


def film_title(number: int | None) -> Words:
    """Say which film it is: of a version, or of the draft for None."""
    if number is None:
        return Words("фильм черновика", "the draft’s film")
    return Words(f"фильм версии {number}", f"the film of version {number}")


def engine_labels() -> dict[str, str]:
    """Return every sentence by key, in the page's language."""
    return {key: in_language(words) for key, words in SAY.items()}

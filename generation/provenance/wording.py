"""The legal text: every word that says what a picture is. One source, not editable per museum."""

from __future__ import annotations

from typing import NamedTuple

from generation.types import Words

TOOL = "Tableau Vivant"
N = "\u00a0"

# On pictures, pages and screens.
ANIMATION = Words("Цифровая анимация картины", "Digital animation of the painting")
PHOTOGRAPH = Words("Фотография картины", "A photograph of the painting")
DETAIL = Words("Фрагмент картины", "A detail of the painting")
ORIGINAL = Words("Оригинал. Ничего не изменено", "The original. Nothing changed")
# The sentence Russian rules ask for, to the letter.
AI = Words(
    f"Создано с{N}использованием искусственного интеллекта", "Made with artificial intelligence"
)


class Told(NamedTuple):
    """How one kind of picture or voice is told: in a few words, and in whole sentences."""

    short: Words
    long: Words


PICTURE = {
    "still": Told(
        PHOTOGRAPH,
        Words(
            f"{PHOTOGRAPH.ru}. Она показана как есть: ничто не{N}движется, ничего не{N}дорисовано.",
            f"{PHOTOGRAPH.en}. It is shown as it is: nothing moves, nothing was added.",
        ),
    ),
    "animation": Told(
        ANIMATION,
        Words(
            f"{ANIMATION.ru}. Программа изгибает изображение и{N}дополняет то, что открылось "
            f"при движении; нейросеть ничего не{N}рисовала.",
            f"{ANIMATION.en}. A program bends the picture and fills in what the movement "
            "uncovers; no neural network drew any of it.",
        ),
    ),
    "modified": Told(
        AI,
        Words(
            f"{AI.ru}. Нейросеть изменила изображение картины.",
            f"{AI.en}. A neural network altered the picture of the painting.",
        ),
    ),
    "generated": Told(
        AI,
        Words(
            f"{AI.ru}. Изображение целиком создано нейросетью.",
            f"{AI.en}. The picture was made wholly by a neural network.",
        ),
    ),
}
SYNTHETIC = Told(
    Words("голос синтезирован", "synthetic voice"),
    Words(
        "Голос синтезирован программой без нейросети.",
        "The voice is synthesised by a program without a neural network.",
    ),
)
NEURAL = Told(
    Words(
        f"голос создан с{N}использованием искусственного интеллекта",
        "voice made with artificial intelligence",
    ),
    Words(
        f"Голос создан с{N}использованием искусственного интеллекта.",
        "The voice was made with artificial intelligence.",
    ),
)
# Beside a picture that says so already, the sentence is not said twice.
NEURAL_TOO = Told(Words(f"изображение и{N}голос", "picture and voice"), NEURAL.long)
RECORDED = Told(
    Words("голос записан", "recorded voice"),
    Words("Голос записан.", "The voice is a recording."),
)
# Beside whatever is shown to staff before experts have approved it.
DRAFT = Told(
    Words(f"черновик, не{N}проверено", "draft, not reviewed"),
    Words(
        f"Это черновик: эксперты его ещё не{N}одобрили.",
        "This is a draft: no expert has approved it yet.",
    ),
)


class Icon(NamedTuple):
    """The European icon's letters, the same in every language, and what stands beside it."""

    code: str
    text: Words


EU_ICON = {
    "modified": Icon(
        "AI MODIFIED",
        Words(
            f"Изменено с{N}использованием искусственного интеллекта",
            "Modified with artificial intelligence",
        ),
    ),
    "generated": Icon("AI GENERATED", AI),
}
# A made voice over a picture no neural network touched alters the whole in part.
EU_VOICE = Icon("AI MODIFIED", NEURAL.long)
NO_ICON = Icon("", Words("", ""))

STATEMENT = Words("Что это", "What this is")


def plain(text: str) -> str:
    """Return the text with ordinary spaces: programs that look for a sentence should find it."""
    return text.replace(N, " ")

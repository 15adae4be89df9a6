"""What the stream says to people, in Russian and in English."""

from __future__ import annotations

from generation.types import Words

RESTING = Words(
    "Картина замерла: что-то пошло не так. Мы уже пробуем снова.",
    "The picture is holding still: something went wrong. We are already trying again.",
)
UNKNOWN = Words("Такого ответа больше нет.", "This answer is not here any more.")
NOT_YET = Words(
    "Ответ ещё готовится. Спросите через минуту.",
    "The answer is still being prepared. Ask in a minute.",
)
UNSPEAKABLE = Words(
    "Сейчас на этот вопрос ответить не получается.", "This question cannot be answered just now."
)

"""What the stream says to people, in Russian and in English."""

from __future__ import annotations

from generation.types import Words

RESTING = Words(
    "Картина замерла: что-то пошло не так. Мы уже пробуем снова.",
    "The picture is holding still: something went wrong. We are already trying again.",
)

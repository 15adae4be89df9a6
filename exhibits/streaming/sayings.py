"""What the picture socket says to people."""

from __future__ import annotations

from generation import Words

NOT_ON_SHOW = Words("Этот живой портрет не на показе.", "This living portrait is not on show.")
NOT_PAIRED = Words("Этот экран не подключён.", "This screen is not paired.")
NOT_STAFF = Words(
    "Смотреть за экранами могут только сотрудники.", "Only staff may watch the screens."
)
ONLY_STAFF = Words("Смотреть черновики могут только сотрудники.", "Only staff may watch drafts.")
WITHDRAWN = Words("Работу сняли с показа.", "The work has been taken off show.")
STILL = Words("Эта работа показана без движения.", "This work is shown still.")
FULL = Words(
    "Сейчас картиной управляют другие гости. Вы видите общую картину; попробуйте чуть позже.",
    "Other guests are moving the picture now. You see the shared one; try again in a moment.",
)
CROWDED = Words(
    "Сейчас сервер оживляет другие картины, и мест больше нет. Вы видите оригинал; страница "
    "скоро попробует снова.",
    "The server is bringing other pictures to life and is full. You see the original; the page "
    "will try again soon.",
)
NO_ROOM = Words(
    "Места нет: сервер занят другими картинами. Сравните на отдельных кадрах.",
    "Full: the server is busy with other pictures. Compare single moments instead.",
)
NONSENSE = Words(
    "Страница прислала непонятное сообщение. Обновите её.",
    "The page sent a message we do not understand. Reload it.",
)
TOO_MUCH = Words(
    "Слишком много сообщений сразу. Подождите немного.",
    "Too many messages at once. Wait a little.",
)
LATE = Words(
    "Страница не представилась вовремя. Обновите её.",
    "The page did not introduce itself in time. Reload it.",
)
WATCH_ONLY = Words(
    "Спрашивает тот, кто сейчас управляет картиной. Попробуйте чуть позже.",
    "Whoever moves the picture asks. Try again in a moment.",
)
ONE_BY_ONE = Words("По одному вопросу, пожалуйста.", "One question at a time, please.")

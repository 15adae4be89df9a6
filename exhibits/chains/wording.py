"""What the pages of chains say, in both languages."""

from __future__ import annotations

from exhibits.refusal import in_language
from generation import Words

SAY = {
    "title": Words("Цепочки", "Chains"),
    "intro": Words(
        "Слова → картина → видео → отделка → клип. У каждого шага хранится, что вошло и что "
        "вышло, чем и за сколько сделано: удостоверение расскажет всё.",
        "Words → picture → video → finish → clip. Every step keeps what went in and what came "
        "out, what made it and what it cost: a certificate tells it all.",
    ),
    "office": Words("В служебные помещения", "Back to the office"),
    "all": Words("Ко всем цепочкам", "To all chains"),
    "new": Words("Новая цепочка", "A new chain"),
    "none": Words("Цепочек ещё нет.", "There are no chains yet."),
    "no_engines": Words(
        "Движков, которые делают картины и видео, в настройках нет: посмотрите страницу движков.",
        "The settings have no engine that makes pictures or videos: see the page of engines.",
    ),
    "name": Words("Название", "Name"),
    "begins": Words("С чего начать", "Begin with"),
    "words": Words("со слов", "words"),
    "steps": Words("Шаги", "Steps"),
    "add": Words("Добавить шаг", "Add a step"),
    "drop": Words("Убрать последний", "Remove the last"),
    "price": Words("Проверить и узнать цену", "Check, and tell the price"),
    "free": Words("Это ничего не стоит.", "It costs nothing."),
    "costs": Words("Это обойдётся в", "It will cost"),
    "agree": Words("Согласен потратить", "I agree to spend"),
    "begin": Words("Начать", "Begin"),
    "kind": Words("Что сделать", "What to do"),
    "engine": Words("Движок", "Engine"),
    "prompt": Words("Что изобразить", "What to show"),
    "negative": Words("Чего не должно быть", "What must not be there"),
    "camera": Words("Движение камеры", "Camera move"),
    "seconds": Words("Секунд", "Seconds"),
    "seed": Words("Начальное число", "Seed"),
    "size": Words("Размер, пикс. (ширина×высота)", "Size, px (width×height)"),
    "usual": Words("как удобно движку", "as suits the engine"),
    "mask": Words("Где дорисовать: многоугольники 0–1, JSON", "Where: polygons 0–1, JSON"),
    "brush": Words("Кисть движения из студии, JSON", "Motion brush of the studio, JSON"),
    "options": Words("Настройки движка", "Options of the engine"),
    "finish": Words("Отделка", "Finish"),
    "turns": Words("Сколько раз подряд", "How often in a row"),
    "fps": Words("Кадров в секунду", "Frames a second"),
    "language": Words("Язык подписи", "Language of the label"),
    "terms": Words("Условия", "Terms"),
    "not_commercial": Words("коммерчески нельзя", "no commercial use"),
    "ask_first": Words("сначала спросить", "ask first"),
    "stop": Words("Остановить", "Stop"),
    "go_on": Words("Продолжить", "Go on"),
    "again": Words("Заново отсюда", "Anew from here"),
    "another": Words("Другим способом", "Another way"),
    "compare": Words("Сравнить", "Compare"),
    "choose": Words("Взять этот", "Take this one"),
    "accept_film": Words("Принять в черновик", "Accept into the draft"),
    "accept_work": Words("Принять в каталог", "Accept into the catalogue"),
    "download": Words("Скачать", "Download"),
    "remove": Words("Удалить цепочку", "Remove the chain"),
    "sure": Words("Точно удалить?", "Really remove?"),
    "work": Words("Работа", "Work"),
    "input": Words("Начало", "Beginning"),
    "original": Words("Оригинал. Ничего не изменено", "The original. Nothing changed"),
    "tries": Words("Другие попытки", "Other tries"),
    "said": Words("Просьба", "Asked"),
    "hash": Words("SHA-256", "SHA-256"),
    "models": Words("Веса", "Weights"),
    "cost": Words("Стоимость", "Cost"),
    "how": Words("Как сделано", "How it was made"),
    "measure": Words("Мера", "Measure"),
    "good": Words("норма", "good"),
    "against": Words(
        "Каждое видео измерено само и против картины, с которой началось.",
        "Each video is measured by itself, and against the picture it began with.",
    ),
    "nothing_to_compare": Words(
        "Сравнивать нечего: сделайте этот шаг ещё раз другим способом.",
        "There is nothing to compare: make this step another way first.",
    ),
    "lost": Words(
        "Нет связи с сервером. Страница повторит сама.",
        "No contact with the server. This page tries again by itself.",
    ),
    "bad_json": Words("Это не JSON.", "This is no JSON."),
    "cancel": Words("Отмена", "Cancel"),
    "draft_note": Words(
        "Посетители этого не видят. Принятое сохраняют версией, и её проверяют эксперты.",
        "Visitors do not see this. What is accepted is saved as a version, and experts review it.",
    ),
}


def said() -> dict[str, str]:
    """Return every sentence in the current language, for scripts."""
    return {key: in_language(words) for key, words in SAY.items()}

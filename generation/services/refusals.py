"""What is said to people when a service, or the way to it, fails."""

from __future__ import annotations

from generation.errors import RequestRefused, ServiceAway, ServiceRefused
from generation.types import Words

LONGEST_QUOTE = 200  # characters of what a service says of itself


class Unanswered(ServiceAway):
    """It was sent, and whether it was taken is not known."""


class Busy(ServiceAway):
    """It was not taken now; ``wait``: seconds it asks us to wait."""

    wait = 0.0


class NotNumbered(ServiceRefused):
    """The service does not know orders by our numbers."""


class LinkGone(ServiceRefused):
    """A result that was ready is no longer given out."""


def away(name: str, wait: float = 0.0) -> Busy:
    """Return what to say where nothing was taken, or asking again costs nothing."""
    error = Busy(_no_answer(name))
    error.wait = wait
    return error


def busy(name: str, wait: float) -> Busy:
    """Say that too much is asked of a service at once."""
    error = Busy(
        Words(
            f"{name} сейчас занят: слишком много заказов сразу. Попробуйте позже.",
            f"{name} is busy now: too many orders at once. Try again later.",
        )
    )
    error.wait = wait
    return error


def unanswered(name: str) -> Unanswered:
    """Return what to say where an answer got lost."""
    return Unanswered(_no_answer(name))


def _no_answer(name: str) -> Words:
    return Words(
        f"{name} сейчас не отвечает. Ничего не потеряно; попробуйте позже.",
        f"{name} does not answer now. Nothing is lost; try again later.",
    )


def leads_away(name: str) -> ServiceRefused:
    """Refuse a redirect or an address outside the service."""
    return ServiceRefused(
        Words(
            f"{name} отсылает к чужому адресу; туда мы не ходим. Если так повторится, "
            "покажите это тому, кто следит за сервером.",
            f"{name} sends us to a foreign address, where we do not go. If it happens "
            "again, tell whoever keeps the server.",
        )
    )


def wrong_kind(name: str, kind: str) -> ServiceRefused:
    """Refuse something that is not what was promised."""
    return ServiceRefused(
        Words(
            f"{name} прислал не то, что обещал («{kind[:60]}»). Попробуйте ещё раз: "
            "готовое скачается без новой оплаты.",
            f"{name} sent something else than it promised (“{kind[:60]}”). Try again: "
            "what is ready is downloaded without paying anew.",
        )
    )


def too_large(name: str, most: int) -> ServiceRefused:
    """Refuse more bytes than we take."""
    return ServiceRefused(
        Words(
            f"{name} прислал больше {most / 2**20:.3g} МБ, столько мы не принимаем.",
            f"{name} sent more than {most / 2**20:.3g} MB, which we do not take.",
        )
    )


def link_gone(name: str, status: int) -> LinkGone:
    """Say that a finished file is lost."""
    return LinkGone(
        Words(
            f"{name} больше не отдаёт готовый файл (HTTP {status}): срок ссылки вышел. "
            "За него уже заплачено; новый заказ будет стоить ещё раз.",
            f"{name} no longer gives out the finished file (HTTP {status}): its link ran "
            "out. It is paid for; a new order would cost again.",
        )
    )


def not_numbered(name: str) -> NotNumbered:
    """Say that orders cannot be looked up by our numbers."""
    return NotNumbered(
        Words(f"{name} не ищет заказы по нашим номерам.", f"{name} finds no orders by our numbers.")
    )


def foreign_order(name: str) -> RequestRefused:
    """Refuse to mix two orders in one folder."""
    return RequestRefused(
        Words(
            f"В папке этой работы лежит другой заказ {name}: с тех пор изменились настройки "
            "движка или программа. Верните их, чтобы получить тот заказ, или измените что-нибудь "
            "в шаге, например начальное число: это будет новый, платный заказ.",
            f"This work’s folder holds another order to {name}: the engine’s settings or the "
            "program changed since. Change them back to get that order, or change something in "
            "the step, its seed for example: that is a new order, to be paid.",
        )
    )


def nobody_knows(name: str, when: str) -> ServiceRefused:
    """Leave to a person what might be paid twice. ``when``: the moment it was sent."""
    return ServiceRefused(
        Words(
            f"Неизвестно, принял ли {name} заказ: он ушёл {when}, а ответ потерялся. Сам музей "
            "второй раз не заказывает. Посмотрите расходы в своём счёте у службы, затем "
            "начните этот шаг заново: это будет новый, платный заказ.",
            f"Whether {name} took the order is not known: it left at {when} and the answer got "
            "lost. The museum does not order twice by itself. Look at the costs in your account "
            "there, then begin this step anew: that is a new order, to be paid.",
        )
    )


def still_working(name: str) -> ServiceAway:
    """Say that it takes longer than we wait."""
    return ServiceAway(
        Words(
            f"{name} ещё работает над заказом. Попробуйте позже: второй раз платить не придётся.",
            f"{name} is still at work on the order. Try again later: it is not paid for twice.",
        )
    )


def quoted(text: object, *secrets: str) -> str:
    """Return a service's own words, short, printable, with no key in them."""
    said = " ".join(str(text or "").split())
    for secret in secrets:
        said = said.replace(secret, "…")
    return "".join(sign for sign in said if sign.isprintable())[:LONGEST_QUOTE]

"""Order something that costs money, once, and bring it home, whatever crashes on the way.

Each step is written down before it is taken (journal.py). A crash before the order left: it
leaves now. After it left, before its answer came: the service is asked by our own number where
it knows such numbers, else a person decides. After the answer: its result is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn, Protocol

from generation.errors import GenerationError, ServiceAway, ServiceRefused
from generation.making import Cost, Progress
from generation.services import refusals
from generation.services.asking import Each, Line
from generation.services.journal import Journal, Told
from generation.services.purse import Bell, Door, NoBell, Purse, ShutPurse
from generation.services.refusals import Busy, LinkGone, NotNumbered, Unanswered
from generation.types import Words


class Seen(NamedTuple):
    """How far an order is. share: 0..1 where it is told; cost: what it took, where it is told."""

    state: Literal["working", "ready", "over"]
    share: float = 0.0
    url: str = ""
    told: Mapping[str, Any] = {}
    cost: Cost | None = None
    why: Words | None = None  # it is over: what to tell people


class Seller(Protocol):
    """One service, for one order. Raises ServiceRefused and ServiceAway throughout."""

    @property
    def name(self) -> str:
        """Return what people call the service."""
        ...

    @property
    def line(self) -> Line:
        """Return the line it is asked by."""
        ...

    def order(self, number: str, door: Door | None, each: Each) -> Told:
        """Order once, and return what the service calls it.

        Raises Unanswered where it may have been taken; anything else: it was not.
        """
        ...

    def find(self, number: str, each: Each) -> Told | None:
        """Return what the service calls our order, None where it has none.

        Raises NotNumbered where it does not know our numbers: a person must decide.
        """
        ...

    def look(self, answer: Told, age: float, each: Each) -> Seen:
        """Return how far it is, ``age`` seconds after it was ordered."""
        ...

    def take(self, seen: Seen, folder: Path, each: Each) -> Mapping[str, Any]:
        """Bring the result into the folder, checked; return what is to be known of it."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered. digest: of all that was asked; cost: an estimate."""

    digest: str
    cost: Cost
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paying:
    """Who pays, and where a service may knock."""

    purse: Purse = field(default_factory=ShutPurse)
    bell: Bell = field(default_factory=NoBell)


@dataclass(frozen=True, slots=True)
class Desk:
    """One order in one folder, and all who take part in it."""

    seller: Seller
    order: Order
    paying: Paying
    folder: Path
    progress: Progress

    def fulfil(self) -> Told:
        """Return what ``Seller.take`` told of the result, from the folder where it lies there.

        Raises BudgetSpent, RequestRefused for a folder with another order, ServiceRefused,
        ServiceAway, and what ``progress`` raises; whatever is paid is found again next time.
        """
        journal = Journal(self.folder)
        kept = journal.order() or journal.begin(self._opened())
        if (kept["digest"], kept["service"]) != (self.order.digest, self.seller.name):
            raise refusals.foreign_order(self.seller.name)
        number = str(kept["number"])
        made = journal.made(number)
        if made is None or not (self.folder / str(made["file"])).exists():
            answer = journal.answer(number) or self._placed(journal, kept)
            seen = self._awaited(journal, number, answer)
            made = self._taken(journal, number, seen, answer)
            journal.finish(number, made)
        cost = Cost(**made["cost"])
        self.paying.purse.settle(number, cost)
        return made

    def _opened(self) -> Told:
        outside = self.seller.line.outside
        return {
            "number": outside.number(),
            "service": self.seller.name,
            "digest": self.order.digest,
            "at": outside.now(),
            "asked": dict(self.order.told),
        }

    def _placed(self, journal: Journal, kept: Told) -> Told:
        """Let the order leave, unless it did; keep what the service calls it."""
        number = str(kept["number"])
        self._heard()
        try:
            self.paying.purse.reserve(number, self.seller.name, self.order.cost)
            answer = self._found(number, kept) if journal.sent(number) else None
            if answer is None:
                answer = self._sent(journal, kept)
        except GenerationError:
            if not journal.sent(number):  # nothing was taken: the next attempt is a new order
                self.paying.purse.release(number)
                journal.close(number)
            raise
        answer = {**answer, "at": self.seller.line.outside.now()}
        journal.answered(number, answer)
        return answer

    def _sent(self, journal: Journal, kept: Told) -> Told:
        """Order until it is taken, refused, or may have been taken."""
        number, line = str(kept["number"]), self.seller.line
        door, tries = self.paying.bell.door(number, self.seller.name), 0
        while True:
            tries, line.uploaded = tries + 1, False
            journal.send(number)
            try:
                return self.seller.order(number, door, self._heard)
            except Unanswered as error:
                return self._found(number, kept) or _raise(ServiceAway(error.for_people))
            except ServiceRefused:
                journal.unsend(number)
                raise
            except ServiceAway as error:
                journal.unsend(number)
                if tries == line.outside.limits.tries:
                    raise
                asked = error.wait if isinstance(error, Busy) else 0.0
            except BaseException:
                if not line.uploaded:  # whatever ended it, half an order is none
                    journal.unsend(number)
                raise
            longest = line.outside.limits.longest_wait
            line.pause(max(line.outside.back_off(tries - 1), min(asked, longest)), self._heard)

    def _found(self, number: str, kept: Told) -> Told | None:
        try:
            return self.seller.find(number, self._heard)
        except NotNumbered as error:
            when = datetime.fromtimestamp(float(kept["at"]), UTC).strftime("%Y-%m-%d %H:%M UTC")
            raise refusals.nobody_knows(self.seller.name, when) from error

    def _awaited(self, journal: Journal, number: str, answer: Told) -> Seen:
        """Look again and again until it is ready. Raises ServiceRefused where it never will be."""
        line, began = self.seller.line, self.seller.line.outside.now()
        limits, looks = line.outside.limits, 0
        every = limits.look_every if isinstance(self.paying.bell, NoBell) else limits.look_with_bell
        while True:
            now = line.outside.now()
            seen = self.seller.look(answer, now - float(answer["at"]), self._heard)
            if seen.state == "over":
                self.paying.purse.settle(number, seen.cost or self._estimate(answer))
                journal.close(number)
                raise ServiceRefused(seen.why or refusals.away(line.name).for_people)
            self._tell(seen.share)
            if seen.state == "ready":
                return seen
            if now - began > limits.longest:
                raise refusals.still_working(line.name)
            looks += 1
            wait = min(limits.first_wait * 1.5**looks, every)
            line.pause(wait, self._again(seen.share), lambda: self.paying.bell.rung(number))

    def _taken(self, journal: Journal, number: str, seen: Seen, answer: Told) -> Told:
        cost = seen.cost or self._estimate(answer)
        try:
            made = self.seller.take(seen, self.folder, self._again(1.0))
        except LinkGone:
            self.paying.purse.settle(number, cost)
            journal.close(number)
            raise
        return {**made, "cost": {"amount": cost.amount, "currency": cost.currency}}

    def _estimate(self, answer: Told) -> Cost:
        told = answer.get("cost_usd")
        return self.order.cost if told is None else Cost(float(told))

    def _tell(self, share: float) -> None:
        self.progress(round(100 * min(max(share, 0.0), 1.0)), 100 if share else 0)

    def _again(self, share: float) -> Callable[[], None]:
        return lambda: self._tell(share)

    def _heard(self) -> None:
        self.progress(0, 0)


def _raise(error: Exception) -> NoReturn:
    raise error

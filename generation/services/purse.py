"""What an engine that costs money knows of the museum: a purse, and a bell at the door."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from generation.errors import BudgetSpent
from generation.making import Cost
from generation.types import Words


class Purse(Protocol):
    """Money of one museum. ``key``: an order's own number; costs in US dollars.

    Each verb may be said twice of one key and then does nothing more.
    """

    def reserve(self, key: str, service: str, cost: Cost) -> None:
        """Set an estimate aside before anything is ordered. Raises BudgetSpent."""
        ...

    def settle(self, key: str, cost: Cost) -> None:
        """Say what it really took."""
        ...

    def release(self, key: str) -> None:
        """Give back what was set aside: nothing was taken."""
        ...


class Door(NamedTuple):
    """Where a service may knock when it is done: an address, and a word only we two know."""

    address: str
    secret: str


class Bell(Protocol):
    """Hears when a service says that something is done. Only a hint: the service is asked."""

    def door(self, key: str, service: str) -> Door | None:
        """Return where the service may knock for this order; None where nobody can reach us."""
        ...

    def rung(self, key: str) -> bool:
        """Say whether somebody knocked since this was last asked."""
        ...


class ShutPurse:
    """No money at all: what an engine has until somebody hands it a purse."""

    def reserve(self, key: str, service: str, cost: Cost) -> None:
        """Raise BudgetSpent."""
        raise BudgetSpent(
            Words(
                "Платные службы в этом музее не включены: задайте месячный предел расходов "
                "(SPENDING_CAP_USD).",
                "Paid services are not turned on in this museum: set what may be spent in a "
                "month (SPENDING_CAP_USD).",
            )
        )

    def settle(self, key: str, cost: Cost) -> None:
        """Nothing was set aside."""

    def release(self, key: str) -> None:
        """Nothing was set aside."""


class NoBell:
    """Nobody can reach us; answers are asked for."""

    def door(self, key: str, service: str) -> Door | None:
        """Return None."""
        return None

    def rung(self, key: str) -> bool:
        """Return False."""
        return False

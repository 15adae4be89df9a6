"""The museum's purse: so much a month, counted before it is spent, by however many workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import DecimalField, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from exhibits.spending.bell import MuseumBell
from exhibits.spending.models import Month, Spending
from generation import BudgetSpent, Cost, ShutPurse, Words

State = Spending.State
_CENTS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class MuseumPurse:
    """A purse for one piece of work. See generation's Purse. about: what it is spent on."""

    about: str = ""
    today: Callable[[], date] = timezone.localdate

    def reserve(self, key: str, service: str, cost: Cost) -> None:
        """See Purse.reserve. Raises BudgetSpent; then nothing is set aside."""
        amount = _dollars(cost)
        if not settings.SPENDING_CAP_USD:
            ShutPurse().reserve(key, service, cost)
        with transaction.atomic():
            month = _held(self.today())
            known = Spending.objects.filter(number=key).first()
            if known and known.state != State.RELEASED:
                return
            spent, cap = spent_in(month), Decimal(settings.SPENDING_CAP_USD)
            if spent + amount > cap:
                raise _over(spent, amount, cap, month.first)
            told: dict[str, Any] = {
                "service": service,
                "month": month,
                "about": self.about[:120],
                "estimate": amount,
                "state": State.RESERVED,
            }
            Spending.objects.update_or_create(number=key, defaults=told)

    def settle(self, key: str, cost: Cost) -> None:
        """See Purse.settle."""
        open_ones = Spending.objects.filter(number=key, state=State.RESERVED)
        open_ones.update(actual=_dollars(cost), state=State.SETTLED, settled_at=timezone.now())

    def release(self, key: str) -> None:
        """See Purse.release."""
        open_ones = Spending.objects.filter(number=key, state=State.RESERVED)
        open_ones.update(actual=Decimal(0), state=State.RELEASED, settled_at=timezone.now())


def pay_for(maker: Any, about: str) -> None:
    """Let an engine that costs money pay from the museum's purse; others want none."""
    if hasattr(maker, "pays_from"):
        reached = settings.PUBLIC_URL.startswith("https://")
        maker.pays_from(MuseumPurse(about), MuseumBell() if reached else None)


def spent_in(month: Month) -> Decimal:
    """Return what was spent and set aside in a month, dollars."""
    money: DecimalField[Any, Any] = DecimalField(max_digits=12, decimal_places=4)
    each = Coalesce("actual", "estimate", output_field=money)
    rows = Spending.objects.filter(month=month).exclude(state=State.RELEASED)
    total = rows.aggregate(total=Sum(each))["total"]
    return total or Decimal(0)


def spent_this_month(today: date) -> Decimal:
    """Return what was spent and set aside in the month of a day, dollars."""
    month = Month.objects.filter(first=today.replace(day=1)).first()
    return spent_in(month) if month else Decimal(0)


def _held(today: date) -> Month:
    """The month's row, locked until the transaction ends."""
    Month.objects.get_or_create(first=today.replace(day=1))
    return Month.objects.select_for_update().get(first=today.replace(day=1))


def _dollars(cost: Cost) -> Decimal:
    if cost.currency != "USD":
        raise ValueError(f"the purse holds dollars, not {cost.currency}")
    return Decimal(str(cost.amount)).quantize(_CENTS)


def _over(spent: Decimal, amount: Decimal, cap: Decimal, first: date) -> BudgetSpent:
    following = (first + timedelta(days=32)).replace(day=1)
    costs, gone, most = (f"${sum_:.2f}" for sum_ in (amount, spent, cap))
    return BudgetSpent(
        Words(
            f"Это стоило бы {costs}, а в этом месяце на платные службы ушло или отложено {gone} "
            f"из {most}. Дождитесь {following:%d.%m.%Y} или увеличьте предел (SPENDING_CAP_USD).",
            f"This would cost {costs}; {gone} of {most} is spent or set aside for paid services "
            f"this month. Wait until {following:%Y-%m-%d}, or raise the cap (SPENDING_CAP_USD).",
        )
    )

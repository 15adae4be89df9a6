"""Black Forest Labs: create, poll the address it gives, fetch the picture before its link ends.

There is no negative prompt, and no number of ours by which an order could be found again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generation.errors import GenerationError, ServiceRefused
from generation.services import refusals
from generation.services.asking import BUSY, Each, Line, Reply
from generation.services.bfl_fields import CREDIT, NAME, check_body
from generation.services.journal import Told
from generation.services.ordering import Seen
from generation.services.places import belongs
from generation.services.purse import Door
from generation.services.results import keep_picture
from generation.types import Words

HOSTS = MappingProxyType({
    "global": "https://api.bfl.ai", "eu": "https://api.eu.bfl.ai", "us": "https://api.us.bfl.ai",
})  # fmt: skip
DOMAIN = "bfl.ai"
KEY = "BFL_API_KEY"
WORKING = ("Pending", "Reasoning", "Generating")
MODERATED = ("Request Moderated", "Content Moderated")
UNKNOWN = "Task not found"
PICTURES = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True, slots=True)
class BflSeller:
    """One order to one endpoint. body: checked, without a webhook; host: a row of HOSTS."""

    line: Line
    endpoint: str
    body: Mapping[str, Any]
    host: str = "global"
    name: str = NAME

    def order(self, number: str, door: Door | None, each: Each) -> Told:
        """See Seller.order. A gateway's silence (502, 504) may hide an order that was taken."""
        body = dict(self.body)
        if door is not None:
            body |= {"webhook_url": door.address, "webhook_secret": door.secret}
        check_body(self.endpoint, body)
        key = self._key()
        url = f"{self._base}/v1/{self.endpoint}"
        reply = self.line.call("POST", url, {"x-key": key}, body, each)
        if reply.status in (502, 504):
            raise refusals.unanswered(self.name)
        if reply.status != 200:
            raise problem(reply, key)
        told = reply.told
        if not isinstance(told.get("id"), str):
            raise refusals.unanswered(self.name)
        polling = told.get("polling_url") or f"{self._base}/v1/get_result?id={told['id']}"
        kept = {"id": told["id"], "polling_url": str(polling)}
        if isinstance(told.get("cost"), int | float):
            kept["cost_usd"] = round(told["cost"] * CREDIT, 6)
        return kept

    def find(self, number: str, each: Each) -> Told | None:
        """Raise NotNumbered."""
        raise refusals.not_numbered(self.name)

    def look(self, answer: Told, age: float, each: Each) -> Seen:
        """See Seller.look. The key goes to the service's own hosts only."""
        url = answer["polling_url"]
        if not belongs(url, DOMAIN, self.line.outside.base):
            raise refusals.leads_away(self.name)
        key = self._key()
        reply = self.line.read(url, lambda: {"x-key": key}, lambda r: r.status in BUSY, each)
        if reply.status == 404 or reply.told.get("status") == UNKNOWN:
            waits = age < self.line.outside.limits.grace
            return Seen("working") if waits else Seen("over", why=_over(UNKNOWN))
        if reply.status != 200:
            raise problem(reply, key)
        return seen_of(reply.told)

    def take(self, seen: Seen, folder: Path, each: Each) -> Mapping[str, Any]:
        """See Seller.take: a PNG decoded and written anew by us."""
        raw = folder / "result.download"
        most = self.line.outside.limits.picture_bytes
        sha256 = self.line.fetch(seen.url, raw, PICTURES, most, each)
        made = keep_picture(self.name, raw, folder / "result.png")
        return {**made, "told": dict(seen.told), "received_sha256": sha256}

    @property
    def _base(self) -> str:
        return self.line.outside.base or HOSTS[self.host]

    def _key(self) -> str:
        return self.line.outside.key(KEY)


def seen_of(told: Mapping[str, Any]) -> Seen:
    """Return what a polled answer means. An unknown status is waited through."""
    status = str(told.get("status"))
    if status in MODERATED or status == "Error":
        return Seen("over", why=_over(status, told.get("details")))
    result = told.get("result")
    if status == "Ready" and isinstance(result, dict) and isinstance(result.get("sample"), str):
        kept = {name: result[name] for name in ("prompt", "seed") if name in result}
        return Seen("ready", 1.0, result["sample"], kept)
    share = told.get("progress")
    return Seen("working", float(share) if isinstance(share, int | float) else 0.0)


def problem(reply: Reply, key: str) -> GenerationError:
    """Return what an HTTP status other than 200 means. https://docs.bfl.ai, errors."""
    said = refusals.quoted(_detail(reply.told), key)
    if reply.status == 429:
        return refusals.busy(NAME, reply.wait)
    if reply.status >= 500:
        return refusals.away(NAME, reply.wait)
    ru, en = _REFUSED.get(reply.status, _REFUSED[0])
    more = f" ({said})" if said else ""
    return ServiceRefused(Words(f"{NAME}: {ru}{more}.", f"{NAME}: {en}{more}."))


_REFUSED = {
    0: Words("неожиданный ответ; заказ не принят", "an unexpected answer; the order was not taken"),
    400: Words("запрос не принят", "the request was not taken"),
    401: Words(f"ключ не принят, проверьте {KEY}", f"the key was not accepted; check {KEY}"),
    402: Words("на счёте кончились деньги, пополните его", "the account is empty; add credits"),
    403: Words(f"ключу это не разрешено, проверьте {KEY}", f"the key may not do this; check {KEY}"),
    404: Words("такого адреса нет", "there is no such address"),
    422: Words("запрос не прошёл проверку", "the request did not pass their check"),
}
_OVER = {
    "Request Moderated": Words(
        "заказ отклонён службой: ей не понравилась просьба. Измените слова или картину",
        "refused by the service: it objects to what was asked. Change the words or the picture",
    ),
    "Content Moderated": Words(
        "заказ отклонён службой: ей не понравился результат. Измените слова или начальное число",
        "refused by the service: it objects to the result. Change the words or the seed",
    ),
    "Error": Words(
        "у службы не получилось. Можно начать шаг заново, это новый заказ",
        "the service failed. The step can be begun anew; that is a new order",
    ),
    UNKNOWN: Words(
        "служба не знает этого заказа. Посмотрите расходы в своём счёте, прежде чем начать заново",
        "the service does not know this order. Look at the costs in your account before you "
        "begin anew",
    ),
}


def _over(status: str, details: object = None) -> Words:
    said = refusals.quoted(details)
    more = f" ({said})" if said else ""
    ru, en = _OVER[status]
    return Words(f"{NAME}: {ru}{more}.", f"{NAME}: {en}{more}.")


def _detail(told: Mapping[str, Any]) -> str:
    """Their reasons without the values they quote, which may be a whole picture."""
    detail = told.get("detail", told.get("message", ""))
    if not isinstance(detail, list):
        return str(detail)
    rows = (row for row in detail if isinstance(row, dict))
    return "; ".join(f"{'.'.join(map(str, row.get('loc', ())))}: {row.get('msg')}" for row in rows)

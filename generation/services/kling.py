"""Kling: a signed token for each call, tasks found by our own numbers, errors by their code.

One HTTP status (429) stands for "ask again", "pay" and "never": only the code tells which.
A callback has no signature, so it is a hint, and the task is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import jwt

from generation.errors import GenerationError, ServiceRefused
from generation.services import refusals
from generation.services.asking import Each, Headers, Line, Reply
from generation.services.journal import Told
from generation.services.kling_fields import check_body
from generation.services.kling_models import NAME, Kind, dollars
from generation.services.ordering import Seen
from generation.services.purse import Door
from generation.services.results import keep_clip
from generation.types import Words

HOSTS = MappingProxyType({
    "singapore": "https://api-singapore.klingai.com", "beijing": "https://api-beijing.klingai.com",
})  # fmt: skip
ACCESS, SECRET = "KLING_ACCESS_KEY", "KLING_SECRET_KEY"
LIVES, BEFORE = 1800, 5  # s a token lives, and how much earlier it begins: clocks differ
CLIPS = ("video/mp4", "application/octet-stream", "binary/octet-stream")  # stores know no better
KEPT_DAYS = 30

Then = Literal["retry", "pay", "never", "gone"]


class Meaning(NamedTuple):
    """then: what helps. retry: the same again; pay: money; never: something must change."""

    then: Then
    ru: str
    en: str


_KEYS = f"ключи не приняты, проверьте {ACCESS} и {SECRET}"
_KEYS_EN = f"the keys were not accepted; check {ACCESS} and {SECRET}"
_CLOCK = "подпись ещё или уже не действует: проверьте часы сервера"
_CLOCK_EN = "the token is not valid yet, or no longer: check the server’s clock"
CODES: Mapping[int, Meaning] = MappingProxyType({
    1000: Meaning("never", _KEYS, _KEYS_EN),
    1001: Meaning("never", _KEYS, _KEYS_EN),
    1002: Meaning("never", _KEYS, _KEYS_EN),
    1003: Meaning("never", _CLOCK, _CLOCK_EN),
    1004: Meaning("never", _CLOCK, _CLOCK_EN),
    1100: Meaning("pay", "со счётом что-то не так", "something is wrong with the account"),
    1101: Meaning("pay", "по счёту есть долг, оплатите его", "the account is in arrears; pay"),
    1102: Meaning("pay", "пакет исчерпан или истёк, купите новый",
                  "the resource pack is used up or expired; buy another"),
    1103: Meaning("never", "счёту это не разрешено", "the account may not do this"),
    1200: Meaning("never", "запрос не принят", "the request was not taken"),
    1201: Meaning("never", "запрос не принят: неверное поле", "a field was not accepted"),
    1202: Meaning("never", "такого метода нет", "there is no such method"),
    1203: Meaning("gone", "такой работы или модели нет", "there is no such task or model"),
    1300: Meaning("never", "отказано по правилам службы", "refused by the service’s policy"),
    1301: Meaning("never", "отказано: содержание сочтено опасным. Измените слова или картину",
                  "refused: the content is held to be unsafe. Change the words or the picture"),
    1302: Meaning("retry", "слишком часто", "too often"),
    1303: Meaning("retry", "слишком много работ сразу", "too many tasks at once"),
    1304: Meaning("never", "адрес нашего сервера не в списке разрешённых",
                  "our server’s address is not on the account’s allow-list"),
    5000: Meaning("retry", "ошибка у службы", "a fault at the service"),
    5001: Meaning("retry", "служба закрыта", "the service is unavailable"),
    5002: Meaning("retry", "служба не успела", "the service timed out"),
})  # fmt: skip
DOUBTFUL = (5000, 5001, 5002)  # a task may have been made all the same

NOT_UNIQUE = 1201  # among other things


def token(access: str, secret: str, now: float) -> str:
    """Return the JWT of one call, HS256. now: seconds since 1970."""
    claims = {"iss": access, "exp": int(now) + LIVES, "nbf": int(now) - BEFORE}
    return jwt.encode(claims, secret, algorithm="HS256", headers={"typ": "JWT"})


def meaning_of(reply: Reply) -> Meaning | None:
    """Return what an answer's code means; None where all is well."""
    code = reply.told.get("code")
    if code == 0 and reply.status == 200:
        return None
    if isinstance(code, int) and code in CODES:
        return CODES[code]
    if reply.status >= 500:
        return CODES[5000]
    return Meaning("never", f"неожиданный ответ ({reply.status}, {str(code)[:20]})",
                   f"an unexpected answer ({reply.status}, {str(code)[:20]})")  # fmt: skip


@dataclass(frozen=True, slots=True)
class KlingSeller:
    """One task. body: checked, without our number and callback; host: a row of HOSTS."""

    line: Line
    kind: Kind
    body: Mapping[str, Any]
    host: str = "singapore"
    name: str = NAME

    def order(self, number: str, door: Door | None, each: Each) -> Told:
        """See Seller.order."""
        body = {**self.body, "external_task_id": number}
        if door is not None:
            body["callback_url"] = door.address
        check_body(self.kind, body)
        reply = self.line.call("POST", self._address(), self._headers(), body, each)
        if reply.status >= 500 or reply.told.get("code") in DOUBTFUL:
            raise refusals.unanswered(self.name)
        if reply.told.get("code") == NOT_UNIQUE:  # or another worker was quicker, in our name
            found = self.find(number, each)
            if found is not None:
                return found
        return self._task(reply, missing=True)

    def find(self, number: str, each: Each) -> Told | None:
        """See Seller.find: a task may be asked for by the number we gave it."""
        reply = self._asked(f"{self._address()}/{number}", each)
        meaning = meaning_of(reply)
        if meaning is not None and meaning.then == "gone":
            return None
        return self._task(reply)

    def look(self, answer: Told, age: float, each: Each) -> Seen:
        """See Seller.look."""
        reply = self._asked(answer["url"], each)
        meaning = meaning_of(reply)
        if meaning is not None and meaning.then == "gone":
            if age < self.line.outside.limits.grace:
                return Seen("working")
            return Seen("over", why=_GONE)
        if meaning is not None:
            raise self._problem(meaning, reply)
        return seen_of(reply.told.get("data"), self._secrets())

    def take(self, seen: Seen, folder: Path, each: Each) -> Mapping[str, Any]:
        """See Seller.take: the MP4 as it came, every frame of it decoded once."""
        raw, most = folder / "result.download", self.line.outside.limits.clip_bytes
        sha256 = self.line.fetch(seen.url, raw, CLIPS, most, each)
        made = keep_clip(self.name, raw, folder / "result.mp4")
        return {**made, "told": dict(seen.told), "received_sha256": sha256}

    def _asked(self, url: str, each: Each) -> Reply:
        def again(reply: Reply) -> bool:
            meaning = meaning_of(reply)
            return meaning is not None and meaning.then == "retry"

        return self.line.read(url, self._headers, again, each)

    def _task(self, reply: Reply, *, missing: bool = False) -> Told:
        """The task and where it is asked for. missing: an answer without one leaves doubt."""
        meaning, data = meaning_of(reply), reply.told.get("data")
        if meaning is not None:
            raise self._problem(meaning, reply)
        if isinstance(data, dict) and isinstance(data.get("task_id"), str):
            return {"task_id": data["task_id"], "url": f"{self._address()}/{data['task_id']}"}
        raise refusals.unanswered(self.name) if missing else refusals.away(self.name)

    def _problem(self, meaning: Meaning, reply: Reply) -> GenerationError:
        if meaning.then == "retry":
            fault = reply.told.get("code") in DOUBTFUL or reply.status >= 500
            say = refusals.away if fault else refusals.busy
            return say(self.name, reply.wait)
        said = refusals.quoted(reply.told.get("message"), *self._secrets())
        more = f" ({said})" if said else ""
        return ServiceRefused(Words(f"Kling: {meaning.ru}{more}.", f"Kling: {meaning.en}{more}."))

    def _address(self) -> str:
        return f"{self.line.outside.base or HOSTS[self.host]}/v1/videos/{self.kind}"

    def _secrets(self) -> tuple[str, str]:
        outside = self.line.outside
        return outside.key(ACCESS), outside.key(SECRET)

    def _headers(self) -> Headers:
        signed = token(*self._secrets(), self.line.outside.now())
        return {"authorization": f"Bearer {signed}"}


_GONE = Words(
    f"Kling: работы больше нет; готовое хранится {KEPT_DAYS} дней. Новый заказ стоит денег.",
    f"Kling: the task is gone; results are kept for {KEPT_DAYS} days. A new order costs money.",
)


def seen_of(data: Any, secrets: tuple[str, ...] = ()) -> Seen:
    """Return what a task's ``data`` means. Without a word of it, it is waited for."""
    told = data if isinstance(data, dict) else {}
    units = _units(told.get("final_unit_deduction"))
    cost = None if units is None else dollars(units)
    if told.get("task_status") == "failed":
        said = refusals.quoted(told.get("task_status_msg"), *secrets)
        more = f" ({said})" if said else ""
        return Seen("over", cost=cost, why=Words(f"Kling: работа не удалась{more}.",
                                                 f"Kling: the task failed{more}."))  # fmt: skip
    result = told.get("task_result")
    videos = result.get("videos") if isinstance(result, dict) else None
    if told.get("task_status") == "succeed" and videos and isinstance(videos, list):
        first = videos[0] if isinstance(videos[0], dict) else {}
        kept = {"units": units, "video_id": first.get("id"), "duration": first.get("duration")}
        if isinstance(first.get("url"), str):
            return Seen("ready", 1.0, first["url"], kept, cost)
    return Seen("working")


def _units(value: object) -> float | None:
    try:
        units = float(str(value))
    except ValueError:
        return None
    return max(units, 0.0) if isfinite(units) else None

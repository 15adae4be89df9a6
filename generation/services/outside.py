"""The world a paid engine lives in: clock, chance, keys, patience. All of it can be another."""

from __future__ import annotations

import os
import random
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generation.errors import ServiceRefused
from generation.types import Words

_KEY = re.compile(r"[!-~]{8,512}")  # printable: anything else would be quoted in an error


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and tries. connect … write: of one step; answer, download: of the whole."""

    connect: float = 8.0  # with read less than a job's lease
    read: float = 18.0
    write: float = 18.0
    answer: float = 60.0
    download: float = 900.0
    answer_bytes: int = 2 * 2**20
    picture_bytes: int = 64 * 2**20
    clip_bytes: int = 512 * 2**20
    tries: int = 8
    first_wait: float = 1.0  # between tries; twice as long after each
    longest_wait: float = 60.0
    look_every: float = 5.0  # s between two looks at work in progress, …
    look_with_bell: float = 30.0  # … where the service can ring
    slice: float = 2.5  # s: a cancel is heard, and a lease renewed, at least so often
    grace: float = 30.0  # s after an order during which it may not be known yet
    longest: float = 3600.0  # s of waiting for one order


@dataclass(frozen=True, slots=True)
class Outside:
    """now: seconds since 1970; chance: 0..1; number: an order's own; base: for tests."""

    now: Callable[[], float] = time.time
    wait: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    number: Callable[[], str] = lambda: secrets.token_hex(16)
    keys: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    base: str = ""
    limits: Limits = Limits()

    def key(self, name: str) -> str:
        """Return a key by the name of its setting. Raises ServiceRefused; never tells the key."""
        key = self.keys.get(name, "").strip()
        if _KEY.fullmatch(key):
            return key
        raise ServiceRefused(
            Words(
                f"Ключ службы не задан или записан с ошибкой: настройка {name}. "
                "Как его получить, сказано в docs/services.md.",
                f"The service's key is not set, or not a key: the setting {name}. "
                "How to get one is told in docs/services.md.",
            )
        )

    def has(self, *names: str) -> bool:
        """Say whether all these keys are set and look like keys."""
        return all(_KEY.fullmatch(self.keys.get(name, "").strip()) for name in names)

    def back_off(self, tries: int) -> float:
        """Return seconds to wait after so many tries: doubling, and up to half more by chance."""
        wait = min(self.limits.first_wait * 2.0**tries, self.limits.longest_wait)
        return wait * (1 + 0.5 * self.chance())

"""What the engines of paid services share: what they refuse, find, and give back."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from generation.findings import Finding
from generation.making import Cost, Made, Request
from generation.services.fields import refuse
from generation.services.journal import Told
from generation.services.outside import Outside
from generation.types import Words

_CALLED = {
    "picture": Words("картины", "picture"), "end_picture": Words("последнего кадра", "end frame"),
    "mask": Words("маски", "mask"), "brush": Words("кисти движения", "motion brush"),
    "camera": Words("движения камеры", "camera move"),
    "negative": Words("слов о том, чего не надо", "negative prompt"),
    "fps": Words("частоты кадров", "frame rate"), "seconds": Words("длительности", "duration"),
}  # fmt: skip


def refuse_what_is_not_taken(
    where: str,
    request: Request,
    tasks: Collection[str],
    takes: Collection[str],
    ignored: Collection[str] = (),
) -> None:
    """Raise RequestRefused for another task, or anything given that is not in ``takes``."""
    if request.task not in tasks:
        known = ", ".join(sorted(tasks))
        refuse(
            f"{where} здесь делает {known}, а не {request.task}.",
            f"{where} makes {known} here, not {request.task}.",
        )
    for name, called in _CALLED.items():
        value = getattr(request, name)
        given = value is not None and (not isinstance(value, str | int | float) or bool(value))
        if given and name not in takes and name not in ignored:
            refuse(
                f"{where} не принимает {called.ru}. Уберите это.",
                f"{where} takes no {called.en}. Leave it out.",
            )


def key_finding(name: str, keys: tuple[str, ...], address: str) -> Finding:
    """Return whether the keys of a service are set. They are not tried, and never shown."""
    there = Outside(keys=os.environ).has(*keys)
    told = ", ".join(keys)
    return Finding(
        name,
        there,
        Words(f"ключ задан, {address}", f"the key is set, {address}")
        if there
        else Words("ключа нет", "no key"),
        Words(
            f"Задайте {told}, см. docs/services.md. Служба платная.",
            f"Set {told}, see docs/services.md. The service costs money.",
        ),
    )


def made_of(
    told: Told,
    folder: Path,
    parameters: Mapping[str, Any],
    wanted: tuple[int, int] | None,
    warnings: tuple[Words, ...] = (),
) -> Made:
    """Return what a desk brought home. wanted: a size that was asked for, and is told if missed."""
    size = (int(told["size"][0]), int(told["size"][1]))
    if wanted is not None and size != wanted:
        made, asked = (f"{wide}×{high}" for wide, high in (size, wanted))
        missed = Words(
            f"Служба сделала {made}, а не {asked}, как просили.",
            f"The service made {made} where {asked} was asked.",
        )
        warnings = (*warnings, missed)
    return Made(
        folder / str(told["file"]),
        {**parameters, "answer": dict(told["told"]), "received_sha256": told["received_sha256"]},
        cost=Cost(**told["cost"]),
        size=size,
        seconds=float(told.get("seconds", 0.0)),
        warnings=warnings,
    )

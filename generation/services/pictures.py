"""Our pictures as services take them: base64 of a clean PNG, or JPEG where that is too large."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.making import Request
from generation.media.picture import derivative, encode_clean

LONGEST = 2048  # px of a side that leaves the museum: no service draws finer


def fitted(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture as large as it is sent."""
    return derivative(rgb, LONGEST)


def sent(rgb: NDArray[np.uint8], most: int) -> str:
    """Return base64 without a prefix, at most ``most`` bytes before it is encoded."""
    data = encode_clean(rgb)
    if len(data) > most:
        data = encode_clean(rgb, "JPEG")
    return base64.b64encode(data).decode("ascii")


def request_digest(request: Request, *more: Any) -> str:
    """Return the SHA-256 of all that is asked: the same request, the same order."""
    told = {name: _plain(getattr(request, name)) for name in request.__dataclass_fields__}
    text = json.dumps([told, *map(_plain, more)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def without_pictures(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request's body for a record: of each picture only its SHA-256."""
    return {name: _short(value) for name, value in body.items() if not name.startswith("webhook")}


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > 3000:
        return "sha256:" + hashlib.sha256(base64.b64decode(value)).hexdigest()
    if isinstance(value, list):
        return [_short(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _short(one) for name, one in value.items()}
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [value.shape, hashlib.sha256(value.tobytes()).hexdigest()]
    return dict(value) if isinstance(value, Mapping) else value

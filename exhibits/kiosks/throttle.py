"""Count tries in the cache and say when there were too many."""

from __future__ import annotations

from django.core.cache import cache


def tries(what: str, who: str) -> int:
    """Return how often this was tried lately."""
    return int(cache.get(_key(what, who), 0))


def count(what: str, who: str, seconds: int) -> int:
    """Count one more try, forgotten ``seconds`` after the first; return how many now."""
    if cache.add(_key(what, who), 1, seconds):
        return 1
    try:
        return int(cache.incr(_key(what, who)))
    except ValueError:  # the first try was forgotten between the two lines above
        cache.set(_key(what, who), 1, seconds)
        return 1


def forget(what: str, who: str) -> None:
    """Start counting anew."""
    cache.delete(_key(what, who))


def _key(what: str, who: str) -> str:
    return f"tries-{what}-{who}".replace(" ", "_")[:200]

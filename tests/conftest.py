"""What all tests share: the order in which they run."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last: playwright keeps an event loop running until the session ends."""
    items.sort(key=lambda item: "browser" in item.path.parts)

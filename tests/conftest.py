"""What all tests share: which of them run beside which, and in what order."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each file on one worker, and all browser tests on one: two Chromiums beside two
    museums would wait for each other. They come first, being the longest."""
    items.sort(key=lambda item: "browser" not in item.path.parts)
    for item in items:
        browser = "browser" in item.path.parts
        item.add_marker(pytest.mark.xdist_group("browser" if browser else str(item.path)))

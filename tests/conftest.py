"""What all tests share: which of them run beside which, and in what order."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

BROWSER = "tests/browser/"


class Files(LoadFileScheduling):
    """Keeps each file on one worker, and all browser tests on one: two Chromiums that paint
    streams beside two museums would wait for each other. Pages without one are in tests/pages."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else str(super()._split_scope(nodeid))


@pytest.hookimpl
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Files:
    """Let pytest-xdist schedule by ``Files``."""
    return Files(config, log)


@pytest.hookimpl(trylast=True)  # after pytest-django has put them in its own order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser's, the longest. Those that run alone are among them: the second run
    of ``make test`` looks for them there only."""
    lost = [item.nodeid for item in items if item.get_closest_marker("alone")]
    assert all(name.startswith(BROWSER) for name in lost), lost
    items.sort(key=lambda item: not item.nodeid.startswith(BROWSER))

"""The documents tell the truth: every setting, dependency and link in them exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def requirement_names(name: str) -> list[str]:
    text = (ROOT / name).read_text()
    return re.findall(r"^([A-Za-z][\w.-]*)(?:\[.*\])?==", text, re.M)


def test_every_dependency_has_a_reason() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text()
    names = requirement_names("requirements.txt") + requirement_names("requirements-dev.txt")
    assert names
    assert [name for name in names if f"| {name} |" not in told] == []


def test_every_requirement_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        loose = [
            line
            for line in (ROOT / name).read_text().splitlines()
            if line and not line.startswith(("#", "-r ")) and "==" not in line
        ]
        assert loose == []


def test_every_setting_is_documented() -> None:
    read = re.findall(r"env\.\w+\(\s*\"(\w+)\"", (ROOT / "museum_site/settings.py").read_text())
    told = (ROOT / "docs" / "settings.md").read_text()
    assert read
    assert [name for name in read if f"`{name}`" not in told] == []


def test_links_between_documents_lead_somewhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)} → {link}"
        for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text())
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert dead == []

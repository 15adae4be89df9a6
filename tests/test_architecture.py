"""The house keeps its shape: directions, sizes, and nothing heavy before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for room in ("museum_site", "exhibits", "generation", "bench", "scripts")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SCRIPTS = sorted(p for p in (ROOT / "static").rglob("*.js") if "vendor" not in p.parts)
STYLES = sorted(p for p in (ROOT / "static").rglob("*.css") if "vendor" not in p.parts)
KERNELS = ROOT / "generation" / "fast"  # numba kernels take arrays, not dataclasses


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


@pytest.mark.parametrize(
    ("paths", "ceiling"), [(SOURCES, 300), (TESTS, 300), (SCRIPTS, 150), (STYLES, 200)]
)
def test_files_stay_small(paths: list[Path], ceiling: int) -> None:
    assert paths
    assert {str(p.relative_to(ROOT)): n for p in paths if (n := lines(p)) > ceiling} == {}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_functions_stay_short() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in SOURCES
        if KERNELS not in path.parents
        for node in functions(path)
        if node.end_lineno and node.end_lineno - node.lineno + 1 > 60
    }
    assert long == {}


def test_functions_take_few_parameters() -> None:
    many = {
        f"{path.relative_to(ROOT)}:{node.name}": count
        for path in SOURCES
        if KERNELS not in path.parents
        for node in functions(path)
        if not any(isinstance(d, ast.Call) or "njit" in ast.dump(d) for d in node.decorator_list)
        and (count := len(node.args.args) + len(node.args.kwonlyargs)) > 8
    }
    assert many == {}


def test_modules_say_their_job_first() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_module_is_called_utils() -> None:
    vague = {"utils", "helpers", "common", "misc"}
    assert [p for p in SOURCES + TESTS if p.stem in vague] == []


def test_javascript_imports_end_in_a_semicolon() -> None:
    """Django's manifest storage skips the others silently, and the page breaks in production."""
    loose = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in SCRIPTS
        for line in path.read_text().splitlines()
        if line.startswith(("import ", "} from "))
        and not line.rstrip().endswith(";")
        and not line.rstrip().endswith(("{", ","))
    ]
    assert loose == []


def test_checking_the_site_loads_nothing_heavy() -> None:
    code = (
        "import sys, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'museum_site.settings';"
        "import django; django.setup(); import museum_site.asgi, museum_site.urls;"
        "heavy = 'torch', 'numba', 'av', 'diffusers', 'cv2', 'c2pa';"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"

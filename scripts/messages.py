"""Collect every word of the site, keep exhibits/locale in step, and compile it.

``make messages`` does it; nothing but Babel is needed. It fails while a word has no Russian.
"""

from __future__ import annotations

import importlib.util
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "exhibits" / "locale" / "ru" / "LC_MESSAGES"
OURS = ("exhibits", "museum_site", "templates")
DJANGO = ("conf", "contrib/admin", "contrib/auth")  # words Django itself says in Russian
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")
}


def collected() -> Catalog:
    """Return a template catalogue of our words, and of unfold's that Django does not know."""
    catalog = Catalog(project="Tableau Vivant", charset="utf-8")
    for room in OURS:
        _collect(catalog, ROOT / room, room, known=frozenset())
    unfold = _package("unfold")
    _collect(catalog, unfold, "unfold", known=frozenset(_known_to_django()))
    return catalog


def kept() -> Catalog:
    """Return the Russian catalogue as it is in the repository."""
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="ru")


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue as .mo; the same words give the same bytes."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def silent(catalog: Catalog) -> list[str]:
    """Return the words that have no Russian, or only a guess."""
    return [
        str(message.id)
        for message in catalog
        if message.id and (message.fuzzy or not message.string or not all(_forms(message.string)))
    ]


def _forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _collect(catalog: Catalog, folder: Path, name: str, known: frozenset[object]) -> None:
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".py", ".html") or {"migrations", "contrib"} & set(path.parts):
            continue
        place = f"{name}/{path.relative_to(folder).as_posix()}"
        for _, message, comments, context in _words(path):
            if _key(message) not in known:
                catalog.add(
                    message, locations=[(place, 0)], auto_comments=comments, context=context
                )


def _words(path: Path) -> Iterator[tuple[int, object, list[str], str | None]]:
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        # In brackets Python's tokenizer forgives a template's indentation.
        text = f"({templatize(text)})"
    return extract("python", io.BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"})


def _key(message: object) -> object:
    """Return a message's id; of one with a plural, the singular."""
    return message[0] if isinstance(message, list | tuple) else message


def _known_to_django() -> Iterator[object]:
    for part in DJANGO:
        path = _package("django") / part / "locale" / "ru" / "LC_MESSAGES" / "django.mo"
        with path.open("rb") as file:
            yield from (_key(message.id) for message in read_mo(file) if message.string)


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed: run make setup")
    return Path(spec.origin).parent


def main() -> None:
    """Bring the catalogue up to date and compile it."""
    catalog = kept()
    catalog.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    with (FOLDER / "django.po").open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, include_lineno=False)
    (FOLDER / "django.mo").write_bytes(compiled(kept()))
    missing = silent(catalog)
    print(f"{len(catalog)} words, {len(missing)} without Russian")
    if missing:
        sys.exit("\n".join(missing))


if __name__ == "__main__":
    main()

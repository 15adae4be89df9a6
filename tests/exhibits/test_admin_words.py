"""Every word has its Russian, the compiled file is the written one, both languages work."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from babel.messages.catalog import Catalog
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import gettext, ngettext, override

from scripts import messages

PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


@pytest.fixture(scope="module")
def words() -> Catalog:
    return messages.kept()


def test_nothing_is_silent(words: Catalog) -> None:
    assert len(words) > 200
    assert messages.silent(words) == []


def test_the_catalogue_is_in_step_with_the_source(words: Catalog) -> None:
    source = {str(message.id) for message in messages.collected()}
    told = {str(message.id) for message in words}
    assert sorted(source - told) == [], "run make messages"
    assert sorted(told - source) == [], "run make messages"


def test_the_compiled_file_is_the_written_one(words: Catalog) -> None:
    assert (messages.FOLDER / "django.mo").read_bytes() == messages.compiled(words)


def test_placeholders_survive(words: Catalog) -> None:
    for message in words:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for string in strings:
            if message.id:
                assert sorted(PLACES.findall(string)) == sorted(PLACES.findall(ids[-1]))


def test_russian_is_set_as_russian(words: Catalog) -> None:
    """Guillemets, no-break spaces before a dash and after one-letter words."""
    bare = re.compile(r"<[^>]+>")
    for message in words:
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for string in (bare.sub("", s) for s in strings if message.id):
            assert not re.search("[\"“”']", string), string
            assert " —" not in string, string
            assert not re.search(r"(?<![\w-])[вкосуияаВКОСУИЯА] \S", string), string


def test_words_change_with_the_language() -> None:
    with override("ru"):
        assert gettext("Pause") == "Пауза"
        said = [ngettext("%(n)s painting", "%(n)s paintings", n) % {"n": n} for n in (1, 3, 5, 21)]
        assert [words.replace("\xa0", " ") for words in said] == [
            "1 картина",
            "3 картины",
            "5 картин",
            "21 картина",
        ]
    with override("en"):
        assert gettext("Pause") == "Pause"
        assert ngettext("%(n)s painting", "%(n)s paintings", 2) % {"n": 2} == "2 paintings"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "exhibits/artwork/", "exhibits/kiosk/pair/"])
def test_a_curator_can_switch(client: Client, person: Callable[[str], User], page: str) -> None:
    client.force_login(person("curator"))
    seen = {}
    for language in ("ru", "en"):
        client.post("/i18n/setlang/", {"language": language})
        seen[language] = client.get(f"/admin/{page}").content.decode()
    assert "Подключить экран" in seen["ru"] and "Pair a screen" not in seen["ru"]
    assert "Pair a screen" in seen["en"] and "Подключить" not in seen["en"]
    assert "Дом живых картин" in seen["ru"] and "House of Living Pictures" in seen["en"]

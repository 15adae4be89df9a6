"""What visitors may ask: offered, named, handed out, and to whom not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client

from exhibits import studio
from exhibits.kiosks.models import Kiosk
from exhibits.kiosks.state import read_state
from exhibits.kiosks.telling import state_json
from exhibits.models import Answer, Artwork, Version
from exhibits.portraits.models import FrozenRecord
from exhibits.portraits.performing import name_of, offered, timeline_of
from exhibits.portraits.published import published_version
from exhibits.streaming.access import on_stage_of_kiosk, on_stage_of_work
from generation import GenerationError, Scene, Timeline, Words
from tests.hang import Hung, hang, teach
from tests.spoken import clicks

pytestmark = pytest.mark.django_db
UNABLE = GenerationError(Words("Не получилось.", "It could not be done."))


@pytest.fixture
def hung() -> Hung:
    found = hang()
    teach()
    return found


@pytest.fixture(autouse=True)
def spoken(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Compile every answer to clicks, without a face or a voice; return what was to be said."""
    said: list[str] = []

    def compile_telling(telling: studio.Telling, scene: Scene | None) -> Timeline:
        said.append(telling.text)
        if telling.text == "No voice says this.":
            raise UNABLE
        return clicks(2.0, telling.language)

    settings.ANSWERS_DIR = tmp_path / "answers"
    monkeypatch.setattr(studio, "compile_telling", compile_telling)
    monkeypatch.setattr(studio, "scene_for", lambda recipe: None)
    return said


def first(**told: Any) -> Answer:
    """Return an answer of the version on show, or the one that has these fields."""
    wanted = told or {"question_ru": "Кто вы?", "version__isnull": False}
    return Answer.objects.get(**wanted)


def rewrite(answer: Answer, **changed: Any) -> None:
    """Change what code of ours cannot change."""
    QuerySet.update(Answer.objects.filter(pk=answer.pk), **changed)


def shown() -> Version:
    version = published_version(artwork__slug="lady")
    assert version
    return version


def addresses(answer: Answer) -> list[str]:
    return [f"/answers/{answer.pk}/{name_of(answer)}.{kind}" for kind in ("json", "flac")]


def test_the_answers_of_the_version_on_show_are_offered(hung: Hung) -> None:
    version = shown()
    assert [a.question_ru or a.question_en for a in offered(version)] == [
        "Кто вы?",
        "Откуда вы?",
        "Who are you?",
    ]
    stage, kiosk = on_stage_of_work(hung.slug), on_stage_of_kiosk(hung.kiosk_id)
    assert stage and kiosk
    assert list(stage.answers) == list(kiosk.answers) == [name_of(a) for a in offered(version)]
    Artwork.objects.update(published=False)
    assert offered(Version.objects.get(pk=version.pk)) == []


def test_what_a_version_says_is_never_rewritten(hung: Hung) -> None:
    answer = first()
    answer.text = "Другое."
    with pytest.raises(FrozenRecord):
        answer.save()
    with pytest.raises(FrozenRecord):
        Answer.objects.update(text="Другое.")
    version = shown()
    version.seed += 1
    with pytest.raises(FrozenRecord):
        version.save()
    with pytest.raises(FrozenRecord):
        Version.objects.update(seed=1)
    assert first().text == "Кто вы?"


def test_a_screen_is_told_what_may_be_asked_and_how_loud(hung: Hung) -> None:
    Kiosk.objects.update(volume=35)
    state = read_state(hung.kiosk_id, 0.0)
    assert state
    told = state_json(state, "http://museum")
    assert told["volume"] == 0.35
    assert [one["question"] for one in told["answers"]] == [
        {"ru": "Кто вы?", "en": ""},
        {"ru": "Откуда вы?", "en": ""},
        {"ru": "", "en": "Who are you?"},
    ]
    answer = first()
    assert told["answers"][0]["answer"] == name_of(answer)
    assert told["answers"][0]["words"] == addresses(answer)[0]
    assert told["answers"][0]["voice"] == {"ru": "голос синтезирован", "en": "synthetic voice"}


def test_the_name_changes_with_everything_that_is_heard_or_seen(hung: Hung) -> None:
    answer = first()
    names = {name_of(answer)}
    for change in ({"text": "Другое."}, {"language": "en"}, {"recording_sha256": "1" * 64}):
        for field, value in change.items():
            setattr(answer, field, value)
        names.add(name_of(answer))
    answer.looks.face = 1
    names.add(name_of(answer))
    assert len(names) == 5
    answer.question_ru, answer.position = "Как вас зовут?", 9
    assert name_of(answer) in names


def test_words_and_sound_are_handed_out_and_may_be_kept(
    hung: Hung, client: Client, spoken: list[str]
) -> None:
    words, sound = addresses(first())
    told = client.get(words)
    assert told.json()["duration"] == 2.0 and told.json()["sound"] == sound
    assert told.json()["captions"][1] == {
        "start": 1.5, "end": 2.4, "text": "щелчок 2", "language": "ru",
    }  # fmt: skip
    heard = client.get(sound)
    assert heard.headers["Content-Type"] == "audio/flac" and heard.content[:4] == b"fLaC"
    assert heard.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(sound, headers={"If-None-Match": heard.headers["ETag"]})
    assert again.status_code == 304
    assert timeline_of(first()).duration == 2.0
    assert spoken == ["Кто вы?"], "it is made once"


def test_what_may_not_be_heard_does_not_exist(
    hung: Hung, client: Client, person: Callable[[str], User]
) -> None:
    answer = first()
    secret = first(question_ru="Тайна?")
    for address in [*addresses(secret), addresses(answer)[0].replace(name_of(answer), "0" * 40)]:
        assert client.get(address).status_code == 404
    assert client.post(addresses(answer)[0]).status_code == 405
    client.force_login(person("expert"))
    for address in addresses(secret):
        answered = client.get(address)
        assert answered.status_code == 200
        assert answered.headers["Cache-Control"].startswith("private")
    client.force_login(person(""))
    assert client.get(addresses(secret)[0]).status_code == 404
    client.logout()
    Version.objects.update(state=Version.State.WITHDRAWN)
    assert client.get(addresses(answer)[0]).status_code == 404


def test_an_answer_that_cannot_be_made_is_not_there_for_now(
    hung: Hung, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    rewrite(first(), text="No voice says this.")
    answered = client.get(addresses(first())[0])
    assert answered.status_code == 503 and answered.headers["Cache-Control"] == "no-store"
    assert answered.json()["error"]["en"] == "It could not be done."
    assert "cannot be given" in caplog.text


def test_warm_makes_them_and_names_what_it_cannot_make(
    hung: Hung, capfd: pytest.CaptureFixture[str], spoken: list[str]
) -> None:
    rewrite(first(question_ru="Откуда вы?", version__isnull=False), text="No voice says this.")
    call_command("warm")
    out, err = capfd.readouterr()
    assert "Living portraits ready: 1." in out and "Answers ready: 2." in out
    assert "Откуда вы?" in err and "Не получилось." in err


def test_a_recording_speaks_the_text_unless_the_script_places_it() -> None:
    voice = Path("recording.flac")
    plain = studio.script_of(studio.Telling("Это я.", "ru", voice))
    (said,) = plain.events
    assert (said.kind, plain.language) == ("recording", "ru")
    assert getattr(said, "text", "") == "Это я."
    placed = studio.script_of(studio.Telling("Слушайте.\n\n[recording my.wav]", "ru", voice))
    assert [event.kind for event in placed.events] == ["say", "recording"]
    spoken = studio.script_of(studio.Telling("[smile] Hello.", "en"))
    assert {event.kind for event in spoken.events} >= {"say"} and spoken.language == "en"

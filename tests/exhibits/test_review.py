"""Every state × action × role: what leads on; the forbidden leaves nothing but a log line."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from exhibits.accounts.roles import TABLE
from exhibits.book.models import Entry
from exhibits.catalogue.actions import decide_movement
from exhibits.catalogue.models import Artwork
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.portraits.snapshot import save_version
from exhibits.refusal import Refused
from exhibits.review import actions
from exhibits.review.actions import Opinion
from exhibits.review.citations import sentences, statements, unsupported
from exhibits.review.models import GateReport, Verdict
from exhibits.review.rules import Action, outcome, voices_wanted

pytestmark = pytest.mark.django_db
State = Version.State
YES = Opinion("approve", True, True, True, True)
NO = Opinion("return", True, False, True, True, "Too lively.")
NEVER = Opinion("reject", False, False, False, False, "This is not her.")


class Undone(Exception):
    """Ends a trial and leaves the database as it was."""


PEOPLE = ("author", *TABLE, "somebody")
# (state, action) → (who may, state afterwards); whatever is not here is forbidden.
ALLOWED = {
    (State.DRAFT, Action.SUBMIT): ({"author", "curator"}, State.SUBMITTED),
    (State.SUBMITTED, Action.RECALL): ({"author"}, State.DRAFT),
    (State.IN_REVIEW, Action.RECALL): ({"author"}, State.DRAFT),
    (State.APPROVED, Action.RECALL): ({"author"}, State.DRAFT),
    (State.IN_REVIEW, Action.JUDGE): ({"expert"}, State.IN_REVIEW),
    (State.APPROVED, Action.PUBLISH): ({"author", "curator"}, State.PUBLISHED),
    **{
        (state, Action.WITHDRAW): (
            {"author", "curator", "registrar", "floor manager"},
            State.WITHDRAWN,
        )
        for state in (State.SUBMITTED, State.IN_REVIEW, State.APPROVED, State.PUBLISHED)
    },
}
ACTS: dict[Action, Callable[[Version, User], object]] = {
    Action.SUBMIT: actions.submit,
    Action.RECALL: actions.recall,
    Action.JUDGE: lambda version, user: actions.judge(version, user, YES),
    Action.PUBLISH: actions.publish,
    Action.WITHDRAW: actions.withdraw,
}


@pytest.fixture
def people(person: Callable[[str], User]) -> dict[str, User]:
    """Return one person of each role; the author is another curator."""
    named = {role: person(role) for role in TABLE}
    named["somebody"] = person("")
    named["author"] = author = User.objects.create_user("the author", is_staff=True)
    author.groups.set(named["curator"].groups.all())
    return named


@pytest.fixture
def version(ready_work: Artwork, people: dict[str, User]) -> Version:
    image = ready_work.images.get()
    portrait = LivingPortrait.objects.create(artwork=ready_work, image=image, seed=7)
    return save_version(portrait, people["author"])


def trace() -> dict[str, Any]:
    """Return everything an action could change."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Version, Verdict, GateReport, Entry, Answer)
    }


@pytest.mark.parametrize("action", ACTS, ids=str)
def test_every_state_action_and_role(
    version: Version, people: dict[str, User], caplog: pytest.LogCaptureFixture, action: Action
) -> None:
    for state, who in itertools.product(State, PEOPLE):
        with suppress(Undone), transaction.atomic():
            QuerySet.update(Version.objects.all(), state=state)
            check(Version.objects.get(), action, who, people, caplog)
            raise Undone


def check(
    version: Version,
    action: Action,
    who: str,
    people: dict[str, User],
    caplog: pytest.LogCaptureFixture,
) -> None:
    may, after = ALLOWED.get((State(version.state), action), (set(), None))
    if who in may:
        ACTS[action](version, people[who])
        assert Version.objects.get().state == version.state == after, (version.state, who)
        entry = Entry.objects.order_by("number").last()
        assert entry and entry.who == people[who] and entry.subject == f"version:{version.pk}"
        return
    before = trace()
    caplog.clear()
    with pytest.raises(Refused) as refusal:
        ACTS[action](version, people[who])
    assert refusal.value.for_people.ru and refusal.value.for_people.en
    assert trace() == before, (version.state, who)
    assert f"{action} of version {version.pk} refused" in caplog.text


@pytest.mark.parametrize("state", [state for state in State if state != State.SUBMITTED])
def test_the_gate_acts_on_what_was_submitted_only(version: Version, state: Version.State) -> None:
    QuerySet.update(Version.objects.all(), state=state)
    before = trace()
    for act in (actions.pass_gate, actions.fail_gate):
        with pytest.raises(Refused):
            act(version, {}, [])
    assert trace() == before


@pytest.mark.parametrize(
    ("told", "needed", "after"),
    [
        ("", 2, None),
        ("a", 2, None),
        ("aa", 2, State.APPROVED),
        ("rr", 2, State.RETURNED),
        ("rj", 2, State.RETURNED),
        ("jj", 2, State.REJECTED),
        ("ar", 2, None),
        ("ja", 2, None),
        ("ara", 2, State.APPROVED),
        ("arr", 2, State.RETURNED),
        ("ajj", 2, State.REJECTED),
        ("aaa", 3, State.APPROVED),
        ("aar", 3, None),
        ("aarr", 3, None),
        ("aara", 3, State.APPROVED),
        ("aarrj", 3, State.RETURNED),
    ],
)
def test_what_verdicts_amount_to(told: str, needed: int, after: State | None) -> None:
    names = {"a": "approve", "r": "return", "j": "reject"}
    decisions = [names[letter] for letter in told]
    assert outcome(decisions, needed) == after
    assert (voices_wanted(decisions, needed) == 0) is (after is not None)


@pytest.fixture
def experts(person: Callable[[str], User], people: dict[str, User]) -> list[User]:
    more = [User.objects.create_user(f"expert {n}", is_staff=True) for n in (2, 3)]
    for user in more:
        user.groups.set(people["expert"].groups.all())
    return [people["expert"], *more]


def test_the_whole_way(version: Version, people: dict[str, User], experts: list[User]) -> None:
    actions.submit(version, people["author"])
    actions.pass_gate(version, {"flashes": 0}, [])
    actions.judge(version, experts[0], YES)
    assert Version.objects.get().state == State.IN_REVIEW
    actions.judge(version, experts[1], NO)
    assert Version.objects.get().state == State.IN_REVIEW, "a third is called"
    actions.judge(version, experts[2], YES)
    assert Version.objects.get().state == State.APPROVED
    actions.publish(version, people["curator"])
    actions.withdraw(version, people["registrar"], "The heirs asked.")
    assert Version.objects.get().state == State.WITHDRAWN
    told = list(Entry.objects.values_list("verb", "name"))
    assert told == [
        ("submitted", "the author"), ("in_review", ""),
        ("judged", "the expert"), ("judged", "expert 2"), ("judged", "expert 3"),
        ("approved", ""), ("published", "the curator"), ("withdrawn", "the registrar"),
    ]  # fmt: skip
    assert Entry.objects.get(verb="withdrawn").told["reason"] == "The heirs asked."


def test_a_verdict_is_given_once_with_reasons(
    version: Version, people: dict[str, User], experts: list[User]
) -> None:
    QuerySet.update(Version.objects.all(), state=State.IN_REVIEW)
    version.refresh_from_db()
    half = Opinion("approve", True, True, False, True)
    for opinion, words in ((half, "all four"), (Opinion("return", *[True] * 4), "note")):
        with pytest.raises(Refused, match=words):
            actions.judge(version, experts[0], opinion)
    verdict = actions.judge(version, experts[0], NEVER)
    assert (verdict.digest, verdict.expert) == (version.digest, experts[0])
    with pytest.raises(Refused, match="already"):
        actions.judge(version, experts[0], YES)


def test_who_made_it_does_not_review_it_whatever_their_roles(
    version: Version, people: dict[str, User]
) -> None:
    QuerySet.update(Version.objects.all(), state=State.IN_REVIEW)
    version.refresh_from_db()
    people["author"].groups.set(people["expert"].groups.all())
    author = User.objects.get(username="the author")
    with pytest.raises(Refused, match="their own version"):
        actions.judge(version, author, YES)
    author.is_superuser = True
    author.save()
    with pytest.raises(Refused, match="their own version"):
        actions.judge(version, User.objects.get(username="the author"), YES)


def test_what_may_not_move_is_neither_submitted_nor_published(
    version: Version, people: dict[str, User]
) -> None:
    artwork = version.portrait.artwork
    decide_movement(artwork, Artwork.May.NO, "An icon.", people["registrar"])
    with pytest.raises(Refused, match="may not move"):
        actions.submit(version, people["author"])
    QuerySet.update(Version.objects.all(), state=State.APPROVED)
    with pytest.raises(Refused, match="may not move"):
        actions.publish(Version.objects.get(), people["curator"])


SPEECH = "[smile] И́мени моего́ никто не записал. [pause 0.8] Художник писал *лицо* и свет!\n\nА вы?"


def test_a_script_is_told_sentence_by_sentence() -> None:
    assert sentences(SPEECH) == [
        "И́мени моего́ никто не записал.", "Художник писал лицо и свет!", "А вы?",
    ]  # fmt: skip
    assert sentences('{"version": 1, "events": [{"say": "One. «Two!» Three"}]}') == [
        "One.", "«Two!", "Three",
    ]  # fmt: skip
    assert sentences("[smile] [pause 2]") == []


def test_each_statement_needs_a_source(version: Version, people: dict[str, User]) -> None:
    portrait = version.portrait
    sources = [
        {"statement": "имени моего никто не записал.", "source": "Wadum, 1994"},
        {"statement": "А вы?", "source": ""},
    ]
    answer = Answer.objects.create(
        portrait=portrait, question_ru="Кто вы?", text=SPEECH, sources=sources
    )
    assert [one.source for one in statements(answer)] == ["Wadum, 1994", None, ""]
    assert unsupported(answer) == ["Художник писал лицо и свет!"]
    second = save_version(portrait, people["author"])
    with pytest.raises(Refused, match="has no source") as refusal:
        actions.submit(second, people["author"])
    assert "«Художник писал лицо и свет!»" in refusal.value.for_people.ru
    answer.sources = [*sources, {"statement": "Художник писал лицо и свет!", "source": "Icke"}]
    answer.save()
    third = save_version(portrait, people["author"])
    actions.submit(third, people["author"])
    assert third.state == State.SUBMITTED and third.number == 3

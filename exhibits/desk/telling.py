"""What the desk shows of a version, and what this person may do with it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

import generation
from exhibits.certificates.record import record_of
from exhibits.jobs.models import Job
from exhibits.kiosks.telling import hatch_json
from exhibits.portraits.models import Answer, Version
from exhibits.portraits.performing import answers_of, name_of
from exhibits.portraits.rules import may_be_published
from exhibits.refusal import in_language
from exhibits.review.actions import may
from exhibits.review.again import gate_job, may_measure_again
from exhibits.review.blind import UNDECIDED, verdicts_for
from exhibits.review.citations import Statement, statements
from exhibits.review.models import GateReport, Verdict
from exhibits.review.rules import GIVEN, TWICE, Action
from generation import GenerationError, Words, typeset

LARGEST = 1920  # px across of the picture
CHECKS: dict[str, Any] = {
    "drawn": gettext_lazy("Drawing"),
    "flashes": gettext_lazy("Flashes"),
    "red_flashes": gettext_lazy("Red flashes"),
    "motion": gettext_lazy("Liveliness"),
    "identity": gettext_lazy("Likeness"),
    "loudness": gettext_lazy("Loudness"),
    "peak": gettext_lazy("Peaks"),
    "captions": gettext_lazy("Captions"),
    "label": gettext_lazy("Label"),
}
QUESTIONS: dict[str, tuple[Any, Any]] = {
    "faithful": (
        gettext_lazy("The face is this face"),
        gettext_lazy("Features unchanged, expression within the painting’s bounds"),
    ),
    "invented": (
        gettext_lazy("What was added is acceptable"),
        gettext_lazy("Lids, the inside of the mouth, what was behind"),
    ),
    "supported": (
        gettext_lazy("The words are right"),
        gettext_lazy("Each statement has a source that says so"),
    ),
    "tasteful": (
        gettext_lazy("It offends nobody"),
        gettext_lazy("Faith, origin, memory of the dead"),
    ),
}

# what somebody reads who decides nothing here
NOW: dict[str, Words] = {
    Version.State.DRAFT: Words(
        "Версию ещё никому не отправили.", "Nobody has been sent this version yet."
    ),
    Version.State.SUBMITTED: Words(
        "Сначала версию измеряет контроль, потом её смотрят эксперты.",
        "The gate measures it first; then the experts look at it.",
    ),
    Version.State.IN_REVIEW: Words(
        "Версию смотрят эксперты: решают они.", "The experts look at it: they decide."
    ),
    Version.State.APPROVED: Words(
        "Эксперты её утвердили. Опубликовать её может хранитель.",
        "The experts approved it. A curator may publish it.",
    ),
    Version.State.PUBLISHED: Words("Её видят посетители.", "Visitors see it."),
    Version.State.RETURNED: Words(
        "Версию вернули автору: исправленную сохраняют как новую.",
        "It was returned to its author: what is mended is saved as a new version.",
    ),
    Version.State.REJECTED: Words(
        "Версию отклонили: её не покажут.", "It was rejected: it will not be shown."
    ),
    Version.State.WITHDRAWN: Words(
        "Версию сняли с показа. Вернуть её нельзя: на проверку отправляют новую.",
        "It was withdrawn. It does not come back: a new version must be reviewed.",
    ),
}


class Said(NamedTuple):
    """One answer: what is asked, and its sentences with their sources."""

    question: str
    language: str
    statements: list[Statement]


class Checked(NamedTuple):
    """One line of the gate's report."""

    name: Any
    passed: bool
    words: str
    place: str
    at: float | None
    frame: str  # address, "" without one


def described(question: str) -> tuple[Any, Any]:
    """Return a question's name and what it means."""
    return QUESTIONS[question]


def shown(version: Version, user: User) -> dict[str, Any]:
    """Return everything the page shows of a version to this person."""
    given = verdicts_for(version, user)
    stays = may_be_published(version)
    return {
        "version": version,
        "work": version.portrait.artwork,
        "answering": [_said(answer) for answer in answers_of(version)],
        "gate": GateReport.objects.filter(version=version).first(),
        "checked": _checked(version),
        "measuring": _measuring(version),
        "verdicts": [(one, in_language(GIVEN[one.decision])) for one in given],
        "decided": version.state != UNDECIDED,
        "judging": _judging(version, user, given),
        "why_not": _why_not(version, user, given) or in_language(NOW[version.state]),
        "may": {str(one): may(version, one, user) is None for one in Action}
        | {"measure": may_measure_again(version, user) is None},
        "stays": in_language(stays) if stays else "",
        "answers": answers_told(version),
        "config": _config(version, given),
    }


def _said(answer: Answer) -> Said:
    try:
        told = statements(answer)
    except GenerationError as error:
        told = [Statement(in_language(error.for_people), None)]
    return Said(answer.question, answer.language, told)


def _checked(version: Version) -> list[Checked]:
    report = GateReport.objects.filter(version=version).first()
    return [
        Checked(
            CHECKS.get(one["check"], one["check"]),
            one["passed"],
            in_language(Words(**one["words"])),
            in_language(Words(**one["place"])) if one.get("place") else "",
            one.get("at"),
            reverse("desk-frame", args=[version.pk, one["check"]]) if one.get("frame") else "",
        )
        for one in (report.findings if report else [])
    ]


def _measuring(version: Version) -> str:
    """Say how far the gate is, or why it stopped, while the version is with it."""
    if version.state != Version.State.SUBMITTED:
        return ""
    job = gate_job(version)
    if job and job.state == Job.State.FAILED:
        return in_language(Words(job.failure_ru, job.failure_en))
    if job and job.state == Job.State.CANCELLED:
        return _("The measuring was cancelled.")
    return _("The gate is measuring this version. Open this page again in a minute.")


def _judging(version: Version, user: User, given: list[Verdict]) -> bool:
    return may(version, Action.JUDGE, user) is None and not _own(user, given)


def _why_not(version: Version, user: User, given: list[Verdict]) -> str:
    """Return why an expert gives no verdict here, "" where nobody would ask."""
    if not user.has_perm("exhibits.review_version") or version.state != UNDECIDED:
        return ""
    reason = TWICE if _own(user, given) else may(version, Action.JUDGE, user)
    return in_language(reason) if reason else ""


def _own(user: User, given: list[Verdict]) -> bool:
    return any(one.expert_id == user.pk for one in given)


def _config(version: Version, given: list[Verdict]) -> dict[str, Any]:
    return {
        "stream": f"/ws/stream/version/{version.pk}/",
        "hatch": hatch_json(version),
        "marks": [
            mark | {"by": one.expert.get_full_name() or one.expert.username}
            for one in given
            for mark in one.marks
        ],
        "words": words(),
    }


def answers_told(version: Version) -> list[dict[str, Any]]:
    """Return every answer as a page asks for it: experts hear all, whatever its language."""
    try:
        neural = record_of(version).voice_neural
    except GenerationError:
        return []  # a script that cannot be read is told where its words are
    return [_answer_told(answer, neural) for answer in answers_of(version)]


def _answer_told(answer: Answer, neural: bool) -> dict[str, Any]:
    name, ru, en = name_of(answer), answer.question_ru, answer.question_en
    voice = generation.voice_words(recorded=bool(answer.recording), neural=neural)
    return {
        "answer": name,
        "question": {"ru": typeset(ru or en), "en": typeset(en or ru)},
        "language": answer.language,
        "voice": voice._asdict(),
        "words": reverse("answer-words", args=[answer.pk, name]),
    }


def words() -> dict[str, str]:
    """Return sentences by key; {0} and {1} are filled in by the page."""
    left = {
        f"left_{count}": ngettext("First answer %(count)d more question.",
                                  "First answer %(count)d more questions.", count)
        % {"count": count}
        for count in (1, 2, 3, 4)
    }  # fmt: skip
    return left | {
        "paused": _("Held. Click the picture to mark a place on this frame."),
        "opening": _("Opening the version…"),
        "preview_off": _("No connection: the picture waits."),
        "added": _("What was added: {0}"),
        "mark": _("Mark {0}, {1}"),
        "mark_keys": _("Arrow keys move it, Delete removes it."),
        "mark_note": _("What is wrong here (mark {0})"),
        "remove": _("Remove mark {0}"),
        "needs_note": _("Tell the author what is wrong: without a note a version is not returned."),
        "alone": _("by itself"),
        "seconds": _("s"),
    }

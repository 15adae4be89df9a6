"""What people and the gate do to a version. Each action writes into the book, or leaves no trace
but a line in the log."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from exhibits.book.writing import write
from exhibits.certificates.issuing import issue
from exhibits.certificates.record import Approval
from exhibits.jobs.actions import ask
from exhibits.portraits.actions import set_state, show
from exhibits.portraits.models import Version
from exhibits.portraits.rules import may_be_published
from exhibits.refusal import Refused
from exhibits.review import rules
from exhibits.review.citations import no_source, unsupported
from exhibits.review.models import GateReport, Verdict
from exhibits.review.rules import STEPS, Action
from generation import GenerationError, Words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an expert says: a decision, four answers, a note, marks on frames."""

    decision: str
    faithful: bool
    tasteful: bool
    supported: bool
    invented: bool
    note: str = ""
    marks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def all_yes(self) -> bool:
        """Say whether nothing speaks against it."""
        return self.faithful and self.tasteful and self.supported and self.invented


def submit(version: Version, user: User, now: datetime | None = None) -> None:
    """Send a draft version for review; the gate measures it first. Raises Refused."""
    with transaction.atomic():
        kept = _taken(version, Action.SUBMIT, user)
        if reason := may_be_published(kept) or _unsupported(kept):
            raise _refusal(reason, version, Action.SUBMIT, user)
        _move(version, kept, Action.SUBMIT, user, now)
        ask("gate", _subject(kept), user, {"version": str(kept.pk)})


def pass_gate(version: Version, measures: Mapping[str, Any], findings: list[Any]) -> None:
    """Keep what the gate measured and let the experts see the version. Raises Refused."""
    _keep_report(version, Action.PASS_GATE, True, measures, findings)


def fail_gate(version: Version, measures: Mapping[str, Any], findings: list[Any]) -> None:
    """Keep what the gate found and return the version to its author. Raises Refused."""
    _keep_report(version, Action.FAIL_GATE, False, measures, findings)


def recall(version: Version, user: User, now: datetime | None = None) -> None:
    """Let the author take a version back. Raises Refused."""
    with transaction.atomic():
        kept = _taken(version, Action.RECALL, user)
        if kept.verdicts.exists():
            raise _refusal(rules.not_now(kept, Action.RECALL), version, Action.RECALL, user)
        GateReport.objects.filter(version=kept).delete()
        _move(version, kept, Action.RECALL, user, now)


def judge(version: Version, user: User, opinion: Opinion, now: datetime | None = None) -> Verdict:
    """Write down an expert's verdict; the last one needed decides. Raises Refused."""
    with transaction.atomic():
        kept = _taken(version, Action.JUDGE, user)
        if reason := _verdict_refused(kept, user, opinion):
            raise _refusal(reason, version, Action.JUDGE, user)
        verdict = Verdict.objects.create(
            version=kept, expert=user, digest=kept.digest,
            decision=opinion.decision, faithful=opinion.faithful, tasteful=opinion.tasteful,
            supported=opinion.supported, invented=opinion.invented,
            note=opinion.note.strip(), marks=opinion.marks,
        )  # fmt: skip
        write("judged", _subject(kept), user, {"decision": opinion.decision}, now)
        decisions = list(kept.verdicts.values_list("decision", flat=True))
        if found := rules.outcome(decisions, settings.EXPERTS_NEEDED):
            set_state(kept, found, now or timezone.now())
            write(str(found), _subject(kept), None, {"digest": kept.digest}, now)
        version.state, version.state_at = kept.state, kept.state_at
    return verdict


def publish(version: Version, user: User, now: datetime | None = None) -> None:
    """Bring an approved version before visitors. Raises Refused."""
    with transaction.atomic():
        kept = _taken(version, Action.PUBLISH, user)
        if reason := may_be_published(kept):
            raise _refusal(reason, version, Action.PUBLISH, user)
        bring_before_visitors(kept, user, now or timezone.now())
        version.state, version.state_at = kept.state, kept.state_at


def bring_before_visitors(version: Version, user: User, now: datetime) -> None:
    """Show a version and write it down. Who may is decided before. Raises Refused."""
    with transaction.atomic():
        before = show(version, now)
        if before:
            write("replaced", _subject(before), user, {}, now)
        write("published", _subject(version), user, {"digest": version.digest}, now)
        certify(version, now)


def certify(version: Version, now: datetime) -> None:
    """Sign the record of a version: who approved it, and what was measured. Raises Refused."""
    verdicts = version.verdicts.filter(decision=Verdict.Decision.APPROVE).select_related("expert")
    names = [one.expert.get_full_name() or one.expert.username for one in verdicts]
    report = GateReport.objects.filter(version=version).first()
    approval = Approval(
        by=names,
        at=max((one.given_at for one in verdicts), default=None),
        measures=report.measures if report else {},
    )
    try:
        issue(version, approval, now)
    except GenerationError as error:
        raise Refused(error.for_people) from error


def withdraw(version: Version, user: User, reason: str = "", now: datetime | None = None) -> None:
    """Take a version away for good, from every screen within seconds. Raises Refused."""
    with transaction.atomic():
        kept = _taken(version, Action.WITHDRAW, user)
        _move(version, kept, Action.WITHDRAW, user, now, {"reason": reason.strip()})


def may(version: Version, action: Action, user: User) -> Words | None:
    """Return why this person may not do this to a version now, or None."""
    step = STEPS[action]
    if not step.permission or not user.has_perm(f"exhibits.{step.permission}"):
        return rules.NOT_ALLOWED
    own = version.author_id == user.pk
    if step.whose == "others" and own:
        return rules.OWN_WORK
    if step.whose == "author" and not own:
        return rules.NOT_YOURS
    if version.state not in step.before:
        return rules.not_now(version, action)
    return None


def _taken(version: Version, action: Action, user: User) -> Version:
    """Return the version as it is now, held until the transaction ends. Raises Refused."""
    kept = Version.objects.select_for_update(of=("self",))
    taken = kept.select_related("portrait__artwork", "image").get(pk=version.pk)
    if reason := may(taken, action, user):
        raise _refusal(reason, version, action, user)
    return taken


def _refusal(reason: Words, version: Version, action: Action, user: User | None) -> Refused:
    log.warning("%s: %s of version %s refused: %s", user, action, version.pk, reason.en)
    return Refused(reason)


def _move(
    version: Version,
    kept: Version,
    action: Action,
    user: User | None,
    now: datetime | None,
    told: Mapping[str, Any] | None = None,
) -> None:
    after = rules.next_state(action, kept.state)
    assert after
    set_state(kept, after, now or timezone.now())
    write(str(after), _subject(kept), user, {"digest": kept.digest, **(told or {})}, now)
    version.state, version.state_at = kept.state, kept.state_at


def _keep_report(
    version: Version,
    action: Action,
    passed: bool,
    measures: Mapping[str, Any],
    findings: list[Any],
) -> None:
    with transaction.atomic():
        kept = Version.objects.select_for_update(of=("self",))
        taken = kept.select_related("portrait__artwork", "image").get(pk=version.pk)
        if rules.next_state(action, taken.state) is None:
            raise _refusal(rules.not_now(taken, action), version, action, None)
        GateReport.objects.update_or_create(
            version=taken,
            defaults={"passed": passed, "measures": dict(measures), "findings": findings},
        )
        _move(version, taken, action, None, None, {"passed": passed})


def _verdict_refused(version: Version, user: User, opinion: Opinion) -> Words | None:
    if version.verdicts.filter(expert=user).exists():
        return rules.TWICE
    if opinion.decision == Verdict.Decision.APPROVE:
        return None if opinion.all_yes else rules.NOT_ALL_YES
    return None if opinion.note.strip() else rules.NO_NOTE


def _unsupported(version: Version) -> Words | None:
    for answer in version.answers.all():
        try:
            if lacking := unsupported(answer):
                return no_source(lacking[0])
        except GenerationError as error:
            return error.for_people
    return None


def _subject(version: Version) -> str:
    return f"version:{version.pk}"

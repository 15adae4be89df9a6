"""From draft to published and withdrawn: who may do what when. Pure: one table, one outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from exhibits.portraits.models import Version
from exhibits.review.models import Verdict
from generation import Words

State = Version.State
Decision = Verdict.Decision


class Action(StrEnum):
    """What can be done to a version. The gate and the house act without a person."""

    SUBMIT = "submit"
    PASS_GATE = "pass_gate"
    FAIL_GATE = "fail_gate"
    RECALL = "recall"
    JUDGE = "judge"
    PUBLISH = "publish"
    REPLACE = "replace"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed change: from where to where, by whom."""

    action: Action
    before: frozenset[State]
    after: State | None  # None: the verdicts decide
    permission: str = ""  # of exhibits; "" where no person acts
    whose: str = "anybody"  # "author", "others" than the author


STEPS = {
    step.action: step
    for step in (
        Step(Action.SUBMIT, frozenset({State.DRAFT}), State.SUBMITTED, "submit_version"),
        Step(Action.PASS_GATE, frozenset({State.SUBMITTED}), State.IN_REVIEW),
        Step(Action.FAIL_GATE, frozenset({State.SUBMITTED}), State.RETURNED),
        Step(
            Action.RECALL,
            frozenset({State.SUBMITTED, State.IN_REVIEW, State.APPROVED}),
            State.DRAFT,
            "submit_version",
            "author",
        ),
        Step(Action.JUDGE, frozenset({State.IN_REVIEW}), None, "review_version", "others"),
        Step(Action.PUBLISH, frozenset({State.APPROVED}), State.PUBLISHED, "publish_version"),
        Step(Action.REPLACE, frozenset({State.PUBLISHED}), State.APPROVED),
        Step(
            Action.WITHDRAW,
            frozenset({State.PUBLISHED, State.APPROVED, State.IN_REVIEW, State.SUBMITTED}),
            State.WITHDRAWN,
            "withdraw_version",
        ),
    )
}

NOT_ALLOWED = Words("У вашей учётной записи нет на это права.", "Your account may not do this.")
OWN_WORK = Words(
    "Свою версию не утверждают: её смотрят другие эксперты.",
    "Nobody reviews their own version: other experts look at it.",
)
NOT_YOURS = Words(
    "Отозвать версию с проверки может только её автор.",
    "Only its author may take a version back from review.",
)
TWICE = Words("Вы уже дали заключение.", "You have given your verdict already.")
NOT_ALL_YES = Words(
    "Утвердить можно, только когда на все четыре вопроса ответ «да».",
    "A version is approved only with a yes to all four questions.",
)
NO_NOTE = Words(
    "Напишите автору, что не так: без этого версию не вернуть.",
    "Tell the author what is wrong: without a note a version is not returned.",
)


def next_state(action: Action, state: str) -> State | None:
    """Return where an action leads from a state, None when it leads nowhere from there."""
    step = STEPS[action]
    return (step.after or State(state)) if state in step.before else None


def not_now(version: Version, action: Action) -> Words:
    """Say that a version's state forbids an action."""
    return Words(
        f"Сейчас нельзя: версия {version.number} – «{_ru(version.state)}».",
        f"Not now: version {version.number} is “{version.state.replace('_', ' ')}”.",
    )


RUSSIAN = {
    State.DRAFT: "черновик",
    State.SUBMITTED: "отправлена",
    State.IN_REVIEW: "на проверке",
    State.APPROVED: "утверждена",
    State.PUBLISHED: "опубликована",
    State.RETURNED: "возвращена",
    State.REJECTED: "отклонена",
    State.WITHDRAWN: "снята",
}

GIVEN: dict[str, Words] = {
    Decision.APPROVE: Words("Утверждает", "Approves"),
    Decision.RETURN: Words("Возвращает с замечанием", "Returns with a note"),
    Decision.REJECT: Words("Отклоняет", "Rejects"),
}


def _ru(state: str) -> str:
    return RUSSIAN[State(state)]


def outcome(decisions: Sequence[str], needed: int) -> State | None:
    """Return what the verdicts amount to, None while another expert must be heard.

    ``needed`` experts decide together when they agree that it may be shown, or that it may
    not. Where they disagree one more is called, until one side has more voices. Of those
    against, more "reject" than "return" rejects.
    """
    if len(decisions) < needed:
        return None
    yes = sum(decision == Decision.APPROVE for decision in decisions)
    no = len(decisions) - yes
    if yes and no and (len(decisions) == needed or yes == no):
        return None
    if yes > no:
        return State.APPROVED
    rejected = sum(decision == Decision.REJECT for decision in decisions)
    return State.REJECTED if rejected * 2 > no else State.RETURNED


def voices_wanted(decisions: Sequence[str], needed: int) -> int:
    """Return how many more experts must be heard."""
    if outcome(decisions, needed) is not None:
        return 0
    return max(needed - len(decisions), 1)

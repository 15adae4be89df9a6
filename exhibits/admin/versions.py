"""Saved versions in the admin: to read, and to send on their way; never to change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from exhibits.admin.doing import attempt, person
from exhibits.admin.pictures import frame
from exhibits.portraits.models import Version
from exhibits.refusal import in_language
from exhibits.review import actions
from exhibits.review.blind import readable_verdicts
from exhibits.review.models import GateReport, Verdict
from exhibits.review.rules import GIVEN

State = Version.State
COLOURS = {
    State.DRAFT: "info", State.SUBMITTED: "info", State.IN_REVIEW: "warning",
    State.APPROVED: "success", State.PUBLISHED: "success", State.RETURNED: "warning",
    State.REJECTED: "danger", State.WITHDRAWN: "danger",
}  # fmt: skip


@admin.register(Version)
class VersionAdmin(ModelAdmin):
    """Every version of every living portrait, the latest news first."""

    list_display = (
        "work",
        "number",
        "stage",
        "author",
        "state_at",
        "verdicts",
        "let_through",
        "desk",
    )
    list_filter = ("state",)
    list_filter_sheet = False
    list_display_links = None
    search_fields = ("portrait__artwork__title_ru", "portrait__artwork__title_en", "name")
    ordering = ("-state_at",)
    actions = ("send_for_review", "take_back", "publish")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Versions are saved in the studio."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is saved stays."""
        return False

    has_delete_permission = has_change_permission

    def has_submit_permission(self, request: HttpRequest) -> bool:
        """Say whether this person sends versions for review."""
        return request.user.has_perm("exhibits.submit_version")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Say whether this person publishes versions."""
        return request.user.has_perm("exhibits.publish_version")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """Fetch what the list tells."""
        versions: QuerySet[Version] = super().get_queryset(request)
        given = Prefetch("verdicts", readable_verdicts(request.user), to_attr="readable")
        rows = versions.select_related("portrait__artwork", "image__artwork", "author", "gate")
        return rows.prefetch_related(given)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        """Show a version where it can be seen: on the experts' desk."""
        return HttpResponseRedirect(reverse("desk", args=[object_id]))

    @display(description=_("work"), header=True, ordering="portrait__artwork__accession_number")
    def work(self, version: Version) -> list[Any]:
        """Show the picture, the title, and what the version is called."""
        work = version.portrait.artwork
        return [work.said("title"), version.name or work.said("maker"), "–", frame(version.image)]

    @display(description=_("state"), ordering="state", label=COLOURS)
    def stage(self, version: Version) -> tuple[str, str]:
        """Say where it is on its way."""
        return version.state, version.get_state_display()

    @display(description=_("verdicts"))
    def verdicts(self, version: Version) -> str:
        """Tell the verdicts this person may read."""
        told = (
            f"{name_of(one)}: {in_language(GIVEN[one.decision]).lower()}"
            for one in version.readable  # type: ignore[attr-defined]
        )
        return "; ".join(told) or "–"

    @display(description=_("the gate"))
    def let_through(self, version: Version) -> str:
        """Say what the gate found."""
        report: GateReport | None = getattr(version, "gate", None)
        if report is None:
            return "–"
        return str(_("let through") if report.passed else _("turned back"))

    @display(description=_("desk"))
    def desk(self, version: Version) -> str:
        """Lead to the desk."""
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500 font-medium" href="{}">{}</a>',
            reverse("desk", args=[version.pk]),
            _("Look at it"),
        )

    @admin.action(description=_("Send for review"), permissions=["submit"])
    def send_for_review(self, request: HttpRequest, versions: QuerySet[Version]) -> None:
        """Send the chosen versions, or say of each why not."""
        self._each(request, versions, actions.submit)

    @admin.action(description=_("Take back"), permissions=["submit"])
    def take_back(self, request: HttpRequest, versions: QuerySet[Version]) -> None:
        """Take the chosen versions back, or say of each why not."""
        self._each(request, versions, actions.recall)

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, versions: QuerySet[Version]) -> None:
        """Publish the chosen versions, or say of each why not."""
        self._each(request, versions, actions.publish)

    def _each(
        self,
        request: HttpRequest,
        versions: QuerySet[Version],
        act: Callable[[Version, User], object],
    ) -> None:
        for version in versions:
            attempt(request, partial(act, version, person(request)), str(version))


def name_of(verdict: Verdict) -> str:
    """Return who gave a verdict."""
    return verdict.expert.get_full_name() or verdict.expert.username

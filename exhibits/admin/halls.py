"""Exhibits and screens in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from exhibits.admin.doing import attempt
from exhibits.admin.pairing import pair
from exhibits.admin.pictures import SHORT_TEXTS, thumbnail
from exhibits.catalogue.news import tell_after_commit
from exhibits.kiosks.actions import tell_screen_after_commit, unpair
from exhibits.kiosks.health import State, state_at
from exhibits.kiosks.models import Exhibit, Kiosk, Showing


class ShowingInline(TabularInline):
    """Works of an exhibit; drag to change their order."""

    model = Showing
    extra = 0
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    verbose_name_plural = _("works, in the order of the rotation")
    autocomplete_fields = ("artwork",)
    readonly_fields = ("picture",)
    fields = ("picture", "artwork", "seconds", "position")

    @display(description=_("picture"))
    def picture(self, showing: Showing) -> str:
        """Show the work."""
        image = showing.artwork.images.first() if showing.artwork_id else None
        return thumbnail(image, "thumb small")


@admin.register(Exhibit)
class ExhibitAdmin(ModelAdmin):
    """What hangs together."""

    list_display = ("name", "published", "works_in_it", "screens")
    list_filter = ("published",)
    list_filter_sheet = False
    search_fields = ("title_ru", "title_en")
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (ShowingInline,)
    compressed_fields = False
    formfield_overrides = SHORT_TEXTS
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_ru", "title_en"),
                    ("intro_ru", "intro_en"),
                    ("slug", "published"),
                ]
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exhibit]:
        """Count works and screens."""
        exhibits: QuerySet[Exhibit] = super().get_queryset(request)
        return exhibits.annotate(
            count_works=Count("showings", distinct=True),
            count_screens=Count("kiosks", distinct=True),
        )

    @display(description=_("exhibit"), ordering="slug")
    def name(self, exhibit: Exhibit) -> str:
        """Return its title in the language of the page."""
        return exhibit.said("title")

    @display(description=_("works"), ordering="count_works")
    def works_in_it(self, exhibit: Any) -> int:
        """Return how many works hang in it."""
        return int(exhibit.count_works)

    @display(description=_("screens"), ordering="count_screens")
    def screens(self, exhibit: Any) -> int:
        """Return how many screens show it."""
        return int(exhibit.count_screens)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save, and let every screen look again."""
        super().save_related(request, form, formsets, change)
        tell_after_commit("")


@admin.register(Kiosk)
class KioskAdmin(ModelAdmin):
    """Screens on the floor."""

    compressed_fields = False
    list_display = ("screen_name", "state", "exhibit", "language", "screen")
    list_filter = ("exhibit",)
    list_filter_sheet = False
    list_select_related = ("exhibit",)
    search_fields = ("name", "place")
    readonly_fields = ("state", "screen", "paired_at", "last_seen_at", "mirror")
    fieldsets = [
        (None, {"fields": [("name", "place"), ("exhibit", "language", "volume")]}),
        (_("The screen itself"), {"fields": [("state", "mirror"), ("screen", "paired_at")]}),
    ]
    actions = ("unpair_all",)
    actions_list = ("pair_a_screen",)

    def has_pair_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether this person pairs screens."""
        return request.user.has_perm("exhibits.pair_kiosk")

    @display(description=_("screen"), header=True, ordering="name")
    def screen_name(self, kiosk: Kiosk) -> list[str]:
        """Return name and place."""
        return [kiosk.name, kiosk.place or "–"]

    @display(
        description=_("state"),
        label={
            State.WORKING: "success",
            State.SILENT: "danger",
            State.UNSEEN: "warning",
            State.UNPAIRED: "info",
        },
    )
    def state(self, kiosk: Kiosk) -> tuple[State, str]:
        """Say how it is."""
        now = timezone.now()
        state = state_at(bool(kiosk.token_hash), kiosk.last_seen_at, now)
        words = {
            State.WORKING: _("Working"),
            State.UNSEEN: _("Paired, not heard from yet"),
            State.UNPAIRED: _("No screen paired"),
        }
        if state is State.SILENT and kiosk.last_seen_at:
            return state, str(_("No contact for %s") % timesince(kiosk.last_seen_at, now))
        return state, str(words[state])

    @display(description=_("what it shows now"))
    def mirror(self, kiosk: Kiosk) -> str:
        """Link to the mirror."""
        if kiosk._state.adding:
            return "–"
        template = '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>'
        return format_html(template, reverse("kiosk-mirror", args=[kiosk.pk]), _("Watch from here"))

    def save_model(self, request: HttpRequest, obj: Kiosk, form: Any, change: bool) -> None:
        """Save, and let the screen look again."""
        super().save_model(request, obj, form, change)
        tell_screen_after_commit(obj.pk)

    @action(description=_("Pair a screen"), permissions=["pair"], icon="add_link", url_path="pair")
    def pair_a_screen(self, request: HttpRequest) -> Any:
        """Lead to the page where a code is typed."""
        return pair(request, self)

    @admin.action(description=_("Let the screen go"), permissions=["pair"])
    def unpair_all(self, request: HttpRequest, kiosks: QuerySet[Kiosk]) -> None:
        """Unpair the chosen ones."""
        for kiosk in kiosks:
            done = str(_("%s has no screen now.") % kiosk)
            attempt(request, lambda kiosk=kiosk: unpair(kiosk), done)  # type: ignore[misc]

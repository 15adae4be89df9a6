"""Living portraits in the admin: settings of the draft, and why visitors see none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget

from exhibits.admin.answers import AnswerInline
from exhibits.admin.pictures import SHORT_TEXTS, frame, thumbnail
from exhibits.catalogue.models import ArtworkImage
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.published import published_version, why_still
from exhibits.refusal import in_language
from exhibits.workshop.enginery import live_aliases
from exhibits.workshop.wording import engine_label
from generation import Words

NO_PICTURE = Words(
    "У этой работы ещё нет снимка: сначала загрузите его.",
    "This work has no picture yet: upload one first.",
)


class NewPortraitForm(forms.ModelForm):  # type: ignore[type-arg]
    """Bring a work to life: everything but the work itself has a sensible start."""

    class Meta:
        model = LivingPortrait
        fields = ("artwork",)

    def clean(self) -> dict[str, Any] | None:
        """Take the work's first picture, or refuse."""
        if artwork := self.cleaned_data.get("artwork"):
            self.instance.image = image = artwork.images.first()
            if image is None:
                self.add_error("artwork", in_language(NO_PICTURE))
        return super().clean()


class PortraitForm(forms.ModelForm):  # type: ignore[type-arg]
    """How it lives. Only engines that answer in real time and the work's own pictures."""

    engine = forms.ChoiceField(label=_("engine"), widget=UnfoldAdminSelectWidget)

    class Meta:
        model = LivingPortrait
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if engine := self.fields.get("engine"):
            live = dict.fromkeys([*live_aliases(), self.instance.engine])
            engine.choices = [(alias, engine_label(alias)) for alias in live]  # type: ignore[attr-defined]
        if image := self.fields.get("image"):
            own = ArtworkImage.objects.filter(artwork_id=self.instance.artwork_id)
            image.queryset = own  # type: ignore[attr-defined]


@admin.register(LivingPortrait)
class LivingPortraitAdmin(ModelAdmin):
    """How works come to life, and who allowed it."""

    form = PortraitForm
    list_display = ("work", "moved_by", "on_show", "shown", "studio")
    actions_detail = ("open_studio",)
    list_filter = ("artwork__may_move",)
    list_filter_sheet = False
    search_fields = ("artwork__title_ru", "artwork__title_en", "artwork__accession_number")
    autocomplete_fields = ("artwork",)
    inlines = (AnswerInline,)
    compressed_fields = False
    formfield_overrides = SHORT_TEXTS
    add_fieldsets = [(None, {"fields": ["artwork"]})]
    fieldsets = [
        (None, {"fields": [("picture", "shown_or_not")]}),
        (_("Looks"), {"fields": ["image", ("engine", "seed"), ("touch_x", "touch_y")]}),
        (
            _("By hand"),
            {
                "classes": ["collapse"],
                "description": _(
                    "Needed only where the machine finds no face, or the wrong one. "
                    "Visitors see the published version; this is the draft of the next one."
                ),
                "fields": [("face", "beard"), "points", "masks", "ground", "options"],
            },
        ),
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Ask only for the work at first."""
        return super().get_form(request, obj, **(kwargs if obj else {"form": NewPortraitForm}))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show, do not ask."""
        return ("picture", "shown_or_not")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Show answers once there is a portrait to give them."""
        return self.inlines if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[LivingPortrait]:
        """Fetch works and pictures with the portraits."""
        portraits: QuerySet[LivingPortrait] = super().get_queryset(request)
        return portraits.select_related("artwork", "image")

    @display(description=_("work"), header=True, ordering="artwork__accession_number")
    def work(self, portrait: LivingPortrait) -> list[Any]:
        """Show the picture and the title."""
        work = portrait.artwork
        return [
            work.said("title"),
            f"{work.accession_number} · {work.said('maker')}",
            "–",
            frame(portrait.image),
        ]

    @display(description=_("engine"), ordering="engine")
    def moved_by(self, portrait: LivingPortrait) -> str:
        """Name the engine."""
        return engine_label(portrait.engine)

    @display(description=_("on show"), label={True: "success", False: "warning"})
    def on_show(self, portrait: LivingPortrait) -> tuple[bool, str]:
        """Name the version visitors see."""
        version = published_version(artwork=portrait.artwork)
        number = _("version %(number)s") % {"number": version.number} if version else _("none")
        return version is not None, str(number)

    @display(description=_("studio"))
    def studio(self, portrait: LivingPortrait) -> str:
        """Lead into the studio."""
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500 font-medium" href="{}">{}</a>',
            reverse("studio", args=[portrait.pk]),
            _("Open in the studio"),
        )

    @action(description=_("Open in the studio"), url_path="studio", icon="brush")
    def open_studio(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead into the studio."""
        return HttpResponseRedirect(reverse("studio", args=[object_id]))

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Go on in the studio with what was just made."""
        return HttpResponseRedirect(reverse("studio", args=[obj.pk]))

    @display(description=_("do visitors see it?"))
    def shown(self, portrait: LivingPortrait) -> str:
        """Say yes, or why not."""
        reason = why_still(portrait.artwork)
        return in_language(reason) if reason else str(_("Yes"))

    @display(description=_("do visitors see it?"))
    def shown_or_not(self, portrait: LivingPortrait) -> str:
        """Say it on the form, too."""
        return self.shown(portrait) if portrait.pk and portrait.image_id else "–"

    @display(description=_("picture"))
    def picture(self, portrait: LivingPortrait) -> str:
        """Show the picture, whole."""
        return thumbnail(portrait.image if portrait.image_id else None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the draft as changed once more: an open studio must notice."""
        obj.revision += 1
        super().save_model(request, obj, form, change)

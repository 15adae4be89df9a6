"""Living portraits in the admin: settings, approval, and why one is not shown."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget

import generation
from exhibits.admin.answers import AnswerInline
from exhibits.admin.doing import attempt, attempt_after_saving, person
from exhibits.admin.pictures import SHORT_TEXTS, frame, thumbnail
from exhibits.catalogue.models import ArtworkImage
from exhibits.portraits.actions import approve, withdraw
from exhibits.portraits.models import LivingPortrait
from exhibits.portraits.performing import make_scene, open_performer
from exhibits.portraits.rules import may_be_shown
from exhibits.refusal import in_language
from generation import Words

LOOKS = ("image", "engine", "options", "face", "points", "beard", "ground", "seed")
NO_PICTURE = Words(
    "У этой работы ещё нет снимка: сначала загрузите его.",
    "This work has no picture yet: upload one first.",
)


def engine_label(alias: str) -> str:
    """Return what people call the engine behind an alias of the settings."""
    table = settings.GENERATION.get(alias, {}).get("ENGINE", "")
    return in_language(generation.ENGINES[table][0]) if table in generation.ENGINES else alias


def try_and_approve(portrait: LivingPortrait, user: User) -> None:
    """Approve what can really be shown: its scene is made first, and kept."""
    make_scene(portrait)
    if portrait.ground:  # a drawing may be refused only when it meets the picture
        open_performer(portrait)
    approve(portrait, user)


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
    """How it lives. Only the engines of the settings and the work's own pictures."""

    engine = forms.ChoiceField(label=_("engine"), widget=UnfoldAdminSelectWidget)

    class Meta:
        model = LivingPortrait
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if engine := self.fields.get("engine"):
            engine.choices = [(alias, engine_label(alias)) for alias in settings.GENERATION]  # type: ignore[attr-defined]
        if image := self.fields.get("image"):
            own = ArtworkImage.objects.filter(artwork_id=self.instance.artwork_id)
            image.queryset = own  # type: ignore[attr-defined]


@admin.register(LivingPortrait)
class LivingPortraitAdmin(ModelAdmin):
    """How works come to life, and who allowed it."""

    form = PortraitForm
    list_display = ("work", "moved_by", "approval", "shown")
    list_filter = ("artwork__may_move", ("approved_at", admin.EmptyFieldListFilter))
    list_filter_sheet = False
    search_fields = ("artwork__title_ru", "artwork__title_en", "artwork__accession_number")
    autocomplete_fields = ("artwork",)
    inlines = (AnswerInline,)
    compressed_fields = False
    formfield_overrides = SHORT_TEXTS
    actions = ("approve_all", "withdraw_all")
    actions_submit_line = ("approve_it", "withdraw_it")
    add_fieldsets = [(None, {"fields": ["artwork"]})]
    fieldsets = [
        (None, {"fields": [("picture", "shown_or_not"), ("approved_by", "approved_at")]}),
        (_("Looks"), {"fields": ["image", ("engine", "seed"), ("touch_x", "touch_y")]}),
        (
            _("By hand"),
            {
                "classes": ["collapse"],
                "description": _(
                    "Needed only where the machine finds no face, or the wrong one. "
                    "A change takes the approval back: look again, then approve."
                ),
                "fields": [("face", "beard"), "points", "ground", "options"],
            },
        ),
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Ask only for the work at first."""
        return super().get_form(request, obj, **(kwargs if obj else {"form": NewPortraitForm}))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Let nobody sign for somebody else."""
        return ("picture", "shown_or_not", "approved_by", "approved_at")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Show answers once there is a portrait to give them."""
        return self.inlines if obj else ()

    def has_approve_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether this person approves living portraits."""
        return request.user.has_perm("exhibits.approve_livingportrait")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LivingPortrait]:
        """Fetch works and pictures with the portraits."""
        portraits: QuerySet[LivingPortrait] = super().get_queryset(request)
        return portraits.select_related("artwork", "image", "approved_by")

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

    @display(description=_("approval"), label={True: "success", False: "warning"})
    def approval(self, portrait: LivingPortrait) -> tuple[bool, str]:
        """Say who approved it, or that it waits."""
        if portrait.approved_at is None:
            return False, str(_("waits for approval"))
        who = portrait.approved_by
        return True, (who.get_full_name() or who.username) if who else "–"

    @display(description=_("do visitors see it?"))
    def shown(self, portrait: LivingPortrait) -> str:
        """Say yes, or why not."""
        reason = may_be_shown(portrait)
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
        """Save; whatever changes the look takes the approval back."""
        super().save_model(request, obj, form, change)
        if obj.approved_at and set(LOOKS) & set(form.changed_data):
            withdraw(obj)
            self.message_user(
                request, _("It looks different now and waits for approval again."), 30
            )

    @action(description=_("Save and approve"), permissions=["approve"])
    def approve_it(self, request: HttpRequest, portrait: LivingPortrait) -> None:
        """Approve it once it is saved."""
        done = str(_("Approved. Visitors may see it."))
        attempt_after_saving(request, partial(try_and_approve, portrait, person(request)), done)

    @action(description=_("Withdraw"), permissions=["approve"])
    def withdraw_it(self, request: HttpRequest, portrait: LivingPortrait) -> None:
        """Withdraw it."""
        done = str(_("Withdrawn. Screens return to the original within seconds."))
        attempt_after_saving(request, partial(withdraw, portrait), done)

    @admin.action(description=_("Approve"), permissions=["approve"])
    def approve_all(self, request: HttpRequest, portraits: QuerySet[LivingPortrait]) -> None:
        """Approve the chosen ones, or say of each why not."""
        for portrait in portraits:
            attempt(request, partial(try_and_approve, portrait, person(request)), str(portrait))

    @admin.action(description=_("Withdraw"), permissions=["approve"])
    def withdraw_all(self, request: HttpRequest, portraits: QuerySet[LivingPortrait]) -> None:
        """Withdraw the chosen ones."""
        for portrait in portraits:
            attempt(request, partial(withdraw, portrait), str(portrait))

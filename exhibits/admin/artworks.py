"""Works in the admin: list, form, pictures, and what may be done with them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action

from exhibits.admin.artwork_columns import ArtworkColumns
from exhibits.admin.artwork_form import DECIDED, DECISION, FIELDSETS, ArtworkForm
from exhibits.admin.doing import attempt, attempt_after_saving, person
from exhibits.admin.pictures import SHORT_TEXTS, PictureInline, UploadInline, ready_uploads
from exhibits.catalogue.actions import (
    decide_movement,
    forget_files_after_commit,
    hang_picture,
    publish,
    unpublish,
)
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.catalogue.news import tell_after_commit
from exhibits.public.search import FIELDS, matches


@admin.register(Artwork)
class ArtworkAdmin(ArtworkColumns, ModelAdmin):
    """The catalogue."""

    form = ArtworkForm
    fieldsets = FIELDSETS
    inlines = (PictureInline, UploadInline)
    list_display = ("work", "date", "movement", "on_show", "life")
    list_filter = ("may_move", "published", "exhibits")
    list_filter_sheet = False
    list_per_page = 50
    search_fields = FIELDS
    search_help_text = _("Words of a title or a maker, or an accession number")
    radio_fields = {"may_move": admin.HORIZONTAL}
    prepopulated_fields = {"slug": ("title_en",)}
    actions = ("put_all_on_show", "take_all_off_show")
    actions_submit_line = ("put_on_show", "take_off_show")
    warn_unsaved_form = True
    compressed_fields = False
    formfield_overrides = SHORT_TEXTS

    # Who may

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether this person puts works on show."""
        return request.user.has_perm("exhibits.publish_artwork")

    def get_readonly_fields(self, request: HttpRequest, obj: Artwork | None = None) -> Any:
        """Leave the decision to those who may take it, signatures to nobody."""
        fixed = ("portrait_of_it", "state", *DECIDED)
        decides = request.user.has_perm("exhibits.decide_movement")
        return fixed if decides else (*fixed, *DECISION)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Artwork | None = None) -> Any:
        """Offer an address for a new work; those on show keep theirs."""
        return {} if obj else self.prepopulated_fields

    def get_actions_submit_line(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer the one of the two that makes sense."""
        published = Artwork.objects.filter(pk=object_id, published=True).exists()
        fitting = "take_off_show" if published else "put_on_show"
        offered = super().get_actions_submit_line(request, object_id)
        return [offer for offer in offered if offer.action_name.endswith(fitting)]

    # What is seen

    def get_queryset(self, request: HttpRequest) -> QuerySet[Artwork]:
        """Fetch pictures and portraits with the works."""
        works: QuerySet[Artwork] = super().get_queryset(request)
        return works.select_related("living").prefetch_related("images__artwork")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Artwork], search_term: str
    ) -> tuple[QuerySet[Artwork], bool]:
        """Search ourselves: SQLite does not fold Cyrillic capitals, and nobody folds ё."""
        if not search_term.strip():
            return queryset, False
        found = [w.pk for w in Artwork.objects.only(*FIELDS) if matches(w, search_term)]
        return queryset.filter(pk__in=found), False

    # What is kept

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decode uploads before the transaction that Django opens here."""
        if request.FILES and request.user.has_perm("exhibits.add_artworkimage"):
            ready_uploads(request)
        response: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return response

    def save_model(self, request: HttpRequest, obj: Artwork, form: Any, change: bool) -> None:
        """Save, and sign a decision with the name of whoever takes it."""
        super().save_model(request, obj, form, change)
        if set(DECISION) & set(form.changed_data):
            answer = Artwork.May(obj.may_move)
            until = obj.may_move_until
            decide_movement(obj, answer, obj.may_move_reason, person(request), until)
        tell_after_commit(obj.slug)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        """Hang new pictures and forget the files of removed ones."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for upload in formset.extra_forms:
            if ready := upload.cleaned_data.get("upload"):
                image = hang_picture(form.instance, ready, person(request))
                formset.new_objects.append(image)
        for removed in formset.deleted_forms:
            forget_files_after_commit(removed.instance)
            removed.instance.delete()
            formset.deleted_objects.append(removed.instance)

    def delete_model(self, request: HttpRequest, obj: Artwork) -> None:
        """Remove a work with the files of its pictures."""
        self.delete_queryset(request, Artwork.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Artwork]) -> None:
        """Remove works with the files of their pictures."""
        for image in ArtworkImage.objects.filter(artwork__in=queryset):
            forget_files_after_commit(image)
        queryset.delete()

    # What is done

    @action(description=_("Save and put on show"), permissions=["publish"])
    def put_on_show(self, request: HttpRequest, work: Artwork) -> None:
        """Put it on show once its form and pictures are saved."""
        attempt_after_saving(
            request,
            partial(publish, work, person(request)),
            str(_("“%s” is on show.") % work.said("title")),
        )

    @action(description=_("Take off show"), permissions=["publish"])
    def take_off_show(self, request: HttpRequest, work: Artwork) -> None:
        """Take it off show."""
        attempt_after_saving(
            request,
            partial(unpublish, work, person(request)),
            str(_("“%s” is off show; screens let it go within seconds.") % work.said("title")),
        )

    @admin.action(description=_("Put on show"), permissions=["publish"])
    def put_all_on_show(self, request: HttpRequest, works: QuerySet[Artwork]) -> None:
        """Put the chosen works on show, or say of each why not."""
        for work in works:
            attempt(request, partial(publish, work, person(request)), str(work))

    @admin.action(description=_("Take off show"), permissions=["publish"])
    def take_all_off_show(self, request: HttpRequest, works: QuerySet[Artwork]) -> None:
        """Take the chosen works off show."""
        for work in works:
            attempt(request, partial(unpublish, work, person(request)), str(work))

"""Pictures in the admin: thumbnails, and uploads decoded before the database is locked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet, TextField
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from exhibits.catalogue import rules
from exhibits.catalogue.actions import ALREADY_HERE, ReadyPicture, prepare_picture
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.refusal import in_language
from generation import GenerationError

SHORT_TEXTS: dict[Any, Any] = {TextField: {"widget": UnfoldAdminTextareaWidget({"rows": 5})}}


def address(image: ArtworkImage, width: int = 320) -> str:
    """Return where a derivative is."""
    return reverse("picture", args=[image.pk, width])


def frame(image: ArtworkImage) -> dict[str, Any]:
    """Return a picture for a row of a list: whole, not cropped."""
    return {"path": address(image), "as_background": True, "height": 72, "width": 72}


def thumbnail(image: ArtworkImage | None, classes: str = "thumb") -> str:
    """Return the picture, whole; a dash where there is none."""
    if image is None:
        return "–"
    large, small = address(image, 1920), address(image, 640)
    template = '<a href="{}" target="_blank"><img class="{}" src="{}" alt="{}" loading="lazy"></a>'
    return format_html(template, large, classes, small, image.artwork.said("alt"))


def ready_uploads(request: HttpRequest) -> None:
    """Decode the uploads of this request now: decoding takes seconds, and saving locks."""
    for uploads in request.FILES.lists():
        for upload in uploads[1]:
            _readied(upload)


def _readied(upload: Any) -> ReadyPicture | GenerationError:
    """Return the upload as a picture, or why it is none; remembered with the upload."""
    if not hasattr(upload, "readied"):
        try:
            upload.readied = prepare_picture(upload, upload.name or "")
        except GenerationError as refusal:
            upload.readied = refusal
    found: ReadyPicture | GenerationError = upload.readied
    return found


class UploadForm(forms.ModelForm):  # type: ignore[type-arg]
    """One new picture. What cannot be taken is refused in words."""

    upload = forms.FileField(label=_("Picture file"), widget=UnfoldAdminFileFieldWidget)

    class Meta:
        model = ArtworkImage
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = _(
            "JPEG, PNG, WebP or TIFF, up to %(bytes)s and %(megapixels)d megapixels. "
            "Taken straight from the front, evenly lit, the frame cut off."
        ) % {
            "bytes": filesizeformat(settings.UPLOAD_MAX_BYTES),
            "megapixels": settings.UPLOAD_MAX_PIXELS // 10**6,
        }

    def clean_upload(self) -> ReadyPicture:
        """Return the picture, decoded and checked."""
        found = _readied(self.cleaned_data["upload"])
        if isinstance(found, GenerationError):
            raise forms.ValidationError(in_language(found.for_people))
        here = ArtworkImage.objects.filter(artwork_id=self.instance.artwork_id)
        if here.filter(sha256=found.sha256).exists():
            raise forms.ValidationError(in_language(ALREADY_HERE))
        return found


class PictureFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The pictures a work has; one on show keeps at least one."""

    def clean(self) -> None:
        """Refuse to remove the last picture of a work on show."""
        super().clean()
        work: Artwork = self.instance
        if work.published and len(self.deleted_forms) == len(self.initial_forms):
            raise forms.ValidationError(in_language(rules.not_yet([rules.PICTURE])))


class PictureInline(TabularInline):
    """The pictures a work has."""

    model = ArtworkImage
    formset = PictureFormSet
    hide_title = True
    extra = 0
    fields = readonly_fields = ("shown", "original_name", "dimensions", "created_at", "uploaded_by")
    verbose_name_plural = _("pictures")

    @display(description=_("picture"))
    def shown(self, image: ArtworkImage) -> str:
        """Show it."""
        return thumbnail(image, "thumb small")

    @display(description=_("size, px"))
    def dimensions(self, image: ArtworkImage) -> str:
        """Say how large it is."""
        return f"{image.width} × {image.height}"

    def has_add_permission(self, request: HttpRequest, obj: Artwork | None = None) -> bool:
        """Leave adding to the upload form."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Artwork | None = None) -> bool:
        """Allow nobody to edit a record of what was uploaded."""
        return False


class UploadInline(StackedInline):
    """A place for one more picture."""

    model = ArtworkImage
    form = UploadForm
    fields = ("upload",)
    extra = max_num = 1
    can_delete = False
    verbose_name = _("new picture")
    verbose_name_plural = _("add a picture")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArtworkImage]:
        """Show no picture here; the list above does."""
        return ArtworkImage.objects.none()

    def has_view_permission(self, request: HttpRequest, obj: Artwork | None = None) -> bool:
        """Show the form only to those who may add."""
        return bool(self.has_add_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Artwork | None = None) -> bool:
        """Add only."""
        return False

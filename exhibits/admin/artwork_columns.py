"""How a work is told in the admin: its picture, its decision, its state."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from exhibits.admin.pictures import frame, thumbnail
from exhibits.catalogue import rules
from exhibits.catalogue.models import Artwork
from exhibits.portraits.published import published_version
from exhibits.refusal import in_language


class ArtworkColumns:
    """Columns of the list and read-only fields of the form."""

    @display(description=_("work"), header=True, ordering="accession_number")
    def work(self, work: Artwork) -> list[Any]:
        """Show the picture, the title, and under it number and maker."""
        image = next(iter(work.images.all()), None)
        return [
            work.said("title"),
            f"{work.accession_number} · {work.said('maker')}",
            "–",
            frame(image) if image else None,
        ]

    @display(description=_("date"), ordering="date_from")
    def date(self, work: Artwork) -> str:
        """Say when it was made."""
        return work.said("date_text")

    @display(
        description=_("may it move?"),
        ordering="may_move",
        label={"yes": "success", "still": "info", "no": "danger", "": "warning"},
    )
    def movement(self, work: Artwork) -> tuple[str, str]:
        """Say what was decided, or that nothing was."""
        if not rules.is_decided(work):
            return "", str(_("not decided"))
        return work.may_move, str(Artwork.May(work.may_move).label)

    @display(description=_("on show"), ordering="published", label={True: "success", False: "info"})
    def on_show(self, work: Artwork) -> tuple[bool, str]:
        """Say whether visitors see it."""
        return work.published, str(_("on show") if work.published else _("in store"))

    @display(description=_("living portrait"), label={True: "success", False: "warning"})
    def life(self, work: Artwork) -> tuple[bool, str] | None:
        """Say whether visitors see its living portrait."""
        living = getattr(work, "living", None)
        if living is None:
            return None
        shown = published_version(artwork=work) is not None
        return shown, str(_("published") if shown else _("in work"))

    @display(description=_("picture"))
    def portrait_of_it(self, work: Artwork) -> str:
        """Show the first picture, whole, or the way to add one."""
        if image := work.images.first() if work.pk else None:
            return thumbnail(image)
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500" href="#images-2-group">{}</a>',
            _("Add a picture below"),
        )

    @display(description=_("state"))
    def state(self, work: Artwork) -> str:
        """Say where the work stands and what it still lacks."""
        if not work.pk:
            return str(_("Save the record first; pictures and decisions follow."))
        if not work.published:
            lacking = rules.missing(work, work.images.count())
            if lacking:
                return in_language(rules.not_yet(lacking))
            return str(_("In store. Everything is ready to go on show."))
        page = reverse("work", args=[work.slug])
        return format_html(
            '{} <a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>',
            _("On show."),
            page,
            _("See its page"),
        )

"""Small words for templates: a bilingual field, an icon, a picture's address."""

from __future__ import annotations

from typing import Protocol

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exhibits.catalogue.derivatives import WIDTHS
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.certificates import keys
from exhibits.certificates.labelling import labels_of_looks
from exhibits.kiosks.telling import hatch_json, size_text
from exhibits.portraits.models import Looks, Version
from exhibits.public.rights import rights_name
from exhibits.refusal import in_language
from generation import Labels, Words, typeset

register = template.Library()


class Bilingual(Protocol):
    """Anything with fields in both languages."""

    def said(self, name: str) -> str:
        """Return a field in the current language."""
        ...


@register.filter
def said(record: Bilingual, name: str) -> str:
    """Return a bilingual field in the current language."""
    return typeset(record.said(name))


@register.filter
def words(both: Words) -> str:
    """Return a text we have in both languages in the current one."""
    return in_language(both)


@register.simple_tag
def icon(name: str, classes: str = "i") -> SafeString:
    """Draw one symbol of the icon sheet; it says nothing to a screen reader."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def seal_anchor() -> str:
    """Return the name of the key a page trusts the seals of living pictures by."""
    return keys.seal_anchor()


@register.simple_tag
def hatching(version: Version) -> dict[str, str]:
    """Return the addresses of what was added in a version: its mask, and what is told of it."""
    return hatch_json(version)


@register.simple_tag
def said_of_looks(looks: Looks) -> Labels | None:
    """Return what is said of a draft, or of a version in any state."""
    return labels_of_looks(looks)


@register.simple_tag
def picture(image: ArtworkImage, width: int) -> str:
    """Return the address of a derivative of this width."""
    return reverse("picture", args=[image.pk, width])


@register.simple_tag
def srcset(image: ArtworkImage) -> str:
    """Return every derivative for ``srcset``."""
    return ", ".join(f"{reverse('picture', args=[image.pk, w])} {w}w" for w in WIDTHS)


@register.filter
def size(artwork: Artwork) -> str:
    """Return height × width in centimetres, or nothing when unknown."""
    return size_text(artwork, (get_language() or "ru")[:2])


@register.filter
def rights(uri: str) -> str:
    """Return the short name of a licence or rights statement."""
    return rights_name(uri)

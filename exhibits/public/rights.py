"""Short names of the rights statements museums use. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _


def rights_name(uri: str) -> str:
    """Return what people call a rights URI; for an unknown one, whose site it is."""
    path = uri.split("://", 1)[-1].lower()
    if "creativecommons.org/publicdomain/zero" in path:
        return "CC0 1.0"
    if "creativecommons.org/publicdomain/mark" in path:
        return _("Public domain")
    if "rightsstatements.org/vocab/inc" in path:
        return _("In copyright")
    if "rightsstatements.org/vocab/noc" in path:
        return _("No copyright")
    if found := re.search(r"creativecommons\.org/licenses/([a-z-]+)/([\d.]+)", path):
        return f"CC {found[1].upper()} {found[2]}"
    return urlsplit(uri).hostname or uri

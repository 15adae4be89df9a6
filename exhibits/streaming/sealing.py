"""Who seals a stage, and what the seal says of what is shown. Slow: a device may sign."""

from __future__ import annotations

import time

from exhibits.certificates.keys import live_signatory
from exhibits.portraits.models import Looks, Version
from generation import Label, Sealer, build_text


def open_sealer(shown: Looks, label: Label) -> Sealer:
    """Return who seals the frames of a version, or of a staff's draft, and their label.

    Raises SigningRefused.
    """
    about: dict[str, str | int] = {
        "certificate": certificate_address(shown),
        "iat": int(time.time()),
    }
    if isinstance(shown, Version):
        about |= {"version": str(shown.pk), "digest": shown.digest}
    return Sealer(live_signatory(), about, build_text(label))


def certificate_address(shown: Looks) -> str:
    """Return where the certificate of a version is read, without the language a page puts
    before it; a draft has none."""
    return f"/certificates/{shown.pk}/" if isinstance(shown, Version) else ""

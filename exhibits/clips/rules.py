"""May a file of this version be made, and may visitors have it? Deny first."""

from __future__ import annotations

from exhibits.certificates.models import Certificate
from exhibits.clips.models import Clip
from exhibits.portraits.models import Version
from exhibits.portraits.rules import may_be_published, may_be_shown
from generation import Words

State = Version.State

WITHDRAWN = Words(
    "Эту версию сняли с показа: файлов из неё больше не делают и не отдают.",
    "This version was withdrawn: files of it are neither made nor given away any more.",
)
NOT_CERTIFIED = Words(
    "Файлы делают только из версии, которую утвердили и опубликовали: у неё есть удостоверение.",
    "Files are made only of a version that was approved and published: it has a certificate.",
)


def may_be_exported(version: Version) -> Words | None:
    """Return why no file may be made of a version now, or None when it may."""
    if version.state == State.WITHDRAWN:
        return WITHDRAWN
    if reason := may_be_published(version):
        return reason
    certified = version.state in (State.PUBLISHED, State.APPROVED)
    if certified and Certificate.objects.filter(version=version.pk).exists():
        return None
    return NOT_CERTIFIED


def may_be_taken(clip: Clip) -> Words | None:
    """Return why visitors may not have a clip they know the address of, or None."""
    if clip.version.state == State.WITHDRAWN:
        return WITHDRAWN
    return may_be_shown(clip.version)

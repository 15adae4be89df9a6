"""Every table of the museum, gathered for Django from the rooms."""

from exhibits.accounts.models import OneTimePassword
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.kiosks.models import Exhibit, Kiosk, PairingRequest, Showing
from exhibits.portraits.models import Answer, LivingPortrait

__all__ = [
    "Answer",
    "Artwork",
    "ArtworkImage",
    "Exhibit",
    "Kiosk",
    "LivingPortrait",
    "OneTimePassword",
    "PairingRequest",
    "Showing",
]

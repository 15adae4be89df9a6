"""Every table of the museum, gathered for Django from the rooms."""

from exhibits.accounts.models import OneTimePassword
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.kiosks.models import Exhibit, Kiosk, PairingRequest, Showing
from exhibits.portraits.models import LivingPortrait

__all__ = [
    "Artwork",
    "ArtworkImage",
    "Exhibit",
    "Kiosk",
    "LivingPortrait",
    "OneTimePassword",
    "PairingRequest",
    "Showing",
]

"""Every table of the museum, gathered for Django from the rooms."""

from exhibits.accounts.models import OneTimePassword
from exhibits.book.models import DailyHead, Entry, Head
from exhibits.catalogue.models import Artwork, ArtworkImage
from exhibits.certificates.models import Certificate
from exhibits.chains.models import ChainRun, ChainStep
from exhibits.clips.models import Clip
from exhibits.jobs.models import Job
from exhibits.kiosks.models import (
    Acknowledgement,
    Exhibit,
    Kiosk,
    PairingRequest,
    Showing,
    Withdrawal,
)
from exhibits.portraits.films import Film
from exhibits.portraits.models import Answer, LivingPortrait, Version
from exhibits.review.models import GateReport, Verdict
from exhibits.spending.models import Month, Spending
from exhibits.workshop.models import Editing

__all__ = [
    "Acknowledgement",
    "Answer",
    "Artwork",
    "ArtworkImage",
    "Certificate",
    "ChainRun",
    "ChainStep",
    "Clip",
    "DailyHead",
    "Editing",
    "Entry",
    "Exhibit",
    "Film",
    "GateReport",
    "Head",
    "Job",
    "Kiosk",
    "LivingPortrait",
    "Month",
    "OneTimePassword",
    "PairingRequest",
    "Showing",
    "Spending",
    "Verdict",
    "Version",
    "Withdrawal",
]

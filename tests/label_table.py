"""Every address and socket of the museum, and how each keeps its word about living portraits.

A text is the reason why nothing living is shown there; a function finds the label. Addresses are
named as Django names them, sockets by their pattern. The walk fails on what is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.exhibits.test_label_walk import Walk

Check = Callable[["Walk"], None]
Rule = str | Check

WORDS_ONLY = "words and numbers, no picture that moves"
ORIGINAL = "the untouched photograph"
STILLS = "untouched photographs that lead to the page with the label"
ACTS = "changes something and answers in words"
OFFICE = "forms and lists of the office"
SOUND = "a voice or its words; whoever plays it shows the picture's label and whose voice it is"
MASK = "a drawing of what was added, shown over the original by a page that is checked"


def page(name: str, **more: str) -> Check:
    """Return a check that a page says the label, in each language it has."""
    return lambda walk: walk.page(name, **more)


def shell(name: str) -> Check:
    """Return a check that a page has the place where a socket's words are written."""
    return lambda walk: walk.shell(name)


ADDRESSES: Mapping[str, Rule] = {
    # visitors
    "home": page("home"),
    "works": STILLS,
    "work": page("work"),
    "exhibits": STILLS,
    "about": WORDS_ONLY,
    "certificate": page("certificate", label="long"),
    "certificate-json": WORDS_ONLY,
    "certificate-pem": WORDS_ONLY,
    "verify": WORDS_ONLY,
    "clip": page("clip", label="long", of="clip"),
    "clip-file": lambda walk: walk.file("clip-file", name="lady.png"),
    "manifest": lambda walk: walk.manifest(),
    "picture": ORIGINAL,
    "answer-words": SOUND,
    "answer-sound": SOUND,
    "hatch": MASK,
    "hatch-told": WORDS_ONLY,
    "healthz": WORDS_ONLY,
    "set_language": ACTS,
    "hook-bfl": ACTS,
    "hook-kling": ACTS,
    # screens
    "kiosk": shell("kiosk"),
    "kiosk-mirror": shell("kiosk-mirror"),
    "kiosk-pair": ACTS,
    "kiosk-pair-finish": ACTS,
    # the studio
    "studio": page("studio", of="draft"),
    "studio-screen": page("studio-screen", of="draft"),
    "studio-still": lambda walk: walk.drawn("studio-still", which="draft", moment="rest"),
    "studio-draft": WORDS_ONLY,
    "studio-here": ACTS,
    "studio-faces": WORDS_ONLY,
    "studio-axes": WORDS_ONLY,
    "studio-parts": WORDS_ONLY,
    "studio-masks": WORDS_ONLY,
    "studio-motion": WORDS_ONLY,
    "studio-camera": WORDS_ONLY,
    "studio-script": WORDS_ONLY,
    "studio-recording": ACTS,
    "studio-versions": WORDS_ONLY,
    "studio-restore": ACTS,
    "studio-send": ACTS,
    # clips, for staff
    "clips-desk": OFFICE,
    "clips": WORDS_ONLY,
    "clip-cancel": ACTS,
    "clip-retry": ACTS,
    "clip-offer": ACTS,
    "clip-remove": ACTS,
    "clip-download": lambda walk: walk.file("clip-download"),
    # chains
    "chains": page("chains", of="chain"),
    "chain": page("chain", of="chain"),
    "chain-compare": page("chain-compare", of="chain", number="1"),
    "chain-file": lambda walk: walk.file("chain-file", of="chain"),
    "chain-preview": lambda walk: walk.file("chain-preview", of="chain"),
    "chain-price": WORDS_ONLY,
    "chain-begin": ACTS,
    "chain-do": ACTS,
    "chain-progress": WORDS_ONLY,
    # the desk of the experts
    "desk-queue": OFFICE,
    "desk": page("desk", of="version"),
    "desk-verdict": ACTS,
    "desk-do": ACTS,
    "desk-frame": lambda walk: walk.drawn("desk-frame", check="flashes"),
    # the office
    "engines": OFFICE,
    "stages": OFFICE,
    "admin:index": OFFICE,
    "admin:login": OFFICE,
    "admin:logout": ACTS,
    "admin:password_change": OFFICE,
    "admin:password_change_done": OFFICE,
    "admin:autocomplete": WORDS_ONLY,
    "admin:search": WORDS_ONLY,
    "admin:jsi18n": WORDS_ONLY,
    "admin:view_on_site": ACTS,
    "admin:app_list": OFFICE,
    "admin:<path:object_id>/": "leads to the form",
    "admin:(?P<url>.*)$": "leads to an address with a slash, or nowhere",
    "admin:exhibits_entry_download": WORDS_ONLY,
    "admin:exhibits_kiosk_pair_a_screen": OFFICE,
    "admin:exhibits_livingportrait_open_studio": "leads to the studio",
    "admin:exhibits_withdrawal_withdraw_now": OFFICE,
    "admin:auth_user_password_change": OFFICE,
}

SOCKETS: Mapping[str, str] = {  # pattern → which words: of the version on show, or of the draft
    "ws/kiosk/": "state",
    "ws/kiosk/<uuid:kiosk_id>/": "state",
    "ws/stream/work/<slug:slug>/": "version",
    "ws/stream/kiosk/": "version",
    "ws/stream/mirror/<uuid:kiosk>/": "version",
    "ws/stream/draft/<uuid:portrait>/": "draft",
    "ws/stream/version/<uuid:version>/": "version",
}

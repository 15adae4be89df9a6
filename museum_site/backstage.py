"""The look of the admin: names, colours and the way around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exhibits.chains.wording import SAY
from exhibits.refusal import in_language

# Verdigris and a cool grey: static/css/tokens.css, spread over eleven steps.
VERDIGRIS = {
    "50": "#eefaf6", "100": "#d6f3ea", "200": "#b4eede", "300": "#84dcc6", "400": "#52c3a9",
    "500": "#2aa48b", "600": "#0a6b5a", "700": "#0a5f50", "800": "#07463b", "900": "#0b3a32",
    "950": "#0c1a17",
}  # fmt: skip
WALL = {
    "50": "#f7f8f8", "100": "#f1f3f2", "200": "#e4e7e6", "300": "#c6cccb", "400": "#9aa4a5",
    "500": "#6b7679", "600": "#525c5e", "700": "#3a4246", "800": "#282d31", "900": "#1c2023",
    "950": "#14171a",
}  # fmt: skip


def museum(request: HttpRequest) -> str:
    """Return the museum's name in the language of the page."""
    names: dict[str, str] = settings.MUSEUM_NAME
    return names.get((get_language() or "ru")[:2], names["en"])


def may(permission: str) -> Callable[[HttpRequest], bool]:
    """Return a callback that says whether a person sees an entry."""
    return lambda request: request.user.has_perm(permission)


def entry(title: Any, icon: str, address: str, permission: str) -> dict[str, Any]:
    """Return one line of the sidebar."""
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{address}"),
        "permission": may(permission),
    }


def on_screens(request: HttpRequest) -> bool:
    """Say whether this is a page about screens, other than pairing one."""
    return "/exhibits/kiosk/" in request.path and not request.path.endswith("/pair/")


def group(title: Any, *items: dict[str, Any]) -> dict[str, Any]:
    """Return one group of the sidebar."""
    return {"title": title, "separator": True, "items": list(items)}


TODAY = {"title": _("Today"), "icon": "wb_twilight", "link": reverse_lazy("admin:index")}
VISITORS = (
    {"title": _("Public site"), "icon": "public", "link": "/", "active": lambda _: False},
    {"title": _("Kiosk page"), "icon": "touch_app", "link": "/kiosk/", "active": lambda _: False},
)
NAVIGATION = [
    {"items": [TODAY]},
    group(
        _("Collection"),
        entry(_("Artworks"), "palette", "exhibits_artwork_changelist", "exhibits.view_artwork"),
        entry(
            _("Living portraits"),
            "animated_images",
            "exhibits_livingportrait_changelist",
            "exhibits.view_livingportrait",
        ),
        entry(
            _("Answers"), "record_voice_over", "exhibits_answer_changelist",
            "exhibits.view_answer",
        ),
        {
            "title": lazy(in_language, str)(SAY["title"]),
            "icon": "linked_services",
            "link": reverse_lazy("chains"),
            "permission": may("exhibits.change_livingportrait"),
        },
        {
            "title": _("Engines"),
            "icon": "memory",
            "link": reverse_lazy("engines"),
            "permission": may("exhibits.change_livingportrait"),
        },
    ),
    group(
        _("Halls"),
        entry(
            _("Exhibits"), "gallery_thumbnail", "exhibits_exhibit_changelist",
            "exhibits.view_exhibit",
        ),
        entry(_("Screens"), "tv", "exhibits_kiosk_changelist", "exhibits.view_kiosk")
        | {"active": on_screens},
        entry(
            _("Pair a screen"), "add_link", "exhibits_kiosk_pair_a_screen",
            "exhibits.pair_kiosk",
        ),
    ),
    group(
        _("Truth"),
        {
            "title": _("Experts’ desk"),
            "icon": "rate_review",
            "link": reverse_lazy("desk-queue"),
            "permission": may("exhibits.review_version"),
        },
        entry(_("Versions"), "history", "exhibits_version_changelist", "exhibits.view_version"),
        entry(_("The book"), "menu_book", "exhibits_entry_changelist", "exhibits.view_entry"),
        entry(
            _("Expenses"), "payments", "exhibits_spending_changelist", "exhibits.view_spending",
        ),
        entry(
            _("Withdraw"), "block", "exhibits_withdrawal_withdraw_now",
            "exhibits.withdraw_version",
        ),
    ),
    group(
        _("People"),
        entry(_("Accounts"), "person", "auth_user_changelist", "auth.view_user"),
        entry(_("Roles"), "badge", "auth_group_changelist", "auth.view_group"),
    ),
    group(_("What visitors see"), *VISITORS),
]  # fmt: skip

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": museum,
    "SITE_HEADER": museum,
    "SITE_SYMBOL": "filter_frames",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("img/favicon.svg")}
    ],
    "SHOW_LANGUAGES": True,
    "SHOW_VIEW_ON_SITE": True,
    "DASHBOARD_CALLBACK": "exhibits.admin.today.dashboard",
    "STYLES": [
        lambda _: static("css/fonts.css"),
        lambda _: static("css/admin.css"),
        lambda _: static("css/admin-engines.css"),
    ],
    "COLORS": {"base": WALL, "primary": VERDIGRIS},
    "BORDER_RADIUS": "6px",
    "LOGIN": {"image": "exhibits.admin.today.painting_at_the_door"},
    "SIDEBAR": {"show_search": False, "navigation": NAVIGATION},
}

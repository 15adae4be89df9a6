"""Picture sockets of the museum."""

from typing import Any

from django.urls import path

from exhibits.streaming.consumers import StreamSocket
from exhibits.streaming.places import (
    draft_page,
    kiosk_mirror,
    kiosk_screen,
    version_page,
    work_page,
)

door: Any = StreamSocket  # Django's types know views only, its router takes any callable

sockets = [
    path("ws/stream/work/<slug:slug>/", door(work_page)),
    path("ws/stream/kiosk/", door(kiosk_screen)),
    path("ws/stream/mirror/<uuid:kiosk>/", door(kiosk_mirror)),
    path("ws/stream/draft/<uuid:portrait>/", door(draft_page)),
    path("ws/stream/version/<uuid:version>/", door(version_page)),
]

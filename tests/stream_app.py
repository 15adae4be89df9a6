"""The museum's picture sockets with test performers: ``daphne tests.stream_app:application``.

SIZE=720x960 sets the picture; CPU_SHARE=0 leaves no room for private stages.
"""

from __future__ import annotations

import os

import django

django.setup()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.urls import path  # noqa: E402

from exhibits.streaming.consumers import StreamSocket  # noqa: E402
from exhibits.streaming.places import kiosk_mirror, kiosk_screen, work_page  # noqa: E402
from exhibits.streaming.stages import Limits, Stages  # noqa: E402
from generation import Performer  # noqa: E402
from tests import performers  # noqa: E402

WIDTH, HEIGHT = (int(side) for side in os.environ.get("SIZE", "96x128").split("x"))
LIMITS = Limits(fps=30, cpu_share=float(os.environ.get("CPU_SHARE", "8")), cores=1)


def open_performer(portrait: object) -> Performer:
    """Return a performer of the kind this server was started for."""
    return getattr(performers, os.environ.get("PERFORMER", "Drifting"))((WIDTH, HEIGHT))  # type: ignore[no-any-return]


registry = Stages(open_performer, LIMITS)


def door(place: object) -> StreamSocket:
    """Return a socket that uses this registry."""
    return StreamSocket(place, lambda: registry)  # type: ignore[arg-type]


application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": AuthMiddlewareStack(
            URLRouter(
                [
                    path("ws/stream/work/<slug:slug>/", door(work_page)),
                    path("ws/stream/kiosk/", door(kiosk_screen)),
                    path("ws/stream/mirror/<uuid:kiosk>/", door(kiosk_mirror)),
                ]
            )
        ),
    }
)

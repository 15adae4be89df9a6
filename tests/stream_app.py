"""The museum's picture sockets with test performers: ``daphne tests.stream_app:application``.

SIZE=720x960 sets the picture; CPU_SHARE=0 leaves no room for private stages. Every answer is
clicks, with a flash at each for the performer that can (PERFORMER=Flashing).
"""

from __future__ import annotations

import os

import django

django.setup()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402

from exhibits import studio  # noqa: E402
from exhibits.portraits.performing import timeline_of  # noqa: E402
from exhibits.routing import sockets  # noqa: E402
from exhibits.streaming.consumers import StreamSocket  # noqa: E402
from exhibits.streaming.running import Studio  # noqa: E402
from exhibits.streaming.sealing import open_sealer  # noqa: E402
from exhibits.streaming.stages import Limits, Stages  # noqa: E402
from generation import Performer, Timeline  # noqa: E402
from tests import performers, spoken  # noqa: E402

WIDTH, HEIGHT = (int(side) for side in os.environ.get("SIZE", "96x128").split("x"))
LIMITS = Limits(
    fps=int(os.environ.get("FPS", "30")), cpu_share=float(os.environ.get("CPU_SHARE", "8")), cores=1
)


def open_performer(portrait: object) -> Performer:
    """Return a performer of the kind this server was started for."""
    return getattr(performers, os.environ.get("PERFORMER", "Drifting"))((WIDTH, HEIGHT))  # type: ignore[no-any-return]


def compile_telling(telling: studio.Telling, scene: object) -> Timeline:
    """Return clicks, whatever was to be said."""
    return spoken.clicks(language=telling.language)


studio.compile_telling = compile_telling
studio.scene_for = lambda recipe: None  # type: ignore[assignment,return-value]
registry = Stages(Studio(open_performer, timeline_of, open_sealer), LIMITS)


for socket in sockets:
    if isinstance(socket.callback, StreamSocket):
        socket.callback._registry = lambda: registry

application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": AuthMiddlewareStack(URLRouter(sockets)),
    }
)

"""The whole museum with one engine more: ``daphne tests.engine_app:application``.

"lively" is LivePortrait with the weights of $WEIGHTS on the processor; its device fails while a
file called "broken" lies in $DATA_DIR. ``python -m tests.engine_app ALIAS`` hangs a house
portrait, if there is none, and shows it with that engine.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

ROOT = Path(__file__).parent.parent
PAINTING = ROOT / "exhibits" / "catalogue" / "house_collection" / "lady.jpg"
SIDE = 480  # px of the picture's height
BROKEN = Path(os.environ["DATA_DIR"]) / "broken"

django.setup()
settings.GENERATION["lively"] = {
    "ENGINE": "liveportrait",
    "OPTIONS": {"weights": os.environ.get("WEIGHTS", ""), "device": "cpu"},
}


def _breakable() -> None:
    from generation.liveportrait.network import LivePortrait

    own = LivePortrait.stitch

    def stitch(network: LivePortrait, *points: Any) -> Any:
        if BROKEN.exists():
            raise RuntimeError("CUDA error: unspecified launch failure")
        return own(network, *points)

    LivePortrait.stitch = stitch  # type: ignore[method-assign,assignment]


def _hang() -> Any:
    """Return the portrait on the wall, hung first where there is none."""
    import io

    from PIL import Image

    from exhibits.catalogue.actions import add_picture
    from exhibits.models import Artwork, LivingPortrait
    from tests.hang import hang

    found = LivingPortrait.objects.first()
    if found is not None:
        return found
    hang()
    picture = Image.open(PAINTING)
    small = picture.resize((round(picture.width * SIDE / picture.height), SIDE))
    file = io.BytesIO()
    small.save(file, "PNG")
    image = add_picture(Artwork.objects.get(), io.BytesIO(file.getvalue()), None, "lady.png")
    LivingPortrait.objects.update(image=image)
    return LivingPortrait.objects.get()


def _show(alias: str) -> None:
    """Show the portrait with another engine from now on."""
    from django.utils import timezone

    from exhibits.portraits.snapshot import save_version
    from exhibits.review.actions import bring_before_visitors

    portrait = _hang()
    portrait.engine = alias
    portrait.save()
    author = portrait.versions.first().author
    bring_before_visitors(save_version(portrait, author), author, timezone.now())


if __name__ == "__main__":
    _show(sys.argv[1])
else:
    from channels.auth import AuthMiddlewareStack
    from channels.routing import ProtocolTypeRouter, URLRouter
    from django.core.asgi import get_asgi_application

    from exhibits.routing import sockets

    _breakable()
    own = AuthMiddlewareStack(URLRouter(sockets))
    application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": own})

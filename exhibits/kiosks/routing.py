"""Control sockets of the screens and their mirrors."""

from django.urls import path

from exhibits.kiosks.consumers import KioskConsumer, MirrorConsumer

sockets = [
    path("ws/kiosk/", KioskConsumer.as_asgi()),
    path("ws/kiosk/<uuid:kiosk_id>/", MirrorConsumer.as_asgi()),
]

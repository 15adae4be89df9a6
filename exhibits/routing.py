"""Sockets of the museum, room by room."""

from django.urls import URLPattern

from exhibits.kiosks.routing import sockets as kiosk_sockets
from exhibits.streaming.routing import sockets as stream_sockets

sockets: list[URLPattern] = [*kiosk_sockets, *stream_sockets]

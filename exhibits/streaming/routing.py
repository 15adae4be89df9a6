"""Picture sockets of the museum."""

from django.urls import path

from exhibits.streaming.consumers import StreamSocket
from exhibits.streaming.places import kiosk_mirror, kiosk_screen, work_page

sockets = [
    path("ws/stream/work/<slug:slug>/", StreamSocket(work_page)),
    path("ws/stream/kiosk/", StreamSocket(kiosk_screen)),
    path("ws/stream/mirror/<uuid:kiosk>/", StreamSocket(kiosk_mirror)),
]

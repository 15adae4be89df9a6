"""Addresses of the museum, room by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("kiosk/", include("exhibits.kiosks.urls")),
]

"""Addresses of the museum, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from exhibits.catalogue.views import picture
from exhibits.healthz import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("pictures/<uuid:image_id>/<int:width>.jpg", picture, name="picture"),
    path("kiosk/", include("exhibits.kiosks.urls")),
]

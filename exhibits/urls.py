"""Addresses of the museum, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from exhibits.catalogue.views import picture
from exhibits.clips.public import clip_file
from exhibits.healthz import healthz
from exhibits.portraits.hatching import hatch, hatch_told
from exhibits.portraits.views import sound, words
from exhibits.public.iiif import manifest
from exhibits.spending import views as knocks

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("pictures/<uuid:image_id>/<int:width>.jpg", picture, name="picture"),
    path("answers/<uuid:answer_id>/<slug:name>.json", words, name="answer-words"),
    path("answers/<uuid:answer_id>/<slug:name>.flac", sound, name="answer-sound"),
    path("hatch/<uuid:version_id>/<slug:name>.png", hatch, name="hatch"),
    path("hatch/<uuid:version_id>/<slug:name>.json", hatch_told, name="hatch-told"),
    path("clips/<uuid:clip_id>/<str:name>", clip_file, name="clip-file"),
    path("iiif/<slug:slug>/manifest.json", manifest, name="manifest"),
    path("hooks/bfl/<str:token>/", knocks.bfl, name="hook-bfl"),
    path("hooks/kling/<str:token>/", knocks.kling, name="hook-kling"),
    path("kiosk/", include("exhibits.kiosks.urls")),
]

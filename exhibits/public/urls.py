"""Addresses of the public pages; the language prefix is put before them by the site."""

from django.urls import path

from exhibits.certificates.verifying import verify
from exhibits.certificates.views import certificate, certificate_json, certificate_pem
from exhibits.clips.public import clip
from exhibits.public import views

urlpatterns = [
    path("", views.home, name="home"),
    path("works/", views.works, name="works"),
    path("works/<slug:slug>/", views.work, name="work"),
    path("exhibits/", views.exhibits, name="exhibits"),
    path("certificates/<uuid:version_id>/", certificate, name="certificate"),
    path("certificates/<uuid:version_id>/certificate.json", certificate_json,
         name="certificate-json"),
    path("certificates/<uuid:version_id>/certificate.pem", certificate_pem,
         name="certificate-pem"),
    path("clips/<uuid:clip_id>/", clip, name="clip"),
    path("verify/", verify, name="verify"),
    path("about/", views.about, name="about"),
]  # fmt: skip

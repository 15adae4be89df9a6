"""Addresses of the whole site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/studio/", include("exhibits.workshop.urls")),
    path("admin/review/", include("exhibits.desk.urls")),
    path("admin/studio/", include("exhibits.clips.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("exhibits.urls")),
    *i18n_patterns(path("", include("exhibits.public.urls"))),
]

"""Addresses of the whole site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from exhibits.admin.engines import engines_page
from exhibits.admin.stages import stages_page

urlpatterns = [
    path("admin/studio/", include("exhibits.workshop.urls")),
    path("admin/review/", include("exhibits.desk.urls")),
    path("admin/chains/", include("exhibits.chains.urls")),
    path("admin/studio/", include("exhibits.clips.urls")),
    path("admin/engines/", admin.site.admin_view(engines_page), name="engines"),
    path("admin/stages/", admin.site.admin_view(stages_page), name="stages"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("exhibits.urls")),
    *i18n_patterns(path("", include("exhibits.public.urls"))),
]

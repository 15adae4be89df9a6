"""Addresses of the experts' desk, below /admin/review/; they have no language in them."""

from django.urls import path

from exhibits.desk import views

urlpatterns = [
    path("", views.queue, name="desk-queue"),
    path("<uuid:version_id>/", views.desk, name="desk"),
    path("<uuid:version_id>/verdict/", views.verdict, name="desk-verdict"),
    path("<uuid:version_id>/do/<slug:action>/", views.do, name="desk-do"),
    path("<uuid:version_id>/frames/<slug:check>.jpg", views.frame, name="desk-frame"),
]

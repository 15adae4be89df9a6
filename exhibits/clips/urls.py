"""Addresses of the clips of a living portrait, below /admin/studio/."""

from django.urls import path

from exhibits.clips import views

urlpatterns = [
    path("<uuid:portrait_id>/clips/", views.desk, name="clips-desk"),
    path("<uuid:portrait_id>/clips/clips.json", views.clips, name="clips"),
    path("<uuid:portrait_id>/clips/jobs/<uuid:job_id>/cancel.json", views.cancel_job,
         name="clip-cancel"),
    path("<uuid:portrait_id>/clips/jobs/<uuid:job_id>/retry.json", views.retry_job,
         name="clip-retry"),
    path("<uuid:portrait_id>/clips/<uuid:clip_id>/offer.json", views.offer, name="clip-offer"),
    path("<uuid:portrait_id>/clips/<uuid:clip_id>/remove.json", views.remove, name="clip-remove"),
    path("<uuid:portrait_id>/clips/<uuid:clip_id>/file", views.download, name="clip-download"),
]  # fmt: skip

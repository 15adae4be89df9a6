"""Addresses of the studio, below /admin/studio/; they have no language in them."""

from django.urls import path

from exhibits.workshop import history, tooling, views

urlpatterns = [
    path("<uuid:portrait_id>/", views.studio, name="studio"),
    path("<uuid:portrait_id>/screen/", views.screen, name="studio-screen"),
    path("<uuid:portrait_id>/draft.json", views.draft, name="studio-draft"),
    path("<uuid:portrait_id>/here.json", views.here, name="studio-here"),
    path("<uuid:portrait_id>/faces.json", views.faces, name="studio-faces"),
    path("<uuid:portrait_id>/axes.json", views.axes, name="studio-axes"),
    path("<uuid:portrait_id>/parts.json", tooling.parts, name="studio-parts"),
    path("<uuid:portrait_id>/masks.json", tooling.masks, name="studio-masks"),
    path("<uuid:portrait_id>/motion.json", tooling.motion, name="studio-motion"),
    path("<uuid:portrait_id>/camera.json", tooling.camera, name="studio-camera"),
    path("<uuid:portrait_id>/script.json", tooling.script, name="studio-script"),
    path("<uuid:portrait_id>/recording.json", tooling.recording, name="studio-recording"),
    path("<uuid:portrait_id>/versions.json", history.versions, name="studio-versions"),
    path("<uuid:portrait_id>/restore.json", history.restore, name="studio-restore"),
    path("<uuid:portrait_id>/send.json", history.send, name="studio-send"),
    path("<uuid:portrait_id>/stills/<str:which>/<slug:moment>.jpg", history.still,
         name="studio-still"),
]  # fmt: skip

"""Addresses of the screens on the floor; they have no language in them."""

from django.urls import path

from exhibits.kiosks import views

urlpatterns = [
    path("", views.kiosk, name="kiosk"),
    path("pair/", views.pair, name="kiosk-pair"),
    path("pair/finish/", views.finish, name="kiosk-pair-finish"),
    path("<uuid:kiosk_id>/mirror/", views.mirror, name="kiosk-mirror"),
]

"""Addresses of the public pages; the language prefix is put before them by the site."""

from django.urls import path

from exhibits.public import views

urlpatterns = [
    path("", views.home, name="home"),
    path("works/", views.works, name="works"),
    path("works/<slug:slug>/", views.work, name="work"),
    path("exhibits/", views.exhibits, name="exhibits"),
    path("about/", views.about, name="about"),
]
